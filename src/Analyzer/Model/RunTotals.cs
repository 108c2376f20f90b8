using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>Sums over every stage attempt of a run, as Spark shows them.</summary>
public sealed record RunTotals(long NumCompleteTasks, long NumFailedTasks, long NumKilledTasks, TaskMetrics Metrics)
{
    /// <summary>The same with the tasks that were rebuilt from their ends; null where there are none.</summary>
    public TaskMetrics? WithRebuilt { get; init; }

    public static RunTotals Compute(ApplicationRun run)
    {
        long complete = 0, failed = 0, killed = 0;
        TaskMetrics sum = default, all = default;
        var rebuilt = false;
        foreach (var stage in run.Stages)
        {
            complete += stage.NumCompleteTasks;
            failed += stage.NumFailedTasks;
            killed += stage.NumKilledTasks;
            sum.Add((stage.AsSpark?.Metrics) ?? stage.Metrics);
            all.Add(stage.Metrics);
            rebuilt |= stage.AsSpark is not null;
        }
        return new RunTotals(complete, failed, killed, sum) { WithRebuilt = rebuilt ? all : null };
    }

    public long ShuffleReadBytes => Metrics[TaskMetric.ShuffleLocalBytesRead] + Metrics[TaskMetric.ShuffleRemoteBytesRead];
}
