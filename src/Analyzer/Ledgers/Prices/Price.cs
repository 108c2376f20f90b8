namespace Rightsizer.Analyzer.Ledgers.Prices;

/// <summary>A unit price with where it comes from.</summary>
/// <remarks>
/// <c>Usd</c>: Null is a hole in the book. <c>Ground</c>: Billed for a published price (it weakens nothing), derived or assumed where the
/// book says so, missing for a hole. <c>Source</c>: Table and source of the row, or why there is none. <c>Date</c>: ISO date of the price;
/// null when the source gives none.
/// </remarks>
public sealed record Price(decimal? Usd, Ground Ground, string Source, string? Date)
{
    public static Price Hole(string why) => new(null, Ground.Missing, why, null);

    /// <summary>A price that the user named.</summary>
    public static Price Given(decimal usd, string source) => new(usd, Ground.Billed, source, null);
}

/// <summary>A Spot price and the range in which it may lie.</summary>
/// <remarks>
/// <c>Price</c>: Per instance-hour. <c>LowUsd</c>: Null when the price is that of the zone. <c>HighUsd</c>: Null when the price is that of
/// the zone.
/// </remarks>
public sealed record SpotPrice(Price Price, decimal? LowUsd, decimal? HighUsd);

/// <summary>EMR's fee of an instance type.</summary>
/// <remarks>
/// <c>Price</c>: Per instance-hour. <c>CapInDoubt</c>: A derived fee above 0.27 USD of which no observed row says whether the cap of older
/// families holds.
/// </remarks>
public sealed record EmrFee(Price Price, bool CapInDoubt)
{
    /// <summary>Cap of the fee on families up to 2019, USD per instance-hour.</summary>
    public const decimal CapUsd = 0.27m;
}

/// <summary>EMR Serverless prices of a region and architecture.</summary>
public sealed record ServerlessPrices(Price VcpuHour, Price GbHour, Price StorageGbHour);

/// <summary>How often AWS took Spot instances of a type back in the trailing month.</summary>
/// <remarks>
/// <c>Band</c>: AWS's words: &lt;5%, 5-10%, 10-15%, 15-20%, &gt;20%. <c>SavingsPct</c>: Average saving over On-Demand in that month.
/// </remarks>
public sealed record InterruptionBand(string Band, decimal? SavingsPct, string? Date);
