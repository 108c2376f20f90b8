using Rightsizer.Analyzer.Detectors.Partitions;
using Rightsizer.Analyzer.Facts;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>What a task costs whatever it reads, of tasks whose times are made of a start and a part for each record.</summary>
public class RecordCostTests
{
    const string Shuffle = "Exchange hashpartitioning(k#1, 200), ENSURE_REQUIREMENTS, [plan_id=7]";

    /// <summary>40 ms and 5 ms a record, of 2 and 10 records in turn: the 40 ms are what is fixed.</summary>
    [Fact]
    public void TasksOfFewAndManyRecords_TellTheStart()
    {
        var (facts, stage) = Run(200, i => i % 2 == 0 ? 2 : 10, records => 40 + 5 * records);

        Assert.All(Fixed(facts, stage), ms => Assert.Equal(40, ms));
    }

    /// <summary>The same beside a stage that becomes faster as it goes on, from 4 times the start to 1.</summary>
    [Fact]
    public void StageThatWarmsUp_IsNoRecordsCost()
    {
        var (facts, stage) = Run(200, i => i % 2 == 0 ? 2 : 10, (i, records) => (long)(40 * (4 - 3 * i / 199.0)) + 5 * records);

        var least = Fixed(facts, stage);

        for (var i = 10; i < 200; i++) Assert.InRange(least[i], 0.85 * 40 * (4 - 3 * i / 199.0), 1.15 * 40 * (4 - 3 * i / 199.0));
    }

    /// <summary>Too few tasks read anything to tell what a record costs: those that read nothing tell the start.</summary>
    [Fact]
    public void EmptyTasks_AreAllStart()
    {
        var (facts, stage) = Run(200, i => i % 40 == 0 ? 100 : 0, records => 30 + records);

        Assert.All(Fixed(facts, stage), ms => Assert.Equal(30, ms));
    }

    /// <summary>Time that goes with the records is work, however the tasks differ.</summary>
    [Fact]
    public void TimeThatGoesWithRecords_IsWork()
    {
        var (facts, stage) = Run(200, i => i % 2 == 0 ? 2 : 10, records => 20 * records);

        Assert.All(Fixed(facts, stage), ms => Assert.Equal(0, ms));
    }

    [Theory]
    [InlineData("Exchange hashpartitioning(k#1, 150), ENSURE_REQUIREMENTS, [plan_id=7]", 200)] // 50 tasks come from elsewhere
    [InlineData(Shuffle, 40)]
    public void WithoutEnoughOrOtherTasks_NothingIsTold(string exchange, int tasks)
    {
        var (facts, stage) = Run(tasks, i => i % 2 == 0 ? 2 : 10, (_, records) => 40 + 5 * records, exchange);

        Assert.All(Fixed(facts, stage), ms => Assert.Equal(0, ms));
    }

    /// <summary>Rows made by the tasks themselves leave no records: a task without them may have worked all the time.</summary>
    [Fact]
    public void TasksThatMakeTheirRows_AreNotEmpty()
    {
        var (facts, stage) = Run(200, i => i == 0 ? 1 : 0, (_, _) => 50, "Range (0, 100, step=1, splits=200)", "Range");

        Assert.All(Fixed(facts, stage), ms => Assert.Equal(0, ms));
    }

    static double[] Fixed(RunFacts facts, StageTasks stage) => RecordCost.LeastFixedMs(stage, facts);

    static (RunFacts Facts, StageTasks Stage) Run(int tasks, Func<int, long> records, Func<long, long> ms) =>
        Run(tasks, records, (_, n) => ms(n));

    static (RunFacts Facts, StageTasks Stage) Run(
        int tasks, Func<int, long> records, Func<int, long, long> ms, string source = Shuffle, string name = "Exchange")
    {
        var run = new RunSketch(1_000_000).Executor("1").Executor("2");
        var stage = run.Stage(0).Tasks(0, 2, Enumerable.Range(0, tasks).Select(i => ms(i, records(i))),
            (i, task) => task[TaskMetric.ShuffleReadRecords] = records(i));
        stage.Accumulables = [new(1, null, null, null, false, null), new(2, null, null, null, false, null)];
        var leaf = new SparkPlanInfo(name, source, [], new Dictionary<string, string>(), [new("records read", 2, "sum")]);
        var plan = new SparkPlanInfo(
            "HashAggregate", "HashAggregate", [leaf], new Dictionary<string, string>(), [new("number of output rows", 1, "sum")]);
        run.Sql(new() { Id = 0, Status = "COMPLETED", JobIds = [0], StageIds = [0], Plan = plan });
        var facts = new RunFacts(run.Build());
        return (facts, facts.ExecutedStages.Single());
    }
}
