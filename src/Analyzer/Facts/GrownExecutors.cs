using System.Globalization;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>
/// Executors that YARN made larger than spark.executor.* asks for: spark.yarn.heterogeneousExecutors.enabled, on by default from EMR 5.32
/// and 6.2. Plain Spark on YARN never starts an executor with more cores than spark.executor.cores.
/// </summary>
sealed class GrownExecutors
{
    /// <summary>
    /// What a block manager registers with is up to a tenth under what the heap's size gives (the JVM keeps a survivor space).
    /// </summary>
    const double LeastOfHeap = 0.85;

    readonly int askedCores;
    readonly double fraction;
    readonly SparkMemory asked;

    GrownExecutors(int askedCores, double fraction, SparkMemory asked) =>
        (this.askedCores, this.fraction, this.asked) = (askedCores, fraction, asked);

    /// <summary>Null where no executor of the default profile is larger than was asked for.</summary>
    public static GrownExecutors? Find(ApplicationRun run, IReadOnlyList<ExecutorLife> executors, SparkMemory asked)
    {
        var settings = new SparkSettings(run);
        if (ClusterManager.Detect(run) != ClusterManager.Yarn || settings["spark.yarn.heterogeneousExecutors.enabled"] == "false"
            || !int.TryParse(settings["spark.executor.cores"], NumberStyles.None, CultureInfo.InvariantCulture, out var cores)
            || cores < 1) return null;
        return executors.Any(x => x.ResourceProfileId == 0 && x.TotalCores > cores)
            ? new(cores, Math.Clamp(settings.Number("spark.memory.fraction", 0.6), 0.05, 0.95), asked) : null;
    }

    /// <summary>
    /// Memory of one of them. The heap is what its block manager registered with where that can be true (not less than was asked for, and
    /// not more a core), else as much a core as was asked for; what is outside the heap grows with it.
    /// </summary>
    public SparkMemory MemoryOf(ExecutorLife executor)
    {
        var byCores = Math.Max(1, (double)executor.PaidCores / askedCores);
        var ratio = OfBlockManager(executor) is { } own ? own : byCores;
        if (ratio <= 1) return asked;
        return asked with
        {
            HeapMib = Grown(asked.HeapMib),
            OverheadMib = asked.OverheadMib is { } mib ? Grown(mib) : null,
            PySparkMib = Grown(asked.PySparkMib),
            OffHeapMib = Grown(asked.OffHeapMib),
        };

        long Grown(long mib) => (long)Math.Round(mib * ratio);
    }

    double? OfBlockManager(ExecutorLife executor)
    {
        var bytes = executor.OnHeapStorageBytes > 0 ? executor.OnHeapStorageBytes : executor.MaxMemoryBytes;
        if (bytes <= 0) return null;
        var ratio = (bytes / fraction + ExecutorMemory.ReservedBytes) / (asked.HeapMib * 1048576.0);
        return ratio < LeastOfHeap || ratio > 1.1 * executor.PaidCores / askedCores ? null : Math.Max(1, ratio);
    }
}
