using System.Text;
using System.Text.Json;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals.Full;

namespace Rightsizer.EventLogParser.Tests.Full;

public class LogTextTests
{
    /// <summary>As a decoder makes it, in a buffer that is used again for the next line.</summary>
    static LogText Read(string json, RepeatedTexts? texts = null)
    {
        var line = Encoding.UTF8.GetBytes(json);
        var r = new Utf8JsonReader(line);
        r.Read();
        var text = (texts ?? new RepeatedTexts()).GetLater(r.ValueSpan);
        Array.Fill(line, (byte)'?');
        return text;
    }

    [Theory]
    [InlineData("\"FileScan parquet [a#1,b#2]\"")]
    [InlineData("""  "with \"escapes\", \\ and \u00e9 é" """)]
    [InlineData("\"\"")]
    public void Text_IsTheOneOfTheLog(string json) =>
        Assert.Equal(JsonSerializer.Deserialize<string>(json), Read(json).ToString());

    [Fact]
    public void HalfASurrogatePair_LosesTheHalfAlone() =>
        Assert.Equal("half of a pair: \ufffd!", Read(""" "half of a pair: \ud83d!" """).ToString());

    [Fact]
    public void EqualTexts_AreOneObject_AndEqualWhateverTheyCameFrom()
    {
        var texts = new RepeatedTexts();
        var first = Read("\"HashAggregate(keys=[k#1])\"", texts);

        Assert.Same(first, Read("\"HashAggregate(keys=[k#1])\"", texts));
        Assert.NotSame(first, Read("\"HashAggregate(keys=[k#2])\"", texts));
        Assert.Equal(first, (LogText)"HashAggregate(keys=[k#1])");
        Assert.Equal(first.GetHashCode(), ((LogText)"HashAggregate(keys=[k#1])").GetHashCode());
        Assert.NotEqual(first, (LogText)"HashAggregate(keys=[k#2])");
    }
}
