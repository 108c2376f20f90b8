using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Tests.Construction.Plausibility;

/// <summary>What cannot be true is not used, and is said with its event and field.</summary>
public class PlausibilityGateTests
{
    [Fact]
    public void GoodLog_HasNoDoubt()
    {
        var run = SmallRun.Load(SmallRun.Lines);

        Assert.Equal((QualityGrade.Complete, 0), (run.Log.Grade, run.Log.Implausible.Count));
        Assert.Equal(7000, run.ObservedMs);
        Assert.False(run.Log.IsInDoubtOfTimeOrMoney);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("1704067199000")] // before the start
    [InlineData("1704067203000")] // before the task has ended
    [InlineData("1152921504606846976")]
    [InlineData("9223372036854775807")]
    [InlineData("1e300")]
    [InlineData("3408134414000")] // twice as long since 1970
    public void EndThatCannotBe_IsTheLastEvent(string end)
    {
        var run = SmallRun.With("SparkListenerApplicationEnd", "1704067207000", end);

        Assert.Null(run.App.EndTimeMs);
        Assert.Equal(5700, run.ObservedMs);
        Assert.Equal(QualityGrade.Partial, run.Log.Grade);
        Assert.True(run.Log.IsInDoubtOfTimeOrMoney);
        Assert.Equal(new ImplausibleField("SparkListenerApplicationEnd", "Timestamp", 1, DoubtSubject.Time),
            Assert.Single(run.Log.Implausible));
    }

    /// <summary>Found by changed inputs: a task that only starts, with a finish of 2^64, held its slot for 292 million years.</summary>
    [Theory]
    [InlineData("18446744073709551616")]
    [InlineData("9223372036854775807")]
    [InlineData("1704067202499")] // before its launch
    public void FinishOfAStartThatCannotBe_IsNone(string finish)
    {
        var whole = SmallRun.With("SparkListenerTaskStart", "Finish Time\":0", "Finish Time\":" + finish);

        Assert.Equal(("SparkListenerTaskStart", "Finish Time", DoubtSubject.Time), Of(whole));
        Assert.True(Facts.RunOverview.Compute(whole).UsedCoreMs <= Facts.RunOverview.Compute(whole).PaidCoreMs);
    }

    [Theory]
    [InlineData("100000000")]
    [InlineData("2147483647")]
    [InlineData("5000000000")]
    [InlineData("-2")]
    [InlineData("0")]
    public void CoresThatCannotBe_AreNotUsed(string cores)
    {
        var run = SmallRun.With("SparkListenerExecutorAdded", "Total Cores\":2", "Total Cores\":" + cores);

        var executor = Assert.Single(run.Executors);
        Assert.Equal((0, 2), (executor.TotalCores, executor.PaidCores)); // spark.executor.cores
        Assert.Equal(("SparkListenerExecutorAdded", "Total Cores", DoubtSubject.Money), Of(run));
    }

    [Theory]
    [InlineData("SparkListenerTaskEnd", "Finish Time\":1704067205500", "Finish Time\":0", "Finish Time")]
    [InlineData("SparkListenerTaskEnd", "Finish Time\":1704067205500", "Finish Time\":1704067202400", "Finish Time")] // before its launch
    [InlineData("SparkListenerTaskEnd", "Finish Time\":1704067205500", "Finish Time\":9223372036854775807", "Finish Time")]
    public void FinishThatCannotBe_IsLaunchAndRunTime(string name, string from, string to, string field)
    {
        var run = SmallRun.With(name, from, to);

        Assert.Equal(2900, run.Stages[0].Tasks.DurationMs(0));
        Assert.Equal((name, field, DoubtSubject.Time), Of(run));
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("-9223372036854775808")]
    [InlineData("9223372036854775807")]
    public void MetricThatCannotBe_IsInNoSum(string value)
    {
        var run = SmallRun.With("SparkListenerTaskEnd", "Spilled\":77", "Spilled\":" + value);

        Assert.Equal(0, run.Stages[0].Metrics[TaskMetric.MemoryBytesSpilled]);
        Assert.Equal(2900, run.Stages[0].Metrics[TaskMetric.ExecutorRunTime]);
        Assert.Equal(("SparkListenerTaskEnd", "Task Metrics: MemoryBytesSpilled", DoubtSubject.Sums), Of(run));
        Assert.False(run.Log.IsInDoubtOfTimeOrMoney);
    }

    [Theory]
    [InlineData("2147483647")]
    [InlineData("100000001")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    public void TasksThatCannotBe_AreNotUsed(string tasks)
    {
        var run = SmallRun.With("SparkListenerJobStart", "Number of Tasks\":1", "Number of Tasks\":" + tasks);

        Assert.Equal(0, run.Jobs[0].NumTasks);
        Assert.Equal(("SparkListenerJobStart", "Number of Tasks", DoubtSubject.Sums), Of(run));
    }

    [Fact]
    public void HugeStageOfWhichOneTaskRan_TakesNoMemoryForTheOthers()
    {
        var lines = Array.ConvertAll(
            SmallRun.Lines, l => l.Replace("Number of Tasks\":1", "Number of Tasks\":100000000", StringComparison.Ordinal)
            .Replace("\"Index\":0", "\"Index\":99999999", StringComparison.Ordinal));
        SmallRun.Load(lines);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var run = SmallRun.Load(lines);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3_000_000);
        Assert.Equal(99_999_999, run.Stages[0].Tasks.Index(0));
    }

    [Fact]
    public void SumsPastTheLargestNumber_StopThere()
    {
        var sum = default(TaskMetrics);
        sum[TaskMetric.InputBytes] = long.MaxValue - 5;
        sum[TaskMetric.InputRecords] = 3;
        var more = default(TaskMetrics);
        more[TaskMetric.InputBytes] = 6;
        more[TaskMetric.InputRecords] = 4;

        sum.Add(more);

        Assert.Equal((long.MaxValue, 7), (sum[TaskMetric.InputBytes], sum[TaskMetric.InputRecords]));
    }

    static (string, string, DoubtSubject) Of(ApplicationRun run)
    {
        var field = Assert.Single(run.Log.Implausible);
        return (field.Event, field.Field, field.PutsInDoubt);
    }
}
