using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>
/// What the real EMR cluster cost: whole lives of its nodes when it lived for this run, else their seconds while the run ran.
/// </summary>
static class ActualCluster
{
    public static Ledger? Price(ApplicationRun run, ClusterFile cluster, LedgerBuilder ledger, PriceBook book, long ms, out string? missing)
    {
        missing = null;
        var shared = SharedBecause(cluster, run);
        var ownLife = shared is null;
        if (run.App.StartTimeMs is not { } start || run.CountedUntilMs is not { } end)
        {
            if (!ownLife)
            {
                missing = "the log holds no start and end of the application, and the cluster outlives it";
                return null;
            }
            (start, end) = (cluster.CreatedMs ?? 0, cluster.EndedMs ?? cluster.CreatedMs ?? 0);
        }
        var nodes = cluster.Instances.Count > 0 ? Instances(cluster, ownLife, start, end) : Groups(cluster, ownLife, start, end);
        if (nodes.Count == 0)
        {
            missing = cluster.HasFleets
                ? "describe-cluster does not count the instances of fleets: add what `aws emr list-instances` prints to the file"
                : "the cluster file names no instance that was there while the run ran";
            return null;
        }
        EmrOnEc2Billing.Add(ledger, book, cluster.ReleaseLabel ?? RunRelease.Detect([run]), nodes);
        ledger.Note(shared is null ? "the nodes' whole lives are this run's: the cluster ends with its steps"
            : $"the cluster {shared}: its nodes' seconds while the application ran; other applications on it are not seen");
        if (cluster is { Scaling: { Moves: true } scaling })
        {
            ledger.Note($"managed scaling, {scaling.Words}, " + (cluster.Instances.Count > 0
                ? "changes the number of nodes: each is counted for its own time"
                : "changed the number of nodes, and describe-cluster gives only one: add what `aws emr list-instances` prints"));
        }
        ledger.Note("AWS bills EBS by the calendar month of 28 to 31 days, here a month is 730 hours: up to 9 % on those lines");
        return ledger.Build(
            LedgerKind.GivenCluster, FormattableString.Invariant(
                $"EMR on EC2, the cluster given: {Quantity.Plural(nodes.Sum(n => n.Count), "node")}"), ms);
    }

    /// <summary>
    /// Null where the cluster lived for this run alone: it ends with its steps, this was its first application, and it neither stood long
    /// before the run nor long after it. Else what of these is not so, for people.
    /// </summary>
    public static string? SharedBecause(ClusterFile cluster, ApplicationRun run)
    {
        if (!EndsWithItsSteps(cluster)) return "outlives the run";
        var yarn = YarnCluster.Parse(run);
        if (YarnCluster.IsLaterAttempt(run)) return $"ran an earlier attempt too (this is attempt {run.App.AttemptId})";
        if (yarn is { Number: > 1 })
            return FormattableString.Invariant($"ran other applications too (this is its application {yarn.Number})");
        // without the id, the time at which the cluster took steps stands for the start of its resource manager
        var upMs = yarn?.UpMs(run) ?? run.App.StartTimeMs - (cluster.ReadyMs ?? cluster.CreatedMs);
        if (upMs > YarnCluster.OwnClusterWithinMs) return $"was up for {Quantity.Duration(upMs)} before the run";
        var afterMs = cluster.OverMs - run.CountedUntilMs;
        return afterMs > YarnCluster.OwnClusterWithinMs ? $"was up for {Quantity.Duration(afterMs)} after the run" : null;
    }

    static bool EndsWithItsSteps(ClusterFile cluster) =>
        cluster.AutoTerminate ?? (cluster.Instances.Count > 0 && cluster.Instances.All(i => i.EndedMs is not null));

    static List<NodeUse> Instances(ClusterFile cluster, bool ownLife, long start, long end)
    {
        var nodes = new List<NodeUse>();
        foreach (var i in cluster.Instances)
        {
            var group = cluster.Groups.FirstOrDefault(g => g.Id is not null && g.Id == i.GroupId);
            long from = i.CreatedMs ?? start, until = i.EndedMs ?? cluster.EndedMs ?? end;
            if (!ownLife) (from, until) = (Math.Max(from, start), Math.Min(until, end));
            // a node that was not there while the run ran is not its cost
            if (!ownLife && until <= from) continue;
            nodes.Add(new NodeUse
            {
                Role = group?.Role ?? "node",
                InstanceType = i.InstanceType,
                Seconds = Math.Max(0, until - from) / 1000m,
                IsPartOfLife = !ownLife,
                Purchase = i.IsSpot ? Purchase.Spot : Purchase.OnDemand,
                Zone = cluster.SpotZone,
                InterruptedByEc2 = i.InterruptedByEc2,
                LifeSeconds = i.EndedMs - i.CreatedMs is { } life ? life / 1000m : null,
                RootVolume = RootOf(cluster),
                Volumes = group?.Volumes.GetValueOrDefault(i.InstanceType),
                Ground = !ownLife || (i.CreatedMs is not null && (i.EndedMs ?? cluster.EndedMs) is not null) ? Ground.Measured
                    : Ground.Assumed,
            });
        }
        return nodes;
    }

    static List<NodeUse> Groups(ClusterFile cluster, bool ownLife, long start, long end)
    {
        var known = ownLife && cluster is { CreatedMs: not null, EndedMs: not null };
        // without a life of the nodes: the application's time, and the start-up of a transient cluster
        var seconds = known ? (cluster.EndedMs!.Value - cluster.CreatedMs!.Value) / 1000m
            : (end - start) / 1000m + (ownLife ? EmrOnEc2Platform.StartUp.Value : 0);
        return [.. cluster.Groups.Where(g => g.InstanceType is not null && g.Count > 0).Select(g => new NodeUse
        {
            Role = g.Role,
            InstanceType = g.InstanceType!,
            Count = g.Count,
            Seconds = Math.Max(0, seconds),
            IsPartOfLife = !ownLife,
            Purchase = g.IsSpot ? Purchase.Spot : Purchase.OnDemand,
            Zone = cluster.SpotZone,
            RootVolume = RootOf(cluster),
            Volumes = g.Volumes.GetValueOrDefault(g.InstanceType!),
            // of a cluster that scales, one number of nodes is not that of its whole life
            Ground = (known || !ownLife) && (g.Role == "primary" || cluster.Scaling is not { Moves: true }) ? Ground.Measured
                : Ground.Assumed,
        })];
    }

    /// <summary>The size that the cluster names, of the release's type; only gp3 has IOPS and throughput of its own.</summary>
    internal static EbsVolume? RootOf(ClusterFile cluster) => cluster.RootVolume is not { } root ? null
        : root.Iops is null && root.ThroughputMibps is null
        ? root with { Type = EmrRelease.RootVolume(EmrRelease.Parse(cluster.ReleaseLabel)).Type } : root;
}
