using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Skew;

/// <summary>A few tasks of a stage hold far more work than the others, and the stage waits for them.</summary>
sealed class StageSkewDetector : IDetector
{
    /// <summary>Bytes or rows over the median's from which a sentence does not call them "no more".</summary>
    const double MoreFactor = 1.5;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.Skew, "skew", "Tasks of a stage are skewed", DetectorCategory.Tasks,
        [
            new("minTasks", SkewOutliers.MinTasks, "count", "quartiles of fewer tasks say nothing; bytes and rows decide"),
            new("fewShare", SkewOutliers.FewShare, "ratio", "one of few tasks that shuffles in more holds more than all others together"),
            new("pairShare", SkewOutliers.PairShare, "ratio", "the same of two tasks: AQE packs up to 60 % of the bytes into one"),
            new("minFewBytes", SkewOutliers.MinFewBytes, "bytes", "a shuffle of less is no reason for a long task among few"),
            new("minFewExcessMs", SkewOutliers.MinFewExcessMs, "ms", "start-up makes single tasks differ by as much"),
            new("minSpread", SkewOutliers.MinSpread, "ratio", "spread of ln(run time) that even stages of equal tasks show"),
            new("byteFactor", SkewOutliers.ByteFactor, "ratio", "bytes or records over the median's that name the cause"),
            new("minBytes", SkewOutliers.MinBytes, "bytes", "fewer bytes explain a task's time only where it is in proportion"),
            new("minRecords", SkewOutliers.MinRecords, "count", "fewer rows explain a task's time only where it is in proportion"),
            new("minShare", DetectorContext.MinShare, "ratio", "no simulation is exact to less of the run") { IsSettable = true },
        ],
        new("Split the skewed partitions", Degree.Medium, Degree.Low, "more tasks; a salted key changes the query"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var stages = facts.ExecutedStages.Where(s => s.Count >= 2).ToList();
        if (stages.Count == 0) return Verdict.NotApplicable("no stage has two tasks that ended well");
        var skewed = new List<(SkewOutliers Skew, double SavesMs)>();
        foreach (var stage in stages)
        {
            var skew = new SkewOutliers(stage, facts);
            var saves = skew.Imbalance.Any() ? SavesMs(skew, facts) : 0;
            if (saves > DetectorContext.MinShare * stage.SpanMs) skewed.Add((skew, saves));
        }
        var total = skewed.Sum(s => s.SavesMs);
        if (total <= 0) return Verdict.Clean("no stage waits for a few long tasks");
        skewed.Sort((a, b) => b.SavesMs.CompareTo(a.SavesMs));
        var (top, _) = skewed[0];
        var worst = top.Imbalance.MaxBy(o => o.ExcessMs)!;
        var pieces = Pieces(top, worst);
        var (aqe, aqeAdvice) = AdaptiveSkewJoin.Explain(top, worst, pieces, facts);
        ReplayPlan Even(ReplayPlan plan) => SpreadFew(
            plan.WithDurations(skewed.Where(s => !s.Skew.IsFew).Select(s => (s.Skew.Tasks, s.Skew.Evened()))),
            [.. skewed.Where(s => s.Skew.IsFew).Select(s => s.Skew)], facts);
        return new CauseFound
        {
            Where = [.. skewed.Select(s => s.Skew.Tasks.Place(s.SavesMs / total, facts))],
            Evidence = EvidenceOf(top, worst),
            Cause = Sentence(top, worst) + " " + aqe,
            Advice = [.. aqeAdvice, .. CodeAdvice(top, worst, pieces, facts)],
            Confidence = worst.Cause is OutlierCause.Unexplained ? Confidence.Medium : Confidence.High,
            EstimatedMs = total,
            Effects = EffectsOf([.. skewed.Select(s => s.Skew)], aqeAdvice, Even, facts),
            Without = Even,
        };
    }

    /// <summary>AQE's settings split a partition into no more parts than AQE makes; what the others do is not known.</summary>
    static IReadOnlyDictionary<string, Func<ReplayPlan, ReplayPlan>?> EffectsOf(
        IReadOnlyList<SkewOutliers> skewed, IReadOnlyList<Advice> aqe, Func<ReplayPlan, ReplayPlan> even, RunFacts facts)
    {
        var effects = new Dictionary<string, Func<ReplayPlan, ReplayPlan>?>(StringComparer.Ordinal);
        foreach (var advice in aqe) effects[advice.Setting] = Parts;
        foreach (var (key, effect) in Unknown.Effects("spark.locality.wait", "spark.sql.adaptive.forceOptimizeSkewedJoin"))
            effects[key] = effect;
        return effects;

        // no settings save more than to have no skew at all
        ReplayPlan Parts(ReplayPlan plan)
        {
            var (parts, all) = (AdaptiveSkewJoin.Effect(plan, skewed, aqe, facts), even(plan));
            return parts.Replayed.EndMs >= all.Replayed.EndMs ? parts : all;
        }
    }

    static double SavesMs(SkewOutliers skew, RunFacts facts)
    {
        var t = skew.Tasks;
        var now = GreedySchedule.MakespanMs(t.DurationMs, t.Slots);
        if (!skew.IsFew) return now - GreedySchedule.MakespanMs(skew.Evened(), t.Slots);
        var parts = FewParts(t);
        return now - (t.DurationMs.Sum() - skew.SpillMs) / parts - (parts > t.Count ? SpreadWork.AddedStartUpMs(t, facts) : 0);
    }

    /// <summary>Few tasks are spread over the slots: evened among themselves, three would leave one of two slots idle.</summary>
    static ReplayPlan SpreadFew(ReplayPlan plan, IReadOnlyList<SkewOutliers> few, RunFacts facts)
    {
        if (few.Count == 0) return plan;
        var spills = few.ToDictionary(s => s.Tasks, s => s.SpillMs);
        return SpreadWork.Apply(plan, [.. spills.Keys], FewParts, facts, t => spills[t]);
    }

    /// <summary>A part a slot, of bytes that are worth a task.</summary>
    static int FewParts(StageTasks t) =>
        Math.Max(Math.Min(t.Count, t.Slots), (int)Math.Min(t.Slots, t.Bytes.Sum() / SkewOutliers.MinFewBytes));

    /// <summary>Parts in which the longest task no longer decides when the stage ends: a quarter of a slot's fair share each.</summary>
    static int Pieces(SkewOutliers skew, Outlier worst)
    {
        var piece = Math.Max(skew.LimitMs, skew.Tasks.RunMs.Sum() / skew.Tasks.Slots / 4);
        return (int)Math.Clamp(Math.Ceiling(skew.Tasks.RunMs[worst.At] / Math.Max(1, piece)), 2, 1000);
    }

    static IReadOnlyList<Evidence> EvidenceOf(SkewOutliers skew, Outlier worst)
    {
        var t = skew.Tasks;
        var sorted = Statistics.Sorted(t.RunMs);
        return
        [
            new("longestTaskMs", t.RunMs[worst.At], "ms", Math.Round(skew.LimitMs)),
            new("medianTaskMs", Math.Round(skew.MedianMs), "ms"),
            new("p99TaskMs", Math.Round(Statistics.SparkQuantile(sorted, 0.99)), "ms"),
            new("tasks", t.Count, "count"),
            new("skewedTasks", skew.Imbalance.Count(), "count"),
            new("workToMoveRatio", Math.Round(Statistics.Hoover(t.RunMs), 4), "ratio"),
            new("longestTaskBytes", t.Bytes[worst.At], "bytes"),
            new("medianTaskBytes", Math.Round(skew.MedianBytes), "bytes"),
            new("longestTaskRecords", t.Records[worst.At], "count"),
            new("medianTaskRecords", Math.Round(skew.MedianRecords), "count"),
        ];
    }

    static string Sentence(SkewOutliers skew, Outlier worst)
    {
        var t = skew.Tasks;
        var index = t.Stage.Tasks.Index(t.Rows[worst.At]);
        var ran = $"Task {index} of stage {t.Stage.StageId} ran {Quantity.Duration(t.RunMs[worst.At])}, the median of "
            + $"{(skew.IsFew ? Quantity.Plural(t.Count - 1, "other task") : Compared(skew))} "
            + $"{Quantity.Duration(skew.MedianMs)}";
        return worst.Cause switch
        {
            OutlierCause.Bytes =>
                $"{ran}: it read {Quantity.Bytes(t.Bytes[worst.At])} of {Quantity.Bytes(t.Bytes.Sum())}, the median task "
                + $"{Quantity.Bytes(skew.MedianBytes)}.",
            OutlierCause.Records =>
                $"{ran}: it read {Quantity.Count(t.Records[worst.At])} rows, the median task {Quantity.Count(skew.MedianRecords)}"
                + (MoreBytes(skew, worst) ? "." : ", in no more bytes."),
            OutlierCause.Spill => $"{ran}: it alone spilled.",
            OutlierCause.Locality => $"{ran}: it read over the network while most tasks read on their own node.",
            _ when MoreBytes(skew, worst) || t.Records[worst.At] > MoreFactor * skew.MedianRecords =>
                $"{ran}. It read {Quantity.Bytes(t.Bytes[worst.At])} and {Quantity.Count(t.Records[worst.At])} rows, the median task "
                + $"{Quantity.Bytes(skew.MedianBytes)} and {Quantity.Count(skew.MedianRecords)}, which do not explain its time.",
            _ => $"{ran}, with no more bytes or rows than others. Cause: unexplained by the metrics; some rows may take longer "
                + "than others.",
        };
    }

    static bool MoreBytes(SkewOutliers skew, Outlier worst) => skew.Tasks.Bytes[worst.At] > MoreFactor * skew.MedianBytes;

    static string Compared(SkewOutliers skew) => skew.Compared == skew.Tasks.Count
        ? $"{skew.Compared} tasks" : $"{skew.Compared} tasks with data, of {skew.Tasks.Count},";

    static IEnumerable<Advice> CodeAdvice(SkewOutliers skew, Outlier worst, int pieces, RunFacts facts)
    {
        var t = skew.Tasks;
        var index = t.Stage.Tasks.Index(t.Rows[worst.At]);
        var (time, bytes) = (Quantity.Duration(t.RunMs[worst.At] / pieces), Quantity.Bytes(t.Bytes[worst.At] / pieces));
        var nodes = StagePlan.OperatorsOf(t.Stage, facts.SqlOf(t.Stage));
        switch (worst.Cause)
        {
            case OutlierCause.Bytes when t.Metric(t.Rows[worst.At], TaskMetric.InputBytes) * 2 > t.Bytes[worst.At]:
                yield return new("make the input splittable: a splittable codec, smaller files or row groups", null, null,
                    $"Task {index} alone read {Quantity.Bytes(t.Bytes[worst.At])} of {Quantity.Bytes(t.Bytes.Sum())}; in {pieces} "
                        + $"splits it is {bytes} and about {time} a task.", "The files must be written again.");
                yield return new("repartition after the scan, before the heavy part of the stage", null, null,
                    $"Spreads the rows of task {index} over all {t.Slots} slots.", "A shuffle of the rows read.");
                break;
            case OutlierCause.Bytes or OutlierCause.Records when nodes.Any(StagePlan.IsWindow):
                yield return new("partition the window by a finer key, or by the key and a salt with a second window over the results",
                    null, null, $"With {pieces} salts task {index} becomes {pieces} tasks of about {bytes} and {time}.",
                    "A salt fits functions that can be put together again, such as sums, extremes and the first rows of a key.");
                break;
            case OutlierCause.Bytes when nodes.Any(StagePlan.IsJoin):
                yield return new("salt the join key on the skewed side", null, null,
                    $"With {pieces} salts task {index} becomes {pieces} tasks of about {bytes} and {time}.",
                        $"The other side is read {pieces} times for the salted keys.");
                break;
            case OutlierCause.Bytes or OutlierCause.Records
                when nodes.Any(StagePlan.IsAggregate) && !nodes.Any(StagePlan.IsJoin):
                yield return new("aggregate in two steps, first by the key and a salt, then by the key", null, null,
                    $"With {pieces} salts task {index} becomes {pieces} tasks of about {bytes} and {time}.",
                        "One more shuffle, of the partial results only.");
                break;
            case OutlierCause.Records:
                yield return new("filter or aggregate before the join that multiplies rows", null, null,
                    $"Task {index} handles {Quantity.Count(t.Records[worst.At])} rows against {Quantity.Count(skew.MedianRecords)}.");
                break;
            case OutlierCause.Locality:
                yield return new("spark.locality.wait", facts.Settings.Now("spark.locality.wait", "3s"),
                    $"{Math.Clamp(Math.Ceiling(worst.ExcessMs / 1000), 4, 30):F0}s",
                    $"Reading over the network cost the task {Quantity.Duration(worst.ExcessMs)}: a longer wait for a slot on its own "
                        + $"node costs less.", "Tasks of every stage wait as long for a slot near their data.");
                break;
            default:
                yield return new("split the work of the long task: a finer partitioner, or a repartition by more columns", null, null,
                    $"In {pieces} parts task {index} would run about {time} a part and the stage would not wait for it.",
                        "A shuffle, where the data is not shuffled already.");
                break;
        }
    }
}
