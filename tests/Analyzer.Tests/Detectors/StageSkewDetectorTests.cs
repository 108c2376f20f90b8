using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

public class StageSkewDetectorTests
{
    const long MiB = 1 << 20;

    /// <summary>Two slots, 39 tasks of 1 s after start-up, and one of <paramref name="longMs"/> at place 20.</summary>
    static RunSketch OneLongTask(long longMs, long endMs = 45_000, Action<int, TaskSketch>? with = null) =>
        new RunSketch(endMs).Executor("1").Executor("2")
            .Stage(0).Tasks(1_000, 2, Enumerable.Range(0, 40).Select(i => i == 39 ? longMs : 1_000L), with).Run;

    [Fact]
    public void LongTaskWithManyBytes_IsFoundWithItsNumbersAndItsCause()
    {
        var finding = OneLongTask(20_000, with: (i, v) => v[TaskMetric.ShuffleLocalBytesRead] = i == 39 ? 200 * MiB : 10 * MiB)
            .Finding("skew")!;

        Assert.Equal(Severity.Critical, finding.Severity);
        Assert.Contains("it read 200 MiB of 590 MiB, the median task 10 MiB.", finding.Cause);
        Assert.Equal(20_000, finding.Evidence.Single(e => e.Name == "longestTaskMs").Value);
        Assert.Equal(1_000, finding.Evidence.Single(e => e.Name == "medianTaskMs").Value);
        Assert.Equal(0, finding.Where.Single().StageId);
        Assert.Equal(Confidence.High, finding.Confidence);
    }

    [Fact]
    public void LongTaskWithManyRowsInNoMoreBytes_IsCalledRows() =>
        Assert.Contains(", in no more bytes.",
            OneLongTask(20_000, with: (i, v) => v[TaskMetric.ShuffleReadRecords] = i == 39 ? 2_000_000 : 100_000).Finding("skew")!.Cause);

    [Fact]
    public void LongTaskThatNothingExplains_IsCalledUnexplained()
    {
        var finding = OneLongTask(20_000).Finding("skew")!;

        Assert.Contains("unexplained", finding.Cause);
        Assert.Equal(Confidence.Medium, finding.Confidence);
    }

    /// <summary>
    /// Two slots; 16 tasks without a row of 50 ms, 23 of 1 s and 40 rows, and one of 10 s and 400 rows: rows that each take 25 ms in
    /// Python, in partitions by a key of few values.
    /// </summary>
    static RunSketch FewDearRows(long emptyMs = 50) => new RunSketch(26_000).Executor("1").Executor("2")
        .Stage(0).Tasks(1_000, 2, Enumerable.Range(0, 40).Select(i => i == 39 ? 10_000 : i < 16 ? emptyMs : 1_000L), (i, v) =>
        {
            v[TaskMetric.ShuffleReadRecords] = i == 39 ? 400 : i < 16 ? 0 : 40;
            v[TaskMetric.ShuffleLocalBytesRead] = i == 39 ? 4_000 : i < 16 ? 0 : 750;
        }).Run;

    [Fact]
    public void EmptyPartitions_DoNotHideALongTask_WhoseFewRowsExplainItsTime()
    {
        var finding = FewDearRows().Finding("skew")!;

        Assert.StartsWith("Task 39 of stage 0 ran 10.0 s, the median of 24 tasks with data, of 40, 1.0 s: it read 400 rows, the median "
            + "task 40. ", finding.Cause, StringComparison.Ordinal);
        Assert.Equal(Confidence.High, finding.Confidence);
    }

    [Fact]
    public void TasksWithoutRowsThatRunAsLongAsTheOthers_AreComparedToo() =>
        Assert.Contains("the median of 40 tasks 1.0 s", FewDearRows(emptyMs: 1_000).Finding("skew")!.Cause, StringComparison.Ordinal);

    [Fact]
    public void FewRowsThatDoNotExplainTheTime_AreNamedAndExplainNothing()
    {
        var finding = OneLongTask(20_000, with: (i, v) => v[TaskMetric.ShuffleReadRecords] = i == 39 ? 110 : 40).Finding("skew")!;

        Assert.Contains("It read 0 B and 110 rows, the median task 0 B and 40, which do not explain its time.", finding.Cause,
            StringComparison.Ordinal);
        Assert.Equal(Confidence.Medium, finding.Confidence);
    }

    /// <summary>
    /// Tasks on host-2 take 1.4 times as long; one of them takes 20 s, of which that explains 5.7.
    /// </summary>
    [Fact]
    public void TaskFarLongerThanItsSlowHostExplains_IsSkewed()
    {
        var run = new RunSketch(60_000).Executor("1").Executor("2");
        for (var s = 0; s < 2; s++)
        {
            var stage = run.Stage(s);
            for (var i = 0; i < 12; i++) stage.Task("1", s * 30_000 + i * 500, 500).Task("2", s * 30_000 + i * 700, 700);
        }
        run.Stage(2).Tasks(50_000, 2, Enumerable.Range(0, 24).Select(i => i == 23 ? 20_000L : i % 2 == 0 ? 500L : 700L));

        Assert.NotNull(run.Finding("slowHost"));
        Assert.Equal(2, run.Finding("skew")!.Where[0].StageId);
    }

    [Fact]
    public void LimitFollowsTheNumberOfTasks()
    {
        // equal tasks: the floor of the spread is 0.10, and the limit for 40 tasks is exp(0.10 * 3.48) of the median
        Assert.Equal(1_416, Statistics.ExpectedMaximum([.. Enumerable.Repeat(1_000.0, 40)], 0.10), 0);
        Assert.Equal(1_653, Statistics.ExpectedMaximum([.. Enumerable.Repeat(1_000.0, 40_000)], 0.10), 0);
    }

    [Fact]
    public void LongestTaskJustUnderTheLimit_IsClean() =>
        Assert.Equal(OutcomeKind.Clean, OneLongTask(1_415, 2_000).Outcome("skew").Outcome);

    [Fact]
    public void LongestTaskJustOverTheLimit_IsFoundWhereTheRunIsShortEnoughToCare() =>
        Assert.NotNull(OneLongTask(1_420, 2_000).Finding("skew"));

    [Fact]
    public void SameLongTaskInALongRun_IsTooSmallToTell() =>
        Assert.Equal(OutcomeKind.Clean, OneLongTask(1_420, 600_000).Outcome("skew").Outcome);

    [Fact]
    public void OneTask_IsTooFewToSay() =>
        Assert.Equal(OutcomeKind.NotApplicable,
            new RunSketch(60_000).Executor("1").Stage(0).Tasks(0, 1, [30_000]).Run.Outcome("skew").Outcome);

    [Fact]
    public void LongestOfSevenTasks_IsNoSkewByItsTimeAlone() =>
        Assert.Equal(OutcomeKind.Clean, new RunSketch(60_000).Executor("1").Executor("2").Stage(0)
            .Tasks(0, 2, [1_000, 1_000, 1_000, 1_000, 1_000, 1_000, 30_000]).Run.Outcome("skew").Outcome);

    [Fact]
    public void FirstTasksOfTheExecutorsThatStartUp_AreNoSkew()
    {
        var run = new RunSketch(30_000).Executor("1").Executor("2").Stage(0)
            .Tasks(1_000, 2, Enumerable.Range(0, 20).Select(i => i < 2 ? 6_000L : 1_000L)).Run;

        Assert.Equal(OutcomeKind.Clean, run.Outcome("skew").Outcome);
    }

    [Fact]
    public void LongTaskAmongTheFirst_IsNotTakenForStartUp()
    {
        var run = new RunSketch(40_000).Executor("1").Executor("2").Stage(0)
            .Tasks(1_000, 2, Enumerable.Range(0, 20).Select(i => i == 0 ? 30_000L : 1_000L)).Run;

        Assert.NotNull(run.Finding("skew"));
    }

    [Fact]
    public void LongTaskThatTheCollectorHeldUp_IsLeftToTheCollector()
    {
        var run = OneLongTask(20_000, with: (i, v) =>
        {
            if (i != 39) return;
            v[TaskMetric.JvmGcTime] = 18_000;
            v[TaskMetric.ExecutorCpuTime] = 2_000_000_000;
        });

        Assert.Null(run.Finding("skew"));
    }

    [Fact]
    public void LongTaskThatDelaysNobody_SavesNothing()
    {
        // it starts first and ends with the others
        var run = new RunSketch(60_000).Executor("1").Executor("2").Stage(0)
            .Tasks(0, 2, Enumerable.Range(0, 31).Select(i => i == 2 ? 29_000L : 1_000L)).Run;

        Assert.Null(run.Finding("skew"));
    }

    [Fact]
    public void JoinUnderAqesThreshold_SaysSoAndProposesAThreshold()
    {
        var finding = JoinRun(200 * MiB, []).Finding("skew")!;

        Assert.Contains("under spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes (256 MiB)", finding.Cause);
        Assert.Contains(finding.Advice, a =>
            a.Setting.EndsWith("skewedPartitionThresholdInBytes", StringComparison.Ordinal) && a.Now == "256m (default)"
            && a.Proposed == "64m");
        Assert.Contains(finding.Advice, a => a.Setting.StartsWith("salt", StringComparison.Ordinal));
    }

    [Fact]
    public void JoinWithAqeOffInItsSession_SaysSo()
    {
        var finding = JoinRun(400 * MiB, new() { ["spark.sql.adaptive.enabled"] = "false" }).Finding("skew")!;

        Assert.Contains("AQE is off", finding.Cause);
        Assert.Contains(finding.Advice, a => a is { Setting: "spark.sql.adaptive.enabled", Now: "false", Proposed: "true" });
    }

    /// <summary>
    /// Spark's ShufflePartitionsUtil.splitSizeListByTargetSize on eight outputs of 12.5 MiB: five of them fit into 64 MiB and three are
    /// left; two of them fit into 32 MiB.
    /// </summary>
    [Fact]
    public void PartitionNearAqesSplitSize_GetsASmallerOne()
    {
        var advice = JoinRun(100 * MiB, [], maps: 8).Finding("skew")!.Advice
            .Single(a => a.Setting == "spark.sql.adaptive.advisoryPartitionSizeInBytes");

        Assert.Equal(("64m (default)", "32m"), (advice.Now, advice.Proposed));
        Assert.Contains("100 MiB become 4 parts, and 2 at", advice.Why);
        Assert.Equal("spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", advice.With);
    }

    /// <summary>
    /// Two outputs of 38 MiB: splitSizeListByTargetSize puts them together again, as both have less than 1.2 times 64 MiB (76.8).
    /// </summary>
    [Theory]
    [InlineData(76, "76 MiB become 2 parts, and 1 at")]
    [InlineData(78, null)]
    public void PartitionThatAqeCutsAndPutsTogetherAgain_GetsASmallerSize(long mebibytes, string? why)
    {
        var advice = JoinRun(mebibytes * MiB, [], maps: 2).Finding("skew")!.Advice
            .SingleOrDefault(a => a.Setting == "spark.sql.adaptive.advisoryPartitionSizeInBytes");

        Assert.Equal(why is not null, advice is not null);
        if (why is not null) Assert.Contains(why, advice!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void PartitionOfOneMapTask_IsNotSplitByAqe()
    {
        var finding = JoinRun(100 * MiB, [], maps: 1).Finding("skew")!;

        Assert.Contains("one map task wrote all of the partition", finding.Cause);
        Assert.DoesNotContain(finding.Advice, a => a.Setting.StartsWith("spark.sql.adaptive", StringComparison.Ordinal));
    }

    /// <param name="longBytes">That the long task reads.</param>
    /// <param name="session">Settings of the query.</param>
    /// <param name="maps">Tasks of the stage before; 0 leaves it out.</param>
    static RunSketch JoinRun(long longBytes, Dictionary<string, string> session, int maps = 0)
    {
        var run = new RunSketch(60_000).Executor("1").Executor("2");
        if (maps > 0) run.Stage(100).Tasks(0, 2, Enumerable.Repeat(100L, maps));
        var stage = run.Stage(0, 0, maps > 0 ? [100] : []).Tasks(1_000, 2, Enumerable.Range(0, 40).Select(i => i == 39 ? 20_000L : 1_000L),
            (i, v) => v[TaskMetric.ShuffleLocalBytesRead] = i == 39 ? longBytes : 10 * MiB);
        stage.Accumulables = [new(7, "number of output rows", "1", null, false, "sql")];
        return run.Sql(new()
        {
            Id = 3,
            Status = "COMPLETED",
            StageIds = [0],
            ModifiedConfigs = session,
            Plan = new("SortMergeJoin", "", [], new Dictionary<string, string>(), [new("number of output rows", 7, "sum")]),
        });
    }
}
