using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors.Skew;

/// <summary>Why AQE's skew join did not split a partition; rules of Spark's OptimizeSkewedJoin.</summary>
static class AdaptiveSkewJoin
{
    const string Threshold = "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes",
        Factor = "spark.sql.adaptive.skewJoin.skewedPartitionFactor";
    const string Advisory = "spark.sql.adaptive.advisoryPartitionSizeInBytes";
    const string Force = "spark.sql.adaptive.forceOptimizeSkewedJoin";
    const int MostParts = 1000;
    const double DefaultThreshold = 256 << 20, DefaultFactor = 5, DefaultAdvisory = 64 << 20;

    /// <summary>A sentence, and what to set; the advice is empty where no setting of AQE's would help.</summary>
    public static (string Why, IReadOnlyList<Advice> Advice) Explain(SkewOutliers skew, Outlier worst, int pieces, RunFacts facts)
    {
        var sql = facts.SqlOf(skew.Tasks.Stage);
        var settings = facts.Settings.For(sql);
        if (sql is null) return ("AQE does not see it: the stage belongs to no SQL execution.", []);
        var nodes = StagePlan.OperatorsOf(skew.Tasks.Stage, sql);
        if (nodes.Any(StagePlan.IsWindow)) return ("AQE splits joins only: a window needs its partition whole.", []);
        if (!nodes.Any(StagePlan.IsJoin))
        {
            return (nodes.Any(StagePlan.IsAggregate)
                ? "AQE splits joins only: nothing below an aggregate."
                : "AQE splits joins only, and this stage joins nothing.", []);
        }
        var bytes = skew.Tasks.Stage.Tasks.ShuffleReadBytes(skew.Tasks.Rows[worst.At]);
        if (bytes * 2 < skew.Tasks.Bytes[worst.At])
            return ("AQE splits what was shuffled, and this task read files: they could not be split further.", []);
        if (Parts(skew, worst, 1, facts) < 2) return ("AQE cannot split it: one map task wrote all of the partition.", []);
        var limit = settings.Bytes(Threshold, DefaultThreshold);
        var factor = settings.Number(Factor, DefaultFactor);
        var under = bytes <= limit;
        var lower = under
            ? $"{Quantity.Bytes(bytes)} is under {Threshold} ({Quantity.Bytes(limit)})"
            : $"{Quantity.Bytes(bytes)} is under {Quantity.Number(factor)} times the median partition of "
            + $"{Quantity.Bytes(skew.MedianBytes)}";
        var advice = new List<Advice>();
        var why = new List<string>();
        if (!settings.AdaptiveEnabled)
        {
            why.Add("AQE is off");
            advice.Add(new("spark.sql.adaptive.enabled", settings.Now("spark.sql.adaptive.enabled", "false"), "true",
                "AQE splits a skewed partition of a sort-merge or shuffled hash join by itself."));
        }
        if (!settings.Flag("spark.sql.adaptive.skewJoin.enabled", true))
        {
            why.Add("skew join is off");
            advice.Add(new("spark.sql.adaptive.skewJoin.enabled", "false", "true", "Lets AQE split the partition."));
        }
        if (under)
        {
            why.Add(lower);
            advice.Add(new(Threshold, settings.Now(Threshold, "256m"), SettingText.Size(PowerOfTwo(bytes / pieces)),
                $"The largest partition has {Quantity.Bytes(bytes)}, the median {Quantity.Bytes(skew.MedianBytes)}; AQE acts only above "
                    + $"the threshold.",
                "Other joins of the application are split at this size too."));

        }
        // the median that Spark means is that of the partitions before they were coalesced
        else if (!skew.IsFew && bytes <= factor * skew.MedianBytes)
        {
            why.Add(lower);
            advice.Add(new(Factor, settings.Now(Factor, "5.0"), SettingText.Factor(Math.Max(1.5, Math.Floor(bytes / skew.MedianBytes))),
                "AQE acts only above this multiple of the median partition."));
        }
        // a partition that AQE takes for skewed is cut at its advisory size, and at no less than what the others hold
        var size = PowerOfTwo(bytes / pieces);
        var (parts, partsNow) = (Parts(skew, worst, size, facts), Parts(skew, worst, settings.Bytes(Advisory, DefaultAdvisory), facts));
        if (why.Count > 0 && parts > partsNow)
        {
            advice.Add(new(Advisory, settings.Now(Advisory, "64m"), SettingText.Size(size),
                $"AQE cuts a skewed partition into parts of this size: {Quantity.Bytes(bytes)} become {parts} parts, and {partsNow} at the "
                    + "present size.",
                "Other shuffles are merged up to this size only, so they may have more tasks."));
        }
        // none of them helps without the others
        if (why.Count > 0)
            return ("AQE did not act: " + string.Join("; ", why) + ".",
                [.. advice.Select((a, i) => i == 0 ? a : a with { With = advice[0].Setting })]);
        return ("AQE did not act although the partition is large enough: "
            + (nodes.Any(StagePlan.IsAggregate)
                ? "an aggregate or a window in the same stage needs the partition whole."
                : "the join's type does not let this side be split, or the split needs another shuffle."),
            [new(Force, settings.Now(Force, "false"), "true", "Lets AQE split the join even where that needs another shuffle.",
                "One more shuffle of the join's output.")]);
    }

    /// <summary>
    /// Parts that AQE cuts the partition into: whole outputs of map tasks, up to the target size together (Spark's
    /// ShufflePartitionsUtil.splitSizeListByTargetSize). 1 where it stays whole.
    /// </summary>
    /// <param name="skew">The stage.</param>
    /// <param name="worst">Its skewed task.</param>
    /// <param name="advisory">Bytes.</param>
    /// <param name="facts">Of the run.</param>
    internal static int Parts(SkewOutliers skew, Outlier worst, double advisory, RunFacts facts)
    {
        var stage = skew.Tasks.Stage;
        double bytes = stage.Tasks.ShuffleReadBytes(skew.Tasks.Rows[worst.At]);
        var target = Math.Max(1, Math.Max(advisory, skew.MedianBytes));
        var parents = facts.Run.Stages.Where(s => stage.Info.ParentIds.Contains(s.StageId));
        var maps = parents.Select(s => s.Info.NumTasks).DefaultIfEmpty(0).Max();
        if (maps <= 0) return (int)Math.Clamp(Math.Ceiling(bytes / target), 1, MostParts);
        var together = Math.Max(1, Math.Floor(target * maps / Math.Max(1, bytes)));
        // two of these parts are put together again where both have less than this
        if (2 * together * bytes / maps < SkewOutliers.PackedFactor * target) together *= 2;
        return (int)Math.Clamp(Math.Ceiling(maps / together), 1, MostParts);
    }

    /// <summary>The run with the proposed settings: each skewed task in the parts that AQE can make of it.</summary>
    public static ReplayPlan Effect(
        ReplayPlan plan, IReadOnlyList<SkewOutliers> skewed, IReadOnlyList<Advice> advice, RunFacts facts)
    {
        var proposed = SparkSettings.ParseBytes(advice.FirstOrDefault(a => a.Setting == Advisory)?.Proposed, 1);
        return plan.WithDurations(skewed.Select(s =>
        {
            var advisory = proposed ?? facts.Settings.For(facts.SqlOf(s.Tasks.Stage)).Bytes(Advisory, DefaultAdvisory);
            return (s.Tasks, s.Evened(o => 1.0 / Parts(s, o, advisory, facts)));
        }));
    }

    static double PowerOfTwo(double bytes) => Math.Max(1 << 20, Math.Pow(2, Math.Floor(Math.Log2(Math.Max(1, bytes)))));
}
