using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Caching;

/// <summary>Data was cached and never read by a second action.</summary>
sealed class UnusedCacheDetector : IDetector, INeedsAllWork
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.UnusedCache, "unusedCache", "Cached data is never used again", DetectorCategory.Memory, [],
        new("Drop a cache that is never read", Degree.Low, Degree.Low, "another code path may read it"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (run.Log.Lacks("JobStart")) return Verdict.NotApplicable("the log does not say which stages belong to one job");
        // Delta caches the state of its tables for itself
        var caches = CachedRdds.Find(facts).Where(c => !IsOfDelta(c.Rdd)).ToList();
        if (caches.Count == 0) return Verdict.NotApplicable("nothing is cached");
        var unused = caches.Where(c => c.Stages.Select(s => ActionOf(s, facts)).Distinct().Count() < 2)
            .OrderByDescending(c => c.MemoryBytes).ThenBy(c => c.Rdd.RddId).ToList();
        if (unused.Count == 0) return Verdict.Clean("every cached data set is read by two actions or more");
        var top = unused[0];
        var bytes = unused.Sum(c => c.MemoryBytes);
        return new CauseFound
        {
            Where = [.. unused.Select(
                c => facts.Of(c.Stages[0]).Place(bytes > 0 ? c.MemoryBytes / (double)bytes : 1.0 / unused.Count, facts, Name(c.Rdd)))],
            Evidence =
            [
                new("unusedCaches", unused.Count, "count", 0),
                new("caches", caches.Count, "count"),
                .. bytes > 0 ? [new Evidence("cachedBytes", bytes, "bytes")] : Array.Empty<Evidence>(),
            ],
            Cause = $"Stage {top.Stages[0].StageId} caches data that only the action which filled the cache reads: {Name(top.Rdd)}.",
            Advice = [new("remove cache() or persist(), or unpersist() after use", null, null,
                "Storing costs time, and the blocks take memory that shuffles and joins could use."
                    + (bytes > 0 ? $" They hold {Quantity.Bytes(bytes)}." : ""),
                    "None, unless a failed stage would have been recomputed from it.")],
            Confidence = Confidence.Medium,
            IsFact = true,
            AtMost = Severity.Info,
        };
    }

    /// <summary>The SQL execution, else the job, in which the stage first ran.</summary>
    static (bool IsSql, long Id) ActionOf(StageAttempt s, RunFacts facts) =>
        facts.SqlOf(s) is { } sql ? (true, sql.Id) : (false, s.JobIds.Count > 0 ? s.JobIds[0] : -1);

    static bool IsOfDelta(RddInfo rdd) => rdd.Name?.StartsWith("Delta Table State", StringComparison.Ordinal) == true;

    static string Name(RddInfo rdd)
    {
        var name = string.Join(' ', (rdd.Name ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return name.Length == 0 ? $"RDD {rdd.RddId}" : name.Length > 80 ? name[..80] + " ..." : name;
    }
}
