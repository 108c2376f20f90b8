namespace Rightsizer.Analyzer.Replay;

/// <summary>What-would-have-been: the same run without a cause.</summary>
public sealed partial class ReplayPlan
{
    /// <summary>Place in <see cref="Stages"/> of a stage attempt; -1 where it ran no task.</summary>
    public int PlaceOf(int stageId, int attemptId)
    {
        if (places is null)
        {
            var found = new Dictionary<(int, int), int>(Stages.Count);
            for (var s = 0; s < Stages.Count; s++) found.TryAdd((Stages[s].StageId, Stages[s].AttemptId), s);
            places = found;
        }
        return places.TryGetValue((stageId, attemptId), out var place) ? place : -1;
    }

    /// <summary>No edit moves a stage, so changed copies share it.</summary>
    Dictionary<(int, int), int>? places;

    /// <summary>Other durations for the tasks of one stage attempt.</summary>
    /// <param name="stage">Place in <see cref="Stages"/>.</param>
    /// <param name="edit">Given the task's row in the stage attempt's table and its duration (launch to finish, milliseconds), the new one;
    /// null takes the attempt away, and what had to wait for it starts in its place.</param>
    public ReplayPlan WithTasks(int stage, Func<int, double, double?> edit)
    {
        var changed = TaskEdit.Apply(Stages[stage], edit);
        return ReferenceEquals(changed, Stages[stage]) ? this : WithStage(stage, changed);
    }

    /// <summary>As <see cref="WithTasks(int, Func{int, double, double?})"/>, for several stages by place.</summary>
    public ReplayPlan WithTasks(IReadOnlyList<(int Stage, Func<int, double, double?> Edit)> edits)
    {
        PlanStage[]? changed = null;
        foreach (var (stage, edit) in edits)
        {
            var before = (changed ?? Stages)[stage];
            var after = TaskEdit.Apply(before, edit);
            if (!ReferenceEquals(after, before)) (changed ??= [.. Stages])[stage] = after;
        }
        return changed is null ? this : new ReplayPlan(this) { Stages = changed };
    }

    /// <summary>
    /// As <see cref="WithTasks(int, Func{int, double, double?})"/> over every stage; stages where nothing changes are shared.
    /// </summary>
    public ReplayPlan WithTasks(Func<PlanStage, int, double, double?> edit)
    {
        var changed = Stages.ToArray();
        for (var s = 0; s < changed.Length; s++)
        {
            var stage = changed[s];
            changed[s] = TaskEdit.Apply(stage, (row, ms) => edit(stage, row, ms));
        }
        return new ReplayPlan(this) { Stages = changed };
    }

    /// <summary>
    /// The stage cut into another number of partitions: the same work and bytes, each task's fixed overhead paid as often as there are
    /// tasks.
    /// </summary>
    /// <remarks>
    /// A partition is divided evenly. One heavy key cannot be: salt it with <see cref="WithTasks(int, Func{int, double, double?})"/>
    /// instead.
    /// </remarks>
    public ReplayPlan WithPartitions(int stage, int count) => WithStage(stage, Repartition.Apply(Stages[stage], count));

    /// <summary>As <see cref="WithPartitions(int, int)"/>, for several stages by place.</summary>
    public ReplayPlan WithPartitions(IReadOnlyDictionary<int, int> countByStage)
    {
        if (countByStage.Count == 0) return this;
        var changed = Stages.ToArray();
        foreach (var (stage, count) in countByStage) changed[stage] = Repartition.Apply(changed[stage], count);
        return new ReplayPlan(this) { Stages = changed };
    }

    /// <summary>Stages with more or less work, and with as many tasks as that makes; the fixed overhead of a task stays.</summary>
    /// <param name="workOf">Given the place in <see cref="Stages"/>, the factor on the work of the stage and its tasks.</param>
    internal ReplayPlan WithWork(Func<int, PlanStage, (double Factor, int Tasks)> workOf)
    {
        var changed = Stages.ToArray();
        for (var s = 0; s < changed.Length; s++)
        {
            var (factor, tasks) = workOf(s, changed[s]);
            changed[s] = Repartition.Scale(Repartition.Apply(changed[s], tasks), factor);
        }
        return new ReplayPlan(this) { Stages = changed };
    }

    /// <summary>No task is slow enough to be copied: of each index the attempt that ended first is the only one.</summary>
    internal ReplayPlan WithoutCopies()
    {
        var changed = Stages.ToArray();
        for (var s = 0; s < changed.Length; s++)
        {
            if (changed[s].Losers.Count == 0) continue;
            var stage = changed[s];
            var lost = stage.Losers.Values.SelectMany(l => l).Select(t => stage.Row[t]).ToHashSet();
            changed[s] = TaskEdit.Apply(stage, (row, ms) => lost.Contains(row) ? null : ms);
        }
        return new ReplayPlan(this) { Stages = changed };
    }

    /// <summary>The stage attempt takes no time at all, neither tasks nor driver.</summary>
    public ReplayPlan WithoutStage(int stage) =>
        WithStage(stage, TaskEdit.Apply(Stages[stage], (_, _) => null) with { LagMs = 0, TailMs = 0 });

    /// <summary>No waits between the stage's launches but for slots.</summary>
    public ReplayPlan WithoutHolds(int stage) => WithStage(stage, Stages[stage] with { Holds = [] });

    /// <summary>Other driver time before jobs.</summary>
    public ReplayPlan WithJobGaps(Func<PlanJob, double> gapMs) =>
        new(this) { Jobs = [.. Jobs.Select(j => j with { GapMs = Math.Max(0, gapMs(j)) })] };

    /// <summary>Another time from the last job's end to the application's.</summary>
    public ReplayPlan WithTail(double tailMs) => new(this) { ApplicationTailMs = Math.Max(0, tailMs) };

    /// <summary>Other executors.</summary>
    public ReplayPlan WithExecutors(IEnumerable<PlanExecutor> executors) => new(this) { Executors = [.. executors] };

    /// <summary>Executors asked for and granted by other rules, where a shape is dynamic.</summary>
    public ReplayPlan WithAllocation(AllocationPolicy policy) => new(this) { Allocation = policy };

    /// <summary>Without the executors that <paramref name="gone"/> picks, or with all where none would be left.</summary>
    public ReplayPlan WithoutExecutors(Func<PlanExecutor, bool> gone) =>
        Executors.All(gone) ? this : WithExecutors(Executors.Where(x => !gone(x)));

    /// <summary>What the change saves at the observed shape. Both plans are simulated, so that the replay's own error cancels.</summary>
    public ReplaySaving SavingOf(ReplayPlan changed) => SavingOf(changed.Replayed);

    /// <summary>As <see cref="SavingOf(ReplayPlan)"/>, for a run at another shape.</summary>
    public ReplaySaving SavingOf(SimulatedRun changed) => new(
        Replayed.EndMs - changed.EndMs, Replayed.CoreMs - changed.CoreMs,
        Replayed.EndMs > 0 ? (Replayed.EndMs - changed.EndMs) / Replayed.EndMs : 0,
        Replayed.CoreMs > 0 ? (Replayed.CoreMs - changed.CoreMs) / Replayed.CoreMs : 0);

    ReplayPlan WithStage(int place, PlanStage stage)
    {
        var changed = Stages.ToArray();
        changed[place] = stage;
        return new ReplayPlan(this) { Stages = changed };
    }
}

/// <summary>Positive: less. Not finished runs save nothing that can be trusted: see <see cref="SimulatedRun.Finished"/>.</summary>
/// <param name="SavedMs">Application time.</param>
/// <param name="SavedCoreMs">Core-milliseconds paid: cores of each executor over its life.</param>
/// <param name="SavedRatio">Of the replayed application time.</param>
/// <param name="SavedCoreRatio">Of the replayed core time.</param>
public readonly record struct ReplaySaving(double SavedMs, double SavedCoreMs, double SavedRatio, double SavedCoreRatio);
