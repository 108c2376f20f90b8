using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>What the tasks of a stage attempt add that have an end in the log and no start: Spark's own server leaves it out.</summary>
sealed class RebuiltTasks
{
    TaskMetrics metrics;
    long firstLaunchMs = long.MaxValue;
    int count, speculative, ended;
    readonly SortedDictionary<string, int> locality = new(StringComparer.Ordinal);

    public void Add(in TaskEndEvent e, in TaskCounts counts)
    {
        count++;
        ended += counts.Ended;
        metrics.Add(e.Metrics);
        firstLaunchMs = Math.Min(firstLaunchMs, e.Task.LaunchTimeMs);
        if (e.Task.Speculative) speculative++;
        if (e.Task.Locality is { } name) locality[name] = locality.GetValueOrDefault(name) + 1;
    }

    /// <summary>The stage attempt with these tasks in it, and beside them what Spark shows.</summary>
    public StageAttempt AddTo(StageAttempt stage)
    {
        var sum = stage.Metrics;
        sum.Add(metrics);
        var all = new SortedDictionary<string, int>(locality, StringComparer.Ordinal);
        foreach (var (name, tasks) in stage.Locality) all[name] = all.GetValueOrDefault(name) + tasks;
        return stage with
        {
            NumActiveTasks = stage.NumActiveTasks + ended,
            FirstTaskLaunchedMs = Math.Min(firstLaunchMs, stage.FirstTaskLaunchedMs ?? long.MaxValue),
            Metrics = sum,
            Locality = all,
            SpeculationSummary = stage.SpeculationSummary is { } p
                ? [p[0] + speculative, p[1] + speculative, p[2], p[3], p[4]] : null,
            AsSpark = new SparkStageFigures(
                count, stage.NumActiveTasks, stage.FirstTaskLaunchedMs, stage.Metrics, stage.Locality, stage.SpeculationSummary),
        };
    }
}
