using Rightsizer.Analyzer.Facts;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>
/// The documented defaults of the Spark properties that an advice may name (spark.apache.org/docs/latest/configuration.html and
/// sql-performance-tuning.html).
/// </summary>
static class SparkDefaults
{
    static readonly Dictionary<string, string> Always = new(StringComparer.Ordinal)
    {
        ["spark.executor.memory"] = "1g",
        ["spark.sql.sources.parallelPartitionDiscovery.parallelism"] = "10000",
        ["spark.databricks.delta.snapshotPartitions"] = "50",
        ["spark.driver.memory"] = "1g",
        ["spark.driver.cores"] = "1",
        ["spark.driver.maxResultSize"] = "1g",
        ["spark.executor.instances"] = "2",
        ["spark.executor.memoryOverhead"] = "10 % of the heap, at least 384m",
        ["spark.driver.memoryOverhead"] = "10 % of the heap, at least 384m",
        ["spark.memory.fraction"] = "0.6",
        ["spark.memory.offHeap.enabled"] = "false",
        ["spark.task.maxFailures"] = "4",
        ["spark.task.cpus"] = "1",
        ["spark.stage.maxConsecutiveAttempts"] = "4",
        ["spark.speculation"] = "false",
        ["spark.locality.wait"] = "3s",
        ["spark.serializer"] = "org.apache.spark.serializer.JavaSerializer",
        ["spark.reducer.maxSizeInFlight"] = "48m",
        ["spark.network.timeout"] = "120s",
        ["spark.shuffle.io.maxRetries"] = "3",
        ["spark.shuffle.io.retryWait"] = "5s",
        ["spark.shuffle.service.enabled"] = "false",
        ["spark.decommission.enabled"] = "false",
        ["spark.storage.decommission.enabled"] = "false",
        ["spark.storage.decommission.shuffleBlocks.enabled"] = "true",
        ["spark.excludeOnFailure.enabled"] = "false",
        ["spark.dynamicAllocation.enabled"] = "false",
        ["spark.dynamicAllocation.maxExecutors"] = "infinity",
        ["spark.dynamicAllocation.minExecutors"] = "0",
        ["spark.dynamicAllocation.executorIdleTimeout"] = "60s",
        ["spark.scheduler.listenerbus.eventqueue.capacity"] = "10000",
        ["spark.sql.shuffle.partitions"] = "200",
        ["spark.sql.autoBroadcastJoinThreshold"] = "10m",
        ["spark.sql.files.maxPartitionBytes"] = "128m",
        ["spark.sql.files.openCostInBytes"] = "4m",
        ["spark.sql.sources.parallelPartitionDiscovery.threshold"] = "32",
        ["spark.sql.adaptive.advisoryPartitionSizeInBytes"] = "64m",
        ["spark.sql.adaptive.coalescePartitions.enabled"] = "true",
        ["spark.sql.adaptive.coalescePartitions.parallelismFirst"] = "true",
        ["spark.sql.adaptive.skewJoin.enabled"] = "true",
        ["spark.sql.adaptive.skewJoin.skewedPartitionFactor"] = "5.0",
        ["spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes"] = "256m",
        ["spark.sql.adaptive.forceOptimizeSkewedJoin"] = "false",
        ["spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version"] = "1",
    };

    /// <summary>
    /// First version of Spark that has the property or all properties under it; others are older than the logs that matter.
    /// </summary>
    static readonly (string Prefix, Version Since)[] First =
    [
        ("spark.decommission.", new(3, 1)), ("spark.storage.decommission.", new(3, 1)), ("spark.excludeOnFailure.", new(3, 1)),
            ("spark.sql.adaptive.", new(3, 0)),
        ("spark.sql.adaptive.forceOptimizeSkewedJoin", new(3, 3)), ("spark.sql.adaptive.coalescePartitions.parallelismFirst", new(3, 2)),
        ("spark.dynamicAllocation.shuffleTracking.", new(3, 0)), ("spark.sql.execution.pythonUDF.arrow.", new(3, 4)),
            ("spark.executor.memoryOverhead", new(2, 3)),
        ("spark.executor.pyspark.memory", new(2, 4)), ("spark.sql.files.minPartitionNum", new(3, 1)),
    ];

    /// <summary>False where the run's Spark is too old to have the property.</summary>
    public static bool Exists(string key, Version? version) =>
        version is null || First.All(f => !key.StartsWith(f.Prefix, StringComparison.Ordinal) || version >= f.Since);

    /// <summary>Null where Spark has none, or none that the log's version is known to have.</summary>
    /// <param name="key">A Spark property.</param>
    /// <param name="version">Of the run; null is taken for a recent one.</param>
    /// <param name="platform">One of <see cref="RunPlatform"/>.</param>
    public static string? Find(string key, Version? version, string platform) => key switch
    {
        _ when platform == RunPlatform.EmrServerless && ServerlessDefaults.Find(key) is { } own => own,
        "spark.executor.cores" => platform is RunPlatform.Standalone or RunPlatform.Mesos ? "all cores of the worker" : "1",
        _ => DefaultChanges.Find(key, version) ?? Always.GetValueOrDefault(key),
    };
}
