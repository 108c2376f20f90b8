using System.Text;
using System.Text.Json;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Spark.Tests.Fleet;

/// <summary>What of deploy/spark/rightsizer_fleet.py needs no Spark.</summary>
public class FleetScriptTests
{
    static readonly RunKey Key = new() { Uri = "s3://logs/a <b> & ü.zstd", ETag = "0f", SizeBytes = 12, ModifiedMs = 34, Pricing = "e44c" };

    static readonly string Listed = Encoding.UTF8.GetString(RunSummaryJson.Write(new ListedLog(Key, "single")));

    /// <summary>Graham's bound for the largest first: no list is heavier than 4/3 of the best there can be.</summary>
    [Fact]
    public void Pack_TakesTheLargestFirstAndEachLogOnce()
    {
        const string Ask = """
            logs = [Log('{"key":{"uri":"%d","sizeBytes":%d},"kind":"single"}' % (i, size)) for i, size in enumerate([40 << 30] + [(i * 7919 % 97) << 20 for i in range(500)])]
            packed = pack(logs, 8)
            weights = [sum(log.weight for log in logs) for logs in packed]
            print(json.dumps([len(packed), packed[0][0].uri, len(packed[0]), weights == sorted(weights, reverse=True), sorted(int(l.uri) for p in packed for l in p) == list(range(501)), max(weights[1:]) / (sum(weights[1:]) / 7)]))
            """;
        var said = JsonDocument.Parse(Python(Ask)).RootElement.EnumerateArray().ToArray();

        Assert.Equal(8, said[0].GetInt32());
        Assert.Equal("0", said[1].GetString());
        Assert.Equal(1, said[2].GetInt32());
        Assert.True(said[3].GetBoolean());
        Assert.True(said[4].GetBoolean());
        Assert.InRange(said[5].GetDouble(), 1, 4.0 / 3);
    }

    [Fact]
    public void RowOfAKilledReader_IsTheRecordThatRightsizerWrites()
    {
        const string Reason = "no answer within 930 s";
        var expected = Encoding.UTF8.GetString(RunSummaryJson.Write(RunSummarizer.Unreadable(Key, ReadFailure.Timeout, Reason)));

        Assert.Equal(expected, Python($"print(Log(sys.argv[1]).failed('timeout', '{Reason}'))"));
    }

    [Theory]
    [InlineData("failure", ReadFailure.OutOfMemory, true)]
    [InlineData("failure", ReadFailure.NotALog, true)]
    [InlineData("worth another try", ReadFailure.InputError, false)]
    [InlineData("worth another try", ReadFailure.Timeout, false)]
    public void KeyOfARecord_HoldsForTheListedLog(string reason, ReadFailure failure, bool holds)
    {
        var record = Encoding.UTF8.GetString(RunSummaryJson.Write(RunSummarizer.Unreadable(Key, failure, reason)));

        Assert.Equal(holds ? "True" : "False", Python("print(digest(Log(sys.argv[1]).key) == key_of(sys.argv[2]))", record));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"key\":{\"uri\":\"/logs/a\"")]
    public void RecordThatWasCut_HasNoKey(string record) => Assert.Equal("None", Python("print(key_of(sys.argv[2]))", record));

    /// <summary>1,614,556,799,999 ms is the last millisecond of February 2021, `date -u -d @1614556799`.</summary>
    [Theory]
    [InlineData("1614556799999", "2021-02-28")]
    [InlineData("1614556800000", "2021-03-01")]
    [InlineData("-1", "unknown")]
    [InlineData("253402300800000", "unknown")]
    [InlineData("null", "unknown")]
    public void Day_IsTheUtcDayOfTheStart(string startMs, string day) =>
        Assert.Equal(day, Python($"print(day_of({(startMs == "null" ? "None" : startMs)}))"));

    static string Python(string code, params string[] arguments) => FleetScript.Run(code, [Listed, .. arguments]);
}
