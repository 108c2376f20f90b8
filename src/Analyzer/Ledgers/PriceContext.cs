using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>What decides a price beside the log: made once from the user's options, and the same for every answer.</summary>
public sealed record PriceContext
{
    /// <summary>AWS region as given; null takes the cluster file's, the log's, else us-east-1.</summary>
    public string? Region { get; init; }

    /// <summary>Price list; the one inside the assembly when not given.</summary>
    public PriceBook Book { get; init; } = PriceBook.Embedded;

    /// <summary>Savings Plans, reservations and private discounts; null is list prices.</summary>
    public Discounts? Discounts { get; init; }

    /// <summary>The real cluster or job run; null infers one.</summary>
    public ClusterFile? Cluster { get; init; }

    /// <summary>
    /// What an hour of the whole cluster costs; takes the place of list prices for what the run cost. Null when not given.
    /// </summary>
    public decimal? UsdPerHour { get; init; }

    /// <summary>x86_64 or arm64: the processor that the run ran on; null when not given.</summary>
    public string? RanOn { get; init; }

    /// <summary>Start-up of nodes that are started for a run; null takes each platform's assumed one.</summary>
    public int? StartUpSeconds { get; init; }

    /// <summary>With a cluster that AWS described, unless the user gave one.</summary>
    public PriceContext OrCluster(ClusterFile? described) =>
        Cluster is null && described is not null ? this with { Cluster = described } : this;

    /// <summary>Region of one run, and how it is known.</summary>
    public (string Region, Ground Ground) RegionOf(ApplicationRun run) => RunRegion.Detect(run, Region, Cluster);

    /// <summary>Why the cluster file that was given is not used; null where it is, or none was given.</summary>
    internal string? ClusterNotUsed { get; init; }

    /// <summary>
    /// Processor of an EMR Serverless application: as given, else the cluster file's, else that of the driver's JVM in the log, else
    /// x86_64, assumed.
    /// </summary>
    /// <param name="run">Null where there is no log.</param>
    internal (string Architecture, Ground Ground) ServerlessArchitecture(ApplicationRun? run) =>
        (RanOn ?? Cluster?.Architecture) is { } given ? (given, Ground.Billed)
        : run?.Environment.Architecture is { } own ? (own, Ground.Measured) : ("x86_64", Ground.Assumed);
}
