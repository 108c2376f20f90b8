namespace Rightsizer.Analyzer.Pricing;

/// <summary>What the run cost and what it would cost elsewhere.</summary>
public sealed record CostReport
{
    public required string PriceBook { get; init; }
    public required string PriceDate { get; init; }
    public required string Region { get; init; }

    /// <summary>Measured when given or in the log, assumed when it is the default.</summary>
    public required Ground RegionGround { get; init; }
    public string Currency { get; init; } = "USD";

    /// <summary>emr-ec2, emr-eks, emr-serverless, glue, databricks, dataproc, kubernetes, yarn, standalone, local, mesos, unknown.</summary>
    public required string Platform { get; init; }

    /// <summary>Null when the platform has no price here; <see cref="ActualMissing"/> says why.</summary>
    public Ledger? Actual { get; init; }
    public string? ActualMissing { get; init; }
    public required IReadOnlyList<Ledger> Alternatives { get; init; }

    /// <summary>Assumptions and holes in words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

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

/// <summary>quantity x unit price = amount; the amount is rounded half up to 6 places, as emitted, and totals are sums of those.</summary>
public sealed record LedgerLine
{
    public required string Name { get; init; }
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
