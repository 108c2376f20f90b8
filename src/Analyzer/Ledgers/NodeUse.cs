using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>A group of equal nodes and how long each was there.</summary>
public sealed record NodeUse
{
    /// <summary>primary, core, task, node; stands in the line's name.</summary>
    public required string Role { get; init; }

    /// <summary>Start-up is a line of its own.</summary>
    public LinePurpose Purpose { get; init; }
    public required string InstanceType { get; init; }
    public int Count { get; init; } = 1;

    /// <summary>Of one node; rounded up to whole seconds and to the minute's minimum, node by node.</summary>
    public required decimal Seconds { get; init; }
    public Purchase Purchase { get; init; } = Purchase.OnDemand;

    /// <summary>The user's figure; null takes the book's.</summary>
    public decimal? SpotPriceUsd { get; init; }

    /// <summary>For its Spot price; null when unknown.</summary>
    public AwsZone? Zone { get; init; }

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

    /// <summary>For people: role, type, and what is paid for where that is not the run.</summary>
    internal string Label => Purpose == LinePurpose.StartUp
        ? FormattableString.Invariant($"start-up {Seconds:0.###} s, {Role} ({InstanceType})") : $"{Role} ({InstanceType})";

    internal decimal BilledSeconds => IsPartOfLife ? Math.Ceiling(Seconds) : BillingMath.BilledSeconds(Seconds);
}
