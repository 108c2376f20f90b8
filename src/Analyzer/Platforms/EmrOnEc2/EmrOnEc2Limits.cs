using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>What a node of an EMR cluster holds, and what EMR accepts.</summary>
public static class EmrOnEc2Limits
{
    /// <summary>Types in a fleet with an allocation strategy (EMR management guide, instance fleets).</summary>
    public const int MaxFleetTypes = 30;

    /// <summary>Null when YARN places that many executors on a node of the type, else why not.</summary>
    /// <param name="book">Has the types.</param>
    /// <param name="type">Instance type.</param>
    /// <param name="executors">On one node; 0 asks for nothing.</param>
    /// <param name="executor">What a container asks for.</param>
    public static string? Problem(PriceBook book, string type, int executors, ExecutorPlan executor)
    {
        if (book.Type(type) is not { } facts) return $"{type} is not in the price list";
        if (executors == 0) return null;
        if (executor.Cores > facts.Vcpu)
            return FormattableString.Invariant(
                $"an executor of {Quantity.Plural(executor.Cores, "core")} on {type}, which has {facts.Vcpu} vCPUs");
        if (book.YarnMemoryOf(type) is not { } yarn) return $"YARN's memory on {type} is not known";
        return executors * executor.ContainerMib > yarn.Mib
            ? FormattableString.Invariant(
            $"{executors} executors of {executor.ContainerMib} MiB do not fit the {yarn.Mib} MiB that YARN has on {type}") : null;
    }

    /// <summary>Null when the driver fits a core node of the type, else why not.</summary>
    public static string? DriverProblem(PriceBook book, string type, long driverMib) =>
        book.YarnMemoryOf(type) is { } yarn && driverMib > yarn.Mib
        ? FormattableString.Invariant($"the driver's {driverMib} MiB do not fit the {yarn.Mib} MiB that YARN has on {type}") : null;

    /// <summary>Null when EMR starts the cluster as it is and YARN places every executor, else why not.</summary>
    internal static string? Problem(PriceBook book, OfferedCluster cluster)
    {
        if (cluster.ExecutorProblem() is { } whole) return whole;
        var x = cluster.Executor!;
        foreach (var (_, nodes) in EmrClusterPlan.ByRole(cluster))
        {
            var most = nodes.Max(n => n.ExecutorsPerNode);
            if (nodes.Select(n => Problem(book, n.InstanceType, most, x)).FirstOrDefault(p => p is not null) is { } why) return why;
        }
        var (primary, core) = (Of("primary"), Of("core"));
        if (primary.Count != 1 || primary[0] is not { Count: 1, Purchase: Purchase.OnDemand })
            return "a cluster has one primary node, On-Demand";
        if (core.Count == 0) return "a cluster has at least one core node";
        var room = cluster.Nodes.Sum(n => n.Count * n.ExecutorsPerNode);
        if (room < x.Count) return FormattableString.Invariant($"{Quantity.Plural(x.Count, "executor")} on nodes that hold {room}");
        return cluster.Driver is { InCluster: true } driver ? DriverProblem(book, core[0].InstanceType, driver.ContainerMib) : null;

        List<CandidateNodes> Of(string role) => [.. cluster.Nodes.Where(n => n.Role == role && n.Count > 0)];
    }

    /// <summary>
    /// Managed scaling and auto-termination: 5.30.0 and later, except 6.0.0 (EMR management guide). An unknown release is taken to have
    /// both.
    /// </summary>
    public static bool HasManagedScaling(string? releaseLabel) =>
        EmrRelease.Parse(releaseLabel) is not { } release || (release.CompareTo(new(5, 30)) >= 0 && release is not { Major: 6, Minor: 0 });

    /// <summary>
    /// The ADVANCED strategy of managed scaling: from 7.0 (EMR management guide). An unknown release is taken to have it.
    /// </summary>
    public static bool HasAdvancedScaling(string? releaseLabel) =>
        HasManagedScaling(releaseLabel) && (EmrRelease.Parse(releaseLabel) is not { } release || release.Major >= 7);
}
