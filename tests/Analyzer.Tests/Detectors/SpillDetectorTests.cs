using Rightsizer.Analyzer.Detectors;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

public class SpillDetectorTests
{
    const long MiB = 1 << 20;

    /// <summary>
    /// Four equal tasks on one executor of 1 GiB and two slots, each spilling so much: a task has (1024 - 300) * 0.6 / 2 = 217 MiB.
    /// </summary>
    static RunSketch Spilling(long memoryBytes, long diskBytes, long durationMs = 10_000, long endMs = 30_000)
    {
        var run = new RunSketch(endMs).Setting("spark.executor.memory", "1g").Executor("1", cores: 2);
        var stage = run.Stage(0);
        for (var i = 0; i < 4; i++)
        {
            stage.Task("1", i / 2 * durationMs, durationMs, v =>
            {
                v[TaskMetric.MemoryBytesSpilled] = memoryBytes;
                v[TaskMetric.DiskBytesSpilled] = diskBytes;
                v[TaskMetric.PeakExecutionMemory] = 200 * MiB;
            });
        }
        return run;
    }

    [Fact]
    public void SpillingTasks_AreFoundWithNeedAndShare()
    {
        var finding = Spilling(500 * MiB, 100 * MiB).Finding("spill")!;

        Assert.Equal(700 * MiB, Value(finding, "needPerTaskBytes"));
        Assert.Equal(Math.Round((1024 - 300) * 0.6 / 2 * MiB), Value(finding, "executionMemoryPerTaskBytes"));
        Assert.Equal(4, Value(finding, "spilledTasks"));
        Assert.Equal(2000 * MiB, Value(finding, "memoryBytesSpilled"));
    }

    [Fact]
    public void Advice_GivesPartitionsMemoryAndCoresThatWouldEndIt()
    {
        var advice = Spilling(200 * MiB, 100 * MiB).Finding("spill")!.Advice;

        // a task needs 400 MiB, 480 with headroom, and has 217: 4 * 480 / 217.2 = 8.8 partitions, 300 + 2 * 480 / 0.6 MiB of heap; 434 MiB
        // hold no task
        Assert.Contains("9", advice[0].Setting, StringComparison.Ordinal);
        Assert.Equal(["1900m"], advice.Skip(1).Select(a => a.Proposed));
    }

    [Fact]
    public void Advice_LowersTheCoresWhereOneTaskFits()
    {
        var advice = Spilling(100 * MiB, 50 * MiB).Finding("spill")!.Advice;

        Assert.Contains(advice, a => a is { Setting: "spark.executor.cores", Proposed: "1" });
    }

    [Fact]
    public void Advice_WhereATaskHadRoom_LowersNoHeap()
    {
        // 200 MiB of peak and 17 spilled are 217, and 260 with headroom, of 1,300 MiB that each of two tasks has on 5 GiB
        var advice = Spilling(17 * MiB, 5 * MiB).Setting("spark.executor.memory", "5g").Finding("spill")!.Advice;

        Assert.Null(Assert.Single(advice).Proposed);
    }

    [Fact]
    public void OneByteOfSpill_IsFoundAndCostsNothing()
    {
        var finding = Spilling(1, 1).Finding("spill")!;

        Assert.Equal(Severity.Info, finding.Severity);
    }

    [Fact]
    public void SpillThatCostsAThirdOfTheRun_IsCritical()
    {
        // 1,000 MiB at 250 MB/s and 400 MiB twice at 1 GB/s: about 5 s of each task's 10 s
        Assert.Equal(Severity.Critical, Spilling(1000 * MiB, 400 * MiB, endMs: 22_000).Finding("spill")!.Severity);
    }

    [Theory]
    [InlineData(255, Severity.Info)]
    [InlineData(257, Severity.Critical)]
    public void UnmeasuredCost_IsInfoWhileThePageCacheMayHaveHeldTheSpill(long diskMebibytesEach, Severity expected)
    {
        // four tasks on one executor with a heap of 1 GiB
        Assert.Equal(expected, Spilling(1000 * MiB, diskMebibytesEach * MiB, endMs: 22_000).Finding("spill")!.Severity);
    }

    [Fact]
    public void NoTaskSpilled_IsClean() => Assert.Equal(OutcomeKind.Clean, Spilling(0, 0).Outcome("spill").Outcome);

    [Fact]
    public void NoTaskEnded_IsNotApplicable() =>
        Assert.Equal(OutcomeKind.NotApplicable,
            new RunSketch(10_000).Executor("1").Stage(0).Task("1", 0, 1, v => v.Running = true).Run.Outcome("spill").Outcome);

    [Fact]
    public void SpillOfTheSkewedTaskOnly_IsTheSkewsAndStaysInfo()
    {
        var run = new RunSketch(40_000).Executor("1").Executor("2").Stage(0)
            .Tasks(0, 2, Enumerable.Range(0, 21).Select(i => i == 20 ? 25_000L : 1_000L), (i, v) =>
        {
            v[TaskMetric.ShuffleLocalBytesRead] = i == 20 ? 250 * MiB : 10 * MiB;
            if (i == 20) v[TaskMetric.MemoryBytesSpilled] = 3000 * MiB;
        }).Run;

        Assert.Equal(Severity.Info, run.Finding("spill")!.Severity);
        Assert.Contains("the cause is the skew", run.Finding("spill")!.Cause);
        Assert.Empty(run.Finding("spill")!.Advice);
    }

    [Fact]
    public void UnspilledTasksOfTheSameSize_MeasureTheCost()
    {
        // equal bytes, 3 s with the spill and 1 s without
        var run = new RunSketch(40_000).Executor("1").Executor("2").Stage(0)
            .Tasks(0, 2, Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 3_000L : 1_000L), (i, v) =>
        {
            v[TaskMetric.ShuffleLocalBytesRead] = 10 * MiB;
            if (i % 2 == 0) v[TaskMetric.DiskBytesSpilled] = 1;
        }).Run;
        var finding = run.Finding("spill")!;

        Assert.Equal(Confidence.High, finding.Confidence);
        Assert.Equal(10 * 1_500, Value(finding, "spillTaskMs")); // 2 s each, held at half of the task
    }

    static double Value(Finding finding, string name) => finding.Evidence.Single(e => e.Name == name).Value;
}
