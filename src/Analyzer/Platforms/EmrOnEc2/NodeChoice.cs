using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.EmrOnEks;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>So many nodes of a type, each with room for so many executors.</summary>
sealed record NodeChoice(InstanceType Type, int Nodes, int ExecutorsPerNode)
{
    // what is taken for nodes that a log does not name: one general, one compute and one memory family of each architecture, all long
    // offered in every region of the book
    static readonly string[] x86 = ["c5", "m5", "r5"], arm = ["c6g", "m6g", "r6g"];

    // Spark's application master in client mode: 512 MiB and the least overhead
    public const long ApplicationMasterMib = 512 + SparkMemory.MinOverheadMib;

    /// <summary>
    /// The cheapest nodes of the usual families whose YARN memory and vCPUs hold the executors and the application master; null when no
    /// type does.
    /// </summary>
    public static NodeChoice? Usual(
        PriceBook book, string region, string arch, RunShape shape, long containerMib, long masterMib, long leastMib) => Cheapest(
        book.TypesOf(arch == "arm64" ? arm : x86).Where(t => t.Emr != EmrSupport.No), book, region, true,
        type => book.YarnMemoryOf(type.Name) is { } yarn && yarn.Mib >= leastMib ? InYarn(type, yarn, shape, containerMib, masterMib)
            : (0, 0), _ => 1);

    /// <summary>
    /// The nodes on which the run costs least, of all types that EMR of that release runs; null when none holds the executors.
    /// </summary>
    /// <param name="run">To be moved.</param>
    /// <param name="arch">x86_64 or arm64.</param>
    /// <param name="containerMib">Of an executor.</param>
    /// <param name="masterMib">Of the application master, or the driver in cluster mode.</param>
    /// <param name="purchase">Of the nodes; Spot only where the type has a Spot price.</param>
    public static NodeChoice? ForYarn(IMovedRun run, string arch, long containerMib, long masterMib, Purchase purchase) => Cheapest(
        Offered(run.Book, arch).Where(t => t.RunsOnEmr(run.Release)
            && (purchase == Purchase.OnDemand || run.Book.HasSpot(run.Region, t.Name))), run.Book, run.Region, true,
        type => run.Book.YarnMemoryOf(type.Name) is { } yarn ? InYarn(type, yarn, run.Shape, containerMib, masterMib) : (0, 0),
        choice => run.TimeRatio(Machine.On(choice.Type, choice.OccupancyOf(run.Shape))));

    /// <summary>The same for pods: a tenth of a vCPU and of the memory is left to the node, and the driver is a pod as well.</summary>
    public static NodeChoice? ForPods(IMovedRun run, string arch, long containerMib, long driverMib)
    {
        var shape = run.Shape;
        return Cheapest(Offered(run.Book, arch), run.Book, run.Region, false, type =>
        {
            var (mib, vcpu) = (EmrOnEksLimits.PodMib(type), EmrOnEksLimits.PodVcpu(type));
            var perNode = (int)Math.Min(mib / containerMib, vcpu / shape.ExecutorCores);
            if (perNode < 1) return (0, 0);
            if (shape.IsLocal) return (perNode, 1);
            var besideDriver = Math.Min((mib - driverMib) / containerMib, (vcpu - shape.DriverCores) / shape.ExecutorCores);
            return mib < driverMib || vcpu < shape.DriverCores ? (0, 0)
                : (perNode, 1 + NodesFor(Math.Max(0, shape.PeakExecutors - (int)besideDriver), perNode));
        }, choice => run.TimeRatio(Machine.On(choice.Type, choice.OccupancyOf(shape))));
    }

    /// <summary>Types of the architecture that are offered unasked.</summary>
    static IEnumerable<InstanceType> Offered(PriceBook book, string arch) =>
        book.Types.Where(t => t.Arch == arch && !TypeKinds.IsOld(t) && !TypeKinds.IsSpecial(t));

    static (int PerNode, int Nodes) InYarn(InstanceType type, YarnMemory yarn, RunShape shape, long containerMib, long masterMib)
    {
        var perNode = (int)Math.Min(yarn.Mib / containerMib, type.Vcpu / shape.ExecutorCores);
        return perNode < 1 ? (0, 0) : (perNode, NodesWithMaster(shape.PeakExecutors, perNode, yarn.Mib, containerMib, masterMib));
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
    public double OccupancyOf(RunShape shape) =>
        Math.Min(1, (double)Math.Min(ExecutorsPerNode, shape.PeakExecutors) * shape.ExecutorCores / Type.Vcpu);

    static int NodesFor(int executors, int perNode) => (executors + perNode - 1) / perNode;

    static NodeChoice? Cheapest(IEnumerable<InstanceType> types, PriceBook book, string region, bool withFee,
        Func<InstanceType, (int PerNode, int Nodes)> fit, Func<NodeChoice, double> timeRatio)
    {
        (NodeChoice Choice, decimal Usd)? best = null;
        var volumeUsd = withFee ? book.Ebs(region, "gp3", "GB-month").Usd : null;
        foreach (var type in types)
        {
            var (perNode, nodes) = fit(type);
            if (perNode < 1 || nodes < 1 || UsdPerHour(book, region, type, withFee, volumeUsd) is not { } price) continue;
            var choice = new NodeChoice(type, nodes, perNode);
            var total = nodes * price * (decimal)timeRatio(choice);
            if (best is { } b && (total, nodes).CompareTo((b.Usd, b.Choice.Nodes)) >= 0) continue;
            best = (choice, total);
        }
        return best?.Choice;
    }

    static decimal? UsdPerHour(PriceBook book, string region, InstanceType type, bool withFee, decimal? volumeUsd)
    {
        if (book.Ec2OnDemandUsd(region, type.Name) is not { } ec2) return null;
        if (!withFee) return ec2;
        var dataGib = type.IsEbsOnly ? book.EbsDefaults(type.Size)?.GibTotal : 0;
        return ec2 + book.EmrOnEc2FeeUsd(region, type.Name) + (dataGib + RootGib) * volumeUsd / 730;
    }

    const int RootGib = 15;
}
