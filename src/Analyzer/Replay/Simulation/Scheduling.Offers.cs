using System.Runtime.CompilerServices;

namespace Rightsizer.Analyzer.Replay.Simulation;

/// <summary>Which task goes to which slot, and how long it stays there.</summary>
sealed partial class Scheduling
{
    /// <summary>Stages with tasks to launch, in FIFO order, which is that of their places.</summary>
    readonly List<int> ready = [];

    /// <summary>Tasks that got a slot and are not launched yet.</summary>
    Launch[] wave = new Launch[16];
    int inWave;

    readonly record struct Launch(StageState State, int Stage, int Task, int Executor);

    readonly Dictionary<string, int> runningInPool = [];
    readonly double dispatchStepMs;
    double driverFreeMs;
    double slotsWaiting, slotsRunning;

    /// <summary>Sums of parts of slots.</summary>
    const double Rounding = 1e-9;

    void SetReady(int stage)
    {
        var at = ready.BinarySearch(stage);
        if (at < 0) ready.Insert(~at, stage);
    }

    /// <summary>A task set came or was let go: every executor, a task each in turn, as Spark spreads them.</summary>
    void OfferAll(double now)
    {
        var any = true;
        while (any && freeSlots > 0 && ready.Count > 0)
        {
            any = false;
            for (var x = 0; x < executors.Count && freeSlots > 0; x++)
            {
                if (executors[x].Free > 0 && Assign(now, x)) any = true;
            }
        }
        LaunchWave(now);
    }

    /// <summary>A slot came free: its executor alone.</summary>
    void OfferOne(double now, int executor)
    {
        while (ready.Count > 0 && executors[executor].Free > 0 && Assign(now, executor)) { }
        LaunchWave(now);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    bool Assign(double now, int executor)
    {
        var at = plan.Fair ? NextFair(now, executor) : NextFifo(now, executor);
        if (at < 0) return false;
        var stage = ready[at];
        var state = states[stage]!;
        int task;
        if (state.Released.Count > 0) task = state.Released.Dequeue();
        else if (state.Copies is { } copies && state.HasCopiesAlone)
        {
            task = copies.NextOn(executor)!.Value;
            copies.Waiting.Remove(task);
        }
        else
        {
            if (state.HoldCursor < state.Stage.Holds.Length && state.Stage.Holds[state.HoldCursor].Place == state.Next)
            {
                state.HoldCursor++;
                state.HoldUntilMs = double.NaN;
            }
            task = state.Order[state.Next++];
        }
        if (!state.HasTasks) ready.RemoveAt(at);
        var x = executors[executor];
        x.Free -= state.Weight;
        freeSlots -= state.Weight;
        x.IdleSinceMs = double.NaN;
        state.Running++;
        slotsRunning += state.Weight;
        slotsWaiting -= state.Weight;
        if (plan.Fair) runningInPool[state.Stage.Pool] = runningInPool.GetValueOrDefault(state.Stage.Pool) + 1;
        if (inWave == wave.Length) Array.Resize(ref wave, inWave * 2);
        wave[inWave++] = new Launch(state, stage, task, executor);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int NextFifo(double now, int executor)
    {
        for (var i = 0; i < ready.Count; i++)
        {
            if (CanLaunch(now, ready[i], executor)) return i;
        }
        return -1;
    }

    /// <summary>Pools of equal weight and no minimum share: the one with the fewest running tasks, FIFO inside it.</summary>
    int NextFair(double now, int executor)
    {
        var (best, fewest) = (-1, int.MaxValue);
        for (var i = 0; i < ready.Count; i++)
        {
            var running = runningInPool.GetValueOrDefault(stages[ready[i]].Pool);
            if (running < fewest && CanLaunch(now, ready[i], executor)) (best, fewest) = (i, running);
        }
        return best;
    }

    bool CanLaunch(double now, int stage, int executor)
    {
        var state = states[stage]!;
        if (executors[executor].Profile >= 0 && executors[executor].Profile != state.Stage.ResourceProfileId) return false;
        if (executors[executor].Free + Rounding < state.Weight) return false;
        if (state.Released.Count > 0) return true;
        if (state.Copies is { } copies && state.HasCopiesAlone) return copies.NextOn(executor) is not null;
        if (state.Stage.IsBarrier && state.Next == 0 && !AllAtOnce(state)) return false;
        if (state.HoldCursor >= state.Stage.Holds.Length || state.Stage.Holds[state.HoldCursor].Place != state.Next) return true;
        if (double.IsNaN(state.HoldUntilMs))
        {
            // the wait begins with the first free slot, not before
            state.HoldUntilMs = now + state.Stage.Holds[state.HoldCursor].WaitMs * (noise?.Gap(-1 - stage) ?? 1);
            if (state.HoldUntilMs > now) events.Add(state.HoldUntilMs, EventKind.HoldOver, stage);
        }
        return now >= state.HoldUntilMs;
    }

    /// <summary>A barrier stage starts when all its tasks can; Spark refuses it under dynamic allocation (SPARK-24942).</summary>
    bool AllAtOnce(StageState state)
    {
        if (shape is DynamicShape) return false;
        double room = 0;
        foreach (var x in executors) room += Math.Floor((x.Free + Rounding) / state.Weight);
        return room >= state.Left;
    }

    void FreeSlot(double now, int stage, int executor)
    {
        var x = executors[executor];
        var weight = states[stage]?.Weight ?? 1;
        x.Free += weight;
        if (!x.Leaving) freeSlots += weight;
        else x.Free = 0;
        slotsRunning -= weight;
        if (states[stage] is { } state) state.Running--;
        if (plan.Fair) runningInPool[stages[stage].Pool]--;
        if (--x.Running > 0) return;
        if (!x.Leaving) BecomeIdle(executor);
        x.IdleSinceMs = double.NaN;
        RequestRounds(now);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void LaunchWave(double now)
    {
        if (inWave == 0) return;
        var launches = wave.AsSpan(0, inWave);
        CountCold(now, launches);
        foreach (ref readonly var launch in launches)
        {
            var (state, stage, task, executor) = (launch.State, launch.Stage, launch.Task, launch.Executor);
            var start = Math.Max(now, driverFreeMs);
            driverFreeMs = start + dispatchStepMs;
            var duration = Duration(now, state, stage, task, executor);
            var early = state.Stage.ReleasedEarlyMs.Length == 0 ? 0 : Math.Min(state.Stage.ReleasedEarlyMs[task], duration);
            busySlotMs += duration - early;
            if (executors[executor].Running++ == 0) idle.Remove(executor);
            if (state.Copies is { } copies && copies.Has(task)) copies.Running[task] = (executor, start, duration);
            if (early >= 1 && state.Copies is null)
            {
                events.Add(start + duration - early, EventKind.FreeSlot, stage, executor, task);
                events.Add(start + duration, EventKind.CompleteTask, stage, executor, task);
            }
            else
            {
                events.Add(start + duration, EventKind.EndTask, stage, executor, task);
            }
            foreach (var f in state.FollowersOf(task))
            {
                if (f.AfterLaunchMs < 0) continue;
                var after = state.Copies is { } c && c.Has(f.Task) ? Math.Min(f.AfterLaunchMs, c.LeastMs) : f.AfterLaunchMs;
                events.Add(start + after, EventKind.ReleaseTask, stage, executor, f.Task);
            }
        }
        inWave = 0;
    }

    /// <summary>Executors that go cold together share the driver, so they are counted before any of their tasks is timed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void CountCold(double now, ReadOnlySpan<Launch> launches)
    {
        var allKnown = true;
        foreach (ref readonly var launch in launches) allKnown &= launch.State.ColdOn(launch.Executor).Count > 0;
        if (allKnown) return;
        foreach (ref readonly var launch in launches)
        {
            ref var cold = ref launch.State.ColdOn(launch.Executor);
            if (cold.Seen) continue;
            var x = executors[launch.Executor];
            cold = new ColdState { Seen = true, FirstOfExecutor = double.IsNaN(x.WarmAtMs) || now < x.WarmAtMs };
            launch.State.GoingCold++;
        }
        foreach (ref readonly var launch in launches)
        {
            var (state, x) = (launch.State, executors[launch.Executor]);
            ref var cold = ref state.ColdOn(launch.Executor);
            if (cold.Count > 0) continue;
            cold.Count = cold.FirstOfExecutor ? 1 : state.GoingCold + state.StillCold(now);
            var cost = state.Stage.Cold;
            cold.UntilMs = now + state.Stage.WarmOverheadMs
                + (cold.FirstOfExecutor ? cost.FirstOfExecutorMs : cost.OfStage(cold.Count, x.Slots));
            if (double.IsNaN(x.WarmAtMs)) x.WarmAtMs = cold.UntilMs;
        }
        foreach (ref readonly var launch in launches)
        {
            if (launch.State.GoingCold == 0) continue;
            launch.State.GoingCold--;
            launch.State.AddCold(launch.State.ColdOn(launch.Executor).UntilMs);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    double Duration(double now, StageState state, int stageIndex, int task, int executor)
    {
        var stage = state.Stage;
        var body = stage.BodyMs[task] * plan.BodyFactor;
        if (noise is not null) body *= noise.Run * state.NoiseOf(noise, stageIndex, task);
        ref var cold = ref state.ColdOn(executor);
        if (stage.WarmWaveMs.Length > 0) body += Warming(stage, task, ref cold, executors[executor].Slots);
        if (now >= cold.UntilMs) return body;
        double extra;
        var own = stage.ColdCount.Length == 0 ? 0 : stage.ColdCount[task];
        var slots = executors[executor].Slots;
        if (own != 0 && own < 0 == cold.FirstOfExecutor)
        {
            var here = stage.Cold.OfStage(own, stage.Cold.Slots);
            extra = stage.ColdMs[task] * (own < 0 ? cold.Count : here > 0 ? stage.Cold.OfStage(cold.Count, slots) / here : 1);
        }
        else extra = cold.FirstOfExecutor ? stage.Cold.FirstOfExecutorMs * cold.Count
            : stage.Cold.OfStage(cold.Count, slots) * (1 + stage.Cold.InsideRunRatio);
        // what the very first tasks of the application cost is start-up, whose spread WhatIf adds by itself
        return noise is null || cold.FirstOfExecutor && stageIndex == 0 ? body + extra : body + extra * noise.Cold;
    }

    /// <summary>What the executor's warm-up adds inside the run time: its slots share it, wave by wave.</summary>
    double Warming(PlanStage stage, int task, ref ColdState cold, int slots)
    {
        var wave = cold.Launched++ / slots;
        double extra = 0;
        // at its own shape a task has its own part, wherever it lands
        if (observed && stage.WarmMs.Length > 0) extra = stage.WarmMs[task];
        else if (wave < stage.WarmWaveMs.Length) extra = stage.WarmWaveMs[wave] / slots;
        return extra * (noise?.Warm ?? 1);
    }
}
