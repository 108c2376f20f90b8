using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// Charges applications that shared a cluster by their dominant share of it, moment by moment; what nobody held stays idle. docs/science.md
/// 6.
/// </summary>
static class SharedClusters
{
    /// <summary>
    /// A gap up to this long between two applications is taken as kept and billed: nobody starts a cluster anew for less.
    /// </summary>
    public const long KeptGapMs = 15 * 60_000;

    const long HourMs = 3_600_000;

    /// <summary>The clusters, and the runs at what they are charged; idle stands among the runs as items of nobody.</summary>
    public static (IReadOnlyList<FleetCluster> Clusters, IReadOnlyList<CostedRun> Runs) Charge(
        IReadOnlyList<CostedRun> runs, decimal? usdPerHour)
    {
        var clusters = new List<FleetCluster>();
        var charged = new Dictionary<CostedRun, CostedRun>(ReferenceEqualityComparer.Instance);
        var idle = new List<CostedRun>();
        foreach (var group in runs.Where(r => r.Run?.Cluster?.Id is not null && !r.IsBilled)
            .GroupBy(r => r.Run!.Cluster!.Id!, StringComparer.Ordinal)
            // the days of one stream share a cluster with nobody
            .Where(g => g.Select(r => r.Run!.Key.Uri).Distinct().Count() > 1))
        {
            var members = group.OrderBy(r => r.StartMs).ThenBy(r => r.Run!.Key.Uri, StringComparer.Ordinal).ToList();
            clusters.Add(Charge(group.Key, members, usdPerHour, charged, idle));
        }
        clusters = [.. clusters.OrderByDescending(c => c.BillUsd ?? 0).ThenByDescending(c => c.Shares.Sum(s => s.CoreMs))
            .ThenBy(c => c.Id, StringComparer.Ordinal)];
        return (clusters, [.. runs.Select(r => charged.GetValueOrDefault(r) ?? r), .. idle]);
    }

    static FleetCluster Charge(
        string id, List<CostedRun> members, decimal? usdPerHour, Dictionary<CostedRun, CostedRun> charged, List<CostedRun> idle)
    {
        var sweep = new DominantShares(members);
        decimal? bill = usdPerHour is { } rate ? BillingMath.Round6(rate * sweep.BilledMs / HourMs) : null;
        decimal? idleUsd = null;
        if (bill is { } total)
        {
            var days = sweep.IdleByDay.ToList();
            var parts = Apportion.Usd(total, [.. sweep.ShareMs.Select(AsWeight), .. days.Select(d => AsWeight(d.Value))]);
            for (var i = 0; i < members.Count; i++) charged[members[i]] = members[i].At(parts[i], Ground.Derived);
            for (var i = 0; i < days.Count; i++)
            {
                var usd = parts[members.Count + i];
                idle.Add(IdleOf(days[i].Key, usd, members[0].Platform, Ground.Derived));
            }
            idleUsd = parts.Skip(members.Count).Sum();
        }
        return new FleetCluster
        {
            Id = id,
            Runs = members.Count,
            FromMs = members[0].StartMs,
            UntilMs = members.Max(End),
            BilledMs = sweep.BilledMs,
            GapMs = sweep.GapMs,
            CapacityCores = (long)Math.Ceiling(sweep.CapacityCores),
            BillUsd = bill,
            IdleUsd = idleUsd,
            Shares = [.. members.GroupBy(m => (m.Job, m.Owner)).Select(g => new FleetClusterShare(g.Key.Job, g.Key.Owner, g.Count(),
                    bill is null ? null : g.Sum(m => charged[m].Usd!.Value), g.Sum(m => m.PaidCoreMs)))
                .OrderByDescending(s => s.Usd ?? 0).ThenByDescending(s => s.CoreMs).ThenBy(s => s.Job, StringComparer.Ordinal)
                .ThenBy(s => s.Owner, StringComparer.Ordinal)],
        };
    }

    /// <summary>What a cluster idled on a day, as an item of nobody.</summary>
    public static CostedRun IdleOf(DateOnly day, decimal usd, string platform, Ground ground) => new()
    {
        Owner = CostedRun.NobodysOwner,
        Job = CostedRun.NobodysOwner,
        Platform = platform,
        Day = day,
        Usd = usd,
        Ground = ground,
        Waste = [new WastePart(CostedRun.SharedIdle, 0, usd)],
    };

    static decimal AsWeight(double ms) => (decimal)Math.Round(Math.Max(0, ms), 6);

    internal static long End(CostedRun run) => run.StartMs + Math.Max(0, run.Run!.WallMs ?? 0);
}
