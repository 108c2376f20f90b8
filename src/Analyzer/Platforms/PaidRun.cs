using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>A run whose bill is asked for, and what is known beyond its log.</summary>
sealed record PaidRun
{
    public required ApplicationRun Run { get; init; }

    /// <summary>Null where the log holds too little; then only a cluster file can give a price.</summary>
    public required RunShape? Shape { get; init; }
    public required string Region { get; init; }
    public required PriceContext Pricing { get; init; }
    public PriceBook Book => Pricing.Book;
    public ClusterFile? Cluster => Pricing.Cluster;

    /// <summary>Application time; 0 where the log has none.</summary>
    public long Ms => Run.ObservedMs ?? 0;

    public LedgerBuilder NewLedger() => new(Region, Pricing.Discounts);
}
