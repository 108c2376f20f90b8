using Rightsizer.Analyzer.Pricing.Billing;
using Rightsizer.Analyzer.Pricing.Book;

namespace Rightsizer.Analyzer.Pricing.Runs;

/// <summary>So many nodes of a type, each with room for so many executors.</summary>
sealed record NodeChoice(InstanceType Type, int Nodes, int ExecutorsPerNode)
{
    // one general, one compute and one memory family of each architecture, all long offered in every region of the book
    static readonly string[] x86 = ["m5", "c5", "r5"], arm = ["m6g", "c6g", "r6g"];

    // Spark's application master in client mode: 512 MiB and the least overhead
    public const long ApplicationMasterMib = 512 + SparkMemory.MinOverheadMib;

    /// <summary>The cheapest nodes whose YARN memory and vCPUs hold the executors and the application master; null when no type does.</summary>
    public static NodeChoice? ForYarn(PriceBook book, string region, string arch, RunShape shape, long containerMib, long masterMib) => Cheapest(book, region, arch, type =>
        book.YarnMemoryOf(type.Name) is not { } yarn ? (0, false)
            : ((int)Math.Min(yarn.Mib / containerMib, type.Vcpu / shape.ExecutorCores), yarn.Mib - Math.Min(yarn.Mib / containerMib, type.Vcpu / shape.ExecutorCores) * containerMib >= masterMib),
        shape.PeakExecutors, withFee: true);

    /// <summary>The same for pods: a tenth of a vCPU and of the memory is left to the node, and the driver is one more pod.</summary>
    public static NodeChoice? ForPods(PriceBook book, string region, string arch, RunShape shape, long containerMib) => Cheapest(book, region, arch, type =>
        ((int)Math.Min(type.MemoryGib * 1024 * 0.9m / containerMib, (type.Vcpu - 0.1m) / shape.ExecutorCores), true),
        shape.PeakExecutors + (shape.IsLocal ? 0 : 1), withFee: false);

    static NodeChoice? Cheapest(PriceBook book, string region, string arch, Func<InstanceType, (int PerNode, bool MasterFits)> fit, int executors, bool withFee)
    {
        (NodeChoice Choice, decimal UsdPerHour)? best = null;
        foreach (var type in book.Types.Where(t => (arch == "arm64" ? arm : x86).Contains(t.Family) && t.Emr != EmrSupport.No))
        {
            var (perNode, masterFits) = fit(type);
            if (perNode < 1 || UsdPerHour(book, region, type, withFee) is not { } price) continue;
            var nodes = (executors + perNode - 1) / perNode;
            // the application master needs room beside the executors, or a place that no executor takes
            if (!masterFits && nodes * perNode == executors) nodes++;
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
            ? book.Ec2OnDemand(region, type.Name).Usd + book.EmrOnEc2Fee(region, type.Name).Price.Usd + (disks.GibTotal + 15) * book.Ebs(region, "gp3", "GB-month").Usd / 730
            : null;
    }
}
