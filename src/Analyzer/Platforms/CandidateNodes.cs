using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>Equal nodes.</summary>
public sealed record CandidateNodes
{
    /// <summary>primary, core, task; node on EKS.</summary>
    public required string Role { get; init; }
    public required string InstanceType { get; init; }
    public required Purchase Purchase { get; init; }
    public required int Count { get; init; }

    /// <summary>
    /// Other types with the same vCPUs and no less memory that a Spot fleet may take as well, likeliest to stay first; empty for On-Demand.
    /// </summary>
    public IReadOnlyList<string> SpotAlternatives { get; init; } = [];

    /// <summary>EBS data volumes of a node where EMR's defaults are too small; null leaves the defaults.</summary>
    public EbsVolume? DataVolume { get; init; }

    /// <summary>Executors that fit on one node; 0 on the primary.</summary>
    public int ExecutorsPerNode { get; init; }

    /// <summary>The nodes as a use to bill; the bill sets the seconds.</summary>
    internal NodeUse Use(Ground ground) => new()
    {
        Role = Role,
        InstanceType = InstanceType,
        Count = Count,
        Seconds = 0,
        Purchase = Purchase,
        Volumes = DataVolume is { } v ? [v] : null,
        Ground = ground,
    };
}
