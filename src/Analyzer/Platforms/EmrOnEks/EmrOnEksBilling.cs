using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;

namespace Rightsizer.Analyzer.Platforms.EmrOnEks;

/// <summary>
/// EMR on EKS: a fee on what each pod requests, on top of its nodes (whole if dedicated, a share if not) and the control plane. No EMR on
/// EC2 fee. On Fargate the pod's size is billed, which is at least what it requests.
/// </summary>
static class EmrOnEksBilling
{
    public static void AddPods(LedgerBuilder ledger, PriceBook book, IEnumerable<PodUse> pods)
    {
        foreach (var group in pods.Where(p => p.Count > 0)
            .GroupBy(p => (p.Role, p.Vcpu, p.MemoryGib, p.OnFargate, p.SharedNodeType, p.NodePurchase)))
        {
            var k = group.Key;
            ledger.Follows = k.Role == "executor" ? LineFollows.Executors : LineFollows.Application;
            var seconds = group.Sum(p => p.Count * BillingMath.BilledSeconds(p.Seconds));
            var ground = group.Min(p => p.Ground);
            // AWS says "rounded up to the second" and names no minimum for this fee: the minute is assumed where it bites
            var feeGround = group.Any(p => p.Seconds < 60) ? BillingMath.Weakest(ground, Ground.Assumed) : ground;
            var label = FormattableString.Invariant($"{k.Role} pods ({k.Vcpu:0.###} vCPU, {k.MemoryGib:0.###} GiB)");
            ledger.Add(Hours($"EMR on EKS vCPU, {label}", CostService.EmrOnEks, k.Vcpu * seconds, "vCPU-hour",
                book.Eks(ledger.Region, "vcpu"), feeGround));
            ledger.Add(Hours($"EMR on EKS memory, {label}", CostService.EmrOnEks, k.MemoryGib * seconds, "GB-hour",
                book.Eks(ledger.Region, "memory"), feeGround));
            if (k.OnFargate)
            {
                AddFargate(ledger, book, k.Role, k.Vcpu, k.MemoryGib, seconds, ground);
            }
            else if (k.SharedNodeType is { } type)
            {
                AddShare(ledger, book, [.. group], type, ground);
            }
        }
    }

    /// <summary>Whole nodes of a dedicated node group: EC2 and the volumes that are named.</summary>
    public static void AddNodes(LedgerBuilder ledger, PriceBook book, IEnumerable<NodeUse> nodes)
    {
        foreach (var group in EmrOnEc2Billing.Groups(nodes))
        {
            Ec2Billing.Add(ledger, book, group);
            var volumes = group[0].RootVolume is { } root ? [root, .. group[0].Volumes ?? []] : group[0].Volumes ?? [];
            EbsBilling.Add(ledger, book, $"{group[0].Role} ({group[0].InstanceType})", volumes, group.Sum(Ec2Billing.Seconds),
                group.Min(n => n.Ground));
            if (volumes.Count == 0) ledger.Note("volumes of the EKS nodes were not named and are not priced");
        }
    }

    /// <summary>The control plane for the run's seconds; of a shared cluster it is left to the shared line.</summary>
    public static void AddControlPlane(LedgerBuilder ledger, PriceBook book, decimal seconds, bool extendedSupport, Ground ground) =>
        ledger.Add(Hours(
        extendedSupport ? "EKS control plane, extended support" : "EKS control plane", CostService.EksControlPlane, Math.Ceiling(seconds),
            "cluster-hour",
        book.Eks(ledger.Region, extendedSupport ? "eks_cluster_extended_support" : "eks_cluster"), ground));

    static void AddFargate(LedgerBuilder ledger, PriceBook book, string role, decimal vcpu, decimal gib, decimal seconds, Ground ground)
    {
        var size = FargateSizes.Fit(vcpu, gib);
        var label = FormattableString.Invariant($"{role} pods (size {size?.Vcpu ?? vcpu:0.###} vCPU, {size?.Gib ?? gib:0.###} GiB)");
        var none = size is null ? Price.Hole("Fargate has no pod of that size") : null;
        ledger.Add(Hours($"Fargate vCPU, {label}", CostService.Fargate, (size?.Vcpu ?? vcpu) * seconds, "vCPU-hour",
            none ?? book.Eks(ledger.Region, "fargate_vcpu"), ground));
        ledger.Add(Hours($"Fargate memory, {label}", CostService.Fargate, (size?.Gib ?? gib) * seconds, "GB-hour",
            none ?? book.Eks(ledger.Region, "fargate_memory"), ground));
    }

    static void AddShare(LedgerBuilder ledger, PriceBook book, IReadOnlyList<PodUse> pods, string type, Ground ground)
    {
        var pod = pods[0];
        if (book.Type(type) is not { } facts)
        {
            ledger.Add(Hours($"EC2 share, {pod.Role} pods ({type})", CostService.Ec2, pods.Sum(p => p.Count * Math.Ceiling(p.Seconds)),
                "pod-hour", Price.Hole($"{PriceTables.InstanceTypes}: no {type}"), ground));
            return;
        }
        // dominant share: the larger of the pod's part of the node's vCPUs and of its memory
        var share = Math.Min(1, Math.Max(pod.Vcpu / facts.Vcpu, pod.MemoryGib / facts.MemoryGib));
        AddNodes(ledger, book, pods.Select(p => new NodeUse
        {
            Role = FormattableString.Invariant($"{p.Role} pods' share {share:0.####} of a node"),
            InstanceType = type,
            Count = p.Count,
            Seconds = p.Seconds,
            IsPartOfLife = true,
            Share = share,
            Purchase = p.NodePurchase,
            Volumes = p.NodeVolumes,
            Ground = p.Ground,
        }));
    }

    static CostItem Hours(string name, CostService service, decimal amount, string unit, Price price, Ground ground) =>
        new()
        {
            Name = name,
            Service = service,
            Amount = amount,
            Per = BillingMath.SecondsPerHour,
            Unit = unit,
            Price = price,
            Ground = ground
        };
}
