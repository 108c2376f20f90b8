using System.Text;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals.Full;
using Rightsizer.EventLogParser.Tests.Fast;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Full;

/// <summary>Texts are kept to a length by their kind; what is cut is counted.</summary>
public class LongTextTests
{
    static string StartNamed(string name) => $$$"""{"Event":"SparkListenerApplicationStart","App Name":"{{{name}}}","App ID":"app-1","Timestamp":1700000000000,"User":"u"}""";

    [Theory]
    [InlineData(EventLogReaderOptions.FastLane)]
    [InlineData(EventLogReaderOptions.FullLane)]
    public void LongName_IsCutAndCounted(string lane)
    {
        var sink = new RecordingSink();
        var read = EventLogReader.Read(
            TextLog.Of(StartNamed(new string('n', 100_000)), StartNamed(new string('n', 1024))), sink,
                new EventLogReaderOptions { Lane = lane });

        Assert.Equal(1, read.CutTexts);
        Assert.Equal(2, read.EventCounts["SparkListenerApplicationStart"]);
    }

    [Theory]
    [InlineData("abcdef", 3, "abc", true)]
    [InlineData("""\u0061\u0062\u0063""", 3, "abc", false)]
    [InlineData("""\u0061\u0062\u0063\u0064""", 3, "abc", true)]
    [InlineData("""a\\\\b""", 4, """a\\b""", false)]
    [InlineData("ééé", 3, "ééé", false)]
    [InlineData("éééé", 3, "ééé", true)]
    [InlineData("aa😀", 3, "aa", true)] // no half of a pair
    public void Beginning_IsWholeCharacters(string escaped, int most, string expected, bool isCut)
    {
        Assert.Equal(expected, LongTexts.Begin(Encoding.UTF8.GetBytes(escaped), most, out var cut));
        Assert.Equal(isCut, cut);
    }

    [Fact]
    public void CutAtAnyPlace_NeverBreaksAnEscape()
    {
        var text = string.Concat(Enumerable.Repeat("""x\\\"\u00e9é""", 200));
        for (var most = 1; most < 120; most++)
        {
            var begin = LongTexts.Begin(Encoding.UTF8.GetBytes(text), most, out _);
            Assert.Equal("x\\\"éé"[(begin.Length - 1) % 5], begin[^1]);
            Assert.Equal(most, begin.Length);
        }
    }

    [Fact]
    public void ByteOrderMark_LosesNoLine()
    {
        var read = EventLogReader.Read(
            TextLog.Of("\uFEFF" + StartNamed("a"), StartNamed("b")), new NoSink(), EventLogReaderOptions.Default);

        Assert.Equal((2L, 0L), (read.EventCounts["SparkListenerApplicationStart"], read.MalformedLines));
    }

    /// <summary>As many damaged lines as would take minutes if each cost an exception.</summary>
    [Fact]
    public void LinesThatAreOnlyABrace_AreCountedAtOnce()
    {
        var log = TextLog.Of([StartNamed("a"), .. Enumerable.Repeat("{", 2_000_000)]);
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var read = EventLogReader.Read(log, new NoSink(), EventLogReaderOptions.Default);

        Assert.Equal((2_000_000, 2_000_000L), (read.MalformedLines, read.MalformedByKind["notJson"]));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    sealed class NoSink : IEventSink
    {
        public void OnTaskStart(in TaskStartEvent e) { }

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) { }

        public void OnEvent(SparkEvent e) { }
    }
}
