using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>
/// EMR on EC2: EC2, EMR's fee and EBS for every node, the primary too. Each node is billed by the second with a minute's minimum.
/// </summary>
static class EmrOnEc2Billing
{
    public static void Add(LedgerBuilder ledger, PriceBook book, string? release, IEnumerable<NodeUse> nodes)
    {
        var parsed = EmrRelease.Parse(release);
        foreach (var group in Groups(nodes))
        {
            var label = group[0].Label;
            var seconds = group.Sum(Ec2Billing.Seconds);
            var ground = group.Min(n => n.Ground);
            ledger.Follows = group[0].Role == "primary" ? LineFollows.Application : LineFollows.Nodes;
            Ec2Billing.Add(ledger, book, group);
            AddFee(ledger, book, group, label, seconds, ground);
            AddVolumes(ledger, book, group, label, seconds, ground, parsed);
        }
    }

    internal static IEnumerable<IReadOnlyList<NodeUse>> Groups(IEnumerable<NodeUse> nodes) => nodes.Where(n => n.Count > 0)
        .GroupBy(n => (
        n.Role, n.Purpose, n.InstanceType, n.Purchase, n.SpotPriceUsd, n.Purchase == Purchase.Spot ? n.Zone : null, VolumeKey(n)))
        .Select(g => (IReadOnlyList<NodeUse>)[.. g]);

    // records compare lists by reference: nodes with equal volumes must still share a line
    static string VolumeKey(NodeUse node) => $"{node.RootVolume}|{(node.Volumes is null ? "default" : string.Join(';', node.Volumes))}";

    static void AddFee(LedgerBuilder ledger, PriceBook book, IReadOnlyList<NodeUse> group, string label, decimal seconds, Ground ground)
    {
        var type = group[0].InstanceType;
        var fee = book.EmrOnEc2Fee(ledger.Region, type);
        if (book.Type(type) is { Emr: EmrSupport.Unknown }) ledger.Note($"whether EMR runs {type} is not known");
        // The fee of an instance that EC2 took back is assumed to be charged: EMR's guide only says that its rate stays the same on Spot.
        if (group.Any(n => n is { Purchase: Purchase.Spot, InterruptedByEc2: true })) ground = BillingMath.Weakest(ground, Ground.Assumed);
        if (fee.CapInDoubt) ledger.Note($"the EMR fee of {type} may be capped at {EmrFee.CapUsd} USD an hour: totalIfFeeCappedUsd");
        ledger.Add(new CostItem
        {
            Name = $"EMR fee, {label}",
            Service = CostService.EmrFee,
            Purpose = group[0].Purpose,
            Purchase = group[0].Purchase,
            Type = type,
            Amount = seconds,
            Per = BillingMath.SecondsPerHour,
            Unit = "instance-hour",
            Price = fee.Price,
            Ground = ground,
            CappedUsd = fee.CapInDoubt ? EmrFee.CapUsd : null,
        });
    }

    static void AddVolumes(LedgerBuilder ledger, PriceBook book, IReadOnlyList<NodeUse> group, string label, decimal seconds, Ground ground,
        EmrRelease? release)
    {
        var node = group[0];
        var root = node.RootVolume ?? EmrRelease.RootVolume(release);
        if (node.Volumes is { } named)
        {
            var rootGround = node.RootVolume is null && release is null ? BillingMath.Weakest(ground, Ground.Assumed) : ground;
            if (rootGround == ground)
            {
                EbsBilling.Add(ledger, book, label, [root, .. named], seconds, ground, node.Purpose);
                return;
            }
            EbsBilling.Add(ledger, book, $"{label}, root", [root], seconds, rootGround, node.Purpose);
            EbsBilling.Add(ledger, book, label, named, seconds, ground, node.Purpose);
            return;
        }
        // without a release the default volumes are those of the newest
        if (release is null) ground = BillingMath.Weakest(ground, Ground.Assumed);
        var size = node.InstanceType[(node.InstanceType.IndexOf('.') + 1)..];
        if (book.Type(node.InstanceType) is { IsEbsOnly: false })
        {
            EbsBilling.Add(ledger, book, label, [root], seconds, ground, node.Purpose);
        }
        else if (book.EbsDefaults(size) is { } data)
        {
            EbsBilling.Add(
                ledger, book, label, [root, new EbsVolume(root.Type, data.GibEach, Count: data.Volumes)], seconds, ground, node.Purpose);
        }
        else
        {
            EbsBilling.Add(ledger, book, label, [root], seconds, ground, node.Purpose);
            EbsBilling.AddUnknown(ledger, label, size, seconds, ground, node.Purpose);
        }
    }
}
