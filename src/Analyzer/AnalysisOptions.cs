namespace Rightsizer.Analyzer;

/// <summary>What the user asks of an analysis beyond the log itself.</summary>
public sealed record AnalysisOptions
{
    /// <summary>AWS region to price in; null takes the log's, else us-east-1.</summary>
    public string? Region { get; init; }

    /// <summary>What an hour of the whole cluster costs where there is no list price for it; null when not given.</summary>
    public decimal? UsdPerHour { get; init; }
}
