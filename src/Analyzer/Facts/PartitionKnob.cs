namespace Rightsizer.Analyzer.Facts;

/// <summary>What decides how many tasks a stage has.</summary>
enum PartitionKnob
{
    /// <summary>The log does not say.</summary>
    Unknown,

    /// <summary>repartition(n) in the code. AQE leaves that number alone.</summary>
    UserRepartition,

    /// <summary>coalesce(n) in the code.</summary>
    UserCoalesce,

    /// <summary>A plan that needs all rows in one task: a global aggregate, a limit.</summary>
    SinglePartition,

    /// <summary>State of a stream: fixed when its checkpoint was made.</summary>
    StreamState,

    /// <summary>spark.sql.shuffle.partitions.</summary>
    ShufflePartitions,

    /// <summary>AQE merged or sized the partitions of a shuffle.</summary>
    AdaptiveCoalesce,

    /// <summary>Splits of the files that are read.</summary>
    FileSplits,

    /// <summary>Splits of an Iceberg table, which Spark's settings do not change.</summary>
    TableSplits,

    /// <summary>A shuffle before a write whose partition size the table asks for, not Spark's settings.</summary>
    TableWrite,

    /// <summary>Partitions of a read over JDBC.</summary>
    JdbcPartitions,

    /// <summary>Slices of spark.range or parallelize, or of rows that the driver holds.</summary>
    Slices,

    /// <summary>The number of partitions of an RDD's shuffle: an argument in the code, or spark.default.parallelism.</summary>
    RddShuffle,

    /// <summary>Cached data keeps the partitions with which it was stored.</summary>
    Cached,
}

/// <summary>Why a stage has as many tasks as it has.</summary>
/// <param name="Knob">What decides.</param>
/// <param name="Count">The number that it gives; null where the plan does not name it.</param>
/// <param name="Place">Where in the code, as the log names it; null where it does not.</param>
sealed record PartitionSource(PartitionKnob Knob, int? Count = null, string? Place = null)
{
    /// <summary>AQE cuts the partitions of a rebalance as well, to the size that it is given.</summary>
    public bool IsRebalance { get; init; }

    /// <summary>The reader itself runs the stage, to find out the columns of text files: no code of the user comes between.</summary>
    public bool InfersSchema { get; init; }
}
