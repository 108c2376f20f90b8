using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Sizing;

/// <summary>What the user asks of a cluster.</summary>
public sealed record SizingRequest
{
    /// <summary>
    /// Longest time from submit to end that nine runs in ten may take; null takes <see cref="DefaultDeadlineRatio"/> times today's.
    /// </summary>
    public long? DeadlineMs { get; init; }

    /// <summary>Deadline over today's time where none is given.</summary>
    public const double DefaultDeadlineRatio = 1.1;

    /// <summary>
    /// Worker nodes of a cluster (core and task; the primary not counted), executors on EMR Serverless, workers on Glue; null is 256.
    /// </summary>
    public int? MaxNodes { get; init; }

    /// <summary>Instance types ("r7g.2xlarge") or families ("r7g"); empty allows all.</summary>
    public IReadOnlyList<string> AllowTypes { get; init; } = [];

    /// <summary>Instance types or families; wins over <see cref="AllowTypes"/>.</summary>
    public IReadOnlyList<string> DenyTypes { get; init; } = [];

    /// <summary>Processors to choose from: x86_64, arm64; empty allows both.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>Of worker nodes; empty allows both. The primary and one core node are On-Demand in any case.</summary>
    public IReadOnlyList<Purchase> Purchases { get; init; } = [];

    /// <summary>Words of <see cref="SizingPlatform"/>; empty allows all.</summary>
    public IReadOnlyList<string> Platforms { get; init; } = [];

    /// <summary>For the year's cost; null when not given.</summary>
    public decimal? RunsPerWeek { get; init; }

    /// <summary>How what ran is priced, and with which prices the options are.</summary>
    public PriceContext Pricing { get; init; } = new();

    /// <summary>
    /// Run time there over run time here that another engine brings (Photon or RAPIDS to plain Spark, say), as measured by the user; null
    /// when not given.
    /// </summary>
    public double? EngineFactor { get; init; }

    /// <summary>From submit to the application's start on every platform, in seconds; null takes what is assumed of each.</summary>
    public int? StartUpSeconds { get; init; }

    /// <summary>The job has to leave its cluster: the cheapest target is advised, and no saving is worked out.</summary>
    public bool NoBaseline { get; init; }

    /// <summary>Constants that the predictions rest on.</summary>
    public Calibration Calibration { get; init; } = Calibration.BuiltIn;

    /// <summary>Volumes of input to try besides, over that of the runs.</summary>
    public IReadOnlyList<double> Volumes { get; init; } = [];

    /// <summary>Search again with one thing changed, for <see cref="SizingResult.Variants"/>.</summary>
    public bool WithVariants { get; init; }

    /// <summary>Spot interruptions an hour and pool, in place of the book's band.</summary>
    public double? InterruptionsPerHour { get; init; }
}
