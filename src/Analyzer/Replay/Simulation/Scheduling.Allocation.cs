namespace Rightsizer.Analyzer.Replay.Simulation;

/// <summary>Executors that come and go: as in the log, a fixed number, or by Spark's allocation manager.</summary>
sealed partial class Scheduling
{
    /// <summary>Spark's ExecutorAllocationManager looks every 100 ms.</summary>
    const double RoundMs = 100;

    /// <summary>A container of a running cluster, where the log has no request times. docs/science.md 1.4.</summary>
    const double DefaultGrantLagMs = 5000;

    readonly List<ExecutorState> executors = [];

    /// <summary>Executors that are there, stay, and run nothing: the allocation manager looks at them very often.</summary>
    readonly NumberSet idle = new();

    /// <summary>Those that began to run nothing since it looked last; they may run something again, or stand here twice.</summary>
    readonly List<int> becameIdle = [];
    readonly Dictionary<(int Job, bool AtEnd), List<(int Executor, EventKind Kind, double OffsetMs)>> anchored = [];
    double freeSlots;

    int target, toAdd = 1, requested;
    double addAtMs = double.NaN;
    double nextRoundMs = double.PositiveInfinity;

    void StartExecutors()
    {
        switch (shape)
        {
            case FixedShape fixedShape:
                var adds = AddTimes(fixedShape.Executors);
                for (var i = 0; i < fixedShape.Executors; i++)
                    events.Add(adds[i], EventKind.AddExecutor, NewExecutor(fixedShape.CoresPerExecutor));
                break;
            case DynamicShape dynamic:
                target = requested = Math.Max(dynamic.MinExecutors, 0);
                var first = AddTimes(Math.Max(target, 1));
                for (var i = 0; i < target; i++) events.Add(first[i], EventKind.AddExecutor, NewExecutor(dynamic.CoresPerExecutor));
                break;
            default:
                var oneProfile = plan.Executors.All(x => x.ResourceProfileId == plan.Executors[0].ResourceProfileId);
                foreach (var x in plan.Executors)
                {
                    var e = executors.Count;
                    executors.Add(new ExecutorState
                    {
                        Id = x.Id,
                        Slots = x.Slots,
                        Cores = x.Cores,
                        ReadyLagMs = x.ReadyLagMs,
                        Profile = oneProfile ? -1 : x.ResourceProfileId
                    });
                    Anchor(x.AddAnchor, e, EventKind.AddExecutor);
                    if (x.RetireAnchor is { } retire) Anchor(retire, e, EventKind.RetireExecutor);
                    if (x.RemoveMs is not null) Anchor(x.RemoveAnchor, e, EventKind.RemoveExecutor);
                }
                break;
        }
    }

    void Anchor(PlanAnchor anchor, int executor, EventKind kind)
    {
        if (anchor.Job < 0)
        {
            events.Add(anchor.OffsetMs, kind, executor);
            return;
        }
        if (!anchored.TryGetValue((anchor.Job, anchor.AtEnd), out var list)) anchored[(anchor.Job, anchor.AtEnd)] = list = [];
        list.Add((executor, kind, anchor.OffsetMs));
    }

    /// <summary>A job started or ended: what follows it in the log follows it here.</summary>
    void Anchor(double now, int job, bool atEnd)
    {
        if (!anchored.TryGetValue((job, atEnd), out var list)) return;
        foreach (var (executor, kind, offset) in list) events.Add(now + offset, kind, executor);
    }

    int NewExecutor(int cores)
    {
        executors.Add(new ExecutorState
        {
            Id = (executors.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture),
            Slots = plan.TaskCpus.SlotsOn(cores),
            Cores = cores,
        });
        return executors.Count - 1;
    }

    /// <summary>The log's own times of registration, spread over another number of executors.</summary>
    double[] AddTimes(int count)
    {
        var firstJob = plan.Jobs.Count == 0 ? double.MaxValue : plan.Jobs.Min(j => j.SubmittedMs);
        var times = plan.Executors.Where(x => x.AddMs <= firstJob).Select(x => x.AddMs).Order().ToArray();
        if (times.Length == 0) times = [plan.Executors.Count == 0 ? 0 : plan.Executors.Min(x => x.AddMs)];
        var result = new double[count];
        for (var i = 0; i < count; i++)
        {
            var at = count == 1 ? (times.Length - 1) / 2.0 : (double)i * (times.Length - 1) / (count - 1);
            var low = (int)at;
            var high = Math.Min(low + 1, times.Length - 1);
            result[i] = times[low] + (times[high] - times[low]) * (at - low);
        }
        return result;
    }

    void AddExecutor(double now, int executor)
    {
        var x = executors[executor];
        if (x.Leaving) return;
        x.AddedMs = now;
        BecomeIdle(executor);
        if (x.ReadyLagMs > 0) events.Add(now + x.ReadyLagMs, EventKind.ExecutorReady, executor);
        else ExecutorReady(now, executor);
    }

    void ExecutorReady(double now, int executor)
    {
        var x = executors[executor];
        if (x.Leaving) return;
        x.Free = x.Slots;
        freeSlots += x.Slots;
        OfferOne(now, executor);
        RequestRounds(now);
    }

    /// <summary>It takes no more tasks; those it has run to their end, for the log's durations hold what became of them.</summary>
    void RemoveExecutor(double now, int executor)
    {
        RetireExecutor(executor);
        if (double.IsNaN(executors[executor].RemovedMs)) executors[executor].RemovedMs = now;
    }

    void RetireExecutor(int executor)
    {
        var x = executors[executor];
        if (x.Leaving) return;
        x.Leaving = true;
        idle.Remove(executor);
        freeSlots -= x.Free;
        x.Free = 0;
    }

    /// <summary>Something changed: let the allocation manager look at once, whatever it had planned.</summary>
    void RequestRounds(double now)
    {
        if (shape is not DynamicShape || nextRoundMs <= now) return;
        nextRoundMs = now;
        events.Add(now, EventKind.AllocationRound, 0);
    }

    void AllocationRound(double now)
    {
        // planned before something changed
        if (now != nextRoundMs) return;
        nextRoundMs = double.PositiveInfinity;
        var dynamic = (DynamicShape)shape;
        var policy = plan.Allocation;
        var slots = plan.TaskCpus.SlotsOn(dynamic.CoresPerExecutor);
        var needed = Math.Min(dynamic.MaxExecutors, (int)Math.Ceiling((slotsWaiting + slotsRunning) * policy.AllocationRatio / slots));
        var bound = Math.Max(dynamic.MinExecutors, needed);
        if (slotsWaiting < Rounding)
        {
            addAtMs = double.NaN;
            toAdd = 1;
        }
        else if (double.IsNaN(addAtMs)) addAtMs = now + policy.BacklogTimeoutMs;
        if (bound < target)
        {
            target = bound;
            toAdd = 1;
        }
        else if (now >= addAtMs)
        {
            var before = target;
            target = Math.Min(target + toAdd, bound);
            toAdd = target - before == toAdd ? toAdd * 2 : 1;
            addAtMs = now + policy.SustainedBacklogTimeoutMs;
        }
        for (; requested < target; requested++)
        {
            var lag = (policy.GrantLagMs ?? DefaultGrantLagMs) * (noise?.Grant ?? 1);
            events.Add(now + lag, EventKind.AddExecutor, NewExecutor(dynamic.CoresPerExecutor));
        }
        var next = LetGo(now, dynamic, policy);
        if (slotsWaiting > Rounding && target < bound) next = Math.Min(next, addAtMs);
        if (double.IsPositiveInfinity(next)) return;
        nextRoundMs = Math.Max(now + RoundMs, Math.Ceiling(next / RoundMs) * RoundMs);
        events.Add(nextRoundMs, EventKind.AllocationRound, 0);
    }

    void BecomeIdle(int executor)
    {
        if (shape is not DynamicShape) return;
        idle.Add(executor);
        becameIdle.Add(executor);
    }

    /// <summary>Removes executors that were idle for long enough; the time at which the next one will have been.</summary>
    double LetGo(double now, DynamicShape dynamic, AllocationPolicy policy)
    {
        foreach (var i in becameIdle)
        {
            if (idle.Contains(i) && double.IsNaN(executors[i].IdleSinceMs)) executors[i].IdleSinceMs = now;
        }
        becameIdle.Clear();
        var next = double.PositiveInfinity;
        if (policy.KeepsExecutors && jobsRunning > 0) return next;
        for (var i = executors.Count; requested > Math.Max(dynamic.MinExecutors, target) && (i = idle.LastBefore(i)) >= 0;)
        {
            var x = executors[i];
            if (now < x.IdleSinceMs + policy.IdleTimeoutMs)
            {
                next = Math.Min(next, x.IdleSinceMs + policy.IdleTimeoutMs);
                continue;
            }
            RemoveExecutor(now, i);
            requested--;
        }
        return next;
    }
}
