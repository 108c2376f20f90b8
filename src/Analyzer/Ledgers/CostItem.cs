using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>
/// A ledger line before discounts and rounding. Quantity = <see cref="Amount"/> / <see cref="Per"/>, kept apart so that nothing is rounded
/// on the way.
/// </summary>
sealed record CostItem
{
    public required string Name { get; init; }
    public required CostService Service { get; init; }
    public LinePurpose Purpose { get; init; }
    public Purchase? Purchase { get; init; }

    /// <summary>Instance type, worker type; null where the line has none.</summary>
    public string? Type { get; init; }
    public required decimal Amount { get; init; }
    public decimal Per { get; init; } = 1;
    public required string Unit { get; init; }
    public required Price Price { get; init; }

    /// <summary>Ground of the quantity.</summary>
    public required Ground Ground { get; init; }

    /// <summary>A Savings Plan or a reservation pays for it, whether or not it is used.</summary>
    public bool IsCommitted { get; init; }

    /// <summary>Unit price if the EMR fee were capped; null where nothing is in doubt.</summary>
    public decimal? CappedUsd { get; init; }
}
