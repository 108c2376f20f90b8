using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Detectors.Failures;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer;

/// <summary>How an application ended, as far as its log tells.</summary>
public enum RunEnd
{
    /// <summary>The log has the end, and nothing says that it failed.</summary>
    Finished,

    /// <summary>The exit code is not 0, or the last job or query failed.</summary>
    Failed,

    /// <summary>
    /// The log has no end: the application still runs, was killed, or the log was cut off. Or the application ended while jobs or
    /// queries still ran.
    /// </summary>
    Unfinished,
}

/// <summary>The answer about one run in short: how it ended, what cost most, and what to set.</summary>
public sealed record RunVerdict
{
    /// <summary>Failures that stand for the end of a run, the one that says most first.</summary>
    static readonly string[] Failures =
        [DetectorIds.UserError, DetectorIds.OutOfMemory, DetectorIds.FetchFailure, DetectorIds.LostExecutor, DetectorIds.FailedJob];

    public required RunEnd End { get; init; }

    /// <summary>Jobs that failed; those that were cancelled do not count.</summary>
    public required int FailedJobs { get; init; }

    /// <summary>Jobs that still ran when the application was shut down. They are no failures.</summary>
    public int CutOffJobs { get; init; }

    /// <summary>
    /// The exception that ended the run, or else the longest of its failed jobs, in one line; null where the log has no text of it.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>File and line in the user's code; null where the error names none.</summary>
    public string? ErrorPlace { get; init; }

    /// <summary>Id of the finding that the sentence is about; null where there is none.</summary>
    public string? FindingId { get; init; }

    /// <summary>As in that finding.</summary>
    public long? SavesMs { get; init; }

    /// <summary>As in that finding.</summary>
    public long? SavesCoreMs { get; init; }

    /// <summary>As in that finding.</summary>
    public decimal? SavesUsd { get; init; }

    /// <summary>One or two sentences.</summary>
    public required string Sentence { get; init; }

    /// <summary>Settings worth pasting: those of the patch whose finding costs something or is more than information.</summary>
    public required IReadOnlyList<ConfSetting> Conf { get; init; }

    /// <summary>
    /// As <see cref="Conf"/>, where the application's code sets the key: no --conf changes it, and the promise needs it too.
    /// </summary>
    public required IReadOnlyList<ConfSetting> InCode { get; init; }

    public static RunVerdict Judge(AnalysisResult result)
    {
        var run = result.Run;
        var end = EndOf(run);
        var failed = run.Jobs.Where(j => j.Status == "FAILED" && !FailedJobDetector.IsCancelled(j)).ToList();
        var error = ErrorText.Read(end == RunEnd.Failed ? FailureOf(run) : failed.MaxBy(DurationMs)?.Failure);
        var main = end == RunEnd.Failed
            ? Failures.Select(id => result.Findings.FirstOrDefault(f => f.Id == id)).FirstOrDefault(f => f is not null)
                ?? result.Findings.FirstOrDefault()
            : result.Findings.FirstOrDefault(f => f.Id == DetectorIds.Interactive)
                ?? result.Findings.FirstOrDefault(f => f.Severity > Severity.Info || !CostNothing(f));
        return new RunVerdict
        {
            End = end,
            FailedJobs = failed.Count,
            CutOffJobs = run.Jobs.Count(RunUse.WasCutOff),
            Error = error?.Exception,
            ErrorPlace = error?.Place,
            FindingId = main?.Id,
            SavesMs = main?.SavesMs,
            SavesCoreMs = main?.SavesCoreMs,
            SavesUsd = main?.SavesUsd,
            Sentence = end == RunEnd.Failed || main?.Id == DetectorIds.FailedJob ? OfFailure(main, failed)
                : run.Log is { UnfinishedJobs: > 0 } or { UnfinishedQueries: > 0 } ? OfUnfinished(run, main, result)
                : main is null ? OfNothing(result) : OfFinding(main, result),
            Conf = Worth(result, inCode: false),
            InCode = Worth(result, inCode: true),
        };
    }

    static RunEnd EndOf(ApplicationRun run)
    {
        if (run.App.EndTimeMs is null) return RunEnd.Unfinished;
        if (run.App.ExitCode is not (null or 0)) return RunEnd.Failed;
        if (run.Log is { UnfinishedJobs: > 0 } or { UnfinishedQueries: > 0 }) return RunEnd.Unfinished;
        // whoever sits at a prompt sees an error and goes on
        return RunUse.InteractiveKind(run) is null && FailureOf(run) is not null ? RunEnd.Failed : RunEnd.Finished;
    }

    /// <summary>What the last job or query failed of; null where it did not fail or was cancelled.</summary>
    static string? FailureOf(ApplicationRun run)
    {
        var job = run.Jobs.Where(j => j.CompletionTimeMs is not null).MaxBy(j => j.CompletionTimeMs);
        if (job is { Status: "FAILED" } && !FailedJobDetector.IsCancelled(job)) return job.Failure ?? "";
        var sql = run.SqlExecutions.Where(s => s.EndTimeMs is not null).MaxBy(s => s.EndTimeMs);
        return sql is { Status: "FAILED", ErrorMessage: { Length: > 0 } message } && (job?.CompletionTimeMs ?? 0) <= sql.EndTimeMs
            && !message.Contains("cancel", StringComparison.OrdinalIgnoreCase) ? message : null;
    }

    static long DurationMs(Job j) =>
        j is { SubmissionTimeMs: { } from, CompletionTimeMs: { } until } ? Math.Max(0, until - from) : 0;

    static string OfFailure(Finding? main, IReadOnlyList<Job> failed)
    {
        var lost = failed.Sum(DurationMs);
        var cause = main is { Id: DetectorIds.OutOfMemory or DetectorIds.FetchFailure or DetectorIds.LostExecutor }
            ? $" {main.Title}." : "";
        var first = lost > 0 ? $"Fix the error first: {Quantity.Duration(lost)} of jobs ended without a result." : "Fix the error first.";
        return first + cause;
    }

    /// <summary>What cut the work short comes before what slowed it down.</summary>
    static string OfUnfinished(ApplicationRun run, Finding? main, AnalysisResult result)
    {
        var open = run.Log.UnfinishedJobs > 0 ? Quantity.Plural(run.Log.UnfinishedJobs, "job") : "a query";
        var first = $"The work was not finished: {open} still ran when the application ended. The driver's log may show what stopped it.";
        return main is { Severity: > Severity.Info } ? $"{first} {OfFinding(main, result)}" : first;
    }

    static string OfNothing(AnalysisResult result)
    {
        if (result.Detectors.Count == 0) return "No check was made.";
        var overview = RunOverview.Compute(result.Run);
        var off = result.Detectors.Count(d => d.Outcome == OutcomeKind.Off);
        return "Nothing found that is worth a change."
            + (off > 0 ? $" {Quantity.Plural(off, "kind of finding is", "kinds of findings are")} turned off." : "")
            + (overview.UsedRatio is { } used and <= 1 ? $" Tasks used {Quantity.Percent(used)} of the core time paid for." : "");
    }

    /// <summary>That a session waits comes before what slowed its jobs down.</summary>
    static string OfSession(Finding f, AnalysisResult result)
    {
        var waited = f.Evidence.FirstOrDefault(e => e.Name == "gapMs")?.Value ?? 0;
        var first = $"A session that waited for a person for {Quantity.Duration(waited)}"
            + (result.Run.ObservedMs is > 0 and var total ? $" of {Quantity.Duration(total)}." : ".");
        return result.Findings.FirstOrDefault(x => x.Id != f.Id && x.Severity > Severity.Info) is { } next
            ? $"{first} {OfFinding(next, result)}" : first;
    }

    static string OfFinding(Finding f, AnalysisResult result)
    {
        if (f.Id == DetectorIds.Interactive) return OfSession(f, result);
        var title = f.Title + (f.Where is [{ StageId: { } stage }, ..] ? $" (stage {stage})" : "");
        if (CostNothing(f)) return $"{title}. This cost no time in this run.";
        var parts = new List<string>();
        var isOfCores = IsOfCores(f, result.Run);
        if (!isOfCores && f.SavesMs is > 0 and var ms && result.Run.ObservedMs is > 0 and var total)
            parts.Add($"~{Quantity.Duration(ms)} of {Quantity.Duration(total)}");
        if (f.SavesUsd is > 0 and var usd)
        {
            parts.Add($"~{Quantity.Usd(usd)}"
                + (result.Cost.Actual is { TotalUsd: > 0 and var paid } ledger ? $" of {Quantity.Usd(paid, ledger.Ground)}" : ""));
        }
        else if (f.SavesCoreMs is > 0 and var core && (isOfCores || (f.SavesMs ?? 0) <= 0))
        {
            parts.Add($"~{Quantity.CoreTime(core)}"
                + (RunOverview.ComputePaidCoreMs(result.Run) is > 0 and var all ? $" of {Quantity.CoreTime(all)} paid for" : ""));
        }
        if (parts.Count == 0)
            return f.Severity == Severity.Info ? $"No saving found that can be measured. Worth a look: {Lower(title)}."
                : $"{title}. {OfLostWork(f, result) ?? "How much this cost is not known."}";
        var amount = string.Join(" and ", parts);
        if (f.Severity == Severity.Info && !IsWorth(f, result.Run))
            return $"Nothing found that is worth a change. The largest saving would be {amount}: {Lower(title)}.";
        var gain = $"Fixing this could save up to {amount}"
            + (f.LongerMs is { } slower ? $"; the run would take ~{Quantity.Duration(slower)} longer." : ".")
            + OfSettings(f, result);
        return f.Severity == Severity.Info ? $"No large saving found. The largest: {Lower(title)}. {gain}" : $"{title}. {gain}";
    }

    /// <summary>It was simulated, and the run without it takes as long and is paid as much.</summary>
    static bool CostNothing(Finding f) => f is { SavesMs: 0 } && (f.SavesCoreMs ?? 0) == 0;

    /// <summary>What is saved is core time, at nearly the same time of the run.</summary>
    static bool IsOfCores(Finding f, ApplicationRun run) =>
        f is { SavesMs: { } ms, SavesCoreMs: > 0 and var core } && run.ObservedMs is > 0 and var total
        && RunOverview.ComputePaidCoreMs(run) is > 0 and var paid
        && ms < LeastTimeRatio * total && core >= LeastTimeRatio * paid;

    /// <summary>Of the run's time; less is within what a simulation is off by.</summary>
    const double LeastTimeRatio = 0.01;

    /// <summary>Task time that ended without a result is measured, where the time of the run without it is not known.</summary>
    static string? OfLostWork(Finding f, AnalysisResult result) =>
        f.Evidence.FirstOrDefault(e => e.Name == "lostTaskMs")?.Value is > 0 and var lost
            && RunOverview.Compute(result.Run) is { LacksWork: false, UsedCoreMs: > 0 and var used } && lost <= used
            ? $"It took {Quantity.Duration(lost)} of task time without a result, {Quantity.Percent(lost / used)} of all." : null;

    /// <summary>Settings may mend a cause in part only: a sentence where they save clearly less than all of it.</summary>
    static string OfSettings(Finding f, AnalysisResult result) =>
        result.Patch is { SavesMs: > 0 and var ms } patch && f.SavesMs is { } all && ms < PartRatio * all
            && patch.Settings.Any(s => s.Kind == f.Kind) ? $" The proposed settings save ~{Quantity.Duration(ms)} of it." : "";

    /// <summary>Below it, settings save a part of what the cause cost.</summary>
    const double PartRatio = 0.9;

    static string Lower(string title) => char.ToLowerInvariant(title[0]) + title[1..];

    /// <summary>It saves more of the time or of the core time than a simulation is exact to, and more than anybody notices.</summary>
    static bool IsWorth(Finding f, ApplicationRun run) =>
        f.SavesMs >= FindingBuilder.NoticedMs && f.SavesMs >= DetectorContext.MinShare * (run.ObservedMs ?? 0)
        || f.SavesCoreMs >= FindingBuilder.NoticedCoreMs
            && f.SavesCoreMs >= DetectorContext.MinShare * (RunOverview.ComputePaidCoreMs(run) ?? 0);

    static List<ConfSetting> Worth(AnalysisResult result, bool inCode)
    {
        var worth = result.Findings
            .Where(f => f.Severity > Severity.Info || IsWorth(f, result.Run))
            .Select(f => f.Kind).ToHashSet(StringComparer.Ordinal);
        return [.. (result.Patch?.Settings ?? []).Where(s => s.InCode == inCode && worth.Contains(s.Kind))
            .Select(s => new ConfSetting(s.Key, s.Value))];
    }
}

/// <summary>A Spark property to set.</summary>
/// <param name="Key">Spark property.</param>
/// <param name="Value">Proposed value.</param>
public sealed record ConfSetting(string Key, string Value);
