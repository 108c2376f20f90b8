using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>So many nodes of a type, each with room for so many executors.</summary>
sealed record NodeChoice(InstanceType Type, int Nodes, int ExecutorsPerNode)
{
    // Spark's application master in client mode: 512 MiB and the least overhead
    public const long ApplicationMasterMib = 512 + SparkMemory.MinOverheadMib;

    /// <summary>
    /// The nodes on which the run costs least, of all types that EMR of that release runs; null when none holds the executors.
    /// </summary>
    /// <param name="run">To be moved.</param>
    /// <param name="arch">x86_64 or arm64.</param>
    /// <param name="containerMib">Of an executor.</param>
    /// <param name="masterMib">Of the application master, or the driver in cluster mode.</param>
    /// <param name="purchase">Of the nodes; Spot only where the type has a Spot price.</param>
    public static NodeChoice? ForYarn(IMovedRun run, string arch, long containerMib, long masterMib, Purchase purchase)
    {
        var (shape, release) = (run.Shape, run.Release);
        var key = new NodeFitsKey(run.Region, arch, shape.ExecutorCores, shape.PeakExecutors, containerMib, masterMib)
        {
            Release = release,
            OnSpot = purchase == Purchase.Spot,
        };
        return Cheapest(run, NodeFits.Find(run.Book, key, emr: true, node =>
            InYarn(node, shape, containerMib, masterMib) is { PerNode: > 0 } fit && node.Type.RunsOnEmr(release)
            && (purchase == Purchase.OnDemand || node.HasSpot) ? fit : (0, 0)));
    }

    /// <summary>The same for pods: a tenth of a vCPU and of the memory is left to the node, and the driver is a pod as well.</summary>
    public static NodeChoice? ForPods(IMovedRun run, string arch, long containerMib, long driverMib)
    {
        var shape = run.Shape;
        var key = new NodeFitsKey(run.Region, arch, shape.ExecutorCores, shape.PeakExecutors, containerMib, driverMib)
        {
            DriverCores = shape.DriverCores,
            IsLocal = shape.IsLocal,
        };
        return Cheapest(run, NodeFits.Find(run.Book, key, emr: false, node =>
        {
            var (mib, vcpu) = (node.PodMib, node.PodVcpu);
            var perNode = (int)Math.Min(mib / containerMib, vcpu / shape.ExecutorCores);
            if (perNode < 1) return (0, 0);
            if (shape.IsLocal) return (perNode, 1);
            var besideDriver = Math.Min((mib - driverMib) / containerMib, (vcpu - shape.DriverCores) / shape.ExecutorCores);
            return mib < driverMib || vcpu < shape.DriverCores ? (0, 0)
                : (perNode, 1 + NodesFor(Math.Max(0, shape.PeakExecutors - (int)besideDriver), perNode));
        }));
    }

    static (int PerNode, int Nodes) InYarn(OfferedNode node, RunShape shape, long containerMib, long masterMib)
    {
        if (node.YarnMib is not { } yarnMib) return (0, 0);
        var perNode = (int)Math.Min(yarnMib / containerMib, node.Type.Vcpu / shape.ExecutorCores);
        return perNode < 1 ? (0, 0) : (perNode, NodesWithMaster(shape.PeakExecutors, perNode, yarnMib, containerMib, masterMib));
    }

    /// <summary>
    /// Nodes for the executors and the application master (or the driver in cluster mode), which takes the room that executors leave on a
    /// node, or one more node; 0 where no node holds it.
    /// </summary>
    public static int NodesWithMaster(int executors, int perNode, long yarnMib, long containerMib, long masterMib)
    {
        if (masterMib > yarnMib) return 0;
        var nodes = NodesFor(executors, perNode);
        if (nodes == 0) return 1;
        var onLast = executors - (nodes - 1) * perNode;
        var room = Math.Max(nodes > 1 ? yarnMib - perNode * containerMib : 0, yarnMib - onLast * containerMib);
        return room >= masterMib ? nodes : nodes + 1;
    }

    /// <summary>Busy vCPUs of a node over its vCPUs when all its executors are at work; 1 at most.</summary>
    public double OccupancyOf(RunShape shape) => Occupancy(Type, ExecutorsPerNode, shape);

    static double Occupancy(InstanceType type, int perNode, RunShape shape) =>
        Math.Min(1, (double)Math.Min(perNode, shape.PeakExecutors) * shape.ExecutorCores / type.Vcpu);

    static int NodesFor(int executors, int perNode) => (executors + perNode - 1) / perNode;

    static NodeChoice? Cheapest(IMovedRun run, NodeFits fits) => Cheapest(fits,
        // no node is faster than one that has nothing else to do
        fits.Silicons.Length == 0 ? 1 : fits.Silicons.Min(s => run.TimeRatio(new Machine(s.Kind, s, 0))),
        fit => run.TimeRatio(fit.Node.Machine(Occupancy(fit.Node.Type, fit.PerNode, run.Shape))));

    /// <param name="fits">Nodes that hold the executors.</param>
    /// <param name="leastRatio">No node has a lower <paramref name="timeRatio"/>.</param>
    /// <param name="timeRatio">Time on such nodes over the time seen.</param>
    static NodeChoice? Cheapest(NodeFits fits, double leastRatio, Func<NodeFit, double> timeRatio)
    {
        (NodeChoice Choice, decimal Usd)? best = null;
        var limit = double.MaxValue;
        foreach (var fit in fits.All)
        {
            // nearly all types are dearer however fast they are
            if (fit.RoughUsd * leastRatio > limit) continue;
            var ratio = timeRatio(fit);
            // decimals are slow: nearly all types are dearer by more than any rounding
            if (fit.RoughUsd * ratio > limit) continue;
            var total = fit.Nodes * fit.UsdPerHour * (decimal)ratio;
            if (best is { } b && (total, fit.Nodes).CompareTo((b.Usd, b.Choice.Nodes)) >= 0) continue;
            best = (new NodeChoice(fit.Node.Type, fit.Nodes, fit.PerNode), total);
            limit = (double)total * (1 + Rounding);
        }
        return best?.Choice;
    }

    /// <summary>EC2 time, EMR's fee and the default volumes of a node; null where a part has no price.</summary>
    internal static decimal? EmrUsdPerHour(PriceBook book, string region, InstanceType type)
    {
        var dataGib = type.IsEbsOnly ? book.EbsDefaults(type.Size)?.GibTotal : 0;
        return book.Ec2OnDemandUsd(region, type.Name) + book.EmrOnEc2FeeUsd(region, type.Name)
            + (dataGib + RootGib) * book.Ebs(region, "gp3", "GB-month").Usd / 730;
    }

    const int RootGib = 15;

    /// <summary>More than a cost as a double differs from the decimal, as a share of it.</summary>
    const double Rounding = 1e-9;
}
