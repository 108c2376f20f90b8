using Rightsizer.Analyzer.Detectors.Files;
using Rightsizer.Analyzer.Detectors.Skew;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Partitions;

/// <summary>A stage is cut into so many tasks that starting them costs more than running them.</summary>
sealed class TooManyPartitionsDetector : IDetector
{
    const double MaxTaskMs = 200, MaxTaskBytes = 4 << 20, MinTasksPerSlot = 20, TargetTasksPerSlot = 4, TargetBytes = 64 << 20,
        EvenRatio = 1.25;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.TooManyPartitions, "tooManyPartitions", "A stage has too many partitions", DetectorCategory.Scheduling,
        [
            new("maxTaskMs", MaxTaskMs, "ms",
                "median task under it: Spark's tuning guide takes 200 ms for the shortest task worth its launch") { IsSettable = true },
            new("maxTaskBytes", MaxTaskBytes, "bytes",
                "median task under it: what Spark takes one file to cost, spark.sql.files.openCostInBytes") { IsSettable = true },
            new("minTasksPerSlot", MinTasksPerSlot, "count", "fewer balance the load at little cost") { IsSettable = true },
            new("targetTasksPerSlot", TargetTasksPerSlot, "count", "what is proposed; Spark's tuning guide asks for 2 to 3"),
            new("targetBytes", TargetBytes, "bytes", "a proposed partition at most; AQE's advisory size"),
            new("evenRatio", EvenRatio, "ratio", "over the shortest tenth of the tasks: more of a task's time is taken for work"),
        ],
        new("Use fewer partitions", Degree.Low, Degree.Low, "larger tasks need more memory"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var stages = facts.ExecutedStages.Where(s => s.Count > 0).ToList();
        if (stages.Count == 0) return Verdict.NotApplicable("no task ended well");
        var (maxMs, maxBytes) = (context.Limit(Descriptor, "maxTaskMs"), context.Limit(Descriptor, "maxTaskBytes"));
        var minTasks = context.Limit(Descriptor, "minTasksPerSlot");
        // a task for each folder that Spark lists, all of them the cost of fileListing; what one waits for its file system the log hides
        var listings = run.Jobs.Where(FileListingDetector.IsListing).Select(j => j.JobId).ToHashSet();
        var many = stages.Where(s => s.Count >= minTasks * s.Slots && Statistics.Median(s.DurationMs) < maxMs
                && Statistics.Median(s.Bytes) < maxBytes && Proposed(s) * 2 <= s.Count && !facts.IsRetry(s.Stage)
                && !s.Stage.JobIds.Any(listings.Contains))
            .Select(s => (Tasks: s, Merged: Merged(s, facts)))
            .Select(s => (s.Tasks, s.Merged, SavesMs: SavesMs(s.Tasks, s.Merged)))
            .Where(s => s.SavesMs > 0).OrderByDescending(s => s.SavesMs).ToList();
        if (many.Count == 0) return Verdict.Clean("no stage has many tasks of no length");
        var top = many[0].Tasks;
        var total = many.Sum(s => s.SavesMs);
        var proposed = Proposed(top);
        var files = OfFiles(top, context);
        return new CauseFound
        {
            Where = [.. many.Select(s => s.Tasks.Place(s.SavesMs / total, facts))],
            Evidence =
            [
                new("tasks", top.Count, "count", minTasks * top.Slots),
                new("slots", top.Slots, "count"),
                new("medianTaskMs", Statistics.SparkMedian(top.DurationMs), "ms", maxMs),
                new("medianTaskBytes", Statistics.SparkMedian(top.Bytes), "bytes", maxBytes),
                new("medianCpuMs", Math.Round(Statistics.SparkMedian(CpuMs(top)), 1), "ms"),
                .. files is null ? [new Evidence("proposedTasks", proposed, "count")] : Array.Empty<Evidence>(),
            ],
            Cause = $"Stage {top.Stage.StageId} has {Quantity.Count(top.Count)} tasks of "
                + $"{Quantity.Duration(Statistics.SparkMedian(top.DurationMs))} on {Quantity.Plural(top.Slots, "slot", "slots")}"
                + $"{facts.CoresOfSlots(top.Stage)}, with "
                + $"{Quantity.Duration(Statistics.SparkMedian(CpuMs(top)))} of CPU and "
                + $"{Quantity.Bytes(Statistics.SparkMedian(top.Bytes))} each: "
                + (2 * FixedMs(top) > Statistics.Median(top.DurationMs) ? "starting them is most of the work."
                : $"starting one takes about {Quantity.Duration(FixedMs(top))}.")
                + (IsListing(top, facts) ? $" {facts.Tables.Of(top.Stage)!.Words} lists the folders of the table in this many tasks, and "
                    + "most of them are empty." : ""),
            Advice = files ?? AdviceFor(top, proposed, facts),
            Confidence = Confidence.Medium,
            EstimatedMs = total,
            Without = plan => many.Aggregate(plan, (p, s) => p.WithDurations(s.Tasks, s.Merged)),
        };
    }

    /// <summary>Small files make the tasks: their finding has the number, and this one repeats it. Null for another stage.</summary>
    internal static IReadOnlyList<Advice>? OfFiles(StageTasks s, DetectorContext context)
    {
        if (new TinyFilesDetector().FilesNeeded(s, context) is { } written)
        {
            return [new($"write {Quantity.Plural(written, "file")}, as the finding tinyFiles says", null, null,
                "Every task of this stage writes its own files, so that fewer files are fewer tasks.")];
        }
        return new SmallFilesReadDetector().FilesNeeded(s, context) is { } read
            ? [new($"compact the input to {Quantity.Plural(read, "file")}, as the finding smallFilesRead says", null, null,
                "Spark makes the tasks of this stage by the files that it reads, so that fewer files are fewer tasks.")]
            : null;
    }

    static int Proposed(StageTasks s) => (int)Math.Max(TargetTasksPerSlot * s.Slots, Math.Ceiling(s.Bytes.Sum() / TargetBytes));

    static double SavesMs(StageTasks s, double?[] merged) =>
        GreedySchedule.MakespanMs(s.DurationMs, s.Slots) - GreedySchedule.MakespanMs([.. merged.OfType<double>()], s.Slots);

    /// <summary>
    /// What each task costs however little it does: the part of the median task without CPU. Where the shortest tasks are much shorter
    /// than the median, waiting is work too, and only little more than what they take is fixed.
    /// </summary>
    static double FixedMs(StageTasks s)
    {
        var sorted = Statistics.Sorted(s.DurationMs);
        return Math.Min(
            Math.Max(0, Statistics.Quantile(sorted, 0.5) - Statistics.Median(CpuMs(s))), EvenRatio * Statistics.Quantile(sorted, 0.1));
    }

    static double?[] Merged(StageTasks s, RunFacts facts)
    {
        var (fixedMs, leastMs) = (FixedMs(s), RecordCost.LeastFixedMs(s, facts));
        return FewerTasks.Merge(s, Proposed(s), i => Math.Max(Math.Max(fixedMs, s.DurationMs[i] - s.RunMs[i]), leastMs[i]));
    }

    static double[] CpuMs(StageTasks s) => Array.ConvertAll(s.Values(TaskMetric.ExecutorCpuTime), ns => ns / 1e6);

    const string ListingTasks = "spark.sql.sources.parallelPartitionDiscovery.parallelism";

    /// <summary>VACUUM and remove_orphan_files list a table's folders in as many tasks as Spark's setting for listings says.</summary>
    static bool IsListing(StageTasks s, RunFacts facts) =>
        facts.Tables.Of(s.Stage) is { } command && (command.Verb == TableVerb.Vacuum || command.Procedure == "remove_orphan_files")
            && s.Stage.Info.NumTasks == facts.Settings.For(facts.SqlOf(s.Stage)).Number(ListingTasks, 10_000);

    static IReadOnlyList<Advice> AdviceFor(StageTasks s, int proposed, RunFacts facts) => IsListing(s, facts)
        ? [new(ListingTasks, facts.Settings.Now(ListingTasks, "10000"), SettingText.Whole(proposed),
            $"The listing of the table's folders takes {proposed} tasks then, in place of {Quantity.Count(s.Count)} that are mostly empty.",
            "A table of many thousand folders is listed by fewer tasks at once. Set it for the maintenance job alone.")]
        : PartitionAdvice.Fewer(s, proposed,
        $"{proposed} tasks are {proposed / (double)s.Slots:F0} for each of {s.Slots} slots"
            + (s.Bytes.Sum() > 0 ? $" and hold {Quantity.Bytes(s.Bytes.Sum() / proposed)} each." : "."), facts);
}
