using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Analyzer.Detectors.Partitions;

/// <summary>A stage's work in fewer tasks.</summary>
static class FewerTasks
{
    /// <summary>
    /// The tasks' times when only so many are left: the first of each executor, which bear the start-up, and then the next in launch
    /// order. What the others did beyond their fixed cost is spread over those that stay; null is a task that is gone.
    /// </summary>
    /// <param name="tasks">The stage.</param>
    /// <param name="count">Tasks to keep.</param>
    /// <param name="fixedMs">What each task costs however little it does, by place.</param>
    public static double?[] Merge(StageTasks tasks, int count, Func<int, double> fixedMs)
    {
        var order = Enumerable.Range(0, tasks.Count).OrderByDescending(i => tasks.FirstWave[i]).ToArray();
        var kept = Math.Clamp(count, 1, tasks.Count);
        var moved = order.Skip(kept).Sum(i => Math.Max(0, tasks.DurationMs[i] - fixedMs(i)));
        var merged = new double?[tasks.Count];
        foreach (var i in order.Take(kept)) merged[i] = tasks.DurationMs[i] + moved / kept;
        return merged;
    }
}
