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
        var left = join.Clusters.Where(c => !found.ContainsKey(c.Key)).ToList();
        var starts = join.Targets.ByResourceManager.Where(r => !r.Value.Any(named.Contains)).ToList();
        foreach (var (started, members) in starts)
        {
            var fits = left.Where(c => Fits(c, given, started, members, runs)).ToList();
            if (fits.Count != 1) continue;
            var others = starts.Count(s => s.Key != started && Fits(fits[0], given, s.Key, s.Value, runs));
            if (others == 0) found[fits[0].Key] = [.. members];
        }
        // a run that names its cluster brings those that share its resource manager
        foreach (var (_, members) in join.Targets.ByResourceManager.Where(r => r.Value.Any(named.Contains)))
        {
            var homes = found.Where(f => f.Value.Any(members.Contains)).ToList();
            if (homes.Count != 1) continue;
            foreach (var m in members.Where(m => !homes[0].Value.Contains(m))) homes[0].Value.Add(m);
        }
        return found;
    }

    static bool Fits(KeyValuePair<string, HourlyCharge> cluster, GivenClusters given, long started, List<int> members,
        IReadOnlyList<CostedRun> runs)
    {
        var charge = cluster.Value;
        var first = charge.Hours.Keys.First();
        var (from, until) = given.Starts.TryGetValue(cluster.Key, out var start) ? (start.CreatedMs, start.ReadyMs + 1)
            : (first.FromMs, first.UntilMs + HourMs);
        return from <= started && started < until
            && members.All(m => runs[m].StartMs >= first.FromMs && SharedClusters.End(runs[m]) <= charge.Hours.Keys.Max(k => k.UntilMs));
    }
}
