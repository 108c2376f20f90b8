using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Platforms.EmrOnEks;
using Rightsizer.Analyzer.Platforms.EmrServerless;
using Rightsizer.Analyzer.Platforms.Glue;

namespace Rightsizer.Analyzer.Answers.Quote;

/// <summary>Prices a shape: the same rules as for a run, without a log.</summary>
public static class ShapeQuote
{
    /// <remarks><c>discounts</c>: Used beside the shape's own; null when there are none.</remarks>
    public static Ledger Price(Shape shape, PriceBook book, Discounts? discounts = null)
    {
        var overlay = discounts is null && shape.Discounts.Count == 0 ? null
            : new Discounts([.. discounts?.Entries ?? [], .. shape.Discounts]);
        var ledger = new LedgerBuilder(shape.Region, overlay);
        var longest = 0m;
        if (shape.EmrOnEc2 is { } emr)
        {
            EmrOnEc2Billing.Add(ledger, book, shape.Release, emr.Nodes.Select(Node));
            if (emr.StartUp)
                EmrOnEc2Billing.Add(ledger, book, shape.Release,
                    emr.Nodes.Select(n =>
                    Node(n) with
                    {
                        Purpose = LinePurpose.StartUp,
                        Seconds = EmrOnEc2Platform.StartUp.Value,
                        IsPartOfLife = true,
                        Ground = Ground.Assumed
                    }));
            See(emr.Nodes.Select(n => n.Seconds));
        }
        if (shape.EmrServerless is { } serverless)
        {
            var (arch, archGround) = serverless.Architecture is { } a ? (a, Ground.Billed) : ("x86_64", Ground.Assumed);
            EmrServerlessBilling.Add(ledger, book, arch, archGround, serverless.Workers.Select(Worker));
            if (serverless.Billed is { } b)
                EmrServerlessBilling.AddBilled(ledger, book, arch, archGround, b.VcpuHour, b.MemoryGbHour, b.StorageGbHour);
            See(serverless.Workers.Select(w => w.Seconds));
        }
        if (shape.EmrOnEks is { } eks)
        {
            EmrOnEksBilling.AddNodes(ledger, book, eks.Nodes.Select(Node));
            EmrOnEksBilling.AddPods(ledger, book, eks.Pods.Select(Pod));
            if (eks.ControlPlaneSeconds is { } seconds)
                EmrOnEksBilling.AddControlPlane(ledger, book, seconds, eks.ExtendedSupport, Ground.Measured);
            else ledger.Note("the EKS control plane is left to the shared cluster");
            See([.. eks.Nodes.Select(n => n.Seconds), .. eks.Pods.Select(p => p.Seconds)]);
        }
        if (shape.Glue is { } glue)
        {
            GlueBilling.Add(ledger, book, new GlueUse
            {
                WorkerType = glue.WorkerType,
                Workers = glue.Workers,
                Seconds = glue.Seconds,
                WorkerSeconds = glue.WorkerSeconds,
                Flex = glue.Flex,
                GlueVersion = glue.GlueVersion
            });
            See([glue.Seconds]);
        }
        if (shape.S3 is { } s3)
            S3Requests.Add(ledger, book, s3.Client, s3.Written.Select(f => new S3Files(f.Count, f.SizeBytes)),
                s3.Scanned.Select(s => new S3Scan(s.Files, s.Scans)));
        S3Requests.AddCrossZone(ledger, book, shape.CrossZoneGb, Ground.Measured);
        return ledger.Build(LedgerKind.Quote, shape.Name ?? "shape", (long)(longest * 1000));

        void See(IEnumerable<decimal> seconds)
        {
            foreach (var s in seconds) longest = Math.Max(longest, s);
        }
    }

    /// <summary>The totals of several shapes added up; null where one of them has a line without a price.</summary>
    public static decimal? Sum(IReadOnlyList<Ledger> ledgers) =>
        ledgers.Any(l => l.TotalUsd is null) ? null : ledgers.Sum(l => l.TotalUsd!.Value);

    static NodeUse Node(ShapeNode n) => new()
    {
        Role = n.Role,
        InstanceType = n.InstanceType,
        Count = n.Count,
        Seconds = n.Seconds,
        Purchase = n.Purchase,
        SpotPriceUsd = n.SpotPriceUsd,
        Zone = n.Zone is { } zone ? AwsZone.Written(zone) : null,
        InterruptedByEc2 = n.InterruptedByEc2,
        RootVolume = n.RootVolume is { } root ? Volume(root) : null,
        Volumes = n.Volumes is { } volumes ? [.. volumes.Select(Volume)] : null,
        Share = n.Share,
    };

    static EbsVolume Volume(ShapeVolume v) => new(v.Type, v.SizeGib, v.Iops, v.ThroughputMibps, v.Count);

    static WorkerUse Worker(ShapeWorker w) => new()
    {
        Role = w.Role,
        Vcpu = w.Vcpu,
        ContainerMib = w.HeapMib is { } heap
            ? new SparkMemory
            {
                HeapMib = heap,
                OverheadMib = w.OverheadMib,
                OverheadFactor = w.OverheadFactor ?? EmrServerlessPlatform.Overhead.Value,
                PySparkMib = w.PySparkMib,
                OffHeapMib = w.OffHeapMib
            }.ContainerMib
            : (long)Math.Ceiling(w.MemoryGb!.Value * 1024),
        DiskGb = w.DiskGb,
        ShuffleOptimizedDisk = w.ShuffleOptimizedDisk,
        Count = w.Count,
        Seconds = w.Seconds,
        UsedSeconds = w.UsedSeconds,
    };

    static PodUse Pod(ShapePod p) => new()
    {
        Role = p.Role,
        Vcpu = p.Vcpu,
        MemoryGib = p.MemoryGib,
        Count = p.Count,
        Seconds = p.Seconds,
        SharedNodeType = p.SharedNodeType,
        NodePurchase = p.NodePurchase,
        NodeVolumes = [.. p.NodeVolumes.Select(Volume)],
        OnFargate = p.OnFargate,
    };
}
