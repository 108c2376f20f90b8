using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors.Skew;

/// <summary>A stage of few tasks cut into enough for every slot.</summary>
static class SpreadWork
{
    /// <summary>
    /// The plan with each of the stages in so many tasks. Executors that had no task in it start up there, and no longer in the
    /// later stage where they first had one.
    /// </summary>
    /// <param name="plan">Plan to change.</param>
    /// <param name="stages">The stages of few tasks.</param>
    /// <param name="tasks">Into how many tasks each is cut.</param>
    /// <param name="facts">Of the run.</param>
    /// <param name="lessMs">Task time of a stage that nobody needs any more; null is none.</param>
    public static ReplayPlan Apply(ReplayPlan plan, IReadOnlyList<StageTasks> stages, Func<StageTasks, int> tasks, RunFacts facts,
        Func<StageTasks, double>? lessMs = null)
    {
        var (started, startedPython) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        var python = PythonStages.Running(facts.Run);
        var few = stages.ToDictionary(s => (s.Stage.StageId, s.Stage.AttemptId));
        foreach (var stage in facts.ExecutedStages.Where(s => s.Count > 0).OrderBy(s => s.FirstLaunchMs))
        {
            var place = plan.PlaceOf(stage.Stage.StageId, stage.Stage.AttemptId);
            if (place < 0) continue;
            var used = stage.Executors;
            var starting = used.Where(e => !started.Contains(e)).ToHashSet(StringComparer.Ordinal);
            var ofPython = python.Contains(stage.Stage.StageId);
            if (few.ContainsKey((stage.Stage.StageId, stage.Stage.AttemptId)))
            {
                // work without start-up, over all slots; those that start here pay it
                var cold = facts.StartUpMs;
                var present = facts.TaskExecutors.Select(e => e.Id).Where(e => facts.IsAliveAt(e, stage.FirstLaunchMs)).ToList();
                int SlotsOf(IEnumerable<string> of) =>
                    of.Sum(e => facts.ExecutorAt(e, stage.FirstLaunchMs) is { } x ? facts.SlotsOf(x, stage.Stage) : 1);
                var coldSlots = SlotsOf(present.Where(e => !started.Contains(e)));
                // its Python workers start besides, on executors that the stage did not use; how long that takes shows in no stage that
                // has one wave, and is no less than what the executor's own first task took
                var coldPython = ofPython
                    ? SlotsOf(present.Where(e => started.Contains(e) && !startedPython.Contains(e) && !used.Contains(e))) : 0;
                var ofWorker = Math.Max(cold, facts.FirstOverheadMs);
                // what of it was outside the run time is not part of the work anyway, and tells how much was inside; nor is a first wave's
                // warm-up, which the replay adds to the first tasks of each executor by itself
                var before = plan.Stages[place];
                var warm = WarmOfRows(before);
                var insideRatio = facts.FirstOverheadMs > 0 ? Math.Max(0, cold / facts.FirstOverheadMs - 1) : 0;
                var atStart = Enumerable.Range(0, stage.Count).Sum(i => Math.Max(warm.GetValueOrDefault(stage.Rows[i]),
                    stage.FirstWave[i] && starting.Contains(stage.Stage.Tasks.ExecutorId(stage.Rows[i]) ?? "")
                        ? Inside(stage.DurationMs[i] - stage.RunMs[i]) : 0));
                double Inside(double overheadMs) => Math.Min(cold - overheadMs, overheadMs * insideRatio);
                var work = Math.Max(0, stage.RunMs.Sum() - Math.Min(atStart, stage.RunMs.Sum() / 2) - (lessMs?.Invoke(stage) ?? 0));
                var count = tasks(stage);
                var at = 0;
                var each = work / count + before.WarmOverheadMs;
                // on top of the overhead that the replay adds to an executor's first tasks: all that start at once take longer than the few
                // that were seen to start, and each smaller task has a cost of its own that no event tells
                plan = plan.WithPartitions(place, count).WithTasks(place, (_, _) =>
                    at++ < coldSlots ? each + cold : at <= coldSlots + coldPython ? each + ofWorker : each);
                started.UnionWith(present);
                if (ofPython) startedPython.UnionWith(present);
                continue;
            }
            if (started.Count > 0 && started.Any(e => WasLateStarter(e, stage, few, facts)))
            {
                var cut = facts.StartUpMs;
                plan = plan.WithDurations(stage, [.. stage.DurationMs.Select((d, i) =>
                    stage.FirstWave[i] && WasLateStarter(stage.Stage.Tasks.ExecutorId(stage.Rows[i]) ?? "", stage, few, facts)
                        ? Math.Max(Math.Min(d, Statistics.Median(stage.DurationMs)), d - cut) : d)]);
            }
            started.UnionWith(starting);
            if (ofPython) startedPython.UnionWith(used);
        }
        return plan;
    }

    /// <summary>By row, the part of its time that the plan takes for warm-up.</summary>
    static Dictionary<int, float> WarmOfRows(PlanStage stage)
    {
        var found = new Dictionary<int, float>();
        for (var t = 0; t < stage.WarmMs.Length; t++)
        {
            if (stage.Row[t] >= 0) found[stage.Row[t]] = stage.WarmMs[t];
        }
        return found;
    }

    /// <summary>
    /// What start-up adds to the run when the stage is spread over all executors that were there: nothing where each of them has a
    /// first task somewhere, since one that had it later then starts up here in place of there.
    /// </summary>
    public static double AddedStartUpMs(StageTasks stage, RunFacts facts) =>
        facts.TaskExecutors.Any(e => facts.FirstTaskStage(e.Id) is null && facts.IsAliveAt(e.Id, stage.FirstLaunchMs))
            ? facts.StartUpMs : 0;

    /// <summary>
    /// True when the executor was there for one of the short stages, had no task until this stage, and so started up here.
    /// </summary>
    static bool WasLateStarter(string executor, StageTasks stage, Dictionary<(int, int), StageTasks> few, RunFacts facts) =>
        facts.FirstTaskStage(executor) == stage.Stage && WasThereBefore(executor, stage, few, facts);

    static bool WasThereBefore(string executor, StageTasks stage, Dictionary<(int, int), StageTasks> few, RunFacts facts) =>
        few.Values.Any(f => f.FirstLaunchMs < stage.FirstLaunchMs && facts.IsAliveAt(executor, f.FirstLaunchMs));
}
