using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors.Caching;

/// <summary>Data was to be cached and storage memory did not hold all of it.</summary>
public sealed class CacheDidNotFitDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.CacheDidNotFit, "cacheDidNotFit", "Cached data did not fit into memory", DetectorCategory.Memory, [],
        new("Make the cache fit, or drop it", Degree.Low, Degree.Medium, "more memory, or work done again"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var caches = CachedRdds.Of(facts);
        if (caches.Count == 0) return Verdict.NotApplicable("nothing is cached");
        var told = caches.Where(c => c.CachedPartitions > 0 || c.MemoryBytes + c.DiskBytes > 0).ToList();
        if (told.Count == 0) return Verdict.NotApplicable("the log does not tell how much of the cached data was stored");
        var cut = told.Where(c => c.CachedPartitions < c.Rdd.NumPartitions || c.Rdd.UseMemory && c.DiskBytes > 0).OrderBy(c => c.CachedPartitions / (double)Math.Max(1, c.Rdd.NumPartitions)).ToList();
        if (cut.Count == 0) return Verdict.Clean("all cached data fitted");
        var top = cut[0];
        var memory = facts.TaskExecutors.Sum(e => (double)Math.Max(0, e.MaxMemoryBytes));
        var whole = top.CachedPartitions > 0 ? top.MemoryBytes / (double)top.CachedPartitions * top.Rdd.NumPartitions : top.MemoryBytes + top.DiskBytes;
        return new CauseFound
        {
            Where = [.. cut.Select(c => facts.Of(c.Stages[0]).Place(1.0 / cut.Count, facts, c.Rdd.Name))],
            Evidence =
            [
                new("cachedPartitions", top.CachedPartitions, "count", top.Rdd.NumPartitions),
                new("partitions", top.Rdd.NumPartitions, "count"),
                new("memoryBytes", top.MemoryBytes, "bytes"),
                new("diskBytes", top.DiskBytes, "bytes"),
                new("storageMemoryBytes", memory, "bytes"),
            ],
            Cause = $"Of {top.Rdd.NumPartitions} partitions to be cached {top.CachedPartitions} were stored, {Quantity.Bytes(top.MemoryBytes)} in memory and {Quantity.Bytes(top.DiskBytes)} on disk. The others are computed again at each use.",
            Advice =
            [
                new(facts.Settings.HeapSetting, facts.Settings.Now(facts.Settings.HeapSetting, "1g"), null, $"All of it needs about {Quantity.Bytes(whole)}; storage and execution memory of all executors together is {Quantity.Bytes(memory)}.", "More memory paid for."),
                new("cache serialised, or fewer columns", null, null, "Serialised blocks take a half to a fifth of the room.", "CPU to read them again."),
            ],
            Confidence = Confidence.Medium,
            IsFact = true,
            AtMost = Severity.Info,
        };
    }
}
