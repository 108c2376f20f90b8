using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Ledgers;

/// <summary>EBS: GB-months of the volumes' life, and what gp3 was given above its base.</summary>
static class EbsBilling
{
    const int Gp3Iops = 3000, Gp3MibPerSecond = 125;

    /// <summary>Adds the lines of one kind of node.</summary>
    /// <remarks><c>nodeSeconds</c>: Billed seconds over all the nodes.</remarks>
    public static void Add(LedgerBuilder ledger, PriceBook book, string label, IEnumerable<EbsVolume> volumes, decimal nodeSeconds,
        Ground ground, LinePurpose purpose = LinePurpose.Run)
    {
        foreach (var group in volumes.Where(v => v.SizeGib > 0 && v.Count > 0).GroupBy(v => v.Type, StringComparer.Ordinal))
        {
            var gib = group.Sum(v => v.SizeGib * v.Count);
            var price = group.Key is "io1" or "io2" ? Price.Hole($"{PriceTables.Ebs}: no IOPS price of {group.Key}")
                : book.Ebs(ledger.Region, group.Key, "GB-month");
            var name = FormattableString.Invariant($"EBS {group.Key} storage, {label}, {gib:0.###} GiB a node");
            ledger.Add(Item(name, gib * nodeSeconds, "GB-month", price, ground, purpose));
            if (group.Key != "gp3") continue;
            var iops = group.Sum(v => Math.Max(0, (v.Iops ?? 0) - Gp3Iops) * v.Count);
            if (iops > 0) ledger.Add(Item($"EBS gp3 IOPS above {Gp3Iops}, {label}", iops * nodeSeconds, "IOPS-month",
                book.Ebs(ledger.Region, "gp3", "IOPS-month above 3000"), ground, purpose));
            var mib = group.Sum(v => Math.Max(0, (v.ThroughputMibps ?? 0) - Gp3MibPerSecond) * v.Count);
            if (mib > 0) ledger.Add(Item($"EBS gp3 throughput above {Gp3MibPerSecond} MiB/s, {label}", mib * nodeSeconds / 1024,
                "GiBps-month", book.Ebs(ledger.Region, "gp3", "GiBps-month above 125 MiB/s"), ground, purpose));
        }
    }

    /// <summary>A node whose default volumes nobody knows.</summary>
    public static void AddUnknown(
        LedgerBuilder ledger, string label, string size, decimal nodeSeconds, Ground ground, LinePurpose purpose = LinePurpose.Run) =>
        ledger.Add(Item($"EBS default data volumes, {label}", nodeSeconds, "node-month",
            Price.Hole($"{PriceTables.EmrEbsDefaults}: no row for {size}"), ground, purpose));

    static CostItem Item(string name, decimal amount, string unit, Price price, Ground ground, LinePurpose purpose) =>
        new()
        {
            Name = name,
            Service = CostService.Ebs,
            Purpose = purpose,
            Amount = amount,
            Per = BillingMath.SecondsPerMonth,
            Unit = unit,
            Price = price,
            Ground = ground
        };
}
