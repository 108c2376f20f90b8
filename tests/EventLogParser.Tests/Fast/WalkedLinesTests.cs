using System.Text;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals.Fast;
using Rightsizer.EventLogParser.Internals.Full;
using Rightsizer.EventLogParser.Internals.Full.Decoders;

namespace Rightsizer.EventLogParser.Tests.Fast;

/// <summary>What is read without a JSON reader is what the JSON reader reads, and is left to it where it is written otherwise.</summary>
public class WalkedLinesTests
{
    const string Metrics = """[{"name":"number of output rows","accumulatorId":17,"metricType":"sum"},{"name":"sort time","accumulatorId":0,"metricType":"timing"}]""";
    const string Leaf = """{"nodeName":"Scan parquet t","simpleString":"Scan parquet t [a#1, \"b\\#2\"]","children":[],"metadata":{"Format":"Parquet","Location":"In\u00e9MemoryFileIndex(1 paths)[/t]"},"metrics":[]}""";
    const string Plan = $$"""{"nodeName":"SortMergeJoin","simpleString":"é","children":[{{Leaf}},{{Leaf}}],"metadata":{},"metrics":{{Metrics}}}""";

    const string Accumulables = """[{"ID":235,"Name":"scan time","Value":"42271205","Internal":true,"Count Failed Values":true,"Metadata":"sql"},{"ID":3,"Name":"internal.metrics.executorRunTime","Value":77,"Internal":true,"Count Failed Values":true},{"ID":4,"Name":"mine","Value":"","Internal":false,"Count Failed Values":false}]""";

    static DecodeContext Context() => new(EventLogReaderOptions.Default, new ByteStrings(new StringPool()), walks: true);

    static SparkPlanInfo? WalkPlan(string text, out int length) => PlanWalker.Read(Encoding.UTF8.GetBytes(text), Context(), out length);

    static List<Accumulable>? WalkAccumulables(string text, out int length) =>
        AccumulableWalker.Read(Encoding.UTF8.GetBytes(text), Context(), out length);

    [Fact]
    public void Plan_AsSparkWritesIt_IsWalkedToItsEnd()
    {
        var plan = WalkPlan(Plan + ",\"time\":1}", out var length)!;

        Assert.Equal(Encoding.UTF8.GetByteCount(Plan), length);
        Assert.Equal(("SortMergeJoin", "é"), (plan.NodeName, plan.SimpleString));
        Assert.Equal([new("number of output rows", 17, "sum"), new("sort time", 0, "timing")], plan.Metrics);
        Assert.Empty(plan.Metadata);
        Assert.Equal(2, plan.Children.Count);
        Assert.Equal("Scan parquet t [a#1, \"b\\#2\"]", plan.Children[1].SimpleString);
        Assert.Equal("InéMemoryFileIndex(1 paths)[/t]", plan.Children[0].Metadata["Location"]);
    }

    [Theory]
    [InlineData("\"nodeName\"", "\"NodeName\"")]
    [InlineData("\"children\":[{", "\"children\": [{")]
    [InlineData(",\"metadata\":{},", ",")]
    [InlineData("\"accumulatorId\":17", "\"accumulatorId\":-17")]
    [InlineData("\"accumulatorId\":17", "\"accumulatorId\":017")]
    [InlineData("\"accumulatorId\":17", "\"accumulatorId\":1.7")]
    [InlineData("\"accumulatorId\":17", "\"accumulatorId\":1234567890123456789")]
    [InlineData("\"accumulatorId\":17", "\"accumulatorId\":null")]
    [InlineData("sort time", "sort\ttime")]
    [InlineData("sort time", "sort\\u0020time")]
    [InlineData("b\\\\#2", "b\\#2")]
    [InlineData("\"metricType\":\"sum\"}", "\"metricType\":\"sum\",\"more\":1}")]
    [InlineData("\"metricType\":\"timing\"}]", "\"metricType\":\"timing\"},]")]
    public void Plan_WrittenOtherwise_IsLeftToTheDecoder(string from, string to)
    {
        Assert.Contains(from, Plan, StringComparison.Ordinal);
        Assert.Null(WalkPlan(Plan.Replace(from, to, StringComparison.Ordinal), out var length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void Plan_CutAnywhere_IsLeftToTheDecoder()
    {
        for (var i = 0; i < Plan.Length; i++) Assert.Null(WalkPlan(Plan[..i], out _));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public void Plan_OfManyLevels_IsWalkedUpToALimit(int levels, bool walked)
    {
        const string open = """{"nodeName":"Project","simpleString":"s","children":[""", close = """],"metadata":{},"metrics":[]}""";
        var text = string.Concat(Enumerable.Repeat(open, levels)) + string.Concat(Enumerable.Repeat(close, levels));
        Assert.Equal(walked, WalkPlan(text, out _) is not null);
    }

    [Fact]
    public void Accumulables_AsSparkWritesThem_AreWalked()
    {
        var list = WalkAccumulables(Accumulables + ",\"x\":1", out var length);

        Assert.Equal(Accumulables.Length, length);
        Assert.Equal(
            [
                new(235, "scan time", "42271205", null, true, "sql"),
                new(3, "internal.metrics.executorRunTime", "77", null, true, null),
                new(4, "mine", "", null, false, null),
            ], list!);
    }

    [Theory]
    [InlineData("\"ID\":235", "\"ID\":\"235\"")]
    [InlineData("\"Value\":77", "\"Value\":-77")]
    [InlineData("\"Value\":77", "\"Value\":7e7")]
    [InlineData("\"Value\":77", "\"Value\":[77]")]
    [InlineData("\"Value\":77", "\"Update\":1,\"Value\":77")]
    [InlineData("\"42271205\"", "\"4227120542271205\"")]
    [InlineData("\"42271205\"", "\"\\u0034\"")]
    [InlineData("\"Internal\":false", "\"Internal\":null")]
    [InlineData("\"Metadata\":\"sql\"", "\"Metadata\":null")]
    [InlineData("\"Count Failed Values\":false}", "\"Count Failed Values\":false")]
    public void Accumulables_WrittenOtherwise_AreLeftToTheDecoder(string from, string to)
    {
        Assert.Contains(from, Accumulables, StringComparison.Ordinal);
        Assert.Null(WalkAccumulables(Accumulables.Replace(from, to, StringComparison.Ordinal), out _));
    }

    /// <summary>Lines in which something walked, or nearly so, stands before and behind other fields.</summary>
    public static TheoryData<string> Lines => new(
        Start(Plan), Start(Plan.Replace("17", "-17", StringComparison.Ordinal)), Start("{}"), Start("[]"), Start(Plan + "x"),
        Start(Plan.Replace("b\\\\#2", "b\\#2", StringComparison.Ordinal)), Start(Plan + ",\"sparkPlanInfo\":" + Leaf),
        Stage(Accumulables), Stage(Accumulables.Replace("\"ID\":3", "\"ID\":235", StringComparison.Ordinal)), Stage("[]"), Stage("{}"),
        Stage(Accumulables.Replace("77", "7.7", StringComparison.Ordinal)), Stage(Accumulables + "]"));

    [Theory]
    [MemberData(nameof(Lines))]
    public void Line_Walked_IsWhatTheDecoderReads(string line)
    {
        var (expected, kind) = Decode(line, walks: false);
        var (actual, walkedKind) = Decode(line, walks: true);

        Assert.Equal(kind, walkedKind);
        Assert.Equivalent(expected, actual, strict: true);
    }

    static (SparkEvent? Event, MalformedKind Kind) Decode(string line, bool walks)
    {
        var sink = new RareEvents();
        var decoder = new EventDecoder(EventLogReaderOptions.Default, new ByteStrings(new StringPool()), walks);
        var kind = decoder.Decode(Encoding.UTF8.GetBytes(line), sink, out _);
        return (sink.Event, kind);
    }

    static string Start(string plan) => $$$"""{"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart","executionId":7,"description":"d","details":"","physicalPlanDescription":"p","sparkPlanInfo":{{{plan}}},"time":1700000000000,"modifiedConfigs":{"a":"b"}}""";

    static string Stage(string accumulables) => $$$"""{"Event":"SparkListenerStageCompleted","Stage Info":{"Stage ID":1,"Stage Attempt ID":0,"Stage Name":"n","Number of Tasks":2,"RDD Info":[],"Parent IDs":[],"Details":"","Submission Time":5,"Completion Time":9,"Accumulables":{{{accumulables}}},"Resource Profile Id":3}}""";

    sealed class RareEvents : IEventSink
    {
        public SparkEvent? Event { get; private set; }

        public void OnTaskStart(in TaskStartEvent e) { }

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) { }

        public void OnEvent(SparkEvent e) => Event = e;
    }
}
