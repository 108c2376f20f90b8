using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms.EmrServerless;

namespace Rightsizer.Analyzer.Answers.Quote;

/// <summary>A file for <c>prices quote</c>: one shape, or several under "shapes". docs/quote.schema.json describes it.</summary>
public sealed record ShapeFile
{
    public required IReadOnlyList<Shape> Shapes { get; init; }
}

/// <summary>Something to price that no log is needed for. Every section adds its lines to one ledger.</summary>
public sealed record Shape
{
    public string? Name { get; init; }
    public required string Region { get; init; }

    /// <summary>"emr-6.15.0": decides the root volume. Null is taken for the newest, and marked assumed.</summary>
    public string? Release { get; init; }
    public ShapeEmr? EmrOnEc2 { get; init; }
    public ShapeServerless? EmrServerless { get; init; }
    public ShapeEks? EmrOnEks { get; init; }
    public ShapeGlue? Glue { get; init; }
    public ShapeS3? S3 { get; init; }

    /// <summary>Traffic between availability zones; GiB.</summary>
    public decimal CrossZoneGb { get; init; }
    public IReadOnlyList<DiscountEntry> Discounts { get; set; } = [];
}

public sealed record ShapeEmr
{
    public required IReadOnlyList<ShapeNode> Nodes { get; init; }

    /// <summary>Adds the assumed start-up of a transient cluster to every node, as lines of their own.</summary>
    public bool StartUp { get; init; }
}

public sealed record ShapeNode
{
    /// <summary>primary, core, task; "node" on EKS.</summary>
    public string Role { get; set; } = "node";
    public required string InstanceType { get; init; }
    public int Count { get; set; } = 1;
    public required decimal Seconds { get; init; }
    public Purchase Purchase { get; init; }
    public decimal? SpotPriceUsd { get; init; }

    /// <summary>Zone name or zone id, for the Spot price.</summary>
    public string? Zone { get; init; }
    public bool InterruptedByEc2 { get; init; }

    /// <summary>Null is EMR's default; 0 GiB means that no root volume is priced.</summary>
    public ShapeVolume? RootVolume { get; init; }

    /// <summary>Data volumes; null is EMR's default, an empty list is none.</summary>
    public IReadOnlyList<ShapeVolume>? Volumes { get; init; }

    /// <summary>Share of the node that is paid for, 0 to 1.</summary>
    public decimal Share { get; set; } = 1;
}

public sealed record ShapeVolume
{
    public string Type { get; set; } = "gp3";

    [JsonPropertyName("sizeGiB")]
    public required decimal SizeGib { get; init; }
    public int? Iops { get; init; }

    [JsonPropertyName("throughputMiBps")]
    public int? ThroughputMibps { get; init; }
    public int Count { get; set; } = 1;
}

public sealed record ShapeServerless
{
    /// <summary>x86_64 or arm64; null is taken for x86_64, and marked assumed.</summary>
    public string? Architecture { get; init; }
    public IReadOnlyList<ShapeWorker> Workers { get; set; } = [];

    /// <summary>billedResourceUtilization of a job run, in place of workers.</summary>
    public ShapeBilled? Billed { get; init; }
}

public sealed record ShapeBilled
{
    [JsonPropertyName("vCPUHour")]
    public decimal VcpuHour { get; init; }

    [JsonPropertyName("memoryGBHour")]
    public decimal MemoryGbHour { get; init; }

    [JsonPropertyName("storageGBHour")]
    public decimal StorageGbHour { get; init; }
}

public sealed record ShapeWorker
{
    public string Role { get; set; } = "executor";
    public required int Vcpu { get; init; }

    /// <summary>Container in GB = GiB; or heapMiB with its overhead.</summary>
    public decimal? MemoryGb { get; init; }

    [JsonPropertyName("heapMiB")]
    public long? HeapMib { get; init; }

    [JsonPropertyName("overheadMiB")]
    public long? OverheadMib { get; init; }
    public decimal? OverheadFactor { get; init; }

    [JsonPropertyName("pySparkMiB")]
    public long PySparkMib { get; init; }

    [JsonPropertyName("offHeapMiB")]
    public long OffHeapMib { get; init; }
    public int DiskGb { get; set; } = WorkerUse.FreeDiskGb;
    public bool ShuffleOptimizedDisk { get; init; }
    public int Count { get; set; } = 1;
    public required decimal Seconds { get; init; }

    /// <summary>For a pre-initialised worker: seconds is from ready to stop, this is what jobs used of it.</summary>
    public decimal? UsedSeconds { get; init; }
}

public sealed record ShapeEks
{
    public required IReadOnlyList<ShapePod> Pods { get; init; }

    /// <summary>Nodes of a dedicated group; whole nodes are paid.</summary>
    public IReadOnlyList<ShapeNode> Nodes { get; set; } = [];

    /// <summary>Seconds of the control plane; null leaves it to a shared line.</summary>
    public decimal? ControlPlaneSeconds { get; init; }
    public bool ExtendedSupport { get; init; }
}

public sealed record ShapePod
{
    public string Role { get; set; } = "executor";
    public required decimal Vcpu { get; init; }

    [JsonPropertyName("memoryGiB")]
    public required decimal MemoryGib { get; init; }
    public int Count { get; set; } = 1;
    public required decimal Seconds { get; init; }

    /// <summary>Type of the shared node whose dominant share the pod takes.</summary>
    public string? SharedNodeType { get; init; }
    public Purchase NodePurchase { get; init; }

    /// <summary>Volumes of the shared node.</summary>
    public IReadOnlyList<ShapeVolume> NodeVolumes { get; set; } = [];
    public bool OnFargate { get; init; }
}

public sealed record ShapeGlue
{
    public required string WorkerType { get; init; }

    /// <summary>The driver's worker is one of them.</summary>
    public int Workers { get; init; }
    public decimal Seconds { get; init; }

    /// <summary>With auto scaling: seconds summed over the workers.</summary>
    public decimal? WorkerSeconds { get; init; }
    public bool Flex { get; init; }
    public string? GlueVersion { get; init; }
}

public sealed record ShapeS3
{
    public S3Client Client { get; init; }
    public IReadOnlyList<ShapeFiles> Written { get; set; } = [];
    public IReadOnlyList<ShapeScan> Scanned { get; set; } = [];
}

public sealed record ShapeFiles
{
    public required long Count { get; init; }
    public required long SizeBytes { get; init; }
}

public sealed record ShapeScan
{
    public required long Files { get; init; }
    public long Scans { get; set; } = 1;
}

/// <summary>A discounts file: the overlay alone.</summary>
public sealed record DiscountsFile
{
    public required IReadOnlyList<DiscountEntry> Discounts { get; init; }
}

// Generated readers fill init-only members even when the file has none of them, which would lose defaults: members with a default are set.
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true, ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true,
        RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ShapeFile))]
[JsonSerializable(typeof(Shape))]
[JsonSerializable(typeof(DiscountsFile))]
[JsonSerializable(typeof(List<DiscountEntry>))]
sealed partial class ShapeJson : JsonSerializerContext;
