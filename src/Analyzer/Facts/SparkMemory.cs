namespace Rightsizer.Analyzer.Facts;

/// <summary>What a Spark process asks its cluster manager for, in whole MiB.</summary>
public sealed record SparkMemory
{
    /// <summary>Least overhead where no setting changes it.</summary>
    public const int MinOverheadMib = 384;

    /// <summary>
    /// Spark's default overhead over heap; spark.kubernetes.memoryOverheadFactor has 0.40 for jobs that are not on the JVM (Spark's own
    /// docs).
    /// </summary>
    public const decimal DefaultOverheadFactor = 0.10m, PythonPodOverheadFactor = 0.40m;

    /// <summary>Spark's own rule.</summary>
    /// <param name="isPythonPod">A Python job on Kubernetes.</param>
    public static decimal OverheadFactorOf(bool isPythonPod) => isPythonPod ? PythonPodOverheadFactor : DefaultOverheadFactor;

    public required long HeapMib { get; init; }

    /// <summary>spark.*.memoryOverhead; takes the place of the factor.</summary>
    public long? OverheadMib { get; init; }

    /// <summary>What the factor gives at least: spark.*.minMemoryOverhead, which Spark has from 4.0 on (SPARK-47208).</summary>
    public long LeastOverheadMib { get; init; } = MinOverheadMib;

    /// <summary>spark.*.memoryOverheadFactor: 0.10 in Spark and on EMR Serverless, 0.1875 on EMR on EC2.</summary>
    public decimal OverheadFactor { get; init; } = DefaultOverheadFactor;

    /// <summary>spark.executor.pyspark.memory.</summary>
    public long PySparkMib { get; init; }

    /// <summary>spark.memory.offHeap.size where it is enabled.</summary>
    public long OffHeapMib { get; init; }

    /// <summary>
    /// Heap + max(384 or what is set, floor(factor x heap)) + what Python and off-heap memory add. Decimal, never floating point: 10 GiB of
    /// heap is 11 GiB, not a hair more.
    /// </summary>
    public long ContainerMib =>
        HeapMib + (OverheadMib ?? Math.Max(LeastOverheadMib, (long)Math.Floor(HeapMib * OverheadFactor))) + PySparkMib + OffHeapMib;
}
