using System.Diagnostics;
using System.Text;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.EventLogParser.Tests.Redacting;

public class RedactedStreamTests
{
    [Theory]
    [InlineData("{\"Stage ID\":-1.5e3, \"x\" : [true,false,null]}", "{\"Stage ID\":-1.5e3, \"x\" : [true,false,null]}")]
    [InlineData("[secret,1]", "[?,1]")]
    [InlineData("[truesecret]", "[true?]")]
    [InlineData("[nul]", "[?]")]
    [InlineData("]}:,\t\r -", "]}:,\t\r -")]
    public void StructureNumbersAndWordsStay_AnythingElseBecomesAMark(string line, string expected)
    {
        Assert.Equal(expected.Replace("\"x\"", Key(), StringComparison.Ordinal), Redacted(Encoding.UTF8.GetBytes(line)));

        // the name of a field that Spark does not have
        static string Key()
        {
            var redacted = Redacted("{\"x\":1}"u8.ToArray());
            return redacted[1..redacted.IndexOf(':')];
        }
    }

    /// <summary>Each bracket was followed by a look at all the others: eight minutes for 4 MB.</summary>
    [Fact]
    public void LineOfNothingButBrackets_TakesTimeInProportionToItsLength()
    {
        var line = new byte[4 << 20];
        line.AsSpan().Fill((byte)'[');
        var clock = Stopwatch.StartNew();
        Assert.Equal(line.Length, Redacted(line).Length);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"took {clock.Elapsed}");
    }

    static string Redacted(byte[] log)
    {
        using var stream = new RedactedStream(new MemoryStream(log));
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return Encoding.UTF8.GetString(copy.ToArray());
    }
}
