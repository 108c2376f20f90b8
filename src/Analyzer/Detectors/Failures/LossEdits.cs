using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>The run without losses.</summary>
/// <param name="Executors">That live on; those added in their place are not needed.</param>
/// <param name="Tasks">Attempts that end well in the usual time of their stage and have no retry.</param>
/// <param name="Stages">Attempts that are not needed.</param>
sealed record LossEdits(IReadOnlyList<ExecutorLoss> Executors, IReadOnlyList<TaskAttempt> Tasks, IReadOnlyList<StageAttempt> Stages)
{
    /// <summary>Later attempts of stages that have no more tasks than failed before: without the failures they are not needed.</summary>
    public static List<StageAttempt> Finishing(ApplicationRun run, IReadOnlyList<TaskAttempt> failures) =>
        [.. run.Stages.Where(s =>
            s.AttemptId > 0 && s.Tasks.Count > 0 && failures
            .Count(f => f.Stage.StageId == s.StageId && f.Stage.AttemptId < s.AttemptId) is > 0 and var failed
            && s.Info.NumTasks <= failed)];

    public double LostMs => Tasks.Sum(t => t.DurationMs);

    public double RepeatedMs(RunFacts facts) => Stages.Sum(s => facts.Of(s).DurationMs.Sum());

    /// <summary>Time by plain arithmetic.</summary>
    public double EstimatedMs(RunFacts facts) =>
        Stages.Sum(s => facts.Of(s).SpanMs) + Tasks.Where(t => !Stages.Contains(t.Stage)).Sum(t => t.DurationMs / facts.Of(t.Stage).Slots);

    public ReplayPlan Apply(ReplayPlan plan, RunFacts facts)
    {
        foreach (var stage in Stages)
        {
            if (plan.PlaceOf(stage.StageId, stage.AttemptId) is >= 0 and var place) plan = plan.WithoutStage(place);
        }
        foreach (var group in Tasks.Where(t => !Stages.Contains(t.Stage)).GroupBy(t => t.Stage))
        {
            if (plan.PlaceOf(group.Key.StageId, group.Key.AttemptId) is not (>= 0 and var place)) continue;
            var tasks = facts.Of(group.Key);
            var usual = tasks.Count > 0 ? Statistics.Median(tasks.DurationMs) : (double?)null;
            var first = new Dictionary<int, int>();
            foreach (var t in group.OrderBy(t => t.Row)) first.TryAdd(group.Key.Tasks.Index(t.Row), t.Row);
            // while an executor is gone launches wait for others: those waits go with it
            plan = plan.WithoutHolds(place).WithTasks(
                place, (row, ms) =>
                !first.TryGetValue(group.Key.Tasks.Index(row), out var at) || row < at ? ms : row == at ? usual ?? ms : null);
        }
        return Executors.Count == 0 ? plan : plan.WithExecutors(Stayed(plan, facts));
    }

    List<PlanExecutor> Stayed(ReplayPlan plan, RunFacts facts)
    {
        var replaced = Executors.Select(e => e.Executor.Id).ToHashSet(StringComparer.Ordinal);
        var since = Executors.Min(e => e.AtMs) - plan.StartMs;
        var stayed = new List<PlanExecutor>();
        var instead = facts.Settings.Flag("spark.dynamicAllocation.enabled", false) ? 0 : Executors.Count;
        foreach (var e in plan.Executors)
        {
            if (e.AddMs >= since && instead-- > 0) continue;
            stayed.Add(replaced.Contains(e.Id) ? e with { RemoveMs = null } : e);
        }
        return stayed;
    }
}
