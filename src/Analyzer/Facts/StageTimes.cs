using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Sums over the tasks of a stage attempt.</summary>
public static class StageTimes
{
    /// <summary>Launch to finish over all ended tasks.</summary>
    public static long TaskMs(StageAttempt stage)
    {
        long sum = 0;
        for (var row = 0; row < stage.Tasks.Count; row++) sum += Math.Max(0, stage.Tasks.DurationMs(row) ?? 0);
        return sum;
    }
}
