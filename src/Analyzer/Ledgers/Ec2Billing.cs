using System.Globalization;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>EC2 time of nodes, On-Demand or Spot.</summary>
static class Ec2Billing
{
    const decimal FirstHourSeconds = 3600;

    /// <summary>One line for nodes of the same role, type, purchase and price.</summary>
    public static void Add(LedgerBuilder ledger, PriceBook book, IReadOnlyList<NodeUse> nodes)
    {
        var first = nodes[0];
        var label = first.Label;
        ledger.See(nodes);
        // EC2 guide, "Billing for interrupted Spot Instances": taken back by EC2 within the first hour is not charged, later the seconds
        // used are.
        var free = nodes.Where(IsFree).ToList();
        var paid = nodes.Where(n => !IsFree(n)).ToList();
        if (paid.Count > 0) Line($"EC2 {Words(first.Purchase)}, {label}", paid.Sum(Seconds), PriceOf(ledger, book, first));
        if (free.Count > 0)
            Line($"EC2 Spot, {label}, interrupted by EC2 within the first hour: not charged", 0, PriceOf(ledger, book, first));

        void Line(string name, decimal seconds, Price price) => ledger.Add(new CostItem
        {
            Name = name,
            Service = CostService.Ec2,
            Purpose = first.Purpose,
            Purchase = first.Purchase,
            Type = first.InstanceType,
            Amount = seconds,
            Per = BillingMath.SecondsPerHour,
            Unit = "instance-hour",
            Price = price,
            Ground = nodes.Min(n => n.Ground),
        });
    }

    public static decimal Seconds(NodeUse node) => node.Count * node.BilledSeconds * node.Share;

    static bool IsFree(NodeUse node) =>
        node is { Purchase: Purchase.Spot, InterruptedByEc2: true } && (node.LifeSeconds ?? node.Seconds) < FirstHourSeconds;

    static string Words(Purchase purchase) => purchase == Purchase.Spot ? "Spot" : "On-Demand";

    static Price PriceOf(LedgerBuilder ledger, PriceBook book, NodeUse node)
    {
        if (node.Purchase == Purchase.OnDemand) return book.Ec2OnDemand(ledger.Region, node.InstanceType);
        if (node.SpotPriceUsd is { } given) return Price.Given(given, "Spot price as given");
        if (book.Spot(ledger.Region, node.InstanceType, node.Zone) is not { } spot)
            return Price.Hole($"no Spot price of {node.InstanceType} in {ledger.Region}");
        if (spot.LowUsd is { } low && spot.HighUsd is { } high)
            ledger.Note(string.Create(CultureInfo.InvariantCulture,
                $"Spot price of {node.InstanceType}: {spot.Price.Usd:0.####} USD an hour is an estimate, {low:0.####} to {high:0.####} "
                + $"is possible"));
        return spot.Price;
    }
}
