using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>Sums over every stage attempt of a run.</summary>
public sealed record RunTotals(long NumCompleteTasks, long NumFailedTasks, long NumKilledTasks, TaskMetrics Metrics)
{
    public static RunTotals Of(ApplicationRun run)
    {
        long complete = 0, failed = 0, killed = 0;
        var sum = default(TaskMetrics);
        foreach (var stage in run.Stages)
        {
            complete += stage.NumCompleteTasks;
            failed += stage.NumFailedTasks;
            killed += stage.NumKilledTasks;
            sum.Add(stage.Metrics);
        }
        return new RunTotals(complete, failed, killed, sum);
    }

    public long ShuffleReadBytes => Metrics[TaskMetric.ShuffleLocalBytesRead] + Metrics[TaskMetric.ShuffleRemoteBytesRead];
}
