using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>Task attempts failed and were run again.</summary>
sealed class FailedAttemptsDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.FailedAttempts, "failedAttempts", "Task attempts failed and were retried", DetectorCategory.Failures, [],
        new("Fix what makes tasks fail", Degree.Medium, Degree.Low, "none beyond the fix"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var stages = run.Stages.Where(s => s.Tasks.Count > 0).ToList();
        if (stages.Count == 0) return Verdict.NotApplicable("no task was started");
        var failed = stages.Select(s => (Stage: s, Rows: Enumerable.Range(0, s.Tasks.Count).Where(r => IsOwnFailure(s, r)).ToList()))
            .Where(s => s.Rows.Count > 0)
            .Select(s => (s.Stage, s.Rows, Ms: s.Rows.Sum(r => (double)Math.Max(0, s.Stage.Tasks.DurationMs(r) ?? 0))))
            .OrderByDescending(s => s.Ms).ToList();
        if (failed.Count == 0 && stages.Any(s => Enumerable.Range(0, s.Tasks.Count).Any(r => s.Tasks.Status(r) == Model.TaskStatus.Failed)))
            return Verdict.NotApplicable("what failed was lost with an executor, its output or its memory");
        if (failed.Count == 0) return Verdict.Clean("no attempt failed");
        var attempts = failed.Sum(s => s.Rows.Count);
        var total = failed.Sum(s => s.Ms);
        var reason = failed.SelectMany(s => s.Rows.Select(r => s.Stage.Tasks.EndReason(r))).OfType<TaskEndReason>()
            .GroupBy(r => r.ExceptionClass ?? r.Reason ?? "unknown", StringComparer.Ordinal).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).First();
        // a wrapper such as PythonException says nothing of what to fix
        var error = OfPython(reason.First());
        var what = error is null ? reason.Key : error.Exception.Split(':', 2)[0];
        var byStage = failed.ToDictionary(s => (s.Stage.StageId, s.Stage.AttemptId),
            s => (Rows: s.Rows.ToHashSet(), Retries: RetriesOfStarters(s.Stage, s.Rows, facts)));
        return new CauseFound
        {
            Where = [.. failed.Select(s => facts.Of(s.Stage).Place(total > 0 ? s.Ms / total : 1.0 / failed.Count, facts))],
            Evidence =
            [
                new("failedAttempts", attempts, "count", 0),
                new("attempts", stages.Sum(s => (long)s.Tasks.Count), "count"),
                new("failedTaskMs", total, "ms"),
            ],
            Cause = $"{Quantity.Plural(attempts, "task attempt", "task attempts")} failed after {Quantity.Duration(total)} of work in "
                + $"all, most with {reason.Key} ({reason.Count()}): "
                + (error?.ToString() ?? FirstLine(reason.First().ErrorText)),
            Advice =
            [
                KnownError.Answer(reason.First().ErrorText, facts)
                ?? new($"fix what throws {what}{(error?.Place is { } at ? $" at {at}" : " in the code")}, or the data of the task", null,
                    null, $"Every failed attempt is run again: {Quantity.Duration(total)} of task time."),
            ],
            Confidence = Confidence.High,
            EstimatedMs = failed.Sum(s => s.Ms / facts.Of(s.Stage).Slots),
            IsFact = true,
            // the waits between launches that failures cause cannot be told from others: they are left out on both sides
            Baseline = plan => WithoutHolds(plan, byStage.Keys),
            Without = plan => WithoutHolds(plan, byStage.Keys).WithTasks((stage, row, ms) =>
                !byStage.TryGetValue((stage.StageId, stage.AttemptId), out var failures) ? ms
                : failures.Rows.Contains(row) ? null
                : failures.Retries.TryGetValue(row, out var firstMs) ? Math.Max(ms, firstMs - stage.Cold.FirstOfExecutorMs) : ms),
        };
    }

    /// <summary>
    /// By row of a retry, how long the attempt before it took that was among the first of its executor: the start-up in it is due
    /// all the same. What of it is outside the run time, the replay adds by itself.
    /// </summary>
    static Dictionary<int, double> RetriesOfStarters(StageAttempt stage, IReadOnlyList<int> failed, RunFacts facts)
    {
        var (tasks, found) = (stage.Tasks, new Dictionary<int, double>());
        var firstEndMs = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var row = 0; row < tasks.Count; row++)
        {
            if (tasks.ExecutorId(row) is not { } executor || tasks.FinishTimeMs(row) is not { } endMs) continue;
            firstEndMs[executor] = Math.Min(endMs, firstEndMs.GetValueOrDefault(executor, long.MaxValue));
        }
        var starters = failed.Where(r => tasks.DurationMs(r) is not null && tasks.ExecutorId(r) is { } executor
            && facts.FirstTaskStage(executor) == stage && tasks.LaunchTimeMs(r) < firstEndMs[executor])
            .GroupBy(r => tasks.Index(r)).ToDictionary(g => g.Key, g => g.Max(r => (double)tasks.DurationMs(r)!.Value));
        if (starters.Count == 0) return found;
        for (var row = 0; row < tasks.Count; row++)
        {
            if (tasks.Status(row) == Model.TaskStatus.Success && starters.TryGetValue(tasks.Index(row), out var ms)) found[row] = ms;
        }
        return found;
    }

    static ReplayPlan WithoutHolds(ReplayPlan plan, IEnumerable<(int StageId, int AttemptId)> stages) =>
        stages.Select(s => plan.PlaceOf(s.StageId, s.AttemptId)).Where(p => p >= 0).Aggregate(plan, (p, place) => p.WithoutHolds(place));

    /// <summary>Failed by itself: not because its executor or the shuffle output of another was lost, and not of memory.</summary>
    static bool IsOwnFailure(StageAttempt stage, int row) =>
        stage.Tasks.EndReason(row) is { Outcome: TaskOutcome.Failed, Reason: not ("ExecutorLostFailure" or "FetchFailed") }
            && !RunLosses.IsOutOfMemory(new(stage, row));

    /// <summary>Python's exception is the last line of its traceback; null for others, whose first line says it.</summary>
    static ErrorText? OfPython(TaskEndReason reason) =>
        reason.ErrorText?.Contains("Traceback (most recent call last)", StringComparison.Ordinal) == true
            ? ErrorText.Read(reason.ErrorText) : null;

    /// <summary>The first line that has any text, cut.</summary>
    internal static string FirstLine(string? text)
    {
        var line = text?.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0) ?? "no message";
        return line.Length > 200 ? line[..200] + " ..." : line;
    }
}
