using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Caching;

/// <summary>Data was to be cached and storage memory did not hold all of it.</summary>
sealed class CacheDidNotFitDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.CacheDidNotFit, "cacheDidNotFit", "Cached data did not fit into memory", DetectorCategory.Memory, [],
        new("Make the cache fit, or drop it", Degree.Low, Degree.Medium, "more memory, or work done again"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var caches = CachedRdds.Find(facts);
        if (caches.Count == 0) return Verdict.NotApplicable("nothing is cached");
        var told = caches.Where(c => c.CachedPartitions > 0 || c.MemoryBytes + c.DiskBytes > 0).ToList();
        if (told.Count == 0) return Looked(CacheFit.Read(run), facts);
        var cut = told.Where(c => c.CachedPartitions < c.Rdd.NumPartitions || c.Rdd.UseMemory && c.DiskBytes > 0).OrderByDescending(Missing)
            .ToList();
        if (cut.Count == 0) return Verdict.Clean("all cached data fitted");
        var top = cut[0];
        var memory = facts.TaskExecutors.Sum(e => (double)Math.Max(0, e.MaxMemoryBytes));
        var whole = told.Sum(Whole);
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
            Cause = $"Of {top.Rdd.NumPartitions} partitions to be cached {top.CachedPartitions} were stored, "
                + $"{Quantity.Bytes(top.MemoryBytes)} in memory and {Quantity.Bytes(top.DiskBytes)} on disk. The others are computed "
                + $"again at each use.",
            Advice = [.. AdviceFor(top.Rdd, whole, memory, CacheFit.Read(run), facts)],
            Confidence = Confidence.Medium,
            IsFact = true,
            AtMost = Severity.Info,
        };
    }

    /// <summary>What an RDD would take if all of it were stored.</summary>
    static double Whole(CachedRdd c) =>
        c.CachedPartitions > 0 ? (c.MemoryBytes + c.DiskBytes) / (double)c.CachedPartitions * Math.Max(
        c.Rdd.NumPartitions, c.CachedPartitions) : c.MemoryBytes + c.DiskBytes;

    /// <summary>
    /// Bytes that were to be kept in memory and were not: the RDD that lost most is the one to name, however small a share of it that is.
    /// </summary>
    static double Missing(CachedRdd c) => Whole(c) - c.MemoryBytes;

    static IEnumerable<Advice> AdviceFor(RddInfo rdd, double need, double memory, CacheFit? fit, RunFacts facts)
    {
        const string key = "spark.memory.fraction";
        var fraction = facts.Settings.Number(key, ExecutorMemory.DefaultFraction);
        var byDefault = memory * ExecutorMemory.DefaultFraction / fraction;
        if (fraction is > 0 and < ExecutorMemory.DefaultFraction && byDefault >= need * ExecutorMemory.Headroom)
        {
            yield return new(key, facts.Settings[key], ExecutorMemory.DefaultFraction.ToString(CultureInfo.InvariantCulture),
                $"Spark's default makes {Quantity.Bytes(byDefault)} of the same heaps; all of the cached data needs about "
                    + $"{Quantity.Bytes(need)}.", "Less of the heap is left for the code's own objects.");
        }
        yield return new("use larger executors or more of them", null, null,
            $"All of it needs about {Quantity.Bytes(need)}; storage and execution memory of all executors together is "
                + $"{Quantity.Bytes(memory)}.{Holding(fit)}", "More memory paid for.");
        if (CachedRdds.IsSerialised(rdd))
            yield return new("cache fewer columns or rows", null, null, "What a DataFrame or Python caches is stored as bytes already.");
        else
            yield return new("cache serialised, or fewer columns", null, null, "Serialised blocks take a half to a fifth of the room.",
                "CPU to read them again.");
    }

    static string Holding(CacheFit? fit) =>
        fit?.ExecutorsThatHold() is { } executors
        ? $" {(executors == 1 ? "1 such executor holds" : $"{executors} such executors hold")} all of it." : "";

    /// <summary>
    /// Spark 3 does not log what is stored; tasks that read a block and tasks that had to compute theirs again tell of it.
    /// </summary>
    static Verdict Looked(CacheFit? fit, RunFacts facts)
    {
        if (fit?.MissRatio is not { } missed || fit.NeedBytes is not { } need)
            return Verdict.NotApplicable("the log does not show how much of the cached data was stored");
        if (missed < CacheFit.FewMisses) return Verdict.Clean("all cached data fitted");
        var memory = facts.TaskExecutors.Sum(e => (double)Math.Max(0, e.MaxMemoryBytes));
        var readers = facts.Run.Stages.Where(s => s.Tasks.Count > 0 && s.Info.Rdds.Any(r => r.RddId == fit.Rdd.RddId)).ToList();
        return new CauseFound
        {
            Where = [.. readers.Take(1).Select(s => facts.Of(s).Place(1, facts, fit.Rdd.Name))],
            Evidence =
            [
                new("missRatio", missed, "ratio"),
                new("partitions", fit.Rdd.NumPartitions, "count"),
                new("neededBytes", need, "bytes"),
                new("storageMemoryBytes", memory, "bytes"),
            ],
            Cause = $"{Quantity.Percent(missed)} of the tasks that looked for a cached partition did not find it and computed it again.",
            Advice = [.. AdviceFor(fit.Rdd, need, memory, fit, facts)],
            Confidence = Confidence.Medium,
            IsFact = true,
            AtMost = Severity.Info,
        };
    }
}
