using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.EmrOnEks;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>What an hour of one node costs, by the rules that its ledger will follow.</summary>
/// <param name="Ec2Usd">EC2 time.</param>
/// <param name="ExtrasUsd">EMR fee and EBS.</param>
sealed record NodeRate(decimal Ec2Usd, decimal ExtrasUsd)
{
    /// <summary>Of it, what Savings Plans and reservations pay for.</summary>
    public decimal CommittedUsd { get; init; }

    public decimal Usd => Ec2Usd + ExtrasUsd;
}

/// <summary>Hourly prices of nodes, each looked up once.</summary>
sealed class NodeRates(PriceBook book, string region, Discounts? discounts, string? release)
{
    readonly Dictionary<(string Type, Purchase Purchase, bool Emr), NodeRate?> known = [];

    /// <summary>Null where a part has no price.</summary>
    public NodeRate? Of(string type, Purchase purchase, bool emr = true)
    {
        if (known.TryGetValue((type, purchase, emr), out var rate)) return rate;
        if (purchase == Purchase.Spot && book.Spot(region, type, null) is null) return known[(type, purchase, emr)] = null;
        var ledger = new LedgerBuilder(region, discounts);
        var node = new NodeUse { Role = "node", InstanceType = type, Seconds = 3600, Purchase = purchase, Ground = Ground.Assumed };
        if (emr) EmrOnEc2Billing.Add(ledger, book, release, [node]);
        else EmrOnEksBilling.AddNodes(ledger, book, [node with { RootVolume = EmrOnEksPlatform.Root }]);
        var built = ledger.Build(LedgerKind.Quote, type, 0);
        if (built.TotalUsd is not { } total) return known[(type, purchase, emr)] = null;
        var ec2 = built.Lines.Where(l => l.Service == CostService.Ec2).Sum(l => l.AmountUsd ?? 0);
        return known[(type, purchase, emr)] = new NodeRate(ec2, total - ec2) { CommittedUsd = built.CommittedUsd };
    }

    /// <summary>A GiB of data volume over the default, an hour.</summary>
    public decimal? DataGibUsdPerHour => book.Ebs(region, "gp3", "GB-month").Usd / 730;
}
