using System.Globalization;

namespace Rightsizer.Analyzer.Replay;

/// <summary>When a log does not carry an absolute number. docs/science.md 1.5.</summary>
static class Refusals
{
    const double MaxMissingTaskEndRatio = 0.01, MaxOpenStageRatio = 0.05, MaxFailedTimeRatio = 0.20;
    const long MinApplicationMs = 5000;
    const double MaxSlotsRatio = 8;

    /// <summary>Null, or what is missing in the log.</summary>
    public static string? OfLog(ReplayPlan plan)
    {
        long started = 0, ended = 0, open = 0, ran = 0;
        foreach (var s in plan.Run.Stages)
        {
            if (s.Tasks.Count == 0) continue;
            ran++;
            if (s.Info.CompletionTimeMs is null) open++;
            started += s.Tasks.Count;
            // a stage that has all its indices lost nothing but the ends of copies
            if (s.Info.CompletionTimeMs is not null && s.NumCompletedIndices >= s.Info.NumTasks)
            {
                ended += s.Tasks.Count;
                continue;
            }
            for (var row = 0; row < s.Tasks.Count; row++)
            {
                if (s.Tasks.DurationMs(row) is not null) ended++;
            }
        }
        if (started - ended > MaxMissingTaskEndRatio * started) return Invariant($"{started - ended:N0} of {started:N0} tasks have no end in the log");
        if (!plan.HasEnd && open > MaxOpenStageRatio * ran) return Invariant($"the application has no end in the log and {open} of {ran} stages are open");
        return null;
    }

    /// <summary>Null, or why nothing is said of another shape.</summary>
    public static string? OfPrediction(ReplayPlan plan, double slotsRatio)
    {
        if (plan.ObservedMs < MinApplicationMs) return Invariant($"the application ran {plan.ObservedMs / 1000.0:0.0} s; under {MinApplicationMs / 1000} s start-up is all there is");
        if (plan.FailedTimeRatio > MaxFailedTimeRatio) return Invariant($"{plan.FailedTimeRatio:P0} of the task time went into failed attempts");
        if (slotsRatio > MaxSlotsRatio || slotsRatio < 1 / MaxSlotsRatio) return Invariant($"{slotsRatio:0.##} times the observed slots is outside 1/8 to 8");
        if (plan.Run.SqlExecutions.Any(x => x.Description is { } d && d.Contains("runId = ", StringComparison.Ordinal) && d.Contains("batch = ", StringComparison.Ordinal)))
        {
            return "a streaming query: its time is set by its triggers and its input, not by the cluster";
        }
        return null;
    }

    static string Invariant(FormattableString s) => s.ToString(CultureInfo.InvariantCulture);
}
