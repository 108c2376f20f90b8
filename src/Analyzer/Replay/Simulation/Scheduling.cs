using System.Runtime.CompilerServices;
using Rightsizer.Analyzer.Replay.Simulation.Internals;

namespace Rightsizer.Analyzer.Replay.Simulation;

/// <summary>
/// One simulated run: the loop over events. Scheduling.Offers.cs hands out slots, Scheduling.Allocation.cs brings executors.
/// </summary>
sealed partial class Scheduling
{
    readonly ReplayPlan plan;
    readonly ClusterShape shape;
    readonly RunNoise? noise;
    readonly bool observed;
    readonly EventQueue events = new();

    readonly PlanStage[] stages;
    readonly StageState?[] states;
    readonly Stack<StageState> idleStates = new();
    readonly int[] parentsLeft;
    readonly List<int>?[] children;
    readonly List<int>?[] stagesOfJob;
    readonly SimulatedSpan[] stageSpans;

    readonly int[] stagesLeft;
    /// <summary>Whether speculation copied tasks of a stage; null where it copied none, and at the observed shape.</summary>
    readonly bool[]? copied;
    readonly List<int>?[] jobsAfterStart, jobsAfterEnd;
    readonly SimulatedSpan[] jobSpans;
    int jobsRunning, jobsEnded;
    double busySlotMs, lastEndMs;

    public Scheduling(ReplayPlan plan, ClusterShape shape, RunNoise? noise)
    {
        (this.plan, this.shape, this.noise) = (plan, shape, noise);
        observed = shape is ObservedShape;
        stages = plan.Stages as PlanStage[] ?? [.. plan.Stages];
        states = new StageState?[stages.Length];
        parentsLeft = new int[stages.Length];
        children = new List<int>?[stages.Length];
        stageSpans = new SimulatedSpan[stages.Length];
        var jobs = plan.Jobs.Count;
        stagesOfJob = new List<int>?[jobs];
        stagesLeft = new int[jobs];
        (jobsAfterStart, jobsAfterEnd) = (new List<int>?[jobs], new List<int>?[jobs]);
        jobSpans = new SimulatedSpan[jobs];
        Array.Fill(stageSpans, new SimulatedSpan(double.NaN, double.NaN));
        Array.Fill(jobSpans, new SimulatedSpan(double.NaN, double.NaN));
        for (var s = 0; s < stages.Length; s++)
        {
            // the job itself is one more thing to wait for
            parentsLeft[s] = stages[s].Parents.Count + 1;
            foreach (var p in stages[s].Parents) (children[p] ??= []).Add(s);
            (stagesOfJob[stages[s].Job] ??= []).Add(s);
            if (stages[s].HoldsJob) stagesLeft[stages[s].Job]++;
        }
        if (!observed && Array.Exists(stages, s => s.Losers.Count > 0)) copied = Array.ConvertAll(stages, s => s.Losers.Count > 0);
        dispatchStepMs = 1000 / plan.LaunchesPerSecond;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public SimulatedRun Run()
    {
        StartExecutors();
        for (var j = 0; j < jobSpans.Length; j++)
        {
            var job = plan.Jobs[j];
            if (job.Gate == JobGate.ApplicationStart) events.Add(Gap(j), EventKind.SubmitJob, j);
            else ((job.Gate == JobGate.JobEnd ? jobsAfterEnd : jobsAfterStart)[job.GateJob] ??= []).Add(j);
        }
        while (events.Count > 0 && jobsEnded < jobSpans.Length)
        {
            var e = events.Take();
            switch (e.Kind)
            {
                case EventKind.AddExecutor: AddExecutor(e.TimeMs, e.Subject); break;
                case EventKind.ExecutorReady: ExecutorReady(e.TimeMs, e.Subject); break;
                case EventKind.RetireExecutor: RetireExecutor(e.Subject); break;
                case EventKind.RemoveExecutor: RemoveExecutor(e.TimeMs, e.Subject); break;
                case EventKind.SubmitJob: SubmitJob(e.TimeMs, e.Subject); break;
                case EventKind.SubmitStage: SubmitStage(e.TimeMs, e.Subject); break;
                case EventKind.HoldOver: OfferAll(e.TimeMs); break;
                case EventKind.EndTask when copied is not null && copied[e.Subject]:
                    EndCopied(e.TimeMs, e.Subject, e.Executor, e.Task);
                    break;
                case EventKind.EndTask:
                    FreeSlot(e.TimeMs, e.Subject, e.Executor);
                    CompleteTask(e.TimeMs, e.Subject, e.Task);
                    OfferOne(e.TimeMs, e.Executor);
                    break;
                case EventKind.FreeSlot:
                    FreeSlot(e.TimeMs, e.Subject, e.Executor);
                    OfferOne(e.TimeMs, e.Executor);
                    break;
                case EventKind.CompleteTask: CompleteTask(e.TimeMs, e.Subject, e.Task); break;
                case EventKind.ReleaseTask when copied is not null && copied[e.Subject]:
                    ReleaseCopied(e.TimeMs, e.Subject, e.Task);
                    break;
                case EventKind.ReleaseTask: ReleaseTask(e.TimeMs, e.Subject, e.Task); break;
                case EventKind.EndStage: EndStage(e.TimeMs, e.Subject); break;
                case EventKind.EndJob: EndJob(e.TimeMs, e.Subject); break;
                case EventKind.AllocationRound: AllocationRound(e.TimeMs); break;
            }
        }
        return Result();
    }

    SimulatedRun Result()
    {
        var end = lastEndMs + plan.ApplicationTailMs;
        RunTail(end);
        double cores = 0;
        var lives = new List<SimulatedExecutor>(executors.Count);
        foreach (var x in executors)
        {
            if (double.IsNaN(x.AddedMs) || x.AddedMs > end) continue;
            var until = double.IsNaN(x.RemovedMs) ? end : Math.Min(x.RemovedMs, end);
            lives.Add(new SimulatedExecutor(x.Id, x.Slots, x.Cores, x.AddedMs, until));
            cores += x.Cores * (until - x.AddedMs);
        }
        return new SimulatedRun
        {
            EndMs = end,
            Jobs = jobSpans,
            Stages = stageSpans,
            Executors = lives,
            BusySlotMs = busySlotMs,
            CoreMs = cores,
            Finished = jobsEnded == jobSpans.Length,
        };
    }

    /// <summary>After the last job no work is left, but executors still come and go until the driver ends.</summary>
    void RunTail(double end)
    {
        while (jobsEnded == jobSpans.Length && events.Count > 0)
        {
            var e = events.Take();
            if (e.TimeMs > end) return;
            switch (e.Kind)
            {
                case EventKind.AddExecutor: AddExecutor(e.TimeMs, e.Subject); break;
                case EventKind.RetireExecutor: RetireExecutor(e.Subject); break;
                case EventKind.RemoveExecutor: RemoveExecutor(e.TimeMs, e.Subject); break;
                case EventKind.AllocationRound: AllocationRound(e.TimeMs); break;
            }
        }
    }

    double Gap(int job) => plan.Jobs[job].GapMs * (noise?.Gap(job) ?? 1);

    void SubmitJob(double now, int job)
    {
        jobSpans[job] = new SimulatedSpan(now, double.NaN);
        jobsRunning++;
        Anchor(now, job, atEnd: false);
        foreach (var j in jobsAfterStart[job] ?? []) events.Add(now + Gap(j), EventKind.SubmitJob, j);
        if (stagesLeft[job] == 0) events.Add(now + plan.Jobs[job].TailMs, EventKind.EndJob, job);
        foreach (var s in stagesOfJob[job] ?? []) ParentDone(now, s);
    }

    void ParentDone(double now, int stage)
    {
        if (--parentsLeft[stage] > 0) return;
        events.Add(now + stages[stage].LagMs * (noise?.Gap(-1 - stage) ?? 1), EventKind.SubmitStage, stage);
    }

    void SubmitStage(double now, int stage)
    {
        stageSpans[stage] = new SimulatedSpan(now, double.NaN);
        if (stages[stage].TaskCount == 0)
        {
            events.Add(now + stages[stage].TailMs, EventKind.EndStage, stage);
            return;
        }
        if (!idleStates.TryPop(out var state)) state = new StageState();
        state.Begin(stages[stage], observed, executors.Count);
        states[stage] = state;
        SetReady(stage);
        slotsWaiting += state.Left * state.Weight;
        RequestRounds(now);
        OfferAll(now);
    }

    void CompleteTask(double now, int stage, int task)
    {
        var state = states[stage]!;
        foreach (var f in state.FollowersOf(task))
        {
            if (f.AfterLaunchMs < 0) ReleaseTask(now, stage, f.Task);
        }
        if (--state.Left == 0) events.Add(now + state.Stage.TailMs, EventKind.EndStage, stage);
    }

    void ReleaseTask(double now, int stage, int task)
    {
        var state = states[stage]!;
        if (!state.HasTasks) SetReady(stage);
        state.Released.Enqueue(task);
        OfferAll(now);
    }

    void EndStage(double now, int stage)
    {
        stageSpans[stage] = stageSpans[stage] with { EndMs = now };
        if (states[stage] is { } state) idleStates.Push(state);
        states[stage] = null;
        foreach (var c in children[stage] ?? []) ParentDone(now, c);
        if (!stages[stage].HoldsJob) return;
        var job = stages[stage].Job;
        if (--stagesLeft[job] == 0) events.Add(now + plan.Jobs[job].TailMs, EventKind.EndJob, job);
    }

    void EndJob(double now, int job)
    {
        jobSpans[job] = jobSpans[job] with { EndMs = now };
        jobsRunning--;
        jobsEnded++;
        lastEndMs = now;
        Anchor(now, job, atEnd: true);
        RequestRounds(now);
        foreach (var j in jobsAfterEnd[job] ?? []) events.Add(now + Gap(j), EventKind.SubmitJob, j);
    }
}
