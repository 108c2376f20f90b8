using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>The exception of the user's own code that ended a job or a query.</summary>
sealed class UserErrorDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.UserError, "userError", "The code of the application threw an exception", DetectorCategory.Failures, [],
        new("Fix the code or the data", Degree.Medium, Degree.Low, "none beyond the fix"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        if (run.Jobs.Count == 0 && run.SqlExecutions.Count == 0) return Verdict.NotApplicable("no job was started");
        var failed = run.Jobs.Where(j => j.Status == "FAILED" && !FailedJobDetector.IsCancelled(j))
            .Select(j => (
                Place: new FindingPlace { JobId = j.JobId, SqlExecutionId = j.SqlExecutionId, Label = context.Facts.Tables.NameOf(j) },
                Text: j.Failure))
            .ToList();
        if (failed.Count == 0)
            failed = [.. run.SqlExecutions.Where(s => s.Status == "FAILED" && !string.IsNullOrEmpty(s.ErrorMessage))
                .Select(s => (new FindingPlace { SqlExecutionId = s.Id, Label = s.Description }, s.ErrorMessage))];
        var errors = failed.Where(f => IsOfUser(f.Text)).Select(f => (f.Place, Error: ErrorText.Read(f.Text)))
            .Where(f => f.Error is not null).ToList();
        if (errors.Count == 0) return Verdict.Clean(failed.Count == 0 ? "no job failed" : "no job failed of an exception in the code");
        var common = errors.GroupBy(e => e.Error).OrderByDescending(g => g.Count()).First();
        var error = common.Key!;
        return new CauseFound
        {
            Where = [.. errors.Take(20).Select(e => e.Place with { Share = 1.0 / errors.Count })],
            Evidence = [new("failures", errors.Count, "count", 0), new("ofThisException", common.Count(), "count")],
            Cause = $"{error.Exception.TrimEnd('.')}."
                + (error.Place is { } place ? $" It was thrown at {place}." : " The log names no line of the user's code."),
            Advice = [KnownError.Answer(error.Exception, context.Facts)
                ?? new(error.Place is { } at ? $"fix the code at {at}, or the data that it cannot read"
                : "fix the code or the data that throws it", null, null,
                $"{Quantity.Plural(errors.Count, "job or query", "jobs or queries")} ended with "
                    + $"{(errors.Count == 1 ? "this exception" : "exceptions of the application")}. More memory or more tries do "
                    + $"not help.")],
            Confidence = error.Place is null ? Confidence.Medium : Confidence.High,
            IsFact = true,
            // what it cost is the finding failedJob
            AtMost = Severity.Info,
        };
    }

    /// <summary>Not lost executors, lost blocks or lack of memory: those are causes of their own.</summary>
    internal static bool IsOfUser(string? text) => !string.IsNullOrEmpty(text)
        && !text.Contains("OutOfMemoryError", StringComparison.Ordinal) && !RunLosses.IsPythonOutOfMemory(text)
        && !KnownError.IsOfHashTable(text)
        // whoever stops a query or the application interrupts what runs
        && !text.Contains("InterruptedException", StringComparison.Ordinal)
        && !text.Contains("SparkContext was shut down", StringComparison.Ordinal)
        && !text.Contains("cancelled", StringComparison.OrdinalIgnoreCase)
        && !text.Contains("ExecutorLostFailure", StringComparison.Ordinal) && !text.Contains("FetchFailed", StringComparison.Ordinal)
        && !text.Contains("Failed to get broadcast", StringComparison.Ordinal) && !text.Contains("was lost", StringComparison.Ordinal);
}
