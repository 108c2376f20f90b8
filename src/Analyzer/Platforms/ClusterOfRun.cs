using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms.Glue;
using Rightsizer.EventLogParser.Redacting;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>
/// Whether a described cluster or job run can be the one behind a log: platform, ids, times, region, hosts and processor must not
/// contradict each other. What only one of the two names contradicts nothing.
/// </summary>
static class ClusterOfRun
{
    /// <summary>Without the cluster file where it cannot be the run's; <see cref="PriceContext.ClusterNotUsed"/> then says why.</summary>
    public static PriceContext For(this PriceContext pricing, ApplicationRun run) =>
        pricing.Cluster is { } cluster && Contradiction(run, cluster, pricing.Book) is { } why
            ? pricing with
            {
                Cluster = null,
                ClusterNotUsed = $"the cluster file is of another run and is not used: {why}",
            }
            : pricing;

    /// <summary>Null where the cluster or job run can be the run's.</summary>
    static string? Contradiction(ApplicationRun run, ClusterFile cluster, PriceBook book) =>
        OfPlatform(run, cluster) ?? OfJobRun(run, cluster) ?? GlueRunOfLog.Contradiction(run, cluster.GlueRuns)
        ?? OfNodes(run, cluster) ?? OfRegion(run, cluster) ?? OfHosts(run, cluster) ?? OfArchitecture(run, cluster, book);

    static string? OfPlatform(ApplicationRun run, ClusterFile cluster) =>
        PlatformCatalog.Find(RunPlatform.Detect(run)) is { } ran && !ran.IsOf(cluster)
        && PlatformCatalog.ByEvidence.FirstOrDefault(p => p.IsOf(cluster)) is { } described
            ? $"it describes {described.Name}, and the log is from {ran.Name}" : null;

    /// <summary>On EMR Serverless the application's id is that of the job run.</summary>
    static string? OfJobRun(ApplicationRun run, ClusterFile cluster)
    {
        if (cluster.JobRunId is { } given && PlatformTraces.IsServerlessJobRunId(run.App.Id))
            return run.App.Id == given || run.App.Id == RedactionGate.AppId(given) ? null
                : $"it describes another job run than the log's, {run.App.Id}";
        return OfTimes(run, cluster.JobRunCreatedMs, cluster.JobRunEndedMs, "the job run");
    }

    static string? OfNodes(ApplicationRun run, ClusterFile cluster)
    {
        // the id of a YARN application holds the start of the cluster's resource manager
        return OfTimes(run, cluster.BeganMs, cluster.OverMs, "its cluster")
            ?? (YarnCluster.Parse(run) is { } yarn && cluster.BeganMs is { } created
                && yarn.StartedMs < created - YarnCluster.ClockErrorMs
                ? $"its cluster was created at {Iso(created)}, and YARN of the log's cluster started at {Iso(yarn.StartedMs)}" : null);
    }

    /// <summary>A run is within the life of what it ran on.</summary>
    internal static string? OfTimes(ApplicationRun run, long? from, long? until, string what)
    {
        var (start, end) = (run.App.StartTimeMs, run.CountedUntilMs);
        if (start < from - YarnCluster.ClockErrorMs)
            return $"{what} was created at {Iso(from!.Value)}, after the run began ({Iso(start!.Value)})";
        if (start > until + YarnCluster.ClockErrorMs)
            return $"{what} ended at {Iso(until!.Value)}, before the run began ({Iso(start!.Value)})";
        return end > until + YarnCluster.ClockErrorMs
            ? $"{what} ended at {Iso(until!.Value)}, before the run ended ({Iso(end!.Value)})" : null;
    }

    static string? OfRegion(ApplicationRun run, ClusterFile cluster) =>
        cluster.Region is { } given && RunRegion.OfHosts(run) is { } own && own != given
            ? $"it is in {given}, and the run's hosts are in {own}" : null;

    /// <summary>
    /// None of the run's hosts is among the cluster's, where both have the names that EC2 gives: "ip-10-0-0-1", "i-0abc". Those of a
    /// redacted log are others.
    /// </summary>
    static string? OfHosts(ApplicationRun run, ClusterFile cluster)
    {
        var given = cluster.Instances.Select(i => i.PrivateDnsName).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var own = run.WorkerExecutors.Select(e => e.HostName)
            .Where(h => RunRegion.OfHost(h) is not null && (h.StartsWith("ip-", StringComparison.Ordinal)
                || h.StartsWith("i-", StringComparison.Ordinal))).ToList();
        return given.Count > 0 && given.Count == cluster.Instances.Count && own.Count > 0 && !own.Any(given.Contains)
            ? $"none of its instances is a host of the run, such as {own[0]}" : null;
    }

    static string? OfArchitecture(ApplicationRun run, ClusterFile cluster, PriceBook book)
    {
        if (run.Environment.Architecture is not { } own) return null;
        var types = cluster.Instances.Select(i => i.InstanceType).Concat(cluster.Groups.Select(g => g.InstanceType).OfType<string>())
            .Distinct(StringComparer.Ordinal).Select(t => book.Type(t)?.Arch).ToList();
        // the driver is on one of the nodes
        if (types.Count == 0) types = [cluster.Architecture];
        return types.Contains(null) || types.Contains(own) ? null : $"it has {types[0]} processors, and the run's driver was on {own}";
    }

    static string Iso(long ms) => ms is < 0 or > 253_402_300_799_999 ? FormattableString.Invariant($"{ms} ms")
        : DateTimeOffset.FromUnixTimeMilliseconds(ms).ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
