using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using static System.FormattableString;

namespace Rightsizer.Analyzer.Replay;

/// <summary>A run with another volume of input, on the executors that it had.</summary>
/// <param name="Ratio">Input there over input here.</param>
/// <param name="There">The plan; null where refused.</param>
/// <param name="Others">Plans as likely: the ends of what one run cannot tell, made one by one because each is as large as the run.</param>
/// <param name="Working">Spread of the time in which stages run, all of it one way.</param>
/// <param name="Severe">Something can turn the prediction over.</param>
/// <param name="Doubts">What makes it unsure.</param>
/// <param name="Refused">Null, or why nothing is said.</param>
sealed record VolumeChange(double Ratio, ReplayPlan? There, IReadOnlyList<Func<ReplayPlan>> Others, double Working, bool Severe,
    IReadOnlyList<Doubt> Doubts, string? Refused)
{
    /// <summary>Beyond that one run says little; docs/science.md 1.5.</summary>
    public const double MostRatio = 8;

    /// <summary>Task time in stages that read neither bytes nor rows, above which nobody can tell what more input does.</summary>
    const double MostUnknown = 0.20;

    /// <summary>Smaller shares are not worth a word.</summary>
    const double Material = 0.02;

    /// <summary>Task time in a query that multiplies its inputs, above which nothing is predicted.</summary>
    const double MostProduct = 0.10;

    /// <summary>For each doubling or halving of the input, on working time: that of executors, as no pairs tell more.</summary>
    const double Step = 0.08;

    /// <summary>Beyond a doubling or halving a prediction can be turned over by what one run does not show.</summary>
    const double FarRatio = 2;

    public static VolumeChange At(ReplayPlan plan, double ratio)
    {
        if (ratio is not (>= 1 / MostRatio and <= MostRatio))
            return Not(ratio, Invariant($"{ratio:0.##} times the input is outside 1/{MostRatio:0} to {MostRatio:0}"));
        var growth = plan.VolumeGrowth;
        if (RefusedFor(plan, growth) is { } why) return Not(ratio, why);
        var doubts = new List<Doubt>();
        if (CacheAt(plan, growth, ratio, doubts) is { } cliff) return Not(ratio, cliff);
        AddDoubts(growth, doubts);
        var mayNotFit = doubts.Exists(d => d.Effect == Effects.Cache);
        var others = new List<Func<ReplayPlan>>();
        if (growth.Stages.Any(g => g.Most > g.Least))
        {
            others.Add(() => Edit(plan, growth, ratio, g => StageGrowth.Factor(g.Least, ratio)));
            others.Add(() => Edit(plan, growth, ratio, g => StageGrowth.Factor(g.Most, ratio)));
        }
        if (growth.Stages.Any(g => g.MayMultiply))
            others.Add(() => Edit(plan, growth, ratio, g => StageGrowth.Factor(g.Most, ratio) * (g.MayMultiply ? ratio : 1)));
        if (plan.Stages.Any(s => s.WarmAssumed))
            others.Add(() => Edit(plan.WithoutAssumedWarmUp(), growth, ratio, g => StageGrowth.Factor(g.Middle, ratio)));
        return new VolumeChange(ratio, Edit(plan, growth, ratio, g => StageGrowth.Factor(g.Middle, ratio)), others,
            Hypot(plan.Exposure.Working * Step * Math.Abs(Math.Log2(ratio)), mayNotFit ? ShapeChange.CacheSpread : 0),
            mayNotFit || ratio is > FarRatio or < 1 / FarRatio, doubts, null);
    }

    static double Hypot(double a, double b) => Math.Sqrt(a * a + b * b);

    static VolumeChange Not(double ratio, string why) => new(ratio, null, [], 0, false, [], why);

    static ReplayPlan Edit(ReplayPlan plan, VolumeGrowth growth, double ratio, Func<StageGrowth, double> factor)
    {
        if (ratio == 1) return plan;
        return plan.WithWork((place, stage) =>
        {
            var more = factor(growth.Stages[place]);
            return (more, growth.CountAt(place, more));
        });
    }

    static string? RefusedFor(ReplayPlan plan, VolumeGrowth growth)
    {
        if (!growth.Stages.Any(g => g.Kind == GrowthKind.Input))
            return "no stage of this run read bytes or rows, so the log does not show which of them would grow with more input";
        var unknown = growth.Stages.Where(g => g.Kind == GrowthKind.Unknown).ToList();
        if (unknown.Sum(g => g.TaskTimeRatio) is var share and > MostUnknown)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Quantity.Percent(share)} of the task time is in stages whose log has "
                + $"neither bytes nor rows that they read ({Names(unknown)}): one run does not show whether they grow");
        }
        if (ProductRatio(plan, growth) is var product and > MostProduct)
        {
            return $"{Quantity.Percent(product)} of the task time is in queries with a cartesian product or a nested loop join: how their "
                + "rows grow depends on which side grows, which one run does not show";
        }
        return null;
    }

    static double ProductRatio(ReplayPlan plan, VolumeGrowth growth)
    {
        var stages = plan.Run.SqlExecutions.Where(x => x.PlanNodes.Any(StagePlan.IsCrossJoin)).SelectMany(x => x.StageIds).ToHashSet();
        return stages.Count == 0 ? 0 : growth.Stages.Where(g => stages.Contains(g.StageId)).Sum(g => g.TaskTimeRatio);
    }

    static void AddDoubts(VolumeGrowth growth, List<Doubt> doubts)
    {
        var open = growth.Stages.Where(g => g.Most > g.Least && g.TaskTimeRatio >= Material).ToLookup(g => g.Kind);
        AddOpen([.. open[GrowthKind.Shuffle]], "sums or groups are read there, or what comes of them");
        AddOpen([.. open[GrowthKind.Input], .. open[GrowthKind.Cached]],
            "the tasks there read little, and part of their time may be the start of a task");
        AddOpen([.. open[GrowthKind.Unknown]], "the log has neither bytes nor rows that are read there");
        var products = growth.Stages.Where(g => g.MayMultiply && g.TaskTimeRatio >= Material).ToList();
        if (products.Count > 0)
        {
            doubts.Add(new(Effects.Volume,
                $"{Names(products, capital: true)} wrote more rows than read: if both sides of a join grow, rows grow with "
                + "their product."));
        }

        void AddOpen(List<StageGrowth> stages, string why)
        {
            if (stages.Count > 0) doubts.Add(new(Effects.Volume, $"One run does not show how far {Names(stages)} would grow: {why}."));
        }
    }

    /// <summary>Null where cached data stays where it is, or why its cliff leaves no number.</summary>
    static string? CacheAt(ReplayPlan plan, VolumeGrowth growth, double ratio, List<Doubt> doubts)
    {
        if (plan.CacheFit is not { NeedBytes: { } need } fit || plan.PeakExecutors is not (> 0 and var executors)) return null;
        var more = growth.Stages.Where(g => g.Kind == GrowthKind.Cached).Select(g => StageGrowth.Factor(g.Middle, ratio))
            .DefaultIfEmpty(ratio).Max();
        var then = fit with { NeedBytes = need * more };
        if (fit.OutsideAt(executors) is not { } here || then.OutsideAt(executors) is not { } there) return null;
        var outside = fit.MissRatio ?? here.Least;
        var name = Invariant($"RDD {fit.Rdd.RddId}");
        var size = $"{CacheFit.Size(need * more)} of cached data ({name}, {CacheFit.Size(need)} in this run)";
        var room = CacheFit.Size(fit.ExecutorBytes!.Value * executors);
        var moves = outside < CacheFit.FewMisses ? there.Least >= CacheFit.FewMisses
            : Math.Abs((there.Least + there.Most) / 2 - outside) > CacheCliff.SameShare;
        if (moves && !fit.ToDisk)
        {
            return string.Create(CultureInfo.InvariantCulture, $"cache cliff: {size} would fit into the memory of "
                + $"{Quantity.Plural(executors, "executor")} "
                + $"({room}) to {1 - there.Least:P0} at most; what does not is computed again at each use");
        }
        if (moves || there.Most >= CacheFit.FewMisses)
            doubts.Add(new(Effects.Cache, Invariant(
                $"{size} may not fit into the memory of {Quantity.Plural(executors, "executor")} ({room}); what does not ")
                + (fit.ToDisk ? "is read from disk." : "is computed again at each use.")));
        return null;
    }

    static string Names(List<StageGrowth> stages, bool capital = false)
    {
        const int most = 4;
        var ids = stages.OrderByDescending(g => g.TaskTimeRatio).Take(most).Select(g => g.StageId).Order();
        var word = stages.Count == 1 ? "stage" : "stages";
        return Invariant($"{(capital ? "S" + word[1..] : word)} {string.Join(", ", ids)}") + (stages.Count > most ? " and others" : "");
    }
}
