using Rightsizer.Analyzer.Detectors.Partitions;
using Rightsizer.Analyzer.Facts;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>What decides the number of tasks of a stage, by its plan; and what is advised for it.</summary>
public class PartitionSourcesTests
{
    [Theory]
    [InlineData("Exchange RoundRobinPartitioning(2), REPARTITION_BY_NUM, [plan_id=7]", "UserRepartition", 2)]
    [InlineData("Exchange SinglePartition, REPARTITION_BY_NUM, [plan_id=7]", "UserRepartition", 1)]
    [InlineData("Exchange RoundRobinPartitioning(2)", "UserRepartition", 2)]
    [InlineData("Exchange hashpartitioning(coalesce(a#1, b#2), 200), ENSURE_REQUIREMENTS, [plan_id=7]", "ShufflePartitions", 200)]
    [InlineData("Exchange hashpartitioning(k#1, 60), true, [id=#7]", "ShufflePartitions", 60)]
    [InlineData("Exchange SinglePartition, ENSURE_REQUIREMENTS, [plan_id=7]", "SinglePartition", 1)]
    [InlineData("Exchange hashpartitioning(k#1, 5), REQUIRED_BY_STATEFUL_OPERATOR, [plan_id=7]", "StreamState", 5)]
    [InlineData("Exchange hashpartitioning(k#1, 9), REBALANCE_PARTITIONS_BY_COL, 9, [plan_id=7]", "AdaptiveCoalesce", 9)]
    public void Exchange_SaysWhoAskedForIt(string exchange, string knob, int count)
    {
        var source = SourceOf(Node("HashAggregate", "HashAggregate", 1, Node("Exchange", exchange, 2, "records read")));

        Assert.Equal((knob, count), (source.Knob.ToString(), source.Count));
    }

    [Fact]
    public void AdaptiveRead_MergedThem() => Assert.Equal(PartitionKnob.AdaptiveCoalesce,
        SourceOf(Node("HashAggregate", "HashAggregate", 1,
            Node("AQEShuffleRead", "AQEShuffleRead coalesced", 0,
            Node("Exchange", "Exchange hashpartitioning(k#1, 200), ENSURE_REQUIREMENTS", 2, "records read")))).Knob);

    [Theory]
    [InlineData("Coalesce", "Coalesce 1", "UserCoalesce")]
    [InlineData("Range", "Range (0, 100, step=1, splits=1)", "Slices")]
    [InlineData("Scan parquet", "FileScan parquet [a#1]", "FileSplits")]
    [InlineData("LocalTableScan", "LocalTableScan [a#1]", "Slices")]
    [InlineData("Scan JDBCRelation(t) [numPartitions=1] ", "Scan JDBCRelation(t)", "JdbcPartitions")]
    public void Leaf_SaysWhereTheTasksComeFrom(string name, string text, string knob) =>
        Assert.Equal(knob, SourceOf(Node("Project", "Project", 1, Node(name, text, 3))).Knob.ToString());

    [Fact]
    public void ExplicitRepartition_IsAdvisedInTheCodeAndNotByASetting()
    {
        var (facts, stage) = Run(Node("HashAggregate", "HashAggregate", 1,
            Node("Exchange", "Exchange RoundRobinPartitioning(2), REPARTITION_BY_NUM", 2, "records read")));

        var advice = PartitionAdvice.More(stage, 24, "why", facts).Single();

        Assert.Equal("change the repartition in the code from 2 to 24 partitions (stage 0)", advice.Setting);
        Assert.Null(advice.Proposed);
    }

    [Fact]
    public void GlobalAggregate_CannotHaveMoreTasks()
    {
        var (facts, stage) = Run(Node(
            "HashAggregate", "HashAggregate", 1, Node("Exchange", "Exchange SinglePartition, ENSURE_REQUIREMENTS", 2, "records read")));

        Assert.Empty(PartitionAdvice.More(stage, 24, "why", facts));
    }

    /// <summary>Spark warns of it: "No Partition Defined for Window operation! Moving all data to a single partition".</summary>
    [Fact]
    public void WindowWithoutPartitionBy_IsAdvisedToHaveOne()
    {
        var (facts, stage) = Run(Node("Window", "Window [row_number() ...], [r#1 ASC NULLS FIRST]", 1,
            Node("Sort", "Sort [r#1 ASC NULLS FIRST], false, 0", 3,
            Node("Exchange", "Exchange SinglePartition, ENSURE_REQUIREMENTS", 2, "records read"))));

        var advice = PartitionAdvice.More(stage, 24, "why", facts).Single();

        Assert.StartsWith("give the window a PARTITION BY (stage 0), or ", advice.Setting, StringComparison.Ordinal);
    }

    /// <summary>spark.sql.files.maxPartitionBytes of less than a megabyte is no advice.</summary>
    [Fact]
    public void SmallFile_IsSpreadAfterTheReadAndNotByASplitSize()
    {
        var (facts, stage) = Run(Node("Project", "Project", 1, Node("Scan parquet", "FileScan parquet [a#1]", 3)));

        Assert.StartsWith("use repartition(24) after the read", PartitionAdvice.More(stage, 24, "why", facts).Single().Setting,
            StringComparison.Ordinal);
    }

    static PartitionSource SourceOf(SparkPlanInfo plan) => Run(plan) is var (facts, stage) ? PartitionSources.Find(stage, facts) : null!;

    static (RunFacts Facts, StageTasks Stage) Run(SparkPlanInfo plan)
    {
        var run = new RunSketch(10_000).Executor("1");
        var stage = run.Stage(0).Task("1", 0, 500);
        stage.Accumulables = [
            new(1, null, null, null, false, null), new(2, null, null, null, false, null), new(3, null, null, null, false, null)];
        run.Sql(new() { Id = 0, Status = "COMPLETED", JobIds = [0], StageIds = [0], Plan = plan });
        var facts = new RunFacts(run.Build());
        return (facts, facts.ExecutedStages.Single());
    }

    static SparkPlanInfo Node(string name, string text, long id, params SparkPlanInfo[] children) =>
        Node(name, text, id, "number of output rows", children);

    static SparkPlanInfo Node(string name, string text, long id, string metric, params SparkPlanInfo[] children) =>
        new(name, text, children, new Dictionary<string, string>(), id == 0 ? [] : [new(metric, id, "sum")]);
}
