using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Data that the application asked Spark to keep.</summary>
/// <param name="Rdd">As last seen.</param>
/// <param name="Stages">Executed stage attempts that have it in their lineage, first first.</param>
/// <param name="CachedPartitions">The most ever seen; 0 where the log does not tell, as in Spark 3 without block updates.</param>
/// <param name="MemoryBytes">The most ever seen.</param>
/// <param name="DiskBytes">The most ever seen.</param>
sealed record CachedRdd(RddInfo Rdd, IReadOnlyList<StageAttempt> Stages, int CachedPartitions, long MemoryBytes, long DiskBytes);

static class CachedRdds
{
    /// <summary>
    /// Stored as bytes, not as objects: a DataFrame's columns (CachedRDDBuilder alone caches what mapPartitionsInternal made), or what a
    /// Python worker pickled.
    /// </summary>
    public static bool IsSerialised(RddInfo rdd) =>
        rdd.Scope?.Contains("mapPartitionsInternal", StringComparison.Ordinal) == true || rdd.Name == "PythonRDD";

    public static IReadOnlyList<CachedRdd> Find(RunFacts facts) =>
    [
        .. facts.Run.Stages.Where(s => s.Tasks.Count > 0)
        .SelectMany(s => s.Info.Rdds.Where(r => r.IsCached).Select(r => (Stage: s, Rdd: r)))
            .GroupBy(x => x.Rdd.RddId).OrderBy(g => g.Key)
            .Select(g => new CachedRdd(g.Last().Rdd, [.. g.Select(x => x.Stage)], g.Max(x => x.Rdd.NumCachedPartitions),
            g.Max(x => x.Rdd.MemorySizeBytes), g.Max(x => x.Rdd.DiskSizeBytes))),
    ];
}
