using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.EmrOnEks;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>So many nodes of a type, each with room for so many executors.</summary>
sealed record NodeChoice(InstanceType Type, int Nodes, int ExecutorsPerNode)
{
    // one general, one compute and one memory family of each architecture, all long offered in every region of the book
    static readonly string[] x86 = ["c5", "m5", "r5"], arm = ["c6g", "m6g", "r6g"];

    // Spark's application master in client mode: 512 MiB and the least overhead
    public const long ApplicationMasterMib = 512 + SparkMemory.MinOverheadMib;

    /// <summary>
    /// The cheapest nodes whose YARN memory and vCPUs hold the executors and the application master; null when no type does.
    /// </summary>
    public static NodeChoice? ForYarn(PriceBook book, string region, string arch, RunShape shape, long containerMib, long masterMib,
        long leastMib = 0) => Cheapest(book, region, arch, true, type =>
    {
        if (book.YarnMemoryOf(type.Name) is not { } yarn || yarn.Mib < leastMib) return (0, 0);
        var perNode = (int)Math.Min(yarn.Mib / containerMib, type.Vcpu / shape.ExecutorCores);
        if (perNode < 1) return (0, 0);
        return (perNode, NodesWithMaster(shape.PeakExecutors, perNode, yarn.Mib, containerMib, masterMib));
    });

    /// <summary>The same for pods: a tenth of a vCPU and of the memory is left to the node, and the driver is a pod as well.</summary>
    public static NodeChoice? ForPods(PriceBook book, string region, string arch, RunShape shape, long containerMib, long driverMib) =>
        Cheapest(book, region, arch, false, type =>
    {
        var (mib, vcpu) = (EmrOnEksLimits.PodMib(type), EmrOnEksLimits.PodVcpu(type));
        var perNode = (int)Math.Min(mib / containerMib, vcpu / shape.ExecutorCores);
        if (perNode < 1) return (0, 0);
        if (shape.IsLocal) return (perNode, 1);
        var besideDriver = Math.Min((mib - driverMib) / containerMib, (vcpu - shape.DriverCores) / shape.ExecutorCores);
        return mib < driverMib || vcpu < shape.DriverCores ? (0, 0)
            : (perNode, 1 + NodesFor(Math.Max(0, shape.PeakExecutors - (int)besideDriver), perNode));
    });

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
    public double OccupancyOf(RunShape shape) =>
        Math.Min(1, (double)Math.Min(ExecutorsPerNode, shape.PeakExecutors) * shape.ExecutorCores / Type.Vcpu);

    static int NodesFor(int executors, int perNode) => (executors + perNode - 1) / perNode;

    static NodeChoice? Cheapest(PriceBook book, string region, string arch, bool withFee, Func<InstanceType, (int PerNode, int Nodes)> fit)
    {
        (NodeChoice Choice, decimal UsdPerHour)? best = null;
        foreach (var type in book.TypesOf(arch == "arm64" ? arm : x86).Where(t => t.Emr != EmrSupport.No))
        {
            var (perNode, nodes) = fit(type);
            if (perNode < 1 || nodes < 1 || UsdPerHour(book, region, type, withFee) is not { } price) continue;
            var total = nodes * price;
            if (best is { } b && (total, nodes).CompareTo((b.UsdPerHour, b.Choice.Nodes)) >= 0) continue;
            best = (new NodeChoice(type, nodes, perNode), total);
        }
        return best?.Choice;
    }

    static decimal? UsdPerHour(PriceBook book, string region, InstanceType type, bool withFee)
    {
        if (!withFee) return book.Ec2OnDemand(region, type.Name).Usd;
        return book.EbsDefaults(type.Size) is { } disks
            ? book.Ec2OnDemand(region, type.Name).Usd + book.EmrOnEc2Fee(region, type.Name).Price.Usd
            + (disks.GibTotal + 15) * book.Ebs(region, "gp3", "GB-month").Usd / 730
            : null;
    }
}
