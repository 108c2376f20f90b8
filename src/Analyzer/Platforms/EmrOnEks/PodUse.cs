using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Analyzer.Platforms.EmrOnEks;

/// <summary>A group of equal pods of a job on EMR on EKS.</summary>
public sealed record PodUse
{
    /// <summary>submitter, driver, executor.</summary>
    public required string Role { get; init; }

    /// <summary>Requested.</summary>
    public required decimal Vcpu { get; init; }

    /// <summary>Requested; not rounded, billed as GB.</summary>
    public required decimal MemoryGib { get; init; }
    public int Count { get; init; } = 1;

    /// <summary>Of one pod, from image download to end.</summary>
    public required decimal Seconds { get; init; }

    /// <summary>Type of the shared node that it ran on; null on a dedicated node group or on Fargate.</summary>
    public string? SharedNodeType { get; init; }
    public Purchase NodePurchase { get; init; } = Purchase.OnDemand;

    /// <summary>Volumes of the shared node.</summary>
    public IReadOnlyList<EbsVolume> NodeVolumes { get; init; } = [];
    public bool OnFargate { get; init; }
    public Ground Ground { get; init; } = Ground.Measured;
}
