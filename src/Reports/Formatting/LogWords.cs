using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Reports.Formatting;

/// <summary>How much of a run its log holds, in a sentence with its causes, and what that puts in doubt.</summary>
static class LogWords
{
    /// <summary>
    /// The log is complete. / No gap is seen in the log. It has no X events, which nothing else in a log would show: whether cached data
    /// was released is not known. / The log is incomplete: 3 lines could not be read, it is cut off at the end.
    /// </summary>
    public static string Quality(ApplicationRun run)
    {
        var faults = Faults(run).ToList();
        if (run.Log.Grade == QualityGrade.NoGapSeen && faults.Count == 0) return NoGap + " " + Unverified(run.Log);
        var grade = run.Log.Grade switch
        {
            QualityGrade.Complete when faults.Count == 0 => "The log is complete",
            QualityGrade.Complete or QualityGrade.NoGapSeen => "The log is nearly complete",
            QualityGrade.Partial => "The log is incomplete",
            _ => "Most of the log is missing",
        };
        return grade + (faults.Count > 0 ? $": {string.Join(", ", faults)}." : ".");
    }

    /// <summary>As <see cref="Quality"/>, without the kinds of event of which nothing would show that they are missing.</summary>
    public static string Short(ApplicationRun run) =>
        run.Log.Grade == QualityGrade.NoGapSeen && !Faults(run).Any() ? NoGap : Quality(run);

    const string NoGap = "No gap is seen in the log.";

    /// <summary>With what it puts in doubt; null where nothing is.</summary>
    public static string? Doubt(ApplicationRun run) => IsWhole(run.Log) ? null : Quality(run) + " " + Consequence(run);

    /// <summary>Nothing is known to be missing.</summary>
    public static bool IsWhole(LogQuality log) => log.Grade is QualityGrade.Complete or QualityGrade.NoGapSeen && !LostLines(log);

    /// <summary>It has no X events, which nothing else would show: what is not known.</summary>
    static string Unverified(LogQuality log) => string.Join(' ', log.UnverifiedEvents.Select(
        u => $"It has no {u.Event} events, which nothing else in a log would show: {u.PutsInDoubt}."));

    static bool LostLines(LogQuality log) => log.MalformedLines > 0 || log.Truncated;

    static IEnumerable<string> Faults(ApplicationRun run)
    {
        var log = run.Log;
        if (log.MalformedLines > 0) yield return $"{Quantity.Plural(log.MalformedLines, "line")} could not be read";
        if (log.Truncated) yield return "it is cut off at the end";
        if (log.LacksWork) yield return "a part of it is missing or was compacted by Spark";
        if (run.App.StartTimeMs is null) yield return "it has no application start";
        else if (run.App.EndTimeMs is null && !log.Truncated) yield return "it has no application end";
        if (log.MissingEvents.Count == 1) yield return $"it has no {log.MissingEvents[0].Event} events";
        else if (log.MissingEvents.Count > 1) yield return $"{log.MissingEvents.Count} kinds of event are missing";
        if (log.Implausible.Count > 0)
            yield return $"{Quantity.Plural(log.Implausible.Sum(f => f.Count), "value")} in it cannot be true";
        if (log.RebuiltTasks > 0) yield return $"{Quantity.Plural(log.RebuiltTasks, "task start")} are not in it";
        if (log.InferredExecutors > 0) yield return $"the cores of {Quantity.Plural(log.InferredExecutors, "executor")} are not in it";
        if (log.UnfinishedJobs > 0 || log.UnfinishedQueries > 0) yield return "work was not finished";
    }

    static string Consequence(ApplicationRun run)
    {
        var log = run.Log;
        if (log.Implausible.Any(f => f.PutsInDoubt == DoubtSubject.Time)) return "Times are in doubt.";
        if (log.Implausible.Any(f => f.PutsInDoubt == DoubtSubject.Money) || log.InferredExecutors > 0)
            return "What was paid for is in doubt.";
        return "Totals may be too low.";
    }
}
