namespace Rightsizer.Analyzer.Ledgers;

/// <summary>A price as a sum of visible lines.</summary>
public sealed record Ledger
{
    /// <summary>For example "EMR on EC2, On-Demand, 4 x m5.xlarge".</summary>
    public required string Name { get; init; }
    public required long DurationMs { get; init; }

    /// <summary>Sum of the lines; null when a line has no price.</summary>
    public required decimal? TotalUsd { get; init; }

    /// <summary>Sum of the priced lines.</summary>
    public required decimal PricedPartUsd { get; init; }

    /// <summary>The total if the EMR fee of the types whose cap of 0.27 USD an hour is in doubt were capped; null when no line is in doubt or there is no total.</summary>
    public decimal? TotalIfFeeCappedUsd { get; init; }

    /// <summary>Weakest of the lines.</summary>
    public required Ground Ground { get; init; }
    public required IReadOnlyList<LedgerLine> Lines { get; init; }

    /// <summary>What was assumed for this ledger, and what it leaves out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
