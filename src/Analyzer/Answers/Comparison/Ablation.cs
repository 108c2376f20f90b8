using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Comparison;

/// <summary>
/// Turns the earlier run into the later one step by step and replays each step: the same volume, the same stages, the same executors, the
/// same
/// tasks. What a step changes belongs to its cause; what no step explains is left, so that the parts always add up.
/// </summary>
sealed class Ablation(
    IReadOnlyList<StageMatch> matches, IReadOnlyList<StageAttempt> onlyBefore, IReadOnlyList<StageAttempt> onlyAfter,
        IReadOnlyList<SettingChange> settings, List<string> notes)
{
    /// <summary>A stage that read that many times more or less is taken to have been cut or grown by accident of its numbers.</summary>
    const double MostVolume = 1000;

    readonly Dictionary<DifferenceCause, Step> steps = [];
    MarginalCost? paidBefore;
    SimulatedRun? later;
    bool clusterChanged;

    /// <summary>Null, or why the runs cannot be turned into each other.</summary>
    public string? Run(AnalysisResult before, AnalysisResult after)
    {
        if (Refusal("the earlier run", before) is { } first) return first;
        if (Refusal("the later run", after) is { } second) return second;
        paidBefore = MarginalCost.Of(before.Cost.Actual, before.Run);
        ReplayPlan a = RunReplay.Prepare(before.Run).Plan!, b = RunReplay.Prepare(after.Run).Plan!;

        later = b.Replayed;
        var grown = Grown(a);
        var kept = Without(grown, onlyBefore);
        steps[DifferenceCause.Volume] = Between(a.Replayed, grown.Replayed);
        steps[DifferenceCause.Plan] = Between(grown.Replayed, kept.Replayed)
            + Between(Without(b, onlyAfter).Replayed, b.Replayed);

        var (there, shape) = OnCluster(kept, before.Run, after.Run);
        var moved = Simulator.Run(there, shape);
        steps[DifferenceCause.Cluster] = Between(kept.Replayed, moved);

        var recut = TasksOf(there, b, m => m.Before.Info.NumTasks != m.After.Info.NumTasks);
        var cut = Simulator.Run(recut, shape);
        var byPartitions = settings.Any(c => SettingChanges.OfPartitions(c.Key)) ? DifferenceCause.Configuration : DifferenceCause.Plan;
        Add(byPartitions, Between(moved, cut));
        Add(TasksChangedBy(before, after),
            Between(cut, Simulator.Run(TasksOf(recut, b, m => m.Before.Info.NumTasks == m.After.Info.NumTasks), shape)));
        return null;
    }

    void Add(DifferenceCause cause, Step step) => steps[cause] = steps.GetValueOrDefault(cause) + step;

    static string? Refusal(string which, AnalysisResult result) => result.Replay switch
    {
        _ when RunUse.IsStream(result.Run) => $"{which} is {Refusals.Stream}",
        { Refused: null, ErrorPct: not null } => null,
        { Refused: { } why } => $"{which} is not simulated: {why}",
        _ => $"{which} is not simulated",
    };

    /// <summary>The parts, which add up to the difference of time and to that of cost.</summary>
    public IReadOnlyList<DifferencePart> Parts(AnalysisResult before, AnalysisResult after, string? refused)
    {
        var usd = after.Cost.Actual?.TotalUsd - before.Cost.Actual?.TotalUsd;
        var ms = after.Run.ObservedMs - before.Run.ObservedMs;
        var price = usd is null ? 0 : PriceChange(before.Cost.Actual!, after.Cost.Actual!);
        var told = refused is null;
        var parts = new List<DifferencePart>();
        foreach (var cause in new[] { DifferenceCause.Volume, DifferenceCause.Plan, DifferenceCause.Cluster, DifferenceCause.Configuration,
            DifferenceCause.Environment })
        {
            var step = steps.GetValueOrDefault(cause);
            var amount = told ? step.Usd : 0;
            // other nodes also have other prices, and another start
            if (cause == DifferenceCause.Cluster && told && clusterChanged) amount += NodesChange(before, after) - price;
            parts.Add(new(cause, ms is null ? null : told ? (long)Math.Round(step.Ms) : 0, usd is null ? null : amount,
                told ? Ground.Simulated : Ground.Missing, Words(cause)));
        }
        if (usd is not null)
            parts.Add(new(DifferenceCause.Price, ms is null ? null : 0, price, Ground.Derived, Words(DifferenceCause.Price)));
        parts.Add(new(DifferenceCause.Unexplained, ms - parts.Sum(p => p.Ms ?? 0), usd - parts.Sum(p => p.Usd ?? 0), Ground.Derived,
            Words(DifferenceCause.Unexplained)));
        return parts;
    }

    /// <summary>Lines of the same name at another unit price, over the later run's quantity.</summary>
    static decimal PriceChange(Ledger before, Ledger after)
    {
        var prices = before.Lines.GroupBy(l => (l.Name, l.Unit)).ToDictionary(g => g.Key, g => g.First().UnitPriceUsd);
        return BillingMath.Round6(after.Lines.Sum(
            l => prices.TryGetValue((l.Name, l.Unit), out var was) && was is { } old && l.UnitPriceUsd is { } now ? (now - old) * l.Quantity
            : 0));
    }

    /// <summary>
    /// What the later run costs more at the prices of its own nodes than at those of the earlier run's, and what they cost more that does
    /// not go with its time, such as their start.
    /// </summary>
    decimal NodesChange(AnalysisResult before, AnalysisResult after) =>
        later is { } run && paidBefore is { } then && MarginalCost.Of(after.Cost.Actual, after.Run) is { } now
            ? now.Of(run) - then.Of(run) + Fixed(after) - Fixed(before) : 0;

    static decimal Fixed(AnalysisResult result) =>
        result.Cost.Actual!.Lines.Where(l => l.Purpose != LinePurpose.Run).Sum(l => l.AmountUsd ?? 0);

    /// <summary>At the prices of the earlier run.</summary>
    Step Between(SimulatedRun from, SimulatedRun to) =>
        new(to.EndMs - from.EndMs, paidBefore is { } paid ? paid.Of(to) - paid.Of(from) : 0);

    /// <summary>Tasks of matched stages as long as the later run's volume makes them; a task's fixed overhead does not grow.</summary>
    ReplayPlan Grown(ReplayPlan plan)
    {
        var ratios = new Dictionary<(int, int), double>();
        foreach (var m in matches)
        {
            if (m.VolumeRatio is { } ratio && ratio != 1)
                ratios[(m.Before.StageId, m.Before.AttemptId)] = Math.Clamp(ratio, 1 / MostVolume, MostVolume);
        }
        return ratios.Count == 0 ? plan : plan.WithTasks((stage, _, ms) =>
            ratios.TryGetValue((stage.StageId, stage.AttemptId), out var ratio) && ms > stage.WarmOverheadMs
                ? stage.WarmOverheadMs + (ms - stage.WarmOverheadMs) * ratio : ms);
    }

    /// <summary>Stages gone, and with them the driver's time before jobs that had no other.</summary>
    static ReplayPlan Without(ReplayPlan plan, IReadOnlyList<StageAttempt> stages)
    {
        var places = stages.Select(s => plan.PlaceOf(s.StageId, s.AttemptId)).Where(p => p >= 0).ToHashSet();
        if (places.Count == 0) return plan;
        var empty = Enumerable.Range(0, plan.Stages.Count).GroupBy(p => plan.Stages[p].Job).Where(g => g.All(places.Contains))
            .Select(g => plan.Jobs[g.Key].JobId).ToHashSet();
        foreach (var place in places) plan = plan.WithoutStage(place);
        return plan.WithJobGaps(j => empty.Contains(j.JobId) ? 0 : j.GapMs);
    }

    (ReplayPlan Plan, ClusterShape Shape) OnCluster(ReplayPlan plan, ApplicationRun before, ApplicationRun after)
    {
        RunExecutors here = RunExecutors.Read(before), there = RunExecutors.Read(after);
        if (here == there) return (plan, ClusterShape.Observed);
        var change = ShapeChange.Measure(plan, there.Shape);
        if (Refusals.OfPrediction(plan, change.SlotsRatio) is { } why)
        {
            notes.Add($"the other executors are not simulated, and what they changed is left unexplained: {why}");
            return (plan, ClusterShape.Observed);
        }
        clusterChanged = true;
        return (PartitionCounts.At(plan, change.TotalCores), there.Shape);
    }

    /// <summary>Some of the matched stages with as many tasks as in the later run, each as long as the one of its rank there.</summary>
    ReplayPlan TasksOf(ReplayPlan plan, ReplayPlan later, Func<StageMatch, bool> which)
    {
        foreach (var m in matches.Where(which))
        {
            int here = plan.PlaceOf(m.Before.StageId, m.Before.AttemptId), there = later.PlaceOf(m.After.StageId, m.After.AttemptId);
            if (here < 0 || there < 0) continue;
            var wanted = Durations(later.Stages[there]);
            // retries are tasks of their own there: cut the stage even where the number of its partitions is the same
            if (wanted.Length != plan.Stages[here].TaskCount)
                plan = plan.WithPartitions(here, wanted.Length + 1).WithPartitions(here, wanted.Length);
            var stage = plan.Stages[here];
            if (stage.TaskCount != wanted.Length) continue;
            Array.Sort(wanted);
            var longs = new double[wanted.Length];
            int[] order = [.. Enumerable.Range(0, wanted.Length).OrderBy(stage.DurationMs)];
            for (var rank = 0; rank < order.Length; rank++) longs[order[rank]] = wanted[rank];
            var task = 0;
            plan = plan.WithTasks(here, (_, _) => longs[task++]);
        }
        return plan;
    }

    static double[] Durations(PlanStage stage) => [.. Enumerable.Range(0, stage.TaskCount).Select(stage.DurationMs)];

    /// <summary>Settings answer for tasks that take otherwise, where settings differ and the engine does not.</summary>
    DifferenceCause TasksChangedBy(AnalysisResult before, AnalysisResult after)
    {
        if (before.Run.App.SparkVersion != after.Run.App.SparkVersion)
        {
            notes.Add($"Spark {before.Run.App.SparkVersion ?? "?"} and {after.Run.App.SparkVersion ?? "?"}: what tasks of matched "
                + $"stages take otherwise may be the engine's doing, and counts as environment");
            return DifferenceCause.Environment;
        }
        return settings.Any(s => !SettingChanges.OfCluster(s.Key)) ? DifferenceCause.Configuration : DifferenceCause.Environment;
    }

    string Words(DifferenceCause cause) => cause switch
    {
        DifferenceCause.Volume => "matched stages with the bytes that the later run reads in them",
        DifferenceCause.Plan =>
            (onlyBefore.Count > 0 ? $"without the {Stages(onlyBefore)} that only the earlier run has, " : "")
            + (onlyAfter.Count > 0 ? $"with the {Stages(onlyAfter)} that only the later one has, " : "")
            + "with the later run's numbers of tasks where no setting decides them",
        DifferenceCause.Cluster => "on the later run's executors",
        DifferenceCause.Configuration =>
            "matched stages with the later run's tasks, where settings differ; whatever else slowed or sped these tasks is in it too",
        DifferenceCause.Environment =>
            "matched stages with the later run's tasks, where no known setting differs: the distribution of the data, the program, "
            + "failures, "
            + "other machines, chance",
        DifferenceCause.Price => "lines of the same name at another unit price, over the later run's quantities",
        _ => "what no step explains: the driver, executors that came sooner or later, chance, the simulation's own error",
    };

    static string Stages(IReadOnlyList<StageAttempt> stages) => stages.Count == 1 ? "1 stage" : $"{stages.Count} stages";

    /// <summary>What a step changes.</summary>
    readonly record struct Step(double Ms, decimal Usd)
    {
        public static Step operator +(Step a, Step b) => new(a.Ms + b.Ms, a.Usd + b.Usd);
    }
}
