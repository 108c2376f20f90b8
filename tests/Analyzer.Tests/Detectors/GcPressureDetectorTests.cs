using Rightsizer.Analyzer.Detectors;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

public class GcPressureDetectorTests
{
    /// <summary>Twenty tasks of 1 s on two slots, each with so much collection, and an executor of 1 GiB with such peaks.</summary>
    static RunSketch Collecting(long gcMs, double heapRatio = 0.9, long minorMs = 100, long majorMs = 900, long endMs = 12_000)
    {
        var peak = ExecutorMetrics.None;
        peak[ExecutorMetric.JVMHeapMemory] = (long)(heapRatio * (1 << 30));
        peak[ExecutorMetric.MinorGCTime] = minorMs;
        peak[ExecutorMetric.MajorGCTime] = majorMs;
        return new RunSketch(endMs).Setting("spark.executor.memory", "1g")
            .Executor("1", cores: 2, with: e => e.Peak = heapRatio > 0 ? peak : null).Executor("2")
            .Stage(0).Tasks(0, 2, Enumerable.Repeat(1_000L, 20), (_, v) =>
            {
                v[TaskMetric.JvmGcTime] = gcMs;
                v[TaskMetric.ExecutorCpuTime] = (1_000 - gcMs) * 1_000_000;
            }).Run;
    }

    [Fact]
    public void HalfOfTheTimeWithAFullHeap_IsALargeLiveSet()
    {
        var finding = Collecting(500).Finding("gc")!;

        Assert.Equal(Severity.Critical, finding.Severity);
        Assert.Equal(0.5, finding.Evidence.Single(e => e.Name == "gcRatio").Value);
        Assert.Contains("live objects", finding.Cause);
        Assert.Contains(finding.Advice, a => a is { Setting: "spark.executor.memory", Now: "1g", Proposed: "2g" });
    }

    [Fact]
    public void HalfOfTheTimeWithAHeapThatHasRoom_IsAllocationAndNoMoreMemoryIsAdvised()
    {
        var finding = Collecting(500, heapRatio: 0.4).Finding("gc")!;

        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Contains("allocate", finding.Cause);
        Assert.DoesNotContain(finding.Advice, a => a.Setting == "spark.executor.memory");
    }

    [Theory]
    [InlineData(0.84, 900, 100, "allocate")]
    [InlineData(0.86, 900, 100, "live objects")]
    [InlineData(0.60, 790, 210, "live objects")]
    [InlineData(0.60, 810, 190, "allocate")]
    public void PeakHeapAndFullCollections_TellWhichItIs(double heap, long minorMs, long majorMs, string word) =>
        Assert.Contains(word, Collecting(500, heap, minorMs, majorMs).Finding("gc")!.Cause);

    [Fact]
    public void NoExecutorMetrics_IsSaidAndHeldWithLowConfidence() =>
        Assert.Equal(Confidence.Low, Collecting(500, heapRatio: 0).Finding("gc")!.Confidence);

    [Theory]
    [InlineData(99, false)]
    [InlineData(101, true)]
    public void ATenthOfTheTime_IsTheLimit(long gcMs, bool found) => Assert.Equal(found, Collecting(gcMs).Finding("gc") is not null);

    [Fact]
    public void StageUnderATwentiethOfTheRun_IsNotLookedAt() =>
        Assert.Equal(OutcomeKind.NotApplicable, Collecting(500, endMs: 300_000).Outcome("gc").Outcome);

    [Fact]
    public void NoCollection_IsClean() => Assert.Equal(OutcomeKind.Clean, Collecting(0).Outcome("gc").Outcome);

    [Fact]
    public void CollectionDuringStartUpOnly_IsClean()
    {
        var run = new RunSketch(12_000).Executor("1").Executor("2").Stage(0).Tasks(0, 2, Enumerable.Repeat(1_000L, 20), (i, v) =>
        {
            if (i >= 2) return;
            v[TaskMetric.JvmGcTime] = 900;
            v[TaskMetric.ExecutorCpuTime] = 100_000_000;
        }).Run;

        Assert.Equal(OutcomeKind.Clean, run.Outcome("gc").Outcome);
    }
}
