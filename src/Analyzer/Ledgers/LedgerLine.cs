using System.Text.Json.Serialization;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>quantity x unit price = amount; the amount is rounded half up to 6 places, as emitted, and totals are sums of those.</summary>
public sealed record LedgerLine
{
    /// <summary>For people; <see cref="Service"/> and <see cref="Purpose"/> say the same to code.</summary>
    public required DisplayText Name { get; init; }
    public required CostService Service { get; init; }
    public LinePurpose Purpose { get; init; }

    [JsonIgnore]
    internal LineFollows Follows { get; init; }

    /// <summary>A Savings Plan or a reservation pays for it, whether or not it is used.</summary>
    [JsonIgnore]
    internal bool IsCommitted { get; init; }

    /// <summary>In <see cref="Unit"/>, to 12 places; the amount comes from the exact quantity.</summary>
    public required decimal Quantity { get; init; }
    public required string Unit { get; init; }

    /// <summary>Null is a hole in the book, never 0.</summary>
    public required decimal? UnitPriceUsd { get; init; }
    public required decimal? AmountUsd { get; init; }
    public required string Source { get; init; }

    /// <summary>ISO date of the price; null when the source gives none.</summary>
    public required string? Date { get; init; }
    public required Ground Ground { get; init; }
}
