namespace Rightsizer.Analyzer.Replay;

/// <summary>How much longer the same task takes among other tasks and executors.</summary>
static class ShapeEffects
{
    public static double BodyFactor(Exposure exposure, Calibration by, double slotsRatio, double coresHere, double coresThere) =>
        Math.Pow(slotsRatio, exposure.Working * (by.Contention * exposure.Waiting + by.LimitedContention * exposure.Limited))
        * Math.Pow((1 - by.OwnOfJvm / coresHere) / (1 - by.OwnOfJvm / coresThere), exposure.Limited);

    /// <summary>The plan with its tasks as long as they take there.</summary>
    public static ReplayPlan At(ReplayPlan plan, int executors, int cores)
    {
        var coresHere = plan.Executors.Count == 0 ? cores : plan.Executors.Average(x => x.Cores);
        var ratio = plan.SlotsRatio(executors * (double)plan.TaskCpus.SlotsOn(cores));
        return plan.WithBodyFactor(BodyFactor(plan.Exposure, plan.Calibration, ratio, coresHere, cores));
    }
}
