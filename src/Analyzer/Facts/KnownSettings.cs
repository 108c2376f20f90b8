namespace Rightsizer.Analyzer.Facts;

/// <summary>The Spark properties that reports show: those that decide time and money. All others stay in the log.</summary>
public static class KnownSettings
{
    /// <summary>In the order in which they are shown.</summary>
    public static IReadOnlyList<string> Keys { get; } =
    [
        "spark.master", "spark.submit.deployMode", "spark.executor.instances", "spark.executor.cores", "spark.executor.memory",
        "spark.executor.memoryOverhead", "spark.executor.memoryOverheadFactor", "spark.executor.pyspark.memory", "spark.memory.fraction",
        "spark.memory.storageFraction", "spark.memory.offHeap.enabled", "spark.memory.offHeap.size", "spark.driver.cores",
            "spark.driver.memory",
        "spark.driver.memoryOverhead", "spark.driver.maxResultSize", "spark.task.cpus", "spark.default.parallelism",
            "spark.dynamicAllocation.enabled",
        "spark.dynamicAllocation.initialExecutors", "spark.dynamicAllocation.minExecutors", "spark.dynamicAllocation.maxExecutors",
        "spark.dynamicAllocation.executorIdleTimeout", "spark.dynamicAllocation.shuffleTracking.enabled", "spark.shuffle.service.enabled",
        "spark.speculation", "spark.speculation.multiplier", "spark.speculation.quantile", "spark.locality.wait", "spark.scheduler.mode",
        "spark.serializer", "spark.io.compression.codec", "spark.shuffle.compress", "spark.sql.shuffle.partitions",
            "spark.sql.adaptive.enabled",
        "spark.sql.adaptive.coalescePartitions.enabled", "spark.sql.adaptive.coalescePartitions.parallelismFirst",
            "spark.sql.adaptive.advisoryPartitionSizeInBytes",
        "spark.sql.adaptive.skewJoin.enabled", "spark.sql.adaptive.skewJoin.skewedPartitionFactor",
            "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes",
        "spark.sql.autoBroadcastJoinThreshold", "spark.sql.files.maxPartitionBytes", "spark.sql.files.openCostInBytes",
            "spark.sql.files.maxRecordsPerFile",
        "spark.sql.sources.partitionOverwriteMode", "spark.decommission.enabled", "spark.excludeOnFailure.enabled",
            "spark.task.maxFailures",
        "spark.executor.extraJavaOptions", "spark.driver.extraJavaOptions",
    ];
}
