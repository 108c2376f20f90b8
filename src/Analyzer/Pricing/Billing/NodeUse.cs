namespace Rightsizer.Analyzer.Pricing.Billing;

/// <summary>A group of equal nodes and how long each was there.</summary>
public sealed record NodeUse
{
    /// <summary>primary, core, task, or a word of ours that stands in the line's name.</summary>
    public required string Role { get; init; }
    public required string InstanceType { get; init; }
    public int Count { get; init; } = 1;

    /// <summary>Of one node; rounded up to whole seconds and to the minute's minimum, node by node.</summary>
    public required decimal Seconds { get; init; }
    public Purchase Purchase { get; init; } = Purchase.OnDemand;

    /// <summary>The user's figure; null takes the book's.</summary>
    public decimal? SpotPriceUsd { get; init; }

    /// <summary>Zone name or id; null when unknown.</summary>
    public string? Zone { get; init; }

    /// <summary>EC2 took the node back; within its first hour its EC2 time is not charged.</summary>
    public bool InterruptedByEc2 { get; init; }

    /// <summary>Takes the place of the default root volume; 0 GiB means none.</summary>
    public EbsVolume? RootVolume { get; init; }

    /// <summary>Data volumes of one node; null takes EMR's defaults.</summary>
    public IReadOnlyList<EbsVolume>? Volumes { get; init; }

    /// <summary>The seconds are a part of a longer life: no minimum applies to them.</summary>
    public bool IsPartOfLife { get; init; }

    /// <summary>Of the whole life of a node of which only a part is paid here; null when the two are the same.</summary>
    public decimal? LifeSeconds { get; init; }

    /// <summary>Share of the node that is this run's, 0 to 1.</summary>
    public decimal Share { get; init; } = 1;

    /// <summary>How the seconds and the type are known.</summary>
    public Ground Ground { get; init; } = Ground.Measured;

    internal decimal BilledSeconds => IsPartOfLife ? Math.Ceiling(Seconds) : Ledgers.BilledSeconds(Seconds);
}

/// <summary>An EBS volume.</summary>
/// <remarks><c>Type</c>: gp2, gp3, io1, io2, st1, sc1. <c>SizeGib</c>: AWS bills 1 GiB as 1 GB. <c>Iops</c>: Null is what the type includes. <c>ThroughputMibps</c>: Null is what the type includes.</remarks>
public sealed record EbsVolume(string Type, decimal SizeGib, int? Iops = null, int? ThroughputMibps = null, int Count = 1);
