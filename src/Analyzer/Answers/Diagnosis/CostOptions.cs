using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>What the user says about a run's cost beyond its log.</summary>
public sealed record CostOptions
{
    /// <summary>Null takes the cluster file's, the log's, else us-east-1.</summary>
    public string? Region { get; init; }

    /// <summary>What an hour of the whole cluster costs; takes the place of list prices for what the run cost.</summary>
    public decimal? UsdPerHour { get; init; }

    /// <summary>The real cluster or job run; null infers one.</summary>
    public ClusterFile? Cluster { get; init; }
    public Discounts? Discounts { get; init; }

    /// <summary>x86_64 or arm64 of the EMR Serverless application that ran; null is taken for x86_64 and marked assumed.</summary>
    public string? Architecture { get; init; }

    public static CostOptions Of(AnalysisOptions options) => new()
    {
        Region = options.Region,
        UsdPerHour = options.UsdPerHour,
        Cluster = options.Cluster,
        Discounts = options.Discounts,
        Architecture = options.Architecture,
    };
}
