using Rightsizer.Analyzer.Facts;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Overview;

public class CoreTimelineTests
{
    [Fact]
    public void ExecutorOfTwoCoresForHalfTheTime_PaysItsSlicesAndItsPart()
    {
        var line = CoreTimeline.Compute(new RunSketch(1_000).Executor("1", cores: 2, addMs: 50, removeMs: 500).Build(), 10)!;

        Assert.Equal([1, 2, 2, 2, 2, 0, 0, 0, 0, 0], line.PaidCores);
    }

    [Fact]
    public void Tasks_AreUsedFromLaunchToFinish_AndRunningOnesToTheEnd()
    {
        var line = CoreTimeline.Compute(
            new RunSketch(1_000).Stage(0).Task("1", 0, 250).Task("1", 900, 0, t => t.Running = true).Run.Build(), 10)!;

        Assert.Equal([1, 1, 0.5, 0, 0, 0, 0, 0, 0, 1], line.UsedCores);
    }

    [Fact]
    public void RunWithoutTime_HasNoTimeline() => Assert.Null(CoreTimeline.Compute(new RunSketch(0).Build(), 10));

    [Fact]
    public void Overview_CountsLivesThatFollowEachOtherAsOneAtATime()
    {
        var overview = RunOverview.Compute(new RunSketch(1_000)
            .Executor("1", cores: 4, removeMs: 400)
            .Executor("2", cores: 4, addMs: 400)
            .Executor("driver", cores: 0)
            .Stage(0).Task("1", 100, 300).Run.Build());

        Assert.Equal(1, overview.PeakExecutors);
        Assert.Equal([new ExecutorShape(2, 4)], overview.Shapes);
        Assert.Equal(4_000, overview.PaidCoreMs);
        Assert.Equal(300, overview.UsedCoreMs);
        Assert.Equal(0.075, overview.UsedRatio);
    }

    [Fact]
    public void Overview_WithoutExecutors_DoesNotSayThatNothingWasPaid() =>
        Assert.Null(RunOverview.Compute(new RunSketch(1_000).Stage(0).Task("1", 100, 300).Run.Build()).PaidCoreMs);
}
