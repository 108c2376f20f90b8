using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>The run's own executors on other cores: one simulation for each speed that differs from the one seen.</summary>
sealed class AlternativeTimes
{
    /// <summary>
    /// A log longer than this is scaled by what the speed does to its tasks on average: diagnose has no seconds to spare.
    /// </summary>
    const int MostTasks = 200_000;

    readonly ReplayPlan plan;
    readonly RunShape shape;
    readonly InstanceType? source;
    readonly double sourceOccupancy;
    readonly Lazy<WorkProfile> work;
    readonly Dictionary<SpeedClass, (RunShape Shape, ReplayPlan Plan, SimulatedRun Run)> known = [];

    /// <param name="plan">A plan whose replay was not refused.</param>
    /// <param name="shape">The run as it was.</param>
    /// <param name="source">Its node type; null when unknown.</param>
    /// <param name="occupancy">Of such a node.</param>
    public AlternativeTimes(ReplayPlan plan, RunShape shape, InstanceType? source, double occupancy)
    {
        (this.plan, this.shape, this.source, sourceOccupancy) = (plan, shape, source, occupancy);
        work = new(() => WorkProfile.Measure(plan));
    }

    /// <summary>The shape with the time and the executor lives that it has on such cores. The replay's own error is taken out.</summary>
    public (RunShape Shape, ReplayPlan Plan, SimulatedRun Run) On(Machine machine)
    {
        var speed = SpeedOn(machine);
        if (known.TryGetValue(speed, out var there)) return there;
        return known[speed] = speed == SpeedClass.Observed ? (shape, plan, plan.Replayed) : plan.TaskCount > MostTasks ? Scaled(speed)
            : Simulated(speed);
    }

    /// <summary>Time there over the time seen, without a simulation.</summary>
    public double Ratio(Machine machine)
    {
        return RatioAt(SpeedOn(machine));
    }

    double RatioAt(SpeedClass speed)
    {
        var w = work.Value;
        return 1 + w.StageTimeRatio * (w.CpuShare * (speed.Cpu - 1) + w.GcShare * (speed.Gc - 1));
    }

    SpeedClass SpeedOn(Machine machine)
    {
        var ratio = CoreSpeed.CpuFactor(source, sourceOccupancy, machine, plan.Run.Environment.Architecture);
        // collections are CPU work as well
        return Math.Abs(ratio - 1) < 0.01 ? SpeedClass.Observed : SpeedClass.Round(work.Value, ratio, ratio, 1);
    }

    (RunShape, ReplayPlan, SimulatedRun) Simulated(SpeedClass speed)
    {
        var changed = speed.Apply(plan, work.Value);
        var run = Simulator.Run(changed, ClusterShape.Observed);
        return run.Finished ? (At(run.EndMs / plan.Replayed.EndMs, run), changed, run) : (shape, plan, plan.Replayed);
    }

    (RunShape, ReplayPlan, SimulatedRun) Scaled(SpeedClass speed)
    {
        return (At(RatioAt(speed), null), plan, plan.Replayed);
    }

    /// <summary>Lives as simulated, in proportion where they are not.</summary>
    RunShape At(double ratio, SimulatedRun? run)
    {
        var seconds = Math.Round(shape.Seconds * (decimal)ratio, 3);
        var before = plan.Replayed.Executors;
        var lives = run is null || run.Executors.Count != shape.Executors.Count || before.Count != shape.Executors.Count
            ? shape.Executors.Select(e => e with { Seconds = Math.Round(e.Seconds * (decimal)ratio, 3) })
            : shape.Executors.Select((e, i) => e with { Seconds = Life(e, run.Executors[i], before[i]) });
        return shape with { Seconds = seconds, Executors = [.. lives] };
    }

    static decimal Life(ExecutorStay seen, SimulatedExecutor there, SimulatedExecutor here) =>
        here.EndMs > here.StartMs ? Math.Round(seen.Seconds * (decimal)((there.EndMs - there.StartMs) / (here.EndMs - here.StartMs)), 3)
            : seen.Seconds;
}
