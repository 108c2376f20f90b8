using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.EmrOnEks;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>An instance type that is offered unasked, and what of it is the same for every run of a region.</summary>
/// <remarks>A report looks at hundreds of types for each of thousands of runs: the price list is asked once.</remarks>
sealed class OfferedNode
{
    static readonly ConditionalWeakTable<PriceBook, ConcurrentDictionary<(string Region, string Arch), OfferedNode[]>> known = new();

    readonly Lazy<bool> hasSpot;
    readonly Lazy<decimal?> onDemandUsd, emrUsd;

    OfferedNode(InstanceType type, PriceBook book, string region)
    {
        Type = type;
        (PodMib, PodVcpu) = ((long)EmrOnEksLimits.PodMib(type), (int)EmrOnEksLimits.PodVcpu(type));
        YarnMib = book.YarnMemoryOf(type.Name)?.Mib;
        Silicon = Silicon.Find(type);
        hasSpot = new(() => book.HasSpot(region, type.Name), LazyThreadSafetyMode.PublicationOnly);
        onDemandUsd = new(() => book.Ec2OnDemandUsd(region, type.Name), LazyThreadSafetyMode.PublicationOnly);
        emrUsd = new(() => NodeChoice.EmrUsdPerHour(book, region, type), LazyThreadSafetyMode.PublicationOnly);
    }

    public InstanceType Type { get; }

    /// <summary>What YARN may give away; null when unknown.</summary>
    public long? YarnMib { get; }

    /// <summary>What pods can ask for, whole MiB and vCPUs.</summary>
    public long PodMib { get; }
    public int PodVcpu { get; }

    /// <summary>Its processors.</summary>
    public Silicon Silicon { get; }

    /// <summary>As <see cref="Timing.Machine.On"/> of the type.</summary>
    public Machine Machine(double occupancy) => new(Silicon.Kind, Silicon, occupancy);

    public bool HasSpot => hasSpot.Value;

    /// <summary>An hour On-Demand; null where it has no price.</summary>
    /// <param name="emr">With EMR's fee and the volumes of a node of EMR on EC2.</param>
    public decimal? UsdPerHour(bool emr) => emr ? emrUsd.Value : onDemandUsd.Value;

    /// <summary>Types of the architecture, by name.</summary>
    public static OfferedNode[] All(PriceBook book, string region, string arch) =>
        known.GetOrCreateValue(book).GetOrAdd((region, arch), _ => [.. book.Types
            .Where(t => t.Arch == arch && !TypeKinds.IsOld(t) && !TypeKinds.IsSpecial(t)).Select(t => new OfferedNode(t, book, region))]);
}
