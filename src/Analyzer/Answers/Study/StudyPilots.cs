using Rightsizer.Analyzer.Answers.Sizing;

namespace Rightsizer.Analyzer.Answers.Study;

/// <summary>Why a job is a pilot: a large part of today's cost, or a prediction with a wide band.</summary>
public enum PilotReason { Spend, Doubt }

/// <summary>A job to move first, and when that has worked.</summary>
/// <param name="JobName">The job.</param>
/// <param name="Reason">Why this one.</param>
/// <param name="SpendRatio">Its part of today's cost of all jobs that should move, 0 to 1.</param>
/// <param name="DoubtRatio">P90 over P50 of its predicted time, less 1.</param>
/// <param name="MaxUsd">A run may cost so much: P90 of the prediction; null without a price.</param>
/// <param name="DeadlineMs">Application time that nine runs in ten must meet: P90 of the prediction, at most the deadline.</param>
public sealed record StudyPilot(
    string JobName, PilotReason Reason, double SpendRatio, double DoubtRatio, decimal? MaxUsd, long DeadlineMs);

/// <summary>Three to five jobs that show whether the study is right: the most of the spend, and the most of the doubt.</summary>
static class StudyPilots
{
    const int BySpend = 3, AtMost = 5, Least = 3;

    /// <summary>A job with a smaller part of the spend teaches nothing about the bill.</summary>
    const double LeastSpend = 0.01;

    /// <summary>Largest spend first, then the most doubtful; none where fewer than three jobs should move.</summary>
    public static IReadOnlyList<StudyPilot> Choose(IReadOnlyList<StudyJob> jobs)
    {
        var moves = jobs.Where(j => j.Sizing is { Advice: SizingAdvice.Change, Pick.TimeMs.P50: > 0, DeadlineMs: > 0 }).ToList();
        if (moves.Count < Least) return [];
        var all = moves.Sum(SpendOf);
        var ranked = moves.Select(j => (Job: j, Ratio: all > 0 ? (double)(SpendOf(j) / all) : 0, DoubtRatio: DoubtOf(j)))
            .OrderByDescending(j => j.Ratio).ThenBy(j => j.Job.Name, StringComparer.Ordinal).ToList();
        var chosen = ranked.Take(BySpend).Select(j => Pilot(j, PilotReason.Spend)).ToList();
        chosen.AddRange(ranked.Skip(BySpend).Where(j => j.Ratio >= LeastSpend).OrderByDescending(j => j.DoubtRatio)
            .ThenBy(j => j.Job.Name, StringComparer.Ordinal).Take(AtMost - BySpend).Select(j => Pilot(j, PilotReason.Doubt)));
        return chosen;
    }

    static StudyPilot Pilot((StudyJob Job, double Ratio, double DoubtRatio) j, PilotReason reason) => new(
        j.Job.Name, reason, Math.Round(j.Ratio, 4), Math.Round(j.DoubtRatio, 4), j.Job.Sizing.Pick!.Usd?.P90,
        // from submit to end; what is slower than predicted has not worked, though a loose deadline may hold it
        Math.Min(j.Job.Sizing.DeadlineMs!.Value, j.Job.Sizing.Pick.TimeMs!.P90) - j.Job.Sizing.Pick.StartUpMs);

    /// <summary>Today's cost of a week, or of the runs that were given; 0 without a price.</summary>
    static decimal SpendOf(StudyJob j) => (j.Sizing.Baseline?.Usd?.P50 ?? 0) * (j.RunsPerWeek ?? j.Runs);

    static double DoubtOf(StudyJob j) => (double)j.Sizing.Pick!.TimeMs!.P90 / j.Sizing.Pick.TimeMs.P50 - 1;
}
