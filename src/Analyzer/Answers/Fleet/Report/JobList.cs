using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Recurring work, one line a job.</summary>
static class JobList
{
    const decimal DaysAYear = 365;

    /// <summary>Largest first; those that are gone among them, at what they cost now: nothing.</summary>
    public static IReadOnlyList<FleetJob> Build(
        IReadOnlyList<CostedRun> now, IReadOnlyList<CostedRun> compared, IReadOnlyList<CostedRun> before, int days, Ranking ranking)
    {
        var earlier = before.Where(r => r.Run is not null).GroupBy(r => (r.Job, r.Owner)).ToDictionary(g => g.Key, g => g.ToList());
        var later = compared.Where(r => r.Run is not null).GroupBy(r => (r.Job, r.Owner)).ToDictionary(g => g.Key, g => g.ToList());
        var current = now.Where(r => r.Run is not null).GroupBy(r => (r.Job, r.Owner)).ToDictionary(g => g.Key, g => g.ToList());
        var jobs = current.Keys.Union(earlier.Keys)
            .Select(key => Make(current.GetValueOrDefault(key) ?? [], later.GetValueOrDefault(key) ?? [],
            earlier.GetValueOrDefault(key) ?? [], days, before.Count > 0, ranking));
        return [.. jobs.OrderByDescending(j => ranking.Key(j.Total)).ThenBy(j => j.Name, StringComparer.Ordinal)
            .ThenBy(j => j.Owner, StringComparer.Ordinal)];
    }

    static FleetJob Make(List<CostedRun> now, List<CostedRun> compared, List<CostedRun> before, int days, bool hasBefore, Ranking ranking)
    {
        var latest = now.Concat(before).MaxBy(r => r.StartMs)!;
        var total = FleetSums.Total(now);
        var (then, since) = (FleetSums.Total(before), FleetSums.Total(compared));
        return new FleetJob
        {
            Name = latest.Job,
            Owner = latest.Owner,
            Team = latest.Team,
            Platform = latest.Platform,
            Workload = latest.Run!.Workload ?? Workload.Batch,
            Trend = !hasBefore || before.Count > 0 && compared.Count > 0 ? JobTrend.Steady : before.Count > 0 ? JobTrend.Gone
                : compared.Count == now.Count ? JobTrend.New : JobTrend.Steady,
            IsFailing = latest.Run.Outcome == RunOutcome.Failed,
            Total = total,
            Before = before.Count > 0 ? then : null,
            ChangeUsd = hasBefore && (since.Usd ?? then.Usd) is not null ? (since.Usd ?? 0) - (then.Usd ?? 0) : null,
            ChangeCoreMs = hasBefore ? since.PaidCoreMs - then.PaidCoreMs : null,
            RunsAYear = Math.Round(now.Count * DaysAYear / days, 1, MidpointRounding.AwayFromZero),
            MedianWallMs = RunMedians.Of(now.Select(r => r.Run!.WallMs).OfType<long>()),
            LastStartMs = latest.StartMs,
            Waste = FleetSums.Waste(now, ranking),
        };
    }
}
