namespace Rightsizer.Analyzer.Platforms;

/// <summary>
/// Defaults that a version of Spark changed, from its migration guides. An advice never proposes what is the default of the run's version.
/// </summary>
static class DefaultChanges
{
    /// <summary>A default that became another.</summary>
    /// <param name="Key">The property.</param>
    /// <param name="Since">The first version with the new default.</param>
    /// <param name="Before">The default until then.</param>
    /// <param name="Now">The default since then.</param>
    /// <param name="Source">Section of the migration guide of spark.apache.org, or the issue.</param>
    internal sealed record Change(string Key, Version Since, string Before, string Now, string Source);

    /// <summary>By version.</summary>
    internal static IReadOnlyList<Change> All { get; } =
    [
        new("spark.sql.adaptive.enabled", new(3, 2), "false", "true", "SQL 3.1 to 3.2; SPARK-33679"),
        new("spark.hadoopRDD.ignoreEmptySplits", new(3, 2), "false", "true", "Core 3.1 to 3.2"),
        new("spark.eventLog.compression.codec", new(3, 2), "lz4", "zstd", "Core 3.1 to 3.2"),
        new("spark.storage.replication.proactive", new(3, 2), "false", "true", "Core 3.1 to 3.2"),
        new("spark.dynamicAllocation.shuffleTracking.enabled", new(3, 4), "false", "true", "Core 3.3 to 3.4; SPARK-39846"),
        new("spark.eventLog.rolling.enabled", new(4, 0), "false", "true", "Core 3.5 to 4.0"),
        new("spark.eventLog.compress", new(4, 0), "false", "true", "Core 3.5 to 4.0"),
        new("spark.shuffle.service.removeShuffle", new(4, 0), "false", "true", "Core 3.5 to 4.0"),
        new("spark.speculation.multiplier", new(4, 0), "1.5", "3", "Core 3.5 to 4.0"),
        new("spark.speculation.quantile", new(4, 0), "0.75", "0.9", "Core 3.5 to 4.0"),
        new("spark.checkpoint.compress", new(4, 1), "false", "true", "Core 4.0 to 4.1"),
        new("spark.hadoop.fs.s3a.committer.magic.enabled", new(4, 1), "false", "true", "Core 4.0 to 4.1"),
        new("spark.io.compression.lzf.parallel.enabled", new(4, 1), "false", "true", "Core 4.0 to 4.1"),
        new("spark.sql.execution.arrow.pyspark.enabled", new(4, 2), "false", "true", "PySpark 4.1 to 4.2"),
        new("spark.sql.execution.pythonUDF.arrow.enabled", new(4, 2), "false", "true", "PySpark 4.1 to 4.2"),
        new("spark.rdd.compress", new(4, 3), "false", "true", "Core 4.2 to 4.3"),
    ];

    /// <summary>Null where no version changed the default.</summary>
    /// <param name="key">A Spark property.</param>
    /// <param name="version">Of the run; null is taken for a recent one.</param>
    public static string? Find(string key, Version? version) => All.FirstOrDefault(c => c.Key == key) is not { } change ? null
        : version is null || version >= change.Since ? change.Now : change.Before;
}
