using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.EmrOnEks;

/// <summary>What a node of an EKS cluster holds.</summary>
public static class EmrOnEksLimits
{
    /// <summary>Types in an EKS managed node group (EKS API, CreateNodegroup).</summary>
    public const int MaxNodeGroupTypes = 20;

    /// <summary>Root volume of a node without a data volume; GiB.</summary>
    public static int RootGib => EmrOnEksPlatform.RootGib.Whole;

    /// <summary>Null when that many executor pods fit a node of the type, else why not.</summary>
    /// <param name="book">Has the types.</param>
    /// <param name="type">Instance type.</param>
    /// <param name="pods">Executors on one node.</param>
    /// <param name="executor">What a pod asks for.</param>
    public static string? Problem(PriceBook book, string type, int pods, ExecutorPlan executor)
    {
        if (book.Type(type) is not { } facts) return $"{type} is not in the price list";
        if (pods * executor.Cores > facts.Vcpu)
            return FormattableString.Invariant(
                $"{Quantity.Plural(pods, "pod")} of {executor.Cores} vCPU on {type}, which has {facts.Vcpu}");
        return pods * executor.ContainerMib > facts.MemoryGib * 1024
            ? FormattableString.Invariant(
                $"{Quantity.Plural(pods, "pod")} of {executor.ContainerMib} MiB on {type}, which has {facts.MemoryGib:0.###} GiB")
            : null;
    }

    /// <summary>Null when the nodes hold the pods, else why not.</summary>
    internal static string? Problem(PriceBook book, OfferedCluster cluster) => cluster.ExecutorProblem() ?? cluster.Nodes
        .Where(n => n.Count > 0).Select(n => Problem(book, n.InstanceType, n.ExecutorsPerNode, cluster.Executor!))
        .FirstOrDefault(p => p is not null);

    /// <summary>Memory of a node that its pods can ask for; MiB.</summary>
    internal static decimal PodMib(InstanceType type) => type.MemoryGib * 1024 * EmrOnEksPlatform.NodeMemory.Value;

    /// <summary>vCPUs of a node that its pods can ask for.</summary>
    internal static decimal PodVcpu(InstanceType type) => type.Vcpu - EmrOnEksPlatform.NodeVcpu.Value;
}
