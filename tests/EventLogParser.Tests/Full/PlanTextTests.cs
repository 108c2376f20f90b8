using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.EventLogParser.Tests.Full;

/// <summary>The text of a plan is kept where the plan's root executes a command, and only there.</summary>
public class PlanTextTests
{
    const string Sql = "org.apache.spark.sql.execution.ui.SparkListenerSQL";

    static string Start(string text, string node) => $$$"""{"Event":"{{{Sql}}}ExecutionStart","executionId":7,"description":"d","details":"",{{{text}}}"sparkPlanInfo":{"nodeName":"{{{node}}}","simpleString":"s","children":[],"metadata":{},"metrics":[]},"time":1}""";

    static string Update(string text, string node) => $$$"""{"Event":"{{{Sql}}}AdaptiveExecutionUpdate","executionId":7,{{{text}}}"sparkPlanInfo":{"nodeName":"{{{node}}}","simpleString":"s","children":[],"metadata":{},"metrics":[]}}""";

    [Theory]
    [InlineData("""p\n\u0041\"q""", "Execute MergeIntoCommand", "p\nA\"q")]
    [InlineData("plain", "Execute SaveIntoDataSourceCommand", "plain")]
    [InlineData("plain", "Project", null)]
    [InlineData("", "Execute MergeIntoCommand", "")]
    public void Text_IsKeptOfCommands(string escaped, string node, string? expected)
    {
        var text = $"\"physicalPlanDescription\":\"{escaped}\",";
        var sink = new Sink();
        EventLogReader.Read(TextLog.Of(Start(text, node), Update(text, node)), sink, EventLogReaderOptions.Default);

        Assert.Equal(expected, Assert.IsType<SqlExecutionStartEvent>(sink.Events[0]).PhysicalPlanDescription);
        Assert.Equal(expected, Assert.IsType<SqlAdaptiveExecutionUpdateEvent>(sink.Events[1]).PhysicalPlanDescription);
        Assert.Equal(node, ((SqlExecutionStartEvent)sink.Events[0]).Plan!.NodeName);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"physicalPlanDescription\":null,")]
    public void NoText_IsNone(string text)
    {
        var sink = new Sink();
        EventLogReader.Read(TextLog.Of(Start(text, "Execute X")), sink, EventLogReaderOptions.Default);

        Assert.Null(Assert.IsType<SqlExecutionStartEvent>(Assert.Single(sink.Events)).PhysicalPlanDescription);
    }

    [Fact]
    public void TextOverTheLimit_IsCounted()
    {
        var text = $"\"physicalPlanDescription\":\"{new string('x', EventLimits.MaxPlanChars + 1)}\",";
        var sink = new Sink();
        var read = EventLogReader.Read(TextLog.Of(Start(text, "Project")), sink, EventLogReaderOptions.Default);

        Assert.Equal(1, read.CutTexts);
    }

    sealed class Sink : IEventSink
    {
        public List<SparkEvent> Events { get; } = [];

        public void OnTaskStart(in TaskStartEvent e) { }

        public void OnTaskEnd(in TaskEndEvent e, ReadOnlySpan<AccumulatorUpdate> updates) { }

        public void OnEvent(SparkEvent e) => Events.Add(e);
    }
}
