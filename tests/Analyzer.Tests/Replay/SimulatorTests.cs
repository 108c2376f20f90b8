using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Replay.Accounting;

namespace Rightsizer.Analyzer.Tests.Replay;

public class SimulatorTests
{
    [Fact]
    public void ThousandRandomPlans_EndAsThePlainReferenceSays()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var (executors, slots) = (1 + seed % 4, 1 + seed % 3);
            var plan = RandomPlans.Make(seed, executors, slots);
            var expected = ReferenceScheduler.JobEnds(plan, executors * slots);

            var run = Simulator.Run(plan, ClusterShape.Observed);

            for (var j = 0; j < expected.Length; j++)
                Assert.True(Math.Abs(expected[j] - run.Jobs[j].EndMs) < 0.01,
                    $"seed {seed}, job {j}: {run.Jobs[j].EndMs} for {expected[j]}");
        }
    }

    [Fact]
    public void ThousandRandomPlans_LieBetweenCriticalPathAndGraham()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var plan = RandomPlans.Make(seed, 3, 2);
            var path = SimulationBounds.CriticalPathMs(plan);
            var work = plan.Stages.Sum(s => Enumerable.Range(0, s.TaskCount).Sum(s.DurationMs));

            var run = Simulator.Run(plan, ClusterShape.Observed);

            Assert.True(run.EndMs >= path - 0.01 && run.EndMs <= path + work / 6 + 0.01,
                $"seed {seed}: {run.EndMs} not in {path} to {path + work / 6}");
            Assert.Equal(work, run.BusySlotMs, 1);
            Assert.InRange(SimulationBounds.LeastMs(plan), path * 0.9999, run.EndMs);
        }
    }

    [Fact]
    public void IndependentTasks_MoreSlotsAreNeverSlower()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var before = double.MaxValue;
            for (var slots = 1; slots <= 12; slots++)
            {
                var end = Simulator.Run(RandomPlans.Make(seed, 1, slots, oneStage: true), ClusterShape.Observed).EndMs;
                Assert.True(end <= before + 0.01, $"seed {seed}: {slots} slots take {end}, one fewer {before}");
                before = end;
            }
        }
    }

    [Fact]
    public void AllTimesTimesEight_TheRunTakesEightTimesAsLong()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var once = Simulator.Run(RandomPlans.Make(seed, 2, 3), ClusterShape.Observed).EndMs;
            var eight = Simulator.Run(RandomPlans.Make(seed, 2, 3, scale: 8), ClusterShape.Observed).EndMs;

            Assert.InRange(eight / once, 8 * 0.9999, 8 * 1.0001);
        }
    }

    [Fact]
    public void FairPools_ShareTheSlots_FifoServesTheFirstJob()
    {
        float[] eight = [1000, 1000, 1000, 1000, 1000, 1000, 1000, 1000];
        ReplayPlan Two(bool fair) => RandomPlans.Plan(
            [RandomPlans.Job(0, JobGate.ApplicationStart, -1, 0, 0), RandomPlans.Job(1, JobGate.ApplicationStart, -1, 1, 0)],
            [RandomPlans.Stage(0, 0, [], eight, pool: "a"), RandomPlans.Stage(1, 1, [], eight, pool: "b")], 1, 4, fair);

        var fifo = Simulator.Run(Two(false), ClusterShape.Observed);
        var fair = Simulator.Run(Two(true), ClusterShape.Observed);

        Assert.Equal(2000, fifo.Jobs[0].EndMs, 1);
        Assert.Equal(4000, fifo.Jobs[1].EndMs, 1);
        // the first wave is the first job's alone; then two slots each
        Assert.Equal(4000, Math.Max(fair.Jobs[0].EndMs, fair.Jobs[1].EndMs), 1);
        Assert.InRange(fair.Jobs[0].EndMs, 2900, 4001);
        Assert.True(fair.Jobs[1].StartMs < 2 && fair.Stages[1].EndMs >= 3000);
    }

    [Fact]
    public void DriverThatLaunchesTenASecond_BindsShortTasks()
    {
        var stage = RandomPlans.Stage(0, 0, [], [.. Enumerable.Repeat(1f, 50)]);
        var plan = RandomPlans.Plan([RandomPlans.Job(0, JobGate.ApplicationStart, -1, 0, 0)], [stage], 10, 10);
        var slow = new ReplayPlan
        {
            Run = plan.Run,
            StartMs = 0,
            ObservedMs = 1,
            HasEnd = true,
            Jobs = plan.Jobs,
            Stages = plan.Stages,
            Executors = plan.Executors,
            ApplicationTailMs = 0,
            LaunchesPerSecond = 10,
            Fair = false,
            TaskCpus = TaskCpus.One,
            FailedTimeRatio = 0,
            Allocation = plan.Allocation,
            Notes = [],
        };

        Assert.Equal(4901, Simulator.Run(slow, ClusterShape.Observed).EndMs, 1);
    }

    [Fact]
    public void DynamicAllocation_AddsOneTwoFourEverySecondOfBacklog()
    {
        var stage = RandomPlans.Stage(0, 0, [], [.. Enumerable.Repeat(10_000f, 64)]);
        var plan = RandomPlans.Plan([RandomPlans.Job(0, JobGate.ApplicationStart, -1, 0, 0)], [stage], 1, 4);

        var run = Simulator.Run(plan, new DynamicShape(1, 16, 4));

        // one from the start, then 1, 2, 4 and 8 more, as Spark's allocation manager asks; no lag to grant them
        // (to its 100 ms grain)
        Assert.Equal([0, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4, 4], run.Executors.Select(x => Math.Floor(x.StartMs / 1000)));
        Assert.InRange(run.EndMs, 14_000, 14_200);
    }

    [Fact]
    public void DynamicAllocation_LetsIdleExecutorsGoAfterAMinute()
    {
        var stages = new List<PlanStage> { RandomPlans.Stage(0, 0, [], [.. Enumerable.Repeat(20_000f, 16)]),
            RandomPlans.Stage(1, 1, [], [1000f]) };
        var jobs = new List<PlanJob> { RandomPlans.Job(0, JobGate.ApplicationStart, -1, 0, 0),
            RandomPlans.Job(1, JobGate.JobEnd, 0, 120_000, 0) };
        var plan = RandomPlans.Plan(jobs, stages, 1, 4);

        var run = Simulator.Run(plan, new DynamicShape(1, 4, 4));

        Assert.Equal(3, run.Executors.Count(x => x.EndMs < run.EndMs));
        foreach (var gone in run.Executors.Where(x => x.EndMs < run.EndMs)) Assert.InRange(gone.EndMs - run.Jobs[0].EndMs, 55_000, 61_000);
    }

    [Fact]
    public void DynamicAllocation_DecadesBetweenJobs_CostNoRounds()
    {
        const double thirtyYearsMs = 1e12;
        var stages = new List<PlanStage> { RandomPlans.Stage(0, 0, [], [1000f]),
            RandomPlans.Stage(1, 1, [], [1000f], lagMs: thirtyYearsMs) };
        var jobs = new List<PlanJob> { RandomPlans.Job(0, JobGate.ApplicationStart, -1, 0, 0),
            RandomPlans.Job(1, JobGate.JobEnd, 0, thirtyYearsMs, 0) };

        var run = Simulator.Run(RandomPlans.Plan(jobs, stages, 1, 4), new DynamicShape(0, 4, 4));

        Assert.True(run.Finished);
        // each job waits a second for its first executor
        Assert.InRange(run.EndMs - 2 * thirtyYearsMs, 4000, 4300);
    }

    [Fact]
    public void NoExecutorForTheTasks_SaysThatItDidNotFinish()
    {
        var plan = RandomPlans.Make(1, 1, 1).WithExecutors([]);

        Assert.False(Simulator.Run(plan, ClusterShape.Observed).Finished);
        Assert.False(Simulator.Run(plan, new DynamicShape(0, 0, 4)).Finished);
    }

    /// <summary>Ten minutes of driver after a job of 20 s on four executors of 4 cores: idle ones go after one of them.</summary>
    [Fact]
    public void AfterTheLastJob_IdleExecutorsStillGo()
    {
        var stage = RandomPlans.Stage(0, 0, [], [.. Enumerable.Repeat(20_000f, 16)]);
        var plan = RandomPlans.Plan([RandomPlans.Job(0, JobGate.ApplicationStart, -1, 0, 0)], [stage], 4, 4).WithTail(600_000);

        var run = Simulator.Run(plan, new DynamicShape(1, 4, 4));

        Assert.Equal(1, run.Executors.Count(x => x.EndMs == run.EndMs));
        foreach (var gone in run.Executors.Where(x => x.EndMs < run.EndMs)) Assert.InRange(gone.EndMs - run.Jobs[0].EndMs, 55_000, 61_000);
    }
}
