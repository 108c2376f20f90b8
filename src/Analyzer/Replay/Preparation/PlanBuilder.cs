using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Puts the parts of a plan together.</summary>
sealed class PlanBuilder(ApplicationRun run, List<StageAttempt> stages, long startMs, long endMs, Calibration calibration)
{
    readonly List<string> notes = [];

    public ReplayPlan Build()
    {
        var jobs = run.Jobs.OrderBy(j => j.JobId).ToList();
        if (JobsNotInLog.Find(stages, jobs, startMs) is { Count: > 0 } missing)
        {
            notes.Add("stages without a job in the log are taken as jobs of their own, each from its first stage to its last");
            jobs.AddRange(missing);
        }
        var cpus = new StageCpus(run);
        var taskCpus = cpus.Setting;
        var observed = ObservedRun.Read(run, stages, startMs, endMs, taskCpus, notes);
        var (tasks, executors) = (observed.Tasks, observed.Executors);
        var slots = executors.Slots;
        var nodes = StageNodes.Build(stages, jobs, tasks, endMs);
        var readsShuffle = stages.ConvertAll(s => s.ShuffleReadBytes > 0).ToArray();
        var coldness = Coldness.Measure(tasks, slots, readsShuffle);
        var warmUp = WarmUp.Measure(tasks, slots, PythonStages.All(run), calibration.AssumedWarmUp);
        var attempts = new TaskAttempts[stages.Count];
        var placeOfTask = new int[tasks.Count];
        for (var s = 0; s < stages.Count; s++) attempts[s] = TaskAttempts.Group(tasks, s, placeOfTask);
        var slotsHere = stages.ConvertAll(cpus.SlotsHere);
        var order = Enumerable.Range(0, stages.Count).OrderBy(s => nodes.Job[s]).ThenBy(s => s).ToArray();
        var placeOf = new int[order.Length];
        for (var i = 0; i < order.Length; i++) placeOf[order[i]] = i;
        var fair = string.Equals(run.Environment["spark.scheduler.mode"], "FAIR", StringComparison.OrdinalIgnoreCase);
        var passed = fair ? null : new PassedStages(stages, placeOf, nodes.SubmittedMs);
        var holds = LaunchHolds.Find(tasks, executors, slots, slotsHere, nodes.SubmittedMs, placeOfTask, passed);

        var lastStageEnd = new long?[jobs.Count];
        for (var s = 0; s < stages.Count; s++)
        {
            if (nodes.HoldsJob[s]) lastStageEnd[nodes.Job[s]] = Math.Max(lastStageEnd[nodes.Job[s]] ?? 0, nodes.EndedMs[s]);
        }
        var planJobs = JobGates.Build(jobs, startMs, endMs, lastStageEnd);
        var planStages = Array.ConvertAll(
            order, s => StageOf(s, tasks, nodes, jobs, planJobs, coldness, warmUp, attempts[s], holds[s], cpus, placeOf));
        var last = planJobs.Max(j => j.EndedMs);
        return new ReplayPlan
        {
            Run = run,
            StartMs = startMs,
            ObservedMs = endMs - startMs,
            HasEnd = run.App.EndTimeMs is not null,
            Jobs = planJobs,
            Stages = planStages,
            Executors = ExecutorAnchors.Build(executors, slots, taskCpus, planJobs),
            ApplicationTailMs = Math.Max(0, endMs - startMs - last),
            LaunchesPerSecond = PeakLaunches(tasks),
            Fair = fair,
            TaskCpus = taskCpus,
            FailedTimeRatio = FailedRatio(tasks, attempts),
            Allocation = AllocationSettings.Read(run),
            Notes = notes,
            Calibration = calibration,
            Observed = observed,
        };
    }

    PlanStage StageOf(
        int s, ObservedTasks tasks, StageNodes nodes, List<Job> jobs, PlanJob[] planJobs, Coldness coldness, WarmUp warmUp,
            TaskAttempts attempts, List<LaunchHold>? holds, StageCpus cpus, int[] placeOf)
    {
        var (from, to) = (tasks.FirstOfStage[s], tasks.FirstOfStage[s + 1]);
        var n = to - from;
        var (body, index, row) = (new float[n], new int[n], new int[n]);
        long lastFinish = 0;
        bool anyCold = false, anyEarly = false;
        for (var i = 0; i < n; i++)
        {
            var t = from + i;
            body[i] = Math.Max(0, tasks.DurationMs[t] - coldness.ExtraMs[t] - warmUp.ExtraMs[t]);
            (index[i], row[i]) = (tasks.Table(t).Index(i), i);
            lastFinish = Math.Max(lastFinish, tasks.FinishMs(t));
            anyCold |= coldness.Count[t] != 0;
            anyEarly |= tasks.OccupiedMs[t] < tasks.DurationMs[t];
        }
        var base_ = planJobs[nodes.Job[s]].SubmittedMs;
        foreach (var p in nodes.Parents[s]) base_ = Math.Max(base_, nodes.EndedMs[p]);
        return new PlanStage
        {
            StageId = stages[s].StageId,
            AttemptId = stages[s].AttemptId,
            Job = nodes.Job[s],
            Pool = stages[s].Pool != "default" ? stages[s].Pool : jobs[nodes.Job[s]].Pool ?? "default",
            ResourceProfileId = stages[s].Info.ResourceProfileId,
            SlotsPerTask = cpus.SlotsElsewhere(stages[s]),
            SlotsPerTaskHere = cpus.SlotsHere(stages[s]),
            IsBarrier = stages[s].Info.Rdds.Any(r => r.IsBarrier),
            Parents = Array.ConvertAll(nodes.Parents[s], p => placeOf[p]),
            LagMs = Math.Max(0, nodes.SubmittedMs[s] - base_),
            TailMs = Math.Max(0, nodes.EndedMs[s] - lastFinish),
            HoldsJob = nodes.HoldsJob[s],
            WarmOverheadMs = coldness.WarmOverheadMs[s],
            Cold = coldness.Cost[s],
            SubmittedMs = nodes.SubmittedMs[s],
            EndedMs = nodes.EndedMs[s],
            Row = row,
            Index = index,
            BodyMs = body,
            Roots = attempts.Roots,
            Followers = attempts.Followers,
            Losers = attempts.Losers,
            Speculation = attempts.Losers.Count > 0 ? SpeculationRule.Read(run, stages[s]) : null,
            Holds = holds?.ToArray() ?? [],
            ColdMs = anyCold ? coldness.ExtraMs[from..to] : [],
            WarmWaveMs = warmUp.WaveMs[s],
            WarmAssumed = warmUp.Assumed[s],
            WarmMs = warmUp.WaveMs[s].Length > 0 ? warmUp.ExtraMs[from..to] : [],
            ColdCount = anyCold ? coldness.Count[from..to] : [],
            ReleasedEarlyMs = anyEarly ? Early(tasks, from, n) : [],
        };
    }

    static float[] Early(ObservedTasks tasks, int from, int n)
    {
        var early = new float[n];
        for (var i = 0; i < n; i++) early[i] = tasks.DurationMs[from + i] - tasks.OccupiedMs[from + i];
        return early;
    }

    static double PeakLaunches(ObservedTasks tasks)
    {
        // Spark's driver does at least that many; docs/science.md 1.4
        const double atLeast = 1000;
        var peak = 0;
        for (int i = 0, from = 0; i < tasks.Count; i++)
        {
            while (tasks.LaunchMs[tasks.ByLaunch[from]] <= tasks.LaunchMs[tasks.ByLaunch[i]] - 1000) from++;
            peak = Math.Max(peak, i - from + 1);
        }
        return Math.Max(atLeast, peak);
    }

    static double FailedRatio(ObservedTasks tasks, TaskAttempts[] attempts)
    {
        double failed = 0, all = 0;
        // a copy that lost did not fail
        for (var s = 0; s < attempts.Length; s++)
        {
            foreach (var lost in attempts[s].Losers.Values)
            {
                foreach (var task in lost.Select(i => tasks.FirstOfStage[s] + i))
                    failed -= tasks.Succeeded[task] ? 0 : tasks.DurationMs[task];
            }
        }
        for (var t = 0; t < tasks.Count; t++)
        {
            all += tasks.DurationMs[t];
            if (!tasks.Succeeded[t]) failed += tasks.DurationMs[t];
        }
        return all > 0 ? failed / all : 0;
    }
}
