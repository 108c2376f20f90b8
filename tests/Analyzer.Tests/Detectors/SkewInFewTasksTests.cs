using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Stages of fewer tasks than quartiles need: what AQE leaves of its partitions below a window or an aggregation.</summary>
public class SkewInFewTasksTests
{
    const long MiB = 1 << 20;

    /// <summary>Two slots; tasks that ran so long and shuffled in so many MiB and rows. The run takes 30 s.</summary>
    static RunSketch Few(
        (long Ms, long MiB, long Rows)[] tasks, string operatorName = "Window", Dictionary<string, string>? session = null,
        TaskMetric read = TaskMetric.ShuffleLocalBytesRead)
    {
        var run = new RunSketch(30_000).Executor("1").Executor("2");
        var stage = run.Stage(0).Tasks(1_000, 2, tasks.Select(t => t.Ms), (i, v) =>
        {
            v[read] = tasks[i].MiB * MiB;
            v[TaskMetric.ShuffleReadRecords] = tasks[i].Rows;
        });
        // a window that does not spill has no metric; the sort below it has
        stage.Accumulables = [new(7, "sort time", "1", null, false, "sql")];
        SparkPlanInfo exchange = new("Exchange", "", [], new Dictionary<string, string>(), []);
        SparkPlanInfo sort = new("Sort", "", [exchange], new Dictionary<string, string>(), [new("sort time", 7, "timing")]);
        SparkPlanInfo over = new(operatorName, "", [sort], new Dictionary<string, string>(), []);
        return run.Job(0, 0, 29_000, 0).Sql(new()
        {
            Id = 3,
            Status = "COMPLETED",
            StageIds = [0],
            ModifiedConfigs = session ?? [],
            Plan = new("Exchange", "", [over], new Dictionary<string, string>(), []),
        });
    }

    static readonly (long, long, long)[] Hot = [(2_000, 12, 120_000), (12_000, 96, 960_000), (2_000, 12, 120_000)];

    [Fact]
    public void OneOfThreeWithMostOfTheBytes_IsFoundWithItsNumbers()
    {
        var finding = Few(Hot).Finding("skew")!;

        // 12 s in place of 16 s of work on two slots, of 30 s
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("it read 96 MiB of 120 MiB, the median task 12 MiB.", finding.Cause);
        Assert.Equal(12_000, finding.Evidence.Single(e => e.Name == "longestTaskMs").Value);
        Assert.Equal(2_000, finding.Evidence.Single(e => e.Name == "medianTaskMs").Value);
    }

    [Fact]
    public void Replayed_ItSavesWhatTheSlotsTakeForTheSameWork()
    {
        var run = Few(Hot).Build();
        var plan = RunReplay.Prepare(run).Plan!;
        var saves = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = plan }).Findings.Single(f => f.Kind == "skew").SavesMs;

        // 12 s less 16 s / 2
        Assert.InRange(saves!.Value, 3_500, 4_500);
    }

    [Fact]
    public void BelowAWindow_NothingOfAqesIsProposed()
    {
        var finding = Few(Hot).Finding("skew")!;

        Assert.DoesNotContain(finding.Advice, a => a.Setting.StartsWith("spark.", StringComparison.Ordinal));
        Assert.Contains("a window needs its partition whole", finding.Cause);
        Assert.StartsWith("partition the window by a finer key", finding.Advice[0].Setting);
    }

    [Fact]
    public void BelowAnAggregation_TwoStepsAreProposed()
    {
        var finding = Few(Hot, "HashAggregate").Finding("skew")!;

        Assert.DoesNotContain(finding.Advice, a => a.Setting.StartsWith("spark.", StringComparison.Ordinal));
        Assert.StartsWith("aggregate in two steps", finding.Advice[0].Setting);
    }

    [Fact]
    public void MostRowsInFewBytes_AreRows() =>
        Assert.Contains(", in no more bytes.",
            Few([(2_000, 40, 120_000), (12_000, 40, 960_000), (2_000, 40, 120_000)]).Finding("skew")!.Cause);

    [Fact]
    public void HalfOfTheBytes_IsNotMost() =>
        Assert.Equal(OutcomeKind.Clean,
            Few([(2_000, 48, 480_000), (12_000, 96, 960_000), (2_000, 48, 480_000)]).Outcome("skew").Outcome);

    [Fact]
    public void TwoTasks_AskForMoreThanAqePacksIntoOne()
    {
        // AQE packs up to 60 % of the bytes into one of two
        Assert.Equal(OutcomeKind.Clean, Few([(5_000, 43, 430_000), (9_000, 77, 770_000)]).Outcome("skew").Outcome);
        Assert.NotNull(Few([(5_000, 42, 420_000), (9_000, 78, 780_000)]).Finding("skew"));
    }

    [Fact]
    public void LeftOverAfterAPartitionOfTheAdvisorySize_IsNoSkew()
    {
        var first = new Dictionary<string, string> { ["spark.sql.adaptive.coalescePartitions.parallelismFirst"] = "false" };
        (long, long, long)[] tasks = [(12_000, 70, 700_000), (2_000, 12, 120_000)];

        Assert.Equal(OutcomeKind.Clean, Few(tasks, session: first).Outcome("skew").Outcome);
        Assert.NotNull(Few(tasks).Finding("skew"));
        // 64 MiB and a fifth is what AQE packs at most
        Assert.NotNull(Few([(12_000, 77, 770_000), (2_000, 12, 120_000)], session: first).Finding("skew"));
    }

    [Fact]
    public void LastSplitOfAFile_IsNoSkew() =>
        Assert.Equal(OutcomeKind.Clean,
            Few([(12_000, 128, 0), (2_000, 12, 0)], read: TaskMetric.InputBytes).Outcome("skew").Outcome);

    [Fact]
    public void LongTaskWithNoMoreBytesOrRows_IsLeftAlone() =>
        Assert.Equal(OutcomeKind.Clean,
            Few([(2_000, 40, 400_000), (12_000, 40, 400_000), (2_000, 40, 400_000)]).Outcome("skew").Outcome);

    [Fact]
    public void ShuffleOfALittle_OrASecondMore_IsNoReason()
    {
        Assert.Equal(OutcomeKind.Clean, Few([(2_000, 1, 0), (12_000, 3, 0), (2_000, 1, 0)]).Outcome("skew").Outcome);
        Assert.Equal(OutcomeKind.Clean, Few([(200, 12, 0), (1_199, 96, 0), (200, 12, 0)]).Outcome("skew").Outcome);
        Assert.NotNull(Few([(200, 12, 0), (1_200, 96, 0), (200, 12, 0)]).Finding("skew"));
    }

    [Fact]
    public void OnMoreSlotsThanTasks_TheSkewIsNotCalledTooFewPartitions()
    {
        var run = Few(Hot).Executor("3").Executor("4");

        Assert.NotNull(run.Finding("skew"));
        Assert.Null(run.Finding("tooFewPartitions"));
    }

    /// <summary>Twenty-four tasks of 2 MiB in 200 ms, half of it CPU time, and one of 40 MiB that spilled.</summary>
    static RunSketch OneSpills(long cpuMs)
    {
        var run = new RunSketch(30_000).Executor("1").Executor("2");
        return run.Stage(0).Tasks(1_000, 2, Enumerable.Range(0, 25).Select(i => i == 24 ? 10_000L : 200L), (i, v) =>
        {
            v[TaskMetric.ShuffleLocalBytesRead] = i == 24 ? 40 * MiB : 2 * MiB;
            v[TaskMetric.ExecutorCpuTime] = (i == 24 ? cpuMs : 100) * 1_000_000;
            v[TaskMetric.MemoryBytesSpilled] = i == 24 ? 250_000_000 : 0;
        }).Run;
    }

    [Fact]
    public void SkewedTaskThatSpills_IsHeldAgainstWhatBytesCostTheOthers()
    {
        // 50 ms of CPU time a MiB and 100 ms of waiting: 2.1 s of its 10 s are those of its 40 MiB
        Assert.Equal(7_900, SpillMs(OneSpills(8_000)), 0);
        // under half of its time is CPU time, which then tells nothing: 250 MB at 250 MB/s
        Assert.Equal(1_000, SpillMs(OneSpills(4_999)), 0);
    }

    static double SpillMs(RunSketch run) => run.Finding("spill")!.Evidence.Single(e => e.Name == "spillTaskMs").Value;
}
