namespace Rightsizer.Analyzer.Replay.Accounting;

/// <summary>
/// What no schedule can beat: the longest chain of driver time and tasks, on as many slots as one likes. (Graham: no greedy one on p slots
/// takes longer than this and the work over p.)
/// </summary>
public static class SimulationBounds
{
    /// <summary>Rounding of sums of many doubles.</summary>
    const double ToleranceRatio = 1e-6;

    /// <summary>
    /// The critical path from the application's start to its end, without waiting for slots or executors and without coldness.
    /// </summary>
    public static double CriticalPathMs(ReplayPlan plan) => PathMs(plan, double.PositiveInfinity);

    /// <summary>
    /// As <see cref="CriticalPathMs"/>, with no stage shorter than its work on all of the plan's slots: what a replay needs at least,
    /// without the replay.
    /// </summary>
    internal static double LeastMs(ReplayPlan plan) =>
        PathMs(plan, Math.Max(1, plan.Executors.Sum(x => (double)x.Slots))) * (1 - ToleranceRatio);

    static double PathMs(ReplayPlan plan, double slots)
    {
        var stages = plan.Stages;
        var stagesOfJob = new List<int>?[plan.Jobs.Count];
        for (var s = 0; s < stages.Count; s++) (stagesOfJob[stages[s].Job] ??= []).Add(s);
        var (starts, ends, stageEnds) = (new double[plan.Jobs.Count], new double[plan.Jobs.Count], new double[stages.Count]);
        double last = 0;
        // a job's gate was submitted before it
        foreach (var j in Enumerable.Range(0, plan.Jobs.Count).OrderBy(j => plan.Jobs[j].SubmittedMs).ThenBy(j => j))
        {
            var job = plan.Jobs[j];
            var from = job.Gate switch
            {
                JobGate.JobEnd => ends[job.GateJob],
                JobGate.JobStart => starts[job.GateJob],
                _ => 0,
            };
            starts[j] = from + job.GapMs;
            var done = starts[j];
            foreach (var s in stagesOfJob[j] ?? [])
            {
                stageEnds[s] = StageEnd(stages[s], starts[j], stageEnds, slots);
                if (stages[s].HoldsJob) done = Math.Max(done, stageEnds[s]);
            }
            ends[j] = done + job.TailMs;
            last = Math.Max(last, ends[j]);
        }
        return last + plan.ApplicationTailMs;
    }

    /// <summary>True where the run does not end before its critical path.</summary>
    public static bool Hold(ReplayPlan plan, SimulatedRun run) => run.EndMs >= CriticalPathMs(plan) * (1 - ToleranceRatio);

    static double StageEnd(PlanStage stage, double jobStart, double[] ends, double slots)
    {
        var from = jobStart;
        foreach (var p in stage.Parents) from = Math.Max(from, ends[p]);
        double longest = 0, work = 0;
        // a copy that loses, or the task that loses against it, runs as long as the other
        var lost = stage.Losers.Count == 0 ? null : stage.Losers.Values.SelectMany(l => l).ToHashSet();
        for (var t = 0; t < stage.BodyMs.Length; t++)
        {
            if (lost?.Contains(t) == true) continue;
            longest = Math.Max(longest, stage.BodyMs[t]);
            work += Math.Max(0, stage.BodyMs[t] - (stage.ReleasedEarlyMs.Length == 0 ? 0 : stage.ReleasedEarlyMs[t]));
        }
        longest = Math.Max(longest, work / slots);
        double hold = stage.Holds.Length > 0 && stage.Holds[0].Place == 0 && stage.TaskCount > 0 && stage.Followers.Count == 0
            ? stage.Holds[0].WaitMs : 0;
        return from + stage.LagMs + hold + longest + stage.TailMs;
    }
}
