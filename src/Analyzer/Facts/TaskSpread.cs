using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Facts;

/// <summary>How long the ended tasks of one stage attempt ran.</summary>
public sealed record TaskSpread
{
    public required StageAttempt Stage { get; init; }

    /// <summary>Sum of all task durations.</summary>
    public required long TaskMs { get; init; }

    /// <summary>Ended tasks, ascending.</summary>
    public required IReadOnlyList<long> DurationsMs { get; init; }

    /// <summary>By Spark's rule.</summary>
    public long Quantile(double q) => Statistics.SparkQuantile(DurationsMs, q);

    /// <summary>The stage attempts with the most task time, most first; those without an ended task are left out.</summary>
    public static IReadOnlyList<TaskSpread> Slowest(ApplicationRun run, int count) => run.Stages
        .Select(s => (Stage: s, TaskMs: TaskTime(s)))
        .Where(s => s.TaskMs > 0)
        .OrderByDescending(s => s.TaskMs).ThenBy(s => s.Stage.StageId).ThenBy(s => s.Stage.AttemptId)
        .Take(count)
        .Select(s => new TaskSpread { Stage = s.Stage, TaskMs = s.TaskMs, DurationsMs = Durations(s.Stage).Order().ToArray() })
        .ToList();

    static long TaskTime(StageAttempt stage) => Durations(stage).Sum();

    static IEnumerable<long> Durations(StageAttempt stage)
    {
        for (var row = 0; row < stage.Tasks.Count; row++)
        {
            if (stage.Tasks.DurationMs(row) is { } d) yield return Math.Max(0, d);
        }
    }
}
