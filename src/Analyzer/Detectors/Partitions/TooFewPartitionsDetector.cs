using Rightsizer.Analyzer.Detectors.Skew;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Partitions;

/// <summary>A long stage has fewer tasks than there are slots: the others wait.</summary>
sealed class TooFewPartitionsDetector : IDetector
{
    const double MinTaskMs = 1_000, MinTaskBytes = 4 << 20, LongWorkMs = 4_000, RowsPerSlot = 2;

    /// <summary>What a stage usually takes, these of its runs tell; a stream has thousands.</summary>
    const int EnoughRuns = 100;
    const double MinStageShare = 0.05, TargetTasksPerSlot = 3, OthersRatio = 0.1;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.TooFewPartitions, "tooFewPartitions", "A stage has too few partitions", DetectorCategory.Scheduling,
        [
            new("minTaskMs", MinTaskMs, "ms",
                "run time of the median task from which cutting pays: start-up on another executor takes up to this") { IsSettable = true },
            new("minTaskBytes", MinTaskBytes, "bytes",
                "median task that reads less has little to cut; what Spark takes one file to cost. Stages that report no bytes pass")
                { IsSettable = true },
            new("longWorkMs", LongWorkMs, "ms",
                "CPU time, or run time in Python, of a median task that has work to cut however little it reads: more than start-up takes"),
            new("minStageShare", MinStageShare, "ratio",
                "of the run, for all runs of a stage: shorter stages cannot save what a warning asks for") { IsSettable = true },
            new("targetTasksPerSlot", TargetTasksPerSlot, "count",
                "what is proposed, while tasks stay longer than minTaskMs; Spark's tuning guide asks for 2 to 3"),
        ],
        new("Use more partitions", Degree.Low, Degree.Low, "more, smaller tasks"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var stages = facts.ExecutedStages.Where(s => s.Count > 0).ToList();
        if (stages.Count == 0) return Verdict.NotApplicable("no task ended well");
        if (stages.All(s => s.Slots <= 1)) return Verdict.NotApplicable("there is one slot");
        var (minMs, minBytes, minStage) =
            (context.Limit(Descriptor, "minTaskMs"), context.Limit(Descriptor, "minTaskBytes"), context.Limit(Descriptor, "minStageShare"));
        var alike = stages.ToLookup(Recurring);
        // a stage that a loop runs many times counts with all of its runs
        var few = stages.Where(s => s.Count < s.Slots && s.Stage.Status != "FAILED" && !facts.IsRetry(s.Stage)
            && Statistics.Median(s.RunMs) >= minMs && !HasLittleData(s, minBytes, facts) && !IsSinglePartition(s, facts)
            && !IsSkewed(s, facts) && !IsUsuallyShort(s, alike[Recurring(s)], minMs)
            && !PartitionSources.IsReadersOwn(s.Stage))
            .GroupBy(Recurring).Where(g => g.Sum(s => s.SpanMs) >= minStage * (facts.RunMs ?? 0)).SelectMany(g => g)
            .Select(s => (Tasks: s, SavesMs: s.SpanMs - EvenMs(s, facts))).Where(s => s.SavesMs > 0).OrderByDescending(s => s.SavesMs)
            .ToList();
        if (few.Count == 0) return Verdict.Clean("no long stage has fewer tasks than slots");
        var (top, _) = few[0];
        var total = few.Sum(s => s.SavesMs);
        var proposed = Proposed(top, minMs);
        var idle = Math.Max(0, top.SpanMs * top.Slots - top.DurationMs.Sum());
        var ofOthers = Math.Min(idle, OthersMs(top, facts));
        var startsPython = StartsPython(top, facts);
        var runs = few.Where(s => Recurring(s.Tasks) == Recurring(top)).ToList();
        var advice = AdviceFor(top, proposed, facts);
        return new CauseFound
        {
            Where = [.. few.Select(s => s.Tasks.Place(s.SavesMs / total, facts))],
            Evidence =
            [
                new("tasks", top.Count, "count", top.Slots),
                new("slots", top.Slots, "count"),
                new("medianTaskMs", Statistics.SparkMedian(top.RunMs), "ms", minMs),
                new("stageMs", top.SpanMs, "ms"),
                new("idleSlotMs", Math.Round(idle - ofOthers), "ms"),
                new("startUpMs", Math.Round(facts.StartUpMs), "ms"),
            ],
            Cause = $"Stage {top.Stage.StageId} ran {Quantity.Duration(top.SpanMs)} in {Quantity.Plural(top.Count, "task", "tasks")} on "
                + $"{top.Slots} slots{facts.CoresOfSlots(top.Stage)}: "
                + (ofOthers > OthersRatio * idle ? $"the slots had nothing to do for {Quantity.Duration(idle - ofOthers)} in all. Other "
                    + "stages ran at the same time." : $"{top.Slots - top.Count} of them had nothing to do.")
                + (runs.Count > 1 ? $" The same ran {runs.Count} times, {Quantity.Duration(runs.Sum(r => r.Tasks.SpanMs))} in all." : "")
                + (startsPython ? " Its tasks start the first Python workers of the run: how much of their time that takes is not known."
                    : ""),
            Advice = advice,
            Effects = Unknown.Effects(startsPython ? [.. advice.Select(a => a.Setting)] : []),
            Confidence = Confidence.Medium,
            EstimatedMs = total,
            Without = plan => SpreadWork.Apply(plan, [.. few.Select(s => s.Tasks)], s => Proposed(s, minMs), facts),
        };
    }

    /// <summary>The target, unless its tasks were too short to be worth cutting; one for each slot at least.</summary>
    static int Proposed(StageTasks s, double minTaskMs) =>
        (int)Math.Max(s.Slots, Math.Min(TargetTasksPerSlot * s.Slots, s.DurationMs.Sum() / minTaskMs));

    /// <summary>
    /// No stage before it ran Python: each slot that it is spread over starts a worker, which may take as long as is saved.
    /// </summary>
    static bool StartsPython(StageTasks s, RunFacts facts) => PythonStages.Running(facts.Run) is var python
        && python.Contains(s.Stage.StageId)
        && !facts.ExecutedStages.Any(o => o.FirstLaunchMs < s.FirstLaunchMs && python.Contains(o.Stage.StageId));

    /// <summary>What the stages of one line of code in a loop have in common.</summary>
    static (string? CallSite, string? Name, int Tasks) Recurring(StageTasks s) => (s.Stage.Info.Name, s.Name, s.Count);

    /// <summary>
    /// The same work on as much data takes no time worth cutting when it runs again: here executors or Python started, or a host was busy.
    /// </summary>
    static bool IsUsuallyShort(StageTasks s, IEnumerable<StageTasks> alike, double minTaskMs)
    {
        var others = alike.Where(o => o != s && IsAsMuch(o.Bytes, s.Bytes) && IsAsMuch(o.Records, s.Records)).Take(EnoughRuns).ToList();
        return others.Count > 0 && Statistics.Median(others.Select(o => Statistics.Median(o.RunMs))) < minTaskMs;
    }

    static bool IsAsMuch(double[] others, double[] own) => others.Sum() >= own.Sum() / 2;

    /// <summary>Time of slots that tasks of other stages took while the stage ran.</summary>
    static double OthersMs(StageTasks s, RunFacts facts) => facts.ExecutedStages.Where(o => o != s)
        .Sum(o => o.Rows.Select((row, i) => (From: (double)o.Stage.Tasks.LaunchTimeMs(row), Ms: o.DurationMs[i]))
            .Sum(t => Math.Max(0, Math.Min(t.From + t.Ms, s.LastFinishMs) - Math.Max(t.From, s.FirstLaunchMs))));

    /// <summary>The stage on all of its slots, start-up of executors that nothing else would start included.</summary>
    static double EvenMs(StageTasks s, RunFacts facts) => s.DurationMs.Sum() / s.Slots + SpreadWork.AddedStartUpMs(s, facts);

    /// <summary>Few bytes, and no rows for every slot that take long, as those that are exploded into many do.</summary>
    static bool HasLittleData(StageTasks s, double minBytes, RunFacts facts) =>
        Statistics.Median(s.Bytes) is > 0 and var bytes && bytes < minBytes
        && (s.Records.Sum() < RowsPerSlot * s.Slots || WorkMs(s, facts) < LongWorkMs);

    /// <summary>Of the median task: what surely is no waiting and no start-up. Of Python workers the log has no CPU time.</summary>
    static double WorkMs(StageTasks s, RunFacts facts) =>
        PythonStages.Running(facts.Run).Contains(s.Stage.StageId) && !StartsPython(s, facts)
            ? Statistics.Median(s.RunMs) : Statistics.Median(s.Values(TaskMetric.ExecutorCpuTime)) / 1e6;

    /// <summary>
    /// A single task that the plan asks for: a global aggregate, a limit, a global sort's end. Not a window without PARTITION BY: it holds
    /// all rows, and the query can be written otherwise.
    /// </summary>
    static bool IsSinglePartition(StageTasks s, RunFacts facts) =>
        s.Count == 1 && s.Sum(TaskMetric.ShuffleLocalBytesRead) + s.Sum(TaskMetric.ShuffleRemoteBytesRead) > 0
        && facts.SqlOf(s.Stage) is { } sql && sql.PlanNodes
        .Any(n => n.SimpleString.Contains("SinglePartition, ENSURE_REQUIREMENTS", StringComparison.Ordinal)
        || n.SimpleString.EndsWith("SinglePartition", StringComparison.Ordinal))
        && !StagePlan.OperatorsOf(s.Stage, sql).Any(StagePlan.IsWindow);

    /// <summary>One of few tasks holds most: more partitions leave its key whole, and the skew is a finding of its own.</summary>
    static bool IsSkewed(StageTasks s, RunFacts facts) =>
        s.Count < SkewOutliers.MinTasks && new SkewOutliers(s, facts).Imbalance.Any();

    static IReadOnlyList<Advice> AdviceFor(StageTasks s, int proposed, RunFacts facts) => PartitionAdvice.More(s, proposed,
        $"{proposed} tasks are {Quantity.Number((double)proposed / s.Slots)} for each of {s.Slots} slots, of about "
            + $"{Quantity.Duration(s.DurationMs.Sum() / proposed)}.", facts);
}
