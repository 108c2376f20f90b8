using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>
/// Shares out what clusters, applications and jobs were billed to the runs that were on them. Nothing is lost on the way.
/// </summary>
sealed class BillShares(IReadOnlyList<CostedRun> runs, BillJoin join, GivenClusters given)
{
    const long HourMs = 3_600_000;

    /// <summary>Shares are rounded to this many places; what rounding leaves goes to the last part.</summary>
    const int Places = 12;

    public List<BillCluster> Clusters { get; } = [];

    /// <summary>Idle of clusters by UTC day.</summary>
    public SortedDictionary<DateOnly, decimal> IdleByDay { get; } = [];

    public void ShareOut()
    {
        join.ShareOutPods();
        var found = ClusterRuns.Find(runs, join, given);
        foreach (var (id, charge) in join.Clusters.OrderBy(c => c.Key, StringComparer.Ordinal))
        {
            var members = found.GetValueOrDefault(id) ?? [];
            if (members.Count == 0)
            {
                Nobodys(id, charge);
                Clusters.Add(new BillCluster(id, charge.TotalUsd, 0, 0, 0));
            }
            else Cluster(id, charge, members);
        }
        Clusters.Sort((a, b) => (-a.BilledUsd).CompareTo(-b.BilledUsd) is not 0 and var order ? order : string.CompareOrdinal(a.Id, b.Id));
        foreach (var (id, charge) in join.Applications.OrderBy(a => a.Key, StringComparer.Ordinal))
            ByTime(id, charge, join.Targets.ByApplication.GetValueOrDefault(id) ?? [], BillMatch.ApplicationShare);
        foreach (var (name, charge) in join.GlueJobs.OrderBy(a => a.Key, StringComparer.Ordinal))
            ByTime(name, charge, join.Targets.ByGlueJob.GetValueOrDefault(name) ?? [], BillMatch.JobShare);
    }

    void Cluster(string id, HourlyCharge charge, List<int> members)
    {
        foreach (var m in members) join.Runs[m].HasUnknownCost |= charge.HasUnknownCost || join.HasUnreadable(id);
        var before = members.ConvertAll(m => join.Runs[m].TotalUsd);
        var own = members.Count == 1 && IsOwn(charge, runs[members[0]]);
        var weights = own ? null : Held(charge, members);
        decimal toRuns = 0, idle = 0;
        foreach (var (time, hour) in charge.Hours)
        {
            var held = weights?[time];
            foreach (var (service, usd) in hour.Usd)
            {
                var left = usd;
                if (own) Give(members[0], service, usd, BillMatch.Cluster, ref left);
                else
                {
                    var whole = Math.Max(Live(time, hour), held!.Sum());
                    for (var i = 0; i < members.Count && whole > 0; i++)
                        Give(members[i], service, Part(usd, held![i], whole), BillMatch.ClusterShare, ref left);
                }
                toRuns += usd - left;
                idle += left;
                if (left == 0) continue;
                var day = CostedRun.DayOf(time.FromMs);
                IdleByDay[day] = IdleByDay.GetValueOrDefault(day) + left;
            }
        }
        for (var i = 0; i < members.Count; i++)
            join.Runs[members[i]].CommittedUsd += (join.Runs[members[i]].TotalUsd - before[i]) * charge.CoveredRatio;
        foreach (var m in members) join.Runs[m].Lines += own ? charge.Hours.Values.Sum(h => h.Lines) : 0;
        Clusters.Add(new BillCluster(id, toRuns + idle, toRuns, idle, members.Count));
    }

    void Give(int run, CostService service, decimal usd, BillMatch by, ref decimal left)
    {
        if (usd == 0 && by == BillMatch.ClusterShare) return;
        join.Runs[run].Add(service, usd, by);
        left -= usd;
    }

    /// <summary>The cluster lived for this run: its nodes' hours and the run's time are the same to an hour.</summary>
    static bool IsOwn(HourlyCharge charge, CostedRun run)
    {
        var (first, last) = (charge.Hours.Keys.First(), charge.Hours.Keys.Max(k => k.UntilMs));
        var margin = Math.Max(HourMs, first.UntilMs - first.FromMs) + HourMs;
        var lived = charge.Hours.Values.Sum(h => h.NodeMs);
        return run.StartMs - first.FromMs <= margin && last - SharedClusters.End(run) <= margin
            && (lived == 0 || lived <= (run.Run!.WallMs ?? 0) + HourMs);
    }

    static double Live((long FromMs, long UntilMs) time, HourlyCharge.Hour hour) =>
        hour.NodeMs > 0 ? hour.NodeMs : Math.Max(0, time.UntilMs - time.FromMs);

    /// <summary>By hour of the bill and run: its share of the cluster over time.</summary>
    Dictionary<(long FromMs, long UntilMs), double[]> Held(HourlyCharge charge, List<int> members)
    {
        var hours = charge.Hours.Keys.ToArray();
        var held = hours.ToDictionary(h => h, _ => new double[members.Count]);
        _ = new DominantShares([.. members.Select(m => runs[m])], (run, from, ms, share) =>
        {
            foreach (var hour in hours)
            {
                if (hour.FromMs >= from + ms) break;
                var overlap = Math.Min(hour.UntilMs, from + ms) - Math.Max(hour.FromMs, from);
                if (overlap > 0) held[hour][run] += overlap * share;
            }
        });
        return held;
    }

    /// <summary>By core time in each hour; where nothing ran it is nobody's.</summary>
    void ByTime(string id, HourlyCharge charge, List<int> members, BillMatch by)
    {
        foreach (var m in members) join.Runs[m].HasUnknownCost |= charge.HasUnknownCost || join.HasUnreadable(id);
        foreach (var (time, hour) in charge.Hours)
        {
            var weights = members.Select(m => Weight(runs[m], time)).ToArray();
            var sum = weights.Sum();
            foreach (var (service, usd) in hour.Usd)
            {
                if (sum <= 0)
                {
                    join.AddNobodys(BillServices.Word(service), hour.UsageType, id, BillReasons.NoRun, usd, hour.Lines);
                    continue;
                }
                var left = usd;
                var last = Array.FindLastIndex(weights, w => w > 0);
                for (var i = 0; i <= last; i++)
                {
                    if (weights[i] <= 0) continue;
                    var part = i == last ? left : Part(usd, weights[i], sum);
                    join.Runs[members[i]].Add(service, part, by);
                    left -= part;
                }
            }
        }
    }

    static double Weight(CostedRun run, (long FromMs, long UntilMs) time)
    {
        var overlap = Math.Min(time.UntilMs, SharedClusters.End(run)) - Math.Max(time.FromMs, run.StartMs);
        var wall = Math.Max(1, run.Run!.WallMs ?? 1);
        return overlap <= 0 ? 0 : Math.Max(1, (double)run.PaidCoreMs * overlap / wall);
    }

    void Nobodys(string id, HourlyCharge charge)
    {
        foreach (var hour in charge.Hours.Values)
        {
            var lines = hour.Lines;
            foreach (var (service, usd) in hour.Usd)
            {
                join.AddNobodys(BillServices.Word(service), "", id, BillReasons.NoRun, usd, lines);
                lines = 0;
            }
        }
    }

    static decimal Part(decimal usd, double part, double whole) => Floor(usd * (decimal)Math.Clamp(part / whole, 0, 1));

    /// <summary>Rounded towards nought: parts never sum to more than the whole.</summary>
    public static decimal Floor(decimal usd) => Math.Round(usd, Places, MidpointRounding.ToZero);
}
