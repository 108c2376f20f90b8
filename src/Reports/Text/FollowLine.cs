using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>One line about a run that has not ended: as far as its log goes.</summary>
public static class FollowLine
{
    /// <param name="result">The run so far.</param>
    /// <param name="forecast">By earlier runs; null where none were given.</param>
    public static string Compose(AnalysisResult result, RunForecast? forecast)
    {
        var run = result.Run;
        var ended = run.App.EndTimeMs is not null;
        var running = run.Jobs.Count(j => j.Status == Job.Running);
        var failed = run.Jobs.Count(j => j.Status == "FAILED");
        var parts = new List<string>
        {
            (run.CountedUntilMs is { } at ? Phrases.Utc(at) + ": " : "")
                + (ended ? "ended after " : "") + Quantity.Duration(run.ObservedMs) + (ended ? "" : " so far"),
            result.Cost.Actual is { TotalUsd: not null } actual ? Phrases.Total(actual) + (ended ? "" : " so far") : "no price",
            $"{Quantity.Plural(run.Jobs.Count - running, "job", "jobs")} done" + (failed > 0 ? $" ({failed} failed)" : "")
                + (running > 0 && !ended ? $", {running} running{Tasks(run)}" : ""),
        };
        if (!ended) parts.Add(Expected(forecast));
        return string.Join("; ", parts.Where(p => p.Length > 0));
    }

    static string Tasks(ApplicationRun run)
    {
        var jobs = run.Jobs.Where(j => j.Status == Job.Running).ToList();
        var tasks = jobs.Sum(j => (long)j.NumTasks);
        return tasks > 0 ? $": {Quantity.Count(jobs.Sum(j => (long)j.NumCompletedTasks))} of {Quantity.Count(tasks)} tasks done" : "";
    }

    static string Expected(RunForecast? f) => f switch
    {
        null => "",
        { Wall: { } wall } => $"expected: {Quantity.Duration(wall.Low)} to {Quantity.Duration(wall.High)}"
            + (f.Usd is { } usd ? $", ~{Quantity.Usd(usd.Low)} to ~{Quantity.Usd(usd.High)}" : "")
            + $" (8 runs in 10, by {f.Longer} earlier runs)",
        { Runs: < RunForecast.MinRuns } => $"no end expected: {RunForecast.MinRuns} earlier good runs are needed, {f.Runs} known",
        { Longer: >= RunForecast.MinRuns } => "no end expected: a stream has none",
        _ => $"no end expected: only {f.Longer} of {f.Runs} earlier runs took longer than this one has",
    };
}
