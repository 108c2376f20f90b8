using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>A day on which a job cost far more than on its other days.</summary>
/// <param name="Job">The job.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Day">ISO, UTC.</param>
/// <param name="Runs">Its runs on that day.</param>
/// <param name="Usd">Their cost; null where core time was compared.</param>
/// <param name="CoreMs">Their paid core time.</param>
/// <param name="UsualUsd">Median of its other days; null where core time was compared.</param>
/// <param name="UsualCoreMs">The same in core time.</param>
/// <param name="Deviations">Distance from the median, in robust standard deviations (1.4826 times the median absolute deviation).</param>
public sealed record FleetUnusualDay(
    string Job, string Owner, string Day, int Runs, decimal? Usd, long CoreMs, decimal? UsualUsd, long UsualCoreMs, double Deviations);

/// <summary>Robust: median and median absolute deviation over the days of a job that are known.</summary>
static class UnusualDays
{
    /// <summary>Fewer days have no usual cost.</summary>
    const int LeastDays = 7;

    const double MadToSigma = 1.4826, Limit = 4, LeastSpread = 0.05, LeastGrowth = 1.5;

    /// <summary>Days of the period, the furthest first.</summary>
    /// <param name="all">All runs that are known before the period's end.</param>
    /// <param name="since">First day of the period.</param>
    /// <param name="untilExcl">Day after its last.</param>
    public static IReadOnlyList<FleetUnusualDay> Find(IReadOnlyList<CostedRun> all, DateOnly since, DateOnly untilExcl)
    {
        var found = new List<FleetUnusualDay>();
        foreach (var job in all.Where(r => r.Run is not null && r.Day < untilExcl).GroupBy(r => (r.Job, r.Owner)))
        {
            var byUsd = job.All(r => r.Usd is not null);
            var days = job.GroupBy(r => r.Day).Select(d => (Day: d.Key, Runs: d.Count(),
                Usd: byUsd ? d.Sum(r => r.Usd!.Value) : (decimal?)null, CoreMs: d.Sum(r => r.PaidCoreMs))).OrderBy(d => d.Day).ToList();
            if (days.Count < LeastDays) continue;
            double Of((DateOnly, int, decimal? Usd, long CoreMs) d) => byUsd ? (double)d.Usd!.Value : d.CoreMs;
            var median = Statistics.Median(days.Select(d => Of(d)));
            // a job that costs the same every day has no spread of its own
            var spread = Math.Max(MadToSigma * Statistics.Median(days.Select(d => Math.Abs(Of(d) - median))), LeastSpread * median);
            if (!(spread > 0)) continue;
            found.AddRange(days.Where(d => d.Day >= since && Of(d) >= LeastGrowth * median && (Of(d) - median) / spread > Limit)
                .Select(d => new FleetUnusualDay(job.Key.Job, job.Key.Owner, FleetSums.Iso(d.Day), d.Runs, d.Usd, d.CoreMs,
                    byUsd ? Math.Round((decimal)median, 6) : null, (long)Statistics.Median(days.Select(x => (double)x.CoreMs)),
                    Math.Round((Of(d) - median) / spread, 1))));
        }
        return [.. found.OrderByDescending(f => (f.Usd ?? 0) - (f.UsualUsd ?? 0)).ThenByDescending(f => f.CoreMs - f.UsualCoreMs)
            .ThenBy(f => f.Day, StringComparer.Ordinal).ThenBy(f => f.Job, StringComparer.Ordinal)];
    }
}
