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
    [InlineData("card 4111 1111 1111 1111", "? 0 0 0 0")]
    [InlineData("tel +1.555.867.5309", "? +0.0.0.0")]
    [InlineData("4711", "0")]
    [InlineData("[1.555.867,007,4111 1111,1e+,-12.5E-3,12]", "[0.0.0,00,0 0,0e+,-12.5E-3,12]")]
    [InlineData("{\"x\":12 34,\"x\" 56,78:9}", "{\"x\":0 0,\"x\" 0,0:0}")]
    [InlineData("{\"x\":12", "{\"x\":12")]
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

    [Theory]
    [InlineData("Spark Properties", "spark.authenticate.secret", "20251231")]
    [InlineData("Spark Properties", "spark.hadoop.hive.server2.keystore.password", "4711")]
    [InlineData("Spark Properties", "spark.ssl.keyPassword", "hadoop")]
    [InlineData("Spark Properties", "spark.executorEnv.AWS_ACCESS_KEY_ID", "hadoop")]
    [InlineData("System Properties", "javax.net.ssl.trustStorePassword", "20251231")]
    public void Secret_HasTheStandInOfAllSecrets(string map, string key, string value)
    {
        var line = Redacted(Encoding.UTF8.GetBytes($$$"""{"{{{map}}}":{"{{{key}}}":"{{{value}}}","spark.executor.cores":"4"}}"""));
        Assert.Contains(":\"*********(redacted)\"", line, StringComparison.Ordinal);
        Assert.Contains("\"spark.executor.cores\":\"4\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain(value, line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spark --password hadoop --conf spark.ssl.keyPassword=hadoop --class Main")]
    [InlineData("jdbc:mysql://spark/hive?user=spark&password=hadoop&useSSL=true")]
    [InlineData("jdbc:mysql://spark:hadoop@spark/hive")]
    [InlineData("{\\\"spark.ssl.keyPassword\\\":\\\"hadoop\\\"}")]
    public void SecretInsideOfAText_Goes(string text)
    {
        var line = Redacted(Encoding.UTF8.GetBytes($$$"""{"System Properties":{"sun.java.command":"{{{text}}}"}}"""));
        Assert.DoesNotContain("hadoop", line, StringComparison.Ordinal);
        Assert.Contains("*********(redacted)", line, StringComparison.Ordinal);
        Assert.Contains("spark", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"Name\":\"number of output rows\",\"Update\":\"12\",\"Value\":\"34\"}", "\"12\"", "\"34\"")]
    [InlineData("{\"Name\":\"people\",\"Update\":\"078051120\",\"Value\":\"078051120\"}", "\"0\"", "\"0\"")]
    [InlineData("{\"Update\":\"078051120\",\"Value\":\"5\"}", "\"0\"", "\"0\"")]
    public void AmountOfAnAccumulator_StaysWhereSparkNamesIt(string line, string update, string value)
    {
        var redacted = Redacted(Encoding.UTF8.GetBytes(line));
        Assert.Contains($"\"Update\":{update},\"Value\":{value}", redacted, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.8.7.6", "0.0.0.0")]
    [InlineData("at 9.8.7.6:7077 in stage 3.0 (TID 5)", "at 0.0.0.0:0 in stage 3.0 (TID 5)")]
    public void NumberOfOneDigit_IsANumberLikeAnyOther(string text, string expected) =>
        Assert.Equal(expected, RedactionGate.Text(text));

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
