using System.Globalization;
using Rightsizer.Analyzer.Detectors.Partitions;
using Rightsizer.Analyzer.Detectors.Skew;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Memory;

/// <summary>Tasks had less execution memory than they needed and wrote part of it to disk.</summary>
sealed class SpillDetector : IDetector
{
    const double PageCacheRatio = 1;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.Spill, "spill", "Tasks spill to disk", DetectorCategory.Memory,
        [
            new("headroom", ExecutorMemory.Headroom, "ratio", "room over the measured need: two runs of one job do not need the same"),
            new("serializeBytesPerMs", SpillCost.SerializeBytesPerMs, "bytes", "rows to bytes and back, assumed"),
            new("diskBytesPerMs", SpillCost.DiskBytesPerMs, "bytes",
                "disk in each direction where no unspilled task is there to measure, assumed: the page cache takes most spills"),
            new("pageCacheRatio", PageCacheRatio, "ratio",
                "spilled bytes on disk of an executor over its heap: under it the page cache may well have held them, and an unmeasured "
                + "cost is no more than info"),
            new("minCpuRatio", SpillCost.MinCpuRatio, "ratio",
                "CPU time of a task over its working time: below it the CPU time per byte is no guide"),
            new("largeFactor", SpillCost.LargeFactor, "ratio",
                "bytes over those of the others: above it a spilled task is compared with their cost per byte"),
            new("minPairs", SpillCost.MinPairs, "count", "tasks of either sort that a comparison needs"),
        ],
        new("Give tasks more memory or fewer bytes", Degree.Low, Degree.Low, "larger executors may fit fewer to a node"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var stages = facts.ExecutedStages.Where(s => s.Count > 0).ToList();
        if (stages.Count == 0) return Verdict.NotApplicable("no task ended well");
        var spilling = stages.Select(s => (Tasks: s, Cost: s.Spill)).Where(s => s.Cost.Spilled.Length > 0)
            .Select(s => (s.Tasks, s.Cost, SavesMs: SavesMs(s.Tasks, s.Cost))).OrderByDescending(s => s.SavesMs).ToList();
        if (spilling.Count == 0) return Verdict.Clean("no task spilled");
        var (top, cost, _) = spilling[0];
        var total = spilling.Sum(s => s.SavesMs);
        var need = NeedBytes(top, cost);
        var memory = ExecutorMemory.Read(top, facts);
        var hot = IsSkewOnly(top, cost, facts);
        var isAssumed = !cost.IsPaired && MayBeCached(spilling.Select(s => s.Tasks), facts);
        return new CauseFound
        {
            Where = [.. spilling.Select(s => s.Tasks.Place(total > 0 ? s.SavesMs / total : 1.0 / spilling.Count, facts))],
            Evidence =
            [
                new("memoryBytesSpilled", spilling.Sum(s => s.Tasks.Sum(TaskMetric.MemoryBytesSpilled)), "bytes", 0),
                new("diskBytesSpilled", spilling.Sum(s => s.Tasks.Sum(TaskMetric.DiskBytesSpilled)), "bytes", 0),
                new("spilledTasks", spilling.Sum(s => s.Cost.Spilled.Length), "count"),
                new("tasks", spilling.Sum(s => s.Tasks.Count), "count"),
                new("needPerTaskBytes", Math.Round(need), "bytes", Math.Round(memory.TaskShareBytes)),
                new("executionMemoryPerTaskBytes", Math.Round(memory.TaskShareBytes), "bytes"),
                new("spillTaskMs", Math.Round(spilling.Sum(s => s.Cost.TaskMs.Sum())), "ms"),
            ],
            Cause = $"{Quantity.Plural(cost.Spilled.Length, "task", "tasks")} of {top.Count} in stage {top.Stage.StageId} spilled "
                + $"{Quantity.Bytes(top.Sum(TaskMetric.MemoryBytesSpilled))} of memory "
                + $"({Quantity.Bytes(top.Sum(TaskMetric.DiskBytesSpilled))} on disk): a task needed up to {Quantity.Bytes(need)} and "
                + $"had {Quantity.Bytes(memory.TaskShareBytes)}."
                + (hot ? " Only skewed tasks spilled: the cause is the skew. A part of one that still needs more spills again." : ""),
            Advice = hot ? [] : [.. AdviceFor(top, need, memory, facts)],
            Confidence = cost.IsPaired ? Confidence.High : Confidence.Low,
            EstimatedMs = total,
            IsFact = true,
            // a task with fewer slots beside it has more memory, and the stage fewer slots
            Effects = Unknown.Effects("spark.executor.cores"),
            // an assumed cost is no promise: the page cache may have made the spill free
            Without = isAssumed ? null : plan => plan.WithDurations(spilling.Select(s => (s.Tasks, Unspilled(s.Tasks, s.Cost)))),
            AtMost = hot || isAssumed ? Severity.Info : Severity.Critical,
        };
    }

    /// <summary>No stage wrote more to an executor's disk than its heap is large.</summary>
    static bool MayBeCached(IEnumerable<StageTasks> spilling, RunFacts facts) => spilling.All(s =>
        s.Sum(TaskMetric.DiskBytesSpilled) / Math.Max(
            1, s.Stage.Tasks.ExecutorIds.Count) <= PageCacheRatio * facts.Settings.ExecutorHeapBytes);

    static double SavesMs(StageTasks tasks, SpillCost cost) =>
        GreedySchedule.MakespanMs(tasks.DurationMs, tasks.Slots)
        - GreedySchedule.MakespanMs(Unspilled(tasks, cost), tasks.Slots);

    static double[] Unspilled(StageTasks tasks, SpillCost cost)
    {
        var left = new double[tasks.Count];
        for (var i = 0; i < left.Length; i++) left[i] = Math.Max(0, tasks.DurationMs[i] - cost.TaskMs[i]);
        return left;
    }

    /// <summary>
    /// What nineteen of twenty spilling tasks would have needed: spilled and peak together, which is the upper bound, since the
    /// peak is a sum over the task's structures and the log does not say which of them spilled.
    /// </summary>
    static double NeedBytes(StageTasks tasks, SpillCost cost) => Statistics.Quantile(
        [.. cost.Spilled.Select(i =>
            tasks.Metric(tasks.Rows[i], TaskMetric.MemoryBytesSpilled) + tasks.Metric(tasks.Rows[i], TaskMetric.PeakExecutionMemory))
            .Order()], 0.95);

    static bool IsSkewOnly(StageTasks tasks, SpillCost cost, RunFacts facts)
    {
        var skewed = new SkewOutliers(tasks, facts).Imbalance.Select(o => o.At).ToHashSet();
        return cost.Spilled.All(skewed.Contains);
    }

    static IEnumerable<Advice> AdviceFor(StageTasks tasks, double need, ExecutorMemory memory, RunFacts facts)
    {
        if (need <= memory.TaskShareBytes)
        {
            yield return new("what else takes the executors' memory: cached data, broadcasts, other jobs' tasks", null, null,
                $"By the tasks' own figures there was room: {Quantity.Bytes(need)} needed, {Quantity.Bytes(memory.TaskShareBytes)} "
                    + $"there. A larger heap would be a guess.");
            yield break;
        }
        if (memory.DefaultShareBytes is { } share && share >= need * ExecutorMemory.Headroom)
        {
            yield return new("spark.memory.fraction", facts.Settings["spark.memory.fraction"],
                ExecutorMemory.DefaultFraction.ToString(CultureInfo.InvariantCulture),
                $"Spark's default gives each task {Quantity.Bytes(share)} of the same heap.",
                "Less of the heap is left for the code's own objects.");
        }
        var partitions = (int)Math.Ceiling(tasks.Count * need * ExecutorMemory.Headroom / memory.TaskShareBytes);
        if (partitions > tasks.Count)
        {
            foreach (var more in MorePartitions(tasks, partitions, need, memory, facts)) yield return more;
        }
        yield return new(
            facts.Settings.HeapSetting, facts.Settings.Now(facts.Settings.HeapSetting, "1g"), SettingText.Size(memory.HeapFor(need)),
            $"Gives {(memory.Slots == 1 ? "the task" : $"each of {memory.Slots} tasks")} of an executor "
                + $"{Quantity.Bytes(need * ExecutorMemory.Headroom)}.",
                "More memory paid for all through the run.");
        if (memory.SlotsFor(need) is var fewer && fewer >= 1 && fewer < memory.Slots && !facts.Settings.IsLocal)
        {
            yield return new("spark.executor.cores", facts.Settings.Now("spark.executor.cores", "1"), SettingText.Whole(fewer),
                $"{Quantity.Plural(fewer, "task")} at a time {(fewer == 1 ? "has" : "share")} {Quantity.Bytes(memory.UnifiedBytes)}.",
                    "Fewer slots: stages that do not spill run longer.");
        }
    }

    static IReadOnlyList<Advice> MorePartitions(StageTasks tasks, int partitions, double need, ExecutorMemory memory, RunFacts facts) =>
        PartitionAdvice.More(tasks, partitions,
        $"{Quantity.Plural(tasks.Count, "task needs", "tasks need")} up to {Quantity.Bytes(need)} each; {partitions} tasks need about "
            + $"{Quantity.Bytes(need * tasks.Count / partitions)}, and each has {Quantity.Bytes(memory.TaskShareBytes)}. Does not help "
            + $"where one key holds most of the data.", facts);
}
