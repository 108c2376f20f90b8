using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>The Spark properties that decide what a run costs.</summary>
public static class CostSettings
{
    /// <summary>Those that say how large the cluster is.</summary>
    public static readonly IReadOnlySet<string> OfCluster = new HashSet<string>(StringComparer.Ordinal)
    {
        "spark.executor.instances", "spark.executor.cores", "spark.executor.memory", "spark.executor.memoryOverhead",
            "spark.executor.memoryOverheadFactor",
        "spark.driver.cores", "spark.driver.memory", "spark.dynamicAllocation.enabled", "spark.dynamicAllocation.initialExecutors",
        "spark.dynamicAllocation.minExecutors", "spark.dynamicAllocation.maxExecutors", "spark.dynamicAllocation.executorIdleTimeout",
            "spark.cores.max",
    };

    static readonly string[] OfWork =
    [
        "spark.default.parallelism", "spark.executor.pyspark.memory", "spark.io.compression.codec", "spark.locality.wait",
            "spark.memory.fraction",
        "spark.memory.offHeap.enabled", "spark.memory.offHeap.size", "spark.memory.storageFraction", "spark.scheduler.mode",
            "spark.serializer",
        "spark.shuffle.compress", "spark.shuffle.service.enabled", "spark.speculation", "spark.sql.adaptive.advisoryPartitionSizeInBytes",
        "spark.sql.adaptive.coalescePartitions.enabled", "spark.sql.adaptive.enabled", "spark.sql.adaptive.skewJoin.enabled",
        "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes", "spark.sql.autoBroadcastJoinThreshold",
            "spark.sql.files.maxPartitionBytes",
        "spark.sql.shuffle.partitions", "spark.task.cpus",
    ];

    /// <summary>
    /// What detectors propose and <see cref="Keys"/> leaves out: kept apart, so that fingerprints of older states stay as they are.
    /// </summary>
    static readonly string[] Advised =
    [
        "spark.decommission.enabled", "spark.driver.memoryOverhead", "spark.dynamicAllocation.shuffleTracking.enabled",
        "spark.reducer.maxSizeInFlight", "spark.scheduler.listenerbus.eventqueue.capacity", "spark.shuffle.io.maxRetries",
        "spark.shuffle.io.retryWait", "spark.sql.adaptive.coalescePartitions.parallelismFirst",
        "spark.sql.adaptive.forceOptimizeSkewedJoin", "spark.sql.adaptive.skewJoin.skewedPartitionFactor",
        "spark.sql.files.minPartitionNum", "spark.sql.files.openCostInBytes", "spark.sql.sources.parallelPartitionDiscovery.threshold",
        "spark.storage.decommission.enabled", "spark.storage.decommission.shuffleBlocks.enabled", "spark.task.maxFailures",
    ];

    static readonly string[] Keys = [.. OfCluster.Concat(OfWork).Order(StringComparer.Ordinal)];

    /// <summary>In ordinal order of their names.</summary>
    public static IReadOnlyDictionary<string, string> Pick(SparkEnvironment environment) => Pick(environment, Keys);

    /// <summary>Those that only advice names, in ordinal order of their names.</summary>
    public static IReadOnlyDictionary<string, string> PickAdvised(SparkEnvironment environment) => Pick(environment, Advised);

    /// <summary>True where a summary would say the value of this property.</summary>
    internal static bool IsKept(string key) => Keys.Contains(key, StringComparer.Ordinal) || Advised.Contains(key, StringComparer.Ordinal);

    static SortedDictionary<string, string> Pick(SparkEnvironment environment, string[] keys)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            if (environment[key] is { Length: > 0 and < 200 } value && !SecretSetting.IsHiddenBySpark(value)) found[key] = value;
        }
        return found;
    }
}
