using Rightsizer.Analyzer.Answers.Fleet.Report;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>Which runs were on which cluster of the bill.</summary>
static class ClusterRuns
{
    const long HourMs = 3_600_000;

    /// <summary>
    /// By the cluster's id in the log's place or the run's tags. Else by time: YARN's resource manager starts when its cluster does, so a
    /// cluster whose first hours hold the one start, and no other cluster's do, is the one; all runs must lie within its time.
    /// </summary>
    public static IReadOnlyDictionary<string, List<int>> Find(IReadOnlyList<CostedRun> runs, BillJoin join, GivenClusters given)
    {
        var found = join.Targets.ByCluster.Where(c => join.Clusters.ContainsKey(c.Key))
            .ToDictionary(c => c.Key, c => new List<int>(c.Value), StringComparer.Ordinal);
        var named = found.Values.SelectMany(r => r).ToHashSet();
        List<Time> left = [.. join.Clusters.Where(c => !found.ContainsKey(c.Key)).Select(c => TimeOf(c.Key, c.Value, given))];
        List<Start> starts = [.. join.Targets.ByResourceManager.Where(r => !r.Value.Any(named.Contains)).Select(r => new Start(
            r.Key, r.Value.Min(m => runs[m].StartMs), r.Value.Max(m => SharedClusters.End(runs[m])), r.Value))];
        foreach (var start in left.Count == 0 ? [] : starts)
        {
            var fits = left.Where(c => Fits(c, start)).Take(2).ToList();
            if (fits.Count == 1 && starts.Count(s => Fits(fits[0], s)) == 1) found[fits[0].Cluster] = [.. start.Members];
        }
        // a run that names its cluster brings those that share its resource manager
        var homes = found.SelectMany(f => f.Value.Select(r => (Run: r, Cluster: f.Key))).ToLookup(h => h.Run, h => h.Cluster);
        foreach (var (_, members) in join.Targets.ByResourceManager.Where(r => r.Value.Any(named.Contains)))
        {
            var known = members.SelectMany(m => homes[m]).Distinct(StringComparer.Ordinal).Take(2).ToList();
            if (known.Count == 1) found[known[0]].AddRange(members.Except(found[known[0]]));
        }
        return found;
    }

    /// <summary>Its resource manager started from the first to before the second time; its runs are between the others.</summary>
    readonly record struct Time(string Cluster, long FromMs, long UntilMs, long FirstMs, long LastMs);

    /// <summary>A start of a resource manager, and its runs.</summary>
    readonly record struct Start(long AtMs, long FirstMs, long LastMs, List<int> Members);

    static Time TimeOf(string cluster, HourlyCharge charge, GivenClusters given)
    {
        var first = charge.Hours.Keys.First();
        var (from, until) = given.Starts.TryGetValue(cluster, out var start) ? (start.CreatedMs, start.ReadyMs + 1)
            : (first.FromMs, first.UntilMs + HourMs);
        return new(cluster, from, until, first.FromMs, charge.Hours.Keys.Max(k => k.UntilMs));
    }

    static bool Fits(Time cluster, Start start) => cluster.FromMs <= start.AtMs && start.AtMs < cluster.UntilMs
        && start.FirstMs >= cluster.FirstMs && start.LastMs <= cluster.LastMs;
}
