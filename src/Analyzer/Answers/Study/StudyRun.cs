using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Study;

/// <summary>A run on the time line of the portfolio.</summary>
/// <param name="Job">Place of its row.</param>
/// <param name="StartMs">From the line's start.</param>
/// <param name="Ms">Application time.</param>
/// <param name="Run">The log.</param>
/// <param name="Shape">Its executors.</param>
sealed record StudyRun(int Job, long StartMs, long Ms, ApplicationRun Run, RunShape Shape)
{
    /// <summary>vCPUs of executors at most, and the driver's.</summary>
    public int Vcpu => Shape.PeakExecutors * Shape.ExecutorCores + (Shape.IsLocal ? 0 : Shape.DriverCores);
}

/// <summary>When the runs were submitted, as they were, or laid onto one week where the logs are of different times.</summary>
sealed record StudyLine(IReadOnlyList<StudyRun> Runs, long SpanMs, bool Folded)
{
    const long DayMs = 86_400_000, WeekMs = 7 * DayMs;

    /// <summary>A pause longer than this between two runs: the logs are not of one period.</summary>
    const long LongestPauseMs = 8 * DayMs;

    public static StudyLine Arrange(IReadOnlyList<(int Job, ApplicationRun Run)> runs)
    {
        var timed = new List<(int Job, long Start, long Ms, ApplicationRun Run, RunShape Shape)>();
        foreach (var (job, run) in runs)
        {
            if (run.App.StartTimeMs is { } start && run.App.EndTimeMs is not null && run.ObservedMs is { } ms and > 0
                && RunShape.Read(run, out _) is { } shape) timed.Add((job, start, ms, run, shape));
        }
        if (timed.Count == 0) return new StudyLine([], 0, false);
        timed = [.. timed.OrderBy(t => t.Start).ThenBy(t => t.Run.App.Id, StringComparer.Ordinal)];
        var folded = timed.Zip(timed.Skip(1), (a, b) => b.Start - a.Start).Any(pause => pause > LongestPauseMs);
        if (!folded)
        {
            var first = timed[0].Start;
            return new StudyLine([.. timed.Select(t => new StudyRun(t.Job, t.Start - first, t.Ms, t.Run, t.Shape))],
                timed.Max(t => t.Start + t.Ms) - first, false);
        }
        return new StudyLine([.. timed.Select(t => new StudyRun(t.Job, t.Start % WeekMs, t.Ms, t.Run, t.Shape)).OrderBy(r => r.StartMs)
            .ThenBy(r => r.Run.App.Id, StringComparer.Ordinal)], WeekMs, true);
    }

    public decimal Weeks => (decimal)SpanMs / WeekMs;

    /// <summary>From less than a day no week or year is drawn.</summary>
    public bool TellsAPace => SpanMs >= DayMs;

    /// <summary>Null where the span is under a day: a year from less would be a guess.</summary>
    public decimal? Year(decimal? usd) => usd is { } u && TellsAPace ? BillingMath.Round6(u * 365.25m * DayMs / SpanMs) : null;

    /// <summary>Most of a quantity at one time.</summary>
    public int Peak(Func<StudyRun, int> quantity)
    {
        int now = 0, peak = 0;
        foreach (var (_, by) in Runs.SelectMany(r => new[] { (At: r.StartMs, By: quantity(r)), (At: r.StartMs + r.Ms, By: -quantity(r)) })
            .OrderBy(c => c.At).ThenBy(c => c.By))
        {
            now += by;
            peak = Math.Max(peak, now);
        }
        return peak;
    }
}
