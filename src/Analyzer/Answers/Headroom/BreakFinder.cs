using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing;
using Rightsizer.EventLogParser.Events;
using static System.FormattableString;

namespace Rightsizer.Analyzer.Answers.Headroom;

/// <summary>Finds the volumes of input at which a run passes a limit that its log shows.</summary>
sealed class BreakFinder(ReplayPlan plan, RunFacts facts)
{
    /// <summary>Smaller stages may break what they like.</summary>
    const double Material = 0.02;

    /// <summary>A task sends its driver that much of accumulators and block locations, whatever its result.</summary>
    const double BytesWithoutResult = 10_000;

    /// <summary>Spark's default of spark.driver.maxResultSize; 0 is no limit.</summary>
    const double DefaultResultLimit = 1L << 30;

    readonly Dictionary<(int, int), StageAttempt> attempts = plan.Run.Stages.ToDictionary(s => (s.StageId, s.AttemptId));

    VolumeGrowth Growth => plan.VolumeGrowth;

    /// <summary>First to break first.</summary>
    public List<HeadroomBreak> Find()
    {
        List<HeadroomBreak?> found = [Cache(), Spill(), DriverResult()];
        return [.. found.OfType<HeadroomBreak>().OrderBy(b => b.Ratio).ThenBy(b => b.Kind)];
    }

    /// <summary>The least volume at which something is reached: 1 where it is already, null where it is not at eight times.</summary>
    internal static double? Least(Func<double, bool> isReached)
    {
        if (isReached(1)) return 1;
        if (!isReached(VolumeChange.MostRatio)) return null;
        double low = 1, high = VolumeChange.MostRatio;
        while (high - low > 0.005)
        {
            var middle = (low + high) / 2;
            if (isReached(middle)) high = middle;
            else low = middle;
        }
        return Math.Round(high, 2);
    }

    /// <summary>Bytes read from outside, stages that read cached data left out.</summary>
    internal double InputBytes => Growth.Stages.Where(g => g.Kind == GrowthKind.Input)
        .Sum(g => (double)attempts[(g.StageId, g.AttemptId)].Metrics[TaskMetric.InputBytes]);

    /// <summary>Rows of the same.</summary>
    internal double InputRows => Growth.Stages.Where(g => g.Kind == GrowthKind.Input)
        .Sum(g => (double)attempts[(g.StageId, g.AttemptId)].Metrics[TaskMetric.InputRecords]);

    internal HeadroomBreak Break(HeadroomLimit kind, double ratio, bool fatal, string text) =>
        new(kind, ratio, InputBytes > 0 ? (long)Math.Round(InputBytes * ratio) : null, fatal, text);

    HeadroomBreak? Cache()
    {
        if (plan.CacheFit is not { NeedBytes: { } need } fit || plan.PeakExecutors is not (> 0 and var executors)) return null;
        var share = Growth.Stages.Where(g => g.Kind == GrowthKind.Cached).Select(g => g.Middle).DefaultIfEmpty(1).Max();
        var room = CacheFit.Size(fit.ExecutorBytes ?? 0);
        var ratio = Least(r => r == 1 && fit.MissRatio >= CacheFit.FewMisses
            || (fit with { NeedBytes = need * StageGrowth.Factor(share, r) }).OutsideAt(executors) is { Least: >= CacheFit.FewMisses });
        if (ratio is not { } at) return null;
        var then = fit.ToDisk ? "is read from disk" : "is computed again at each use";
        return Break(HeadroomLimit.Cache, at, fatal: false, at == 1
            ? Invariant($"Cached data (RDD {fit.Rdd.RddId}, {CacheFit.Size(need)}) did not fit into ")
                + $"{Quantity.Plural(executors, "executor")} already."
            : Invariant($"Cached data (RDD {fit.Rdd.RddId}, {CacheFit.Size(need)} now) would no longer fit into ")
                + $"{Quantity.Plural(executors, "executor")} "
                + $"({room} each), and what does not {then}.");
    }

    HeadroomBreak? Spill()
    {
        (double Ratio, StageAttempt Stage, double Need, double Share)? first = null;
        for (var s = 0; s < Growth.Stages.Length; s++)
        {
            var (place, growth) = (s, Growth.Stages[s]);
            var stage = attempts[(growth.StageId, growth.AttemptId)];
            var tasks = Math.Max(1, plan.Stages[s].Roots.Length);
            if (growth.TaskTimeRatio < Material || MemoryNeed.NeedOf(stage) is not (> 0 and var need)) continue;
            var share = ShareOf(stage, tasks);
            var spilled = stage.Metrics[TaskMetric.DiskBytesSpilled] > 0;
            var ratio = spilled ? 1 : Least(r =>
            {
                var work = StageGrowth.Factor(growth.Middle, r);
                // a run that did not spill had room for what it had
                return r > 1 && need * work * tasks / Growth.CountAt(place, work) > Math.Max(share, need);
            });
            if (ratio is { } at && (first is null || at < first.Value.Ratio)) first = (at, stage, need, share);
        }
        if (first is not var (least, where, needed, room)) return null;
        return Break(HeadroomLimit.Spill, least, fatal: false, least == 1
            ? Invariant($"Stage {where.StageId} spilled already.")
            : Invariant($"Tasks of stage {where.StageId} would need more than the {Quantity.Bytes(room)} of execution memory that ")
                + $"each can have ({Quantity.Bytes(needed)} now) and spill.");
    }

    /// <summary>Execution memory of a task while as many run beside it as there can be.</summary>
    double ShareOf(StageAttempt stage, int tasks)
    {
        var memory = ExecutorMemory.Read(facts.Of(stage), facts);
        var executors = Math.Max(1, plan.PeakExecutors);
        // cached data keeps at most half of the memory (spark.memory.storageFraction)
        var kept = Math.Min(memory.UnifiedBytes / 2, (plan.CacheFit?.NeedBytes ?? 0) / executors);
        var together = Math.Clamp((tasks + executors - 1) / executors, 1, Math.Max(1, memory.Slots));
        return (memory.UnifiedBytes - kept) / together;
    }

    HeadroomBreak? DriverResult()
    {
        var limit = facts.Settings.Bytes("spark.driver.maxResultSize", DefaultResultLimit);
        if (limit <= 0) return null;
        (double Ratio, StageAttempt Stage)? first = null;
        for (var s = 0; s < Growth.Stages.Length; s++)
        {
            var (place, growth) = (s, Growth.Stages[s]);
            var stage = attempts[(growth.StageId, growth.AttemptId)];
            double bytes = stage.Metrics[TaskMetric.ResultSize];
            var tasks = Math.Max(1, plan.Stages[s].Roots.Length);
            var ofTask = bytes / tasks;
            var ratio = Least(r =>
            {
                var work = StageGrowth.Factor(growth.Middle, r);
                return bytes * (ofTask < BytesWithoutResult ? (double)Growth.CountAt(place, work) / tasks : work) > limit;
            });
            if (ratio is { } at && (first is null || at < first.Value.Ratio)) first = (at, stage);
        }
        if (first is not var (least, where)) return null;
        return Break(HeadroomLimit.DriverResult, least, fatal: true,
            Invariant($"Results of stage {where.StageId} ({Quantity.Bytes(where.Metrics[TaskMetric.ResultSize])} now) would pass ")
                + $"spark.driver.maxResultSize ({Quantity.Bytes(limit)}), and Spark ends the job.");
    }
}
