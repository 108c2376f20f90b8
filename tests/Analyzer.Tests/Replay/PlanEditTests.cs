using Rightsizer.Analyzer.Replay;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

public class PlanEditTests
{
    /// <summary>
    /// Two executors of one core; four tasks of 1 s, the last of 5 s; the driver takes 500 ms before the second job of one task.
    /// </summary>
    static ReplayPlan Skewed() => RunReplay.Prepare(new RunSketch { EndMs = 8600 }
        .Executor("1", 1).Executor("2", 1)
        .Job(0, 1000, 7000).Stage(0, 0, 1000, 7000, [],
            new(0, 1000, 1000, "1"), new(1, 1000, 1000, "2"), new(2, 2000, 1000, "1"), new(3, 2000, 5000, "2"))
        .Job(1, 7500, 8500).Stage(1, 1, 7500, 8500, [], new SketchTask(0, 7500, 1000, "1")).Build()).Plan!;

    [Fact]
    public void ObservedShape_EndsWhenTheRunEnded()
    {
        var plan = Skewed();

        Assert.InRange(plan.Replayed.EndMs, 8599, 8605);
        Assert.InRange(plan.Replayed.CoreMs, 2 * 8599, 2 * 8605);
    }

    /// <summary>Slots, added, removed: worked out by hand.</summary>
    [Theory]
    [InlineData("4 0 -; 4 0 -", 8)]
    [InlineData("4 0 100; 2 100 -", 4)]
    [InlineData("4 0 100; 2 99 -; 3 150 200; 2 199 -", 7)]
    [InlineData("1 50 -; 4 0 40; 4 0 60", 8)]
    [InlineData("4 100 20; 1 0 -", 1)]
    public void PeakSlots_AreThoseThereAtOneTime(string executors, int peak)
    {
        var template = Skewed().Executors[0];
        var plan = Skewed().WithExecutors(executors.Split("; ").Select(e => e.Split(' ')).Select(e => template with
        {
            Slots = int.Parse(e[0]),
            AddMs = double.Parse(e[1]),
            RemoveMs = e[2] == "-" ? null : double.Parse(e[2]),
        }));

        Assert.Equal(peak, plan.PeakSlots);
    }

    [Fact]
    public void LongTaskCutToTheOthers_SavesItsExcessOnce()
    {
        var plan = Skewed();

        var saving = plan.SavingOf(plan.WithTasks(plan.PlaceOf(0, 0), (row, ms) => Math.Min(ms, 1000)));

        Assert.InRange(saving.SavedMs, 3995, 4005);
        Assert.InRange(saving.SavedCoreMs, 2 * 3995, 2 * 4005);
    }

    [Fact]
    public void DriverGapHalved_SavesHalfOfIt()
    {
        var plan = Skewed();

        var saving = plan.SavingOf(plan.WithJobGaps(j => j.JobId == 1 ? j.GapMs / 2 : j.GapMs));

        Assert.Equal(250, saving.SavedMs, 3);
    }

    [Fact]
    public void SkewedStageInFourTimesThePartitions_ConservesItsWork()
    {
        var plan = Skewed();
        var place = plan.PlaceOf(0, 0);

        var changed = plan.WithPartitions(place, 16);

        Assert.Equal(16, changed.Stages[place].TaskCount);
        Assert.Equal(8000, Enumerable.Range(0, 16).Sum(changed.Stages[place].DurationMs), 1);
        // 3 s of even tasks and 5 s that four tasks now share, over two slots
        Assert.InRange(plan.SavingOf(changed).SavedMs, 1500, 2010);
    }

    [Fact]
    public void ExecutorTakenAway_RunEndsLaterAndPaysLess()
    {
        var plan = Skewed();

        var saving = plan.SavingOf(plan.WithoutExecutors(x => x.Id == "2"));

        // eight seconds of tasks one after another instead of six
        Assert.InRange(saving.SavedMs, -2010, -1990);
        Assert.True(saving.SavedCoreMs > 0);
    }

    [Fact]
    public void FailedAttemptRemoved_ItsRetryStartsInItsPlace()
    {
        var plan = RunReplay.Prepare(new RunSketch { EndMs = 5100 }
            .Executor("1", 1).Executor("2", 1)
            .Job(0, 1000, 5000).Stage(0, 0, 1000, 5000, [],
                new(0, 1000, 2000, "1", Failed: true), new(1, 1000, 2000, "2"), new(0, 3000, 2000, "1", Attempt: 1)).Build()).Plan!;
        var failed = plan.Run.Stages[0].Tasks;

        var without = plan.WithTasks((stage, row, ms) => failed.Status(row) == Model.TaskStatus.Failed ? null : ms);

        Assert.InRange(plan.Replayed.EndMs, 5099, 5105);
        Assert.Equal(2, without.Stages[0].TaskCount);
        Assert.InRange(plan.SavingOf(without).SavedMs, 1995, 2005);
    }

    [Fact]
    public void StageTakenAway_ItsJobTakesOnlyTheRest()
    {
        var plan = Skewed();

        var saving = plan.SavingOf(plan.WithoutStage(plan.PlaceOf(0, 0)));

        Assert.InRange(saving.SavedMs, 5995, 6005);
    }

    [Fact]
    public void NothingChanged_SavesExactlyNothing()
    {
        var plan = Skewed();

        Assert.Equal(0, plan.SavingOf(plan.WithTasks((_, _, ms) => ms)).SavedMs);
    }

    [Fact]
    public void StageThatWaitedForBusySlots_DoesNotWaitOnFreeOnes()
    {
        // two jobs at once on one slot: the second's task started late because the first held the slot, which is no lag of its own
        var plan = RunReplay.Prepare(new RunSketch { EndMs = 6000 }
            .Executor("1", 1)
            .Job(0, 1000, 4000).Stage(0, 0, 1000, 4000, [], new(0, 1000, 1500, "1"), new(1, 2500, 1500, "1"))
            .Job(1, 1100, 5000).Stage(1, 1, 1100, 5000, [], new SketchTask(0, 4000, 1000, "1")).Build()).Plan!;

        var wide = Simulator.Run(plan, new FixedShape(3, 1));

        Assert.InRange(plan.Replayed.EndMs, 5999, 6005);
        Assert.InRange(wide.Jobs[1].EndMs, 2095, 2110);
    }

    [Fact]
    public void FirstLaunchAfterAnIdleWait_KeepsItAtAnyShape()
    {
        var plan = RunReplay.Prepare(new RunSketch { EndMs = 4000 }
            .Executor("1", 1).Job(0, 1000, 4000).Stage(0, 0, 1000, 4000, [], new SketchTask(0, 3000, 1000, "1")).Build()).Plan!;

        Assert.Equal(4000, plan.Replayed.EndMs, 0);
        Assert.Equal(4000, Simulator.Run(plan, new FixedShape(2, 1)).EndMs, 0);
        Assert.Equal(2000, plan.SavingOf(plan.WithoutHolds(0)).SavedMs, 0);
    }
}
