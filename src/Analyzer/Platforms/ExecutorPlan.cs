namespace Rightsizer.Analyzer.Platforms;

/// <summary>spark.executor.* of a candidate.</summary>
public sealed record ExecutorPlan
{
    public required int Cores { get; init; }

    /// <summary>spark.executor.memory.</summary>
    public required long HeapMib { get; init; }

    /// <summary>spark.executor.memoryOverhead.</summary>
    public required long OverheadMib { get; init; }

    /// <summary>spark.executor.pyspark.memory; 0 is unset.</summary>
    public long PySparkMib { get; init; }

    /// <summary>spark.memory.offHeap.size; 0 is disabled.</summary>
    public long OffHeapMib { get; init; }

    /// <summary>Fixed count, or the most under dynamic allocation.</summary>
    public required int Count { get; init; }

    /// <summary>spark.dynamicAllocation.enabled.</summary>
    public bool Dynamic { get; init; }

    /// <summary>spark.dynamicAllocation.minExecutors.</summary>
    public int MinCount { get; init; }

    /// <summary>spark.dynamicAllocation.initialExecutors.</summary>
    public int InitialCount { get; init; }

    /// <summary>Disk of an EMR Serverless worker; null elsewhere.</summary>
    public int? DiskGb { get; init; }

    /// <summary>Heap, overhead, Python and off-heap memory: what the cluster manager hands out.</summary>
    public long ContainerMib => HeapMib + OverheadMib + PySparkMib + OffHeapMib;
}
