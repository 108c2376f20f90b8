using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Analyzer.Detectors.Skew;

/// <summary>Why AQE's skew join did not split a partition; rules of Spark's OptimizeSkewedJoin.</summary>
static class AdaptiveSkewJoin
{
    const string Threshold = "spark.sql.adaptive.skewJoin.skewedPartitionThresholdInBytes",
        Factor = "spark.sql.adaptive.skewJoin.skewedPartitionFactor";
    const string Force = "spark.sql.adaptive.forceOptimizeSkewedJoin";
    const double DefaultThreshold = 256 << 20, DefaultFactor = 5;

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

    static double PowerOfTwo(double bytes) => Math.Max(1 << 20, Math.Pow(2, Math.Floor(Math.Log2(Math.Max(1, bytes)))));
}
