using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>The offered nodes that hold a run's executors and have a price, in the order in which they are offered.</summary>
/// <remarks>Runs of a job ask for the same executors day by day, so what fits is kept for the runs to come.</remarks>
sealed class NodeFits
{
    /// <summary>More kinds of executors than this, and all are forgotten.</summary>
    const int MostKept = 200;

    static readonly ConditionalWeakTable<PriceBook, ConcurrentDictionary<NodeFitsKey, NodeFits>> known = new();

    NodeFits(NodeFit[] all) => (All, Silicons) = (all, [.. all.Select(f => f.Node.Silicon).Distinct()]);

    public NodeFit[] All { get; }

    /// <summary>Of the nodes.</summary>
    public Silicon[] Silicons { get; }

    /// <summary>Of all types of the key's architecture.</summary>
    /// <param name="book">Of the prices.</param>
    /// <param name="key">All that <paramref name="fit"/> looks at.</param>
    /// <param name="emr">As in <see cref="OfferedNode.UsdPerHour"/>.</param>
    /// <param name="fit">Executors on a node, and nodes; 0 where the node does not hold them.</param>
    public static NodeFits Find(PriceBook book, NodeFitsKey key, bool emr, Func<OfferedNode, (int PerNode, int Nodes)> fit)
    {
        var kept = known.GetOrCreateValue(book);
        if (kept.TryGetValue(key, out var found)) return found;
        if (kept.Count >= MostKept) kept.Clear();
        var fits = new List<NodeFit>();
        foreach (var node in OfferedNode.All(book, key.Region, key.Arch))
        {
            var (perNode, nodes) = fit(node);
            if (perNode >= 1 && nodes >= 1 && node.UsdPerHour(emr) is { } usd) fits.Add(new(node, perNode, nodes, usd));
        }
        return kept[key] = new([.. fits]);
    }
}

/// <summary>So many nodes of a type.</summary>
/// <param name="Node">Of the type.</param>
/// <param name="PerNode">Executors that a node holds.</param>
/// <param name="Nodes">That hold all.</param>
/// <param name="UsdPerHour">Of one node.</param>
sealed record NodeFit(OfferedNode Node, int PerNode, int Nodes, decimal UsdPerHour)
{
    /// <summary>An hour of all nodes, as a double.</summary>
    public double RoughUsd { get; } = Nodes * (double)UsdPerHour;
}

/// <summary>What decides which nodes hold a run's executors.</summary>
/// <param name="Region">Of the prices.</param>
/// <param name="Arch">x86_64 or arm64.</param>
/// <param name="Cores">Of an executor.</param>
/// <param name="Executors">At one time at most.</param>
/// <param name="ContainerMib">Of an executor.</param>
/// <param name="MasterMib">Of the application master or the driver.</param>
readonly record struct NodeFitsKey(string Region, string Arch, int Cores, int Executors, long ContainerMib, long MasterMib)
{
    /// <summary>Of EMR on EC2; null where it is not known, and for pods.</summary>
    public string? Release { get; init; }

    /// <summary>The nodes are bought on the Spot market.</summary>
    public bool OnSpot { get; init; }

    /// <summary>Of a driver that is a pod; 0 on YARN.</summary>
    public int DriverCores { get; init; }

    /// <summary>Driver and executor are one.</summary>
    public bool IsLocal { get; init; }
}
