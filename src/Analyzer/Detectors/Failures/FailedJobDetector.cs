using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>A job failed: what it did was for nothing.</summary>
sealed class FailedJobDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.FailedJob, "failedJob", "A job failed", DetectorCategory.Failures, [],
        new("Fix what makes the job fail", Degree.Medium, Degree.Low, "none beyond the fix"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        if (run.Jobs.Count == 0) return Verdict.NotApplicable("no job was started");
        var failed = run.Jobs.Where(j => j.Status == "FAILED" && !IsCancelled(j)).Select(j => (Job: j, Ms: DurationMs(j)))
            .OrderByDescending(j => j.Ms).ToList();
        if (failed.Count == 0 && run.Log.UnfinishedJobs > 0)
            return Verdict.NotApplicable("the application ended while jobs still ran: what became of them is not in the log");
        if (failed.Count == 0 && run.Log.UnfinishedQueries > 0)
            return Verdict.NotApplicable("the application ended while a query still ran: what became of it is not in the log");
        if (failed.Count == 0 && run.Jobs.Any(RunUse.WasCutOff))
            return Verdict.NotApplicable("the application was shut down while jobs still ran: what would have become of them is not known");
        if (failed.Count == 0) return Verdict.Clean("no job failed");
        var memory = context.Facts.Losses.OutOfMemoryTasks.Select(t => t.Stage.StageId).ToHashSet();
        if (memory.Count > 0 && failed.All(f => f.Job.StageIds.Any(memory.Contains)))
            return Verdict.NotApplicable("the job failed because memory ran out: see outOfMemory");
        var total = failed.Sum(j => j.Ms);
        var (top, _) = failed[0];
        var error = UserErrorDetector.IsOfUser(top.Failure) ? ErrorText.Read(top.Failure) : null;
        var ids = failed.Select(j => j.Job.JobId).ToHashSet();
        return new CauseFound
        {
            Where = [.. failed.Select(j =>
                new FindingPlace { JobId = j.Job.JobId, SqlExecutionId = j.Job.SqlExecutionId, Label = context.Facts.Tables.NameOf(j.Job),
                Share = total > 0 ? j.Ms / total : 1.0 / failed.Count })],
            Evidence = [new("failedJobs", failed.Count, "count", 0), new("jobs", run.Jobs.Count, "count"), new("failedJobMs", total, "ms")],
            Cause = $"Job {top.JobId} failed" + (failed[0].Ms > 0 ? $" after {Quantity.Duration(failed[0].Ms)}" : "")
                + $": {error?.ToString() ?? FailedAttemptsDetector.FirstLine(top.Failure)}"
                + (Rollback.EndedJob(top) ? " " + RollbackText.Refused : ""),
            Advice = [.. Rollback.EndedJob(top) ? [RollbackText.Stable()] : Array.Empty<Advice>(),
                KnownError.Answer(top.Failure, context.Facts)
                ?? new(error?.Place is { } at ? $"fix the code at {at}, or the data that it cannot read"
                : "fix the error that ended the job", null, null, total > 0
                ? $"{Quantity.Duration(total)} of work was lost, and partial output may need cleaning up."
                : "Partial output may need cleaning up.")],
            Confidence = Confidence.High,
            EstimatedMs = total,
            IsFact = true,
            AtLeast = EndedTheRun(run, ids) ? Severity.Critical : Severity.Warning,
            Without = plan =>
            {
                for (var s = 0; s < plan.Stages.Count; s++)
                {
                    if (ids.Contains(plan.Jobs[plan.Stages[s].Job].JobId)) plan = plan.WithoutStage(s);
                }
                return plan;
            },
        };
    }

    /// <summary>The last job to end failed, and nobody at a prompt went on.</summary>
    static bool EndedTheRun(ApplicationRun run, HashSet<int> failed) => RunUse.InteractiveKind(run) is null
        && run.Jobs.Where(j => j.CompletionTimeMs is not null).MaxBy(j => j.CompletionTimeMs) is { } last && failed.Contains(last.JobId);

    /// <summary>Taken back by the application or its user (a streaming query that was stopped, a cancelled group): not a failure.</summary>
    internal static bool IsCancelled(Job job) =>
        job.Failure is { } f && (
        f.Contains("cancel", StringComparison.OrdinalIgnoreCase) || RunUse.WasCutOff(job));

    static double DurationMs(Job j) => j.SubmissionTimeMs is { } s && j.CompletionTimeMs is { } e ? Math.Max(0, e - s) : 0;
}
