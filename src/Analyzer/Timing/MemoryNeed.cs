using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Numerics.Internals;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Timing;

/// <summary>The memory that the job needs, seen from one run. Bytes.</summary>
sealed record MemoryNeed
{
    /// <summary>Heap that a task slot had.</summary>
    public required double HeapPerSlot { get; init; }

    /// <summary>Execution memory that a task slot had.</summary>
    public required double ShareNow { get; init; }

    /// <summary>P95 over the tasks of the stage that needs most: peak execution memory and what was spilled besides.</summary>
    public required double PerTask { get; init; }

    /// <summary>Fullest heap seen, a slot; null where executors did not report it.</summary>
    public required double? PeakHeapPerSlot { get; init; }

    /// <summary>
    /// Most memory of Python workers seen, a slot: it lives outside the heap. 0 where executors did not report any
    /// (spark.executor.processTreeMetrics.enabled).
    /// </summary>
    public double PythonPerSlot { get; init; }

    /// <summary>Cached at most, over all executors.</summary>
    public required double Cached { get; init; }

    /// <summary>What today's executors could cache, over all of them.</summary>
    public required double StorageNow { get; init; }
    public required double Fraction { get; init; }
    public required double LivePerSlot { get; init; }

    public static MemoryNeed Measure(ApplicationRun run, RunShape shape, int slotsPerExecutor)
    {
        var settings = new SparkSettings(run);
        var fraction = Math.Clamp(settings.Number("spark.memory.fraction", 0.6), 0.05, 0.95);
        var heap = shape.Executor.HeapMib * 1048576.0;
        var now = new ExecutorMemory(heap, fraction, slotsPerExecutor);
        var peaks = run.Executors.Where(e => e.IsDriver == shape.IsLocal && e.Peak is not null).ToList();
        // executors may differ in size, and with it in slots
        double PerSlot(ExecutorMetric metric) => peaks
            .Select(e => e.Peak!.Value[metric] / (double)(shape.HasGrownExecutors && e.MaxTasks > 0 ? e.MaxTasks : slotsPerExecutor))
            .DefaultIfEmpty(-1).Max();
        var heapPeak = PerSlot(ExecutorMetric.JVMHeapMemory);
        return new MemoryNeed
        {
            HeapPerSlot = heap / slotsPerExecutor,
            ShareNow = now.TaskShareBytes,
            PerTask = run.Stages.Select(NeedOf).DefaultIfEmpty(0).Max(),
            PeakHeapPerSlot = heapPeak > 0 ? heapPeak : null,
            PythonPerSlot = Math.Max(0, PerSlot(ExecutorMetric.ProcessTreePythonRSSMemory)),
            Cached = CachedBytes(run),
            StorageNow = now.UnifiedBytes / 2 * shape.PeakExecutors,
            Fraction = fraction,
            LivePerSlot = Math.Max(0, PerSlot(ExecutorMetric.OnHeapUnifiedMemory)) + 0.1 * heap / slotsPerExecutor,
        };
    }

    /// <summary>
    /// The most of each over several runs of one job: it must fit them all but one in twenty, and seldom are there twenty.
    /// </summary>
    public static MemoryNeed Over(IReadOnlyList<MemoryNeed> runs, int decides)
    {
        var at = runs[decides];
        return at with
        {
            PerTask = P95([.. runs.Select(r => r.PerTask)]),
            PeakHeapPerSlot = runs.All(r => r.PeakHeapPerSlot is not null) ? P95([.. runs.Select(r => r.PeakHeapPerSlot!.Value)]) : null,
            PythonPerSlot = P95([.. runs.Select(r => r.PythonPerSlot)]),
            Cached = P95([.. runs.Select(r => r.Cached)]),
        };
    }

    /// <summary>Heap that a slot may not fall under: what measured peaks ask for, and never more than it has today.</summary>
    public double LeastHeapPerSlot(int slots)
    {
        var measured = PeakHeapPerSlot is { } peak ? SizingConstants.HeapRoom.Number * peak : HeapPerSlot;
        var tasks = ExecutorMemory.ReservedBytes / slots + PerTask * SizingConstants.TaskRoom.Number / Fraction;
        return Math.Min(HeapPerSlot, Math.Max(measured, tasks));
    }

    /// <summary>Share of the spilling that goes on when a slot has that much heap; 1 at today's.</summary>
    public double SpillLeft(double heapPerSlot, int slots)
    {
        var share = new ExecutorMemory(heapPerSlot * slots, Fraction, slots).TaskShareBytes;
        var need = PerTask * SizingConstants.TaskRoom.Number;
        return PerTask <= ShareNow ? 1 : Math.Clamp((need - share) / Math.Max(1, need - ShareNow), 0, 1);
    }

    /// <summary>P95 over the tasks of peak execution memory and what was spilled besides.</summary>
    internal static double NeedOf(StageAttempt stage)
    {
        if (stage.Metrics[TaskMetric.PeakExecutionMemory] == 0 && stage.Metrics[TaskMetric.MemoryBytesSpilled] == 0) return 0;
        var needs = new double[stage.Tasks.Count];
        for (var row = 0; row < needs.Length; row++)
            needs[row] = stage.Tasks.Metric(row, TaskMetric.PeakExecutionMemory) + stage.Tasks.Metric(row, TaskMetric.MemoryBytesSpilled);
        return P95(needs);
    }

    static double CachedBytes(ApplicationRun run)
    {
        var byRdd = new Dictionary<int, long>();
        foreach (var rdd in run.Stages.SelectMany(s => s.Info.Rdds).Where(r => r.IsCached))
            byRdd[rdd.RddId] = Math.Max(byRdd.GetValueOrDefault(rdd.RddId), rdd.MemorySizeBytes);
        return byRdd.Values.Sum(b => (double)b);
    }

    static double P95(double[] values)
    {
        FastSort.Sort(values);
        return values.Length == 0 ? 0 : values[Statistics.RankIndex(values.Length, 0.95)];
    }
}
