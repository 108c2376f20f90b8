namespace Rightsizer.Analyzer.Replay;

/// <summary>How much longer the same task takes among other tasks and executors.</summary>
static class ShapeEffects
{
    /// <summary>
    /// Exponent of the slots of the cluster, for time that is not on a CPU: disks, network and hosts are shared by more tasks. A prior: one
    /// log shows one level of it. Fitted on shared/spark-logs/work.
    /// </summary>
    const double Contention = 0.10;

    /// <summary>More of the same where tasks wait for CPUs that neighbours share.</summary>
    const double LimitedContention = 0.15;

    /// <summary>
    /// Share of one core that a JVM keeps for itself (compiler, collector, heartbeats, Python workers) where executors are held to a quota;
    /// its slots share it.
    /// </summary>
    const double OwnOfJvm = 0.55;

    public static double BodyFactor(Exposure exposure, double slotsRatio, double coresHere, double coresThere) =>
        Math.Pow(slotsRatio, exposure.Working * (Contention * exposure.Waiting + LimitedContention * exposure.Limited))
        * Math.Pow((1 - OwnOfJvm / coresHere) / (1 - OwnOfJvm / coresThere), exposure.Limited);

    /// <summary>The plan with its tasks as long as they take there.</summary>
    public static ReplayPlan At(ReplayPlan plan, int executors, int cores)
    {
        var coresHere = plan.Executors.Count == 0 ? cores : plan.Executors.Average(x => x.Cores);
        var ratio = executors * (double)Math.Max(1, cores / plan.TaskCpus) / Math.Max(1, plan.PeakSlots);
        return plan.WithBodyFactor(BodyFactor(plan.Exposure, ratio, coresHere, cores));
    }
}
