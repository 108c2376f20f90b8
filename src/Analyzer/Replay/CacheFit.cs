using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// Whether the data that a run cached fits into the storage memory of a number of executors. Below that point it is computed again at each
/// use: the cliff.
/// </summary>
public sealed record CacheFit
{
    /// <summary>Fewer misses than that are blocks lost with an executor, or rounding.</summary>
    internal const double FewMisses = 0.02;

    /// <summary>Execution may push cached blocks out down to that share of the memory (spark.memory.storageFraction).</summary>
    const double ProtectedShare = 0.5;

    /// <summary>Blocks do not spread evenly over executors.</summary>
    const double Uneven = 0.05;

    /// <summary>In memory, all cached data together; null where the log does not tell.</summary>
    public required double? NeedBytes { get; init; }

    /// <summary>Storage and execution memory of one executor together, the median; null where no block manager was logged.</summary>
    public required double? ExecutorBytes { get; init; }

    /// <summary>
    /// The smaller of the parts on and off the heap, where an executor has both: which of them holds the cached data is not known. Null
    /// where it has one.
    /// </summary>
    public double? SmallerPartBytes { get; init; }

    /// <summary>What tasks took of it for themselves at most.</summary>
    public required double ExecutionBytes { get; init; }

    /// <summary>Partitions of cached data; what they hold cannot be divided further.</summary>
    public required int Partitions { get; init; }

    /// <summary>Blocks that do not fit go to disk instead of being dropped.</summary>
    public required bool ToDisk { get; init; }

    /// <summary>Some did in this run.</summary>
    public bool WasOnDisk { get; init; }

    /// <summary>Executors went away while others worked, and their blocks with them.</summary>
    public bool LostExecutors { get; init; }

    /// <summary>Share of the looks for cached partitions that found none in this run; null where the log does not tell.</summary>
    public required double? MissRatio { get; init; }

    /// <summary>The cached data whose stages missed most, or the largest.</summary>
    public required RddInfo Rdd { get; init; }

    /// <summary>Null where nothing was cached in memory, or nothing but once.</summary>
    public static CacheFit? Read(ApplicationRun run)
    {
        var ran = run.Stages.Where(s => s.Tasks.Count > 0).ToList();
        var kept = ran.SelectMany(s => s.Info.Rdds.Where(r => r.UseMemory).Select(r => (Stage: s, Rdd: r))).GroupBy(x => x.Rdd.RddId)
            .Where(g => g.Select(x => x.Stage.StageId).Distinct().Count() > 1).ToList();
        if (kept.Count == 0) return null;
        var workers = run.WorkerExecutors.Any() ? run.WorkerExecutors.ToList() : [.. run.Executors];
        var sizes = workers.Where(e => e.MaxMemoryBytes > 0).Select(e => (double)e.MaxMemoryBytes).Order().ToArray();
        // data that no later stage uses makes room, whether the program released it or not: Spark drops what was used least recently
        var uses = kept.ConvertAll(g => (From: g.Min(x => x.Stage.StageId), To: g.Max(x => x.Stage.StageId)));
        double AtOnce(Func<int, double> size) => uses.Max(at =>
            Enumerable.Range(0, uses.Count).Where(i => uses[i].From <= at.From && at.From <= uses[i].To).Sum(size));
        var told = AtOnce(i =>
        {
            var best = kept[i].Select(x => x.Rdd).MaxBy(r => r.MemorySizeBytes)!;
            // what was on disk is no smaller in memory
            return best.NumCachedPartitions > 0 ? (double)(best.MemorySizeBytes + (best.UseDisk ? best.DiskSizeBytes : 0))
                / best.NumCachedPartitions * Math.Max(best.NumPartitions, best.NumCachedPartitions) : 0;
        });
        var looks = kept.Select(g =>
            Looks.Count([.. g.Select(x => x.Stage).DistinctBy(s => (s.StageId, s.AttemptId))], g.Max(x => x.Rdd.NumPartitions))).ToList();
        var peaks = workers.Where(e => e.Peak is not null)
            .Select(e => Math.Max(0.0, e.Peak!.Value[ExecutorMetric.OnHeapStorageMemory])
            + Math.Max(0.0, e.Peak.Value[ExecutorMetric.OffHeapStorageMemory])).ToList();
        double found = looks.Sum(l => l.Found), missed = looks.Sum(l => l.Missed);
        // what sat in memory at most, and what was looked for and not found besides
        var seen = peaks.Sum() * (found > 0 ? 1 + missed / found : 1);
        var read = AtOnce(i => looks[i].WholeBytes);
        var need = told > 0 ? told : Math.Max(seen, read);
        var worst = Enumerable.Range(0, kept.Count).OrderByDescending(i => looks[i].Missed)
            .ThenByDescending(i => kept[i].Max(x => x.Rdd.NumPartitions)).First();
        var execution = workers.Where(e => e.Peak is not null)
            .Select(e => Math.Max(0.0, e.Peak!.Value[ExecutorMetric.OnHeapExecutionMemory])).DefaultIfEmpty(0).Max();
        var stored = kept.Select(g => g.Select(x => x.Rdd).MaxBy(r => r.NumCachedPartitions)!).Where(r => r.NumCachedPartitions > 0)
            .ToList();
        double? outside = stored.Count > 0 ? 1 - stored
            .Sum(r => (double)Math.Min(r.NumCachedPartitions, r.NumPartitions)) / Math.Max(1, stored.Sum(r => r.NumPartitions)) : null;
        return new CacheFit
        {
            NeedBytes = need > 0 ? need : null,
            ExecutorBytes = sizes.Length > 0 ? Statistics.SparkQuantile(sizes, 0.5) : null,
            SmallerPartBytes = workers.Where(e => e.OnHeapStorageBytes > 0 && e.OffHeapStorageBytes > 0)
                .Min(e => (double?)Math.Min(e.OnHeapStorageBytes, e.OffHeapStorageBytes)),
            ExecutionBytes = execution,
            Partitions = kept.Sum(g => g.Max(x => x.Rdd.NumPartitions)),
            ToDisk = kept.All(g => g.All(x => x.Rdd.UseDisk)),
            WasOnDisk = kept.Any(g => g.Any(x => x.Rdd is { UseDisk: true, DiskSizeBytes: > 0 })),
            LostExecutors = LostBlocks(workers, [.. kept.SelectMany(g => g.Select(x => x.Stage))]),
            MissRatio = outside ?? (found + missed > 0 ? missed / (found + missed) : null),
            Rdd = kept[worst].Last().Rdd,
        };
    }

    /// <summary>
    /// Share of the cached data that so many executors cannot hold: at least and at most. Null where the log does not tell.
    /// </summary>
    /// <param name="executors">How many.</param>
    /// <param name="executorBytes">Storage and execution memory of each; null takes that of the run's own.</param>
    public (double Least, double Most)? OutsideAt(int executors, double? executorBytes = null)
    {
        if (NeedBytes is not { } need || (executorBytes ?? ExecutorBytes) is not { } memory || executors < 1) return null;
        var free = memory - Math.Min(ExecutionBytes, (1 - ProtectedShare) * memory);
        return (Outside(need, memory), Outside(need * (1 + Uneven), Math.Min(free, SmallerPartBytes ?? free)));

        // whole partitions, evenly spread: an executor keeps what has room
        double Outside(double bytes, double room)
        {
            var each = bytes / Math.Max(1, Partitions);
            var most = Math.Ceiling(Partitions / (double)executors);
            var held = Math.Min(most, Math.Floor(room / Math.Max(1, each)));
            return Math.Clamp(1 - held * executors / Math.Max(1, most * executors), 0, 1);
        }
    }

    /// <summary>Fewest executors of the run's own kind that hold all of it; null where the log does not tell.</summary>
    public int? ExecutorsThatHold()
    {
        const int enough = 100_000;
        if (OutsideAt(1) is null) return null;
        int low = 1, high = enough;
        if (OutsideAt(high)!.Value.Most > 0) return null;
        while (low < high)
        {
            var mid = (low + high) / 2;
            if (OutsideAt(mid)!.Value.Most > 0) low = mid + 1;
            else high = mid;
        }
        return low;
    }

    /// <summary>An executor went between the first and the last use of cached data.</summary>
    static bool LostBlocks(List<ExecutorLife> workers, List<StageAttempt> uses)
    {
        var from = uses.Min(s => s.Tasks.LaunchTimeMs(0));
        var last = uses.MaxBy(s => s.StageId)!;
        var until = last.Info.CompletionTimeMs ?? last.Tasks.LaunchTimeMs(last.Tasks.Count - 1);
        return workers.Any(e => e.RemoveTimeMs is { } gone && gone > from && gone < until);
    }

    /// <summary>"151 MiB".</summary>
    internal static string Size(double bytes) => bytes >= 1L << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 30):0.#} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 20):0} MiB");

    /// <summary>
    /// How the stages after the first that have an RDD in their lineage found its partitions: a task reads a block, or nothing where it
    /// computed it again.
    /// </summary>
    readonly record struct Looks(long Found, long Missed, double WholeBytes)
    {
        public static Looks Count(List<StageAttempt> stages, int partitions)
        {
            long found = 0, missed = 0;
            double whole = 0;
            // the stage that fills the cache finds nothing
            var rest = stages.OrderBy(s => s.StageId).ThenBy(s => s.AttemptId).Skip(1).ToList();
            if (stages.Any(s => s.Info.Rdds.Any(r => r.Name is "FileScanRDD" or "HadoopRDD" or "NewHadoopRDD"))) return default;
            foreach (var s in rest)
            {
                // a union or a join reads other partitions besides
                if (s.Info.NumTasks != partitions) continue;
                long hits = 0, none = 0;
                double bytes = 0;
                for (var row = 0; row < s.Tasks.Count; row++)
                {
                    if (s.Tasks.Status(row) is not Model.TaskStatus.Success) continue;
                    var read = s.Tasks.Metric(row, TaskMetric.InputBytes);
                    if (read > 0) (hits, bytes) = (hits + 1, bytes + read);
                    else none++;
                }
                if (hits == 0) continue;
                found += hits;
                missed += none;
                whole = Math.Max(whole, bytes / hits * (hits + none));
            }
            return new Looks(found, missed, whole);
        }
    }
}
