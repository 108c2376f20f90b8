using Rightsizer.Analyzer.Replay.Simulation;

namespace Rightsizer.Analyzer.Replay;

/// <summary>Spark's scheduling as discrete events. Pure: equal arguments, equal answer.</summary>
public static class Simulator
{
    /// <summary>Schedules the plan on a shape.</summary>
    public static SimulatedRun Run(ReplayPlan plan, ClusterShape shape) => Run(plan, shape, null);

    internal static SimulatedRun Run(ReplayPlan plan, ClusterShape shape, RunNoise? noise) => new Scheduling(plan, shape, noise).Run();
}
