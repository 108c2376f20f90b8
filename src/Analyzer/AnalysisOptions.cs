using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer;

/// <summary>What the user asks of an analysis beyond the log itself.</summary>
public sealed record AnalysisOptions
{
    /// <summary>AWS region to price in; null takes the log's, else us-east-1.</summary>
    public string? Region { get; init; }

    /// <summary>What an hour of the whole cluster costs where there is no list price for it; null when not given.</summary>
    public decimal? UsdPerHour { get; init; }

    /// <summary>Null is the book inside the assembly.</summary>
    public PriceBook? Prices { get; init; }

    /// <summary>The real cluster or job run; null infers one.</summary>
    public ClusterFile? Cluster { get; init; }

    /// <summary>Savings Plans, reservations and private discounts; null is list prices.</summary>
    public Discounts? Discounts { get; init; }

    /// <summary>x86_64 or arm64 of the EMR Serverless application that ran; null when not given.</summary>
    public string? Architecture { get; init; }

    /// <summary>Other shapes to predict the run at.</summary>
    public IReadOnlyList<WhatIfSpec> WhatIf { get; init; } = [];

    /// <summary>Also predict the run at fewer and at more executors.</summary>
    public bool Sweep { get; init; }
}
