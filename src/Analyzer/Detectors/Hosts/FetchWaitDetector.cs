using Rightsizer.Analyzer.Detectors.Partitions;
using Rightsizer.Analyzer.Detectors.Skew;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Hosts;

/// <summary>Tasks wait for shuffle blocks from other executors.</summary>
sealed class FetchWaitDetector : IDetector
{
    const double MinWaitRatio = 0.10;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.FetchWait, "fetchWait", "Tasks wait for shuffle blocks", DetectorCategory.Tasks,
        [
            new("minWaitRatio", MinWaitRatio, "ratio",
                "fetch wait over run time of a stage; a healthy shuffle overlaps fetching with work") { IsSettable = true },
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run") { IsSettable = true },
        ],
        new("Shorten waits for shuffle blocks", Degree.Medium, Degree.Medium, "more network or disk a node"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var readers = facts.ExecutedStages.Where(s => s.Count > 0 && ReadsShuffle(s)).ToList();
        if (readers.Count == 0) return Verdict.NotApplicable("no stage reads a shuffle");
        var minWait = context.Limit(Descriptor, "minWaitRatio");
        var waiting = readers.Where(s => WaitMs(s).Sum() >= minWait * Math.Max(1, s.RunMs.Sum()))
            .Select(s => (Tasks: s, SavesMs: SavesMs(s))).Where(s => s.SavesMs > 0).OrderByDescending(s => s.SavesMs).ToList();
        if (waiting.Count == 0) return Verdict.Clean("fetching takes a small part of the tasks' time");
        var (top, _) = waiting[0];
        var total = waiting.Sum(s => s.SavesMs);
        var wait = WaitMs(top).Sum();
        var remote = top.Sum(TaskMetric.ShuffleRemoteBytesRead);
        var blocks = top.Sum(TaskMetric.ShuffleRemoteBlocksFetched);
        return new CauseFound
        {
            Where = [.. waiting.Select(s => s.Tasks.Place(s.SavesMs / total, facts))],
            Evidence =
            [
                new("fetchWaitRatio", Math.Round(wait / Math.Max(1, top.RunMs.Sum()), 4), "ratio", minWait),
                new("fetchWaitMs", waiting.Sum(s => WaitMs(s.Tasks).Sum()), "ms"),
                new("remoteBytes", remote, "bytes"),
                new("remoteBlocks", blocks, "count"),
            ],
            Cause = $"Tasks of stage {top.Stage.StageId} waited {Quantity.Duration(wait)} of {Quantity.Duration(top.RunMs.Sum())} for "
                + $"{Quantity.Bytes(remote)} in {Quantity.Count(blocks)} remote blocks"
                + (blocks > 0 ? $" of {Quantity.Bytes(remote / blocks)}." : "."),
            Advice =
            [
                .. blocks > 0 && remote / blocks < 64 << 10
                    ? TooManyPartitionsDetector.OfFiles(top, context)
                        ?? PartitionAdvice.Fewer(top, (int)Math.Max(top.Slots, Math.Ceiling(top.Count / 2.0)),
                    "The blocks are small: each costs a request and a seek whatever its size.", facts)
                    : [new("spark.reducer.maxSizeInFlight", facts.Settings.Now("spark.reducer.maxSizeInFlight", "48m"), "96m",
                    "More blocks on their way at a time keep the task supplied.", "More memory for each task: up to 96 MiB.")],
                new("fewer, larger executors, or instances with more network", null, null,
                    "More of a shuffle stays on the host that wrote it; what is left has more bandwidth."),
            ],
            Confidence = Confidence.Medium,
            EstimatedMs = total,
            Effects = Unknown.Effects("spark.reducer.maxSizeInFlight"),
            Without = plan => plan.WithDurations(waiting.Select(s => (s.Tasks, Supplied(s.Tasks)))),
        };
    }

    static bool ReadsShuffle(StageTasks s) =>
        s.Rows.Any(r => s.Metric(r, TaskMetric.ShuffleLocalBytesRead) + s.Metric(r, TaskMetric.ShuffleRemoteBytesRead) > 0);

    static double[] WaitMs(StageTasks s)
    {
        var wait = s.Values(TaskMetric.ShuffleFetchWaitTime);
        for (var i = 0; i < wait.Length; i++) wait[i] = Math.Min(s.RunMs[i], wait[i]);
        return wait;
    }

    static double[] Supplied(StageTasks s)
    {
        var left = WaitMs(s);
        for (var i = 0; i < left.Length; i++) left[i] = Math.Max(0, s.DurationMs[i] - left[i]);
        return left;
    }

    static double SavesMs(StageTasks s) =>
        GreedySchedule.MakespanMs(s.DurationMs, s.Slots) - GreedySchedule.MakespanMs(Supplied(s), s.Slots);
}
