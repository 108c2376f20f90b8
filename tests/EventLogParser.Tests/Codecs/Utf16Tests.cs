using System.Text;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Codecs;

/// <summary>A log that a shell's redirect wrote as UTF-16 is read as the UTF-8 that it was.</summary>
public class Utf16Tests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 7)]
    [InlineData(false, int.MaxValue)]
    [InlineData(true, int.MaxValue)]
    public void TextBehindAMark_IsGivenAsUtf8(bool bigEndian, int step)
    {
        var text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{\"Event\":\"caf\u00e9 \U0001F600 {i}\"}}\r\n"));
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        byte[] stored = [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

        using var stream = DecodedStream.Open(new MemoryPart("log", stored, step));
        using var plain = new MemoryStream();
        stream.CopyTo(plain);

        Assert.Equal((bigEndian ? "utf16be" : "utf16le", null), (stream.Codec, stream.StreamError));
        Assert.Equal(text, Encoding.UTF8.GetString(plain.ToArray()));
    }

    [Theory]
    [InlineData(EventLogReaderOptions.FastLane)]
    [InlineData(EventLogReaderOptions.FullLane)]
    public void Log_HasTheEventsOfTheSameLogInUtf8(string lane)
    {
        var options = new EventLogReaderOptions { Lane = lane };
        var whole = EventLogReader.Read(TextLog.Of(Fixture.Text), new NoSink(), options);
        byte[] stored = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(Fixture.Text))];

        var read = EventLogReader.Read(TextLog.Of(stored), new NoSink(), options);

        Assert.Equal((whole.Lines, 0), (read.Lines, read.MalformedLines));
        Assert.Equal(whole.EventCounts, read.EventCounts);
        Assert.NotEmpty(read.EventCounts);
    }

    sealed class NoSink : IEventSink
    {
        public void OnTaskStart(in TaskStartEvent e) { }

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) { }

        public void OnEvent(SparkEvent e) { }
    }
}
