using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>The overlay on list prices: Savings Plans and Reserved Instances first, then private discounts on every matched line.</summary>
public sealed class Discounts
{
    /// <summary>No price of AWS comes near.</summary>
    const decimal MaxUnitPriceUsd = 1_000_000;

    readonly IReadOnlyList<DiscountEntry> entries;

    public Discounts(IReadOnlyList<DiscountEntry> entries)
    {
        foreach (var (e, i) in entries.Select((e, i) => (e, i)))
        {
            if (e.DiscountPct is null == e.UnitPriceUsd is null) throw Bad(i, "needs discountPct or unitPriceUsd, one of them");
            if (e.DiscountPct is < 0 or > 100) throw Bad(i, "discountPct must be between 0 and 100");
            if (e.UnitPriceUsd is < 0 or > MaxUnitPriceUsd)
                throw Bad(i, FormattableString.Invariant($"unitPriceUsd must be between 0 and {MaxUnitPriceUsd:0}"));
            if (e.CoveredShare is < 0 or > 1) throw Bad(i, "coveredShare must be between 0 and 1");
        }
        this.entries = entries;
    }

    /// <summary>In the file's order.</summary>
    public IReadOnlyList<DiscountEntry> Entries => entries;

    /// <summary>Some of it is paid whether or not it is used.</summary>
    public bool HaveCommitments => entries.Any(e => e.Kind != DiscountKind.Private && e.CoveredShare > 0);

    static RightsizerException Bad(int index, string what) => new(ExitCode.BadArguments, $"discounts[{index}]: {what}");

    /// <summary>The item as one or more parts, each with the price that holds for it.</summary>
    internal IEnumerable<CostItem> Apply(CostItem item, string region)
    {
        var left = 1m;
        // an instance-hour is covered by one plan or reservation at most: the first in the file that matches takes its share
        foreach (var plan in entries.Where(e => e.Kind != DiscountKind.Private && IsCommitmentFor(item) && Matches(e, item, region)))
        {
            var share = Math.Min(left, plan.CoveredShare);
            if (share == 0) continue;
            left -= share;
            var covered = Discounted(Part(item, share, plan.Kind == DiscountKind.Reserved ? "Reserved" : "Savings Plan"), plan);
            yield return WithPrivate(covered with { IsCommitted = true }, region);
        }
        if (left > 0) yield return WithPrivate(left == 1 ? item : Part(item, left, "not covered"), region);
    }

    /// <summary>Commitments touch EC2 On-Demand and Fargate only: never Spot, the EMR fee, Serverless, Glue, EBS or S3.</summary>
    static bool IsCommitmentFor(CostItem item) =>
        item.Service == CostService.Fargate || (item.Service == CostService.Ec2 && item.Purchase == Purchase.OnDemand);

    static CostItem Part(CostItem item, decimal share, string what) =>
        item with { Name = $"{item.Name}, {what}", Amount = item.Amount * share };

    CostItem WithPrivate(CostItem item, string region)
    {
        foreach (var entry in entries.Where(e => e.Kind == DiscountKind.Private && Matches(e, item, region)))
        {
            // a private price of which only a share is covered is a blend: unit prices are not rounded
            item = Discounted(item, entry, entry.CoveredShare);
        }
        return item;
    }

    static CostItem Discounted(CostItem item, DiscountEntry entry, decimal share = 1)
    {
        var list = item.Price.Usd;
        decimal? usd = entry.UnitPriceUsd is { } unit
            ? (share == 1 ? unit : list * (1 - share) + unit * share)
            : list * (1 - share * entry.DiscountPct!.Value / 100);
        var what = entry.UnitPriceUsd is not null ? "unit price of the discounts file"
            : FormattableString.Invariant($"less {entry.DiscountPct:0.####} %");
        var ground = list is null && usd is not null ? Ground.Billed : item.Price.Ground;
        return item with
        {
            Price = item.Price with { Usd = usd, Ground = ground, Source = $"{item.Price.Source}; {what}" },
            CappedUsd = item.CappedUsd is { } c && entry.DiscountPct is { } pct ? c * (1 - share * pct / 100) : null,
        };
    }

    static bool Matches(DiscountEntry entry, CostItem item, string region)
    {
        var m = entry.Match;
        if (m is null) return true;
        return (m.Service is null || m.Service == item.Service)
            && (m.Purchase is null || m.Purchase == item.Purchase)
            && (m.Region is null || m.Region == region)
            && (m.Type is null || m.Type == item.Type)
            && (m.Family is null
            || (item.Type is { } t && t.IndexOf('.') is var dot and > 0 && m.Family.AsSpan().SequenceEqual(t.AsSpan(0, dot))));
    }
}

/// <summary>What pays for the discount: a commitment to AWS, or a private agreement.</summary>
public enum DiscountKind
{
    [JsonStringEnumMemberName("savings-plan")] SavingsPlan,
    [JsonStringEnumMemberName("reserved")] Reserved,
    [JsonStringEnumMemberName("private")] Private,
}

/// <summary>One entry of the overlay.</summary>
public sealed record DiscountEntry
{
    public DiscountKind Kind { get; set; } = DiscountKind.Private;

    /// <summary>Null matches every line.</summary>
    public DiscountMatch? Match { get; init; }

    /// <summary>0 to 100, of the price that holds before this entry.</summary>
    public decimal? DiscountPct { get; init; }

    /// <summary>Takes the place of the price; not rounded. Fills a hole of the book.</summary>
    public decimal? UnitPriceUsd { get; init; }

    /// <summary>Share of the quantity that the entry covers, 0 to 1.</summary>
    public decimal CoveredShare { get; set; } = 1;
}

/// <summary>Lines that an entry is for; what is null matches all.</summary>
public sealed record DiscountMatch
{
    public CostService? Service { get; init; }
    public Purchase? Purchase { get; init; }
    public string? Region { get; init; }

    /// <summary>"m5".</summary>
    public string? Family { get; init; }

    /// <summary>"m5.xlarge".</summary>
    public string? Type { get; init; }
}
