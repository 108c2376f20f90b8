using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>
/// Finds the waits between launches that a full cluster does not explain: plugin start, broadcasts, file listing before the first task,
/// locality waits and exclusions later.
/// </summary>
static class LaunchHolds
{
    /// <summary>A later wait shorter than this is the driver's own rhythm, which the launch rate models.</summary>
    const int LaterHoldMs = 50;

    /// <summary>Slots are counted in thousandths: a task may take a part of one.</summary>
    const long PerSlot = 1000;

    /// <param name="tasks">With slot occupancy known.</param>
    /// <param name="executors">Lives.</param>
    /// <param name="slots">By executor.</param>
    /// <param name="slotsPerTask">By stage.</param>
    /// <param name="submittedMs">By stage.</param>
    /// <param name="placeOfTask">Place in its stage's launch order; -1 for a task that follows another.</param>
    /// <param name="passed">Null where the scheduler's order is not FIFO.</param>
    public static List<LaunchHold>?[] Find(
        ObservedTasks tasks, ObservedExecutors executors, int[] slots, List<double> slotsPerTask, long[] submittedMs, int[] placeOfTask,
        PassedStages? passed)
    {
        var holds = new List<LaunchHold>?[tasks.Stages.Count];
        var before = (long[])submittedMs.Clone();
        var otherBefore = new LastLaunches();
        var needs = slotsPerTask.ConvertAll(w => (long)Math.Round(w * PerSlot));
        var kinds = needs.Distinct().ToArray();
        var kindOf = needs.ConvertAll(n => Array.IndexOf(kinds, n));
        var changes = Changes(tasks, executors, slots, needs);
        var at = 0;
        var (group, groups) = Groups(executors);
        var (free, freeSince) = (new long[groups], new long[groups, kinds.Length]);
        foreach (var t in tasks.ByLaunch)
        {
            var now = tasks.LaunchMs[t];
            for (; at < changes.Order.Length && changes.TimeMs[changes.Order[at]] <= now; at++)
            {
                var (time, more, of) = (
                    changes.TimeMs[changes.Order[at]], changes.Slots[changes.Order[at]], (int)changes.Executor[changes.Order[at]]);
                var g = group[of];
                for (var k = 0; k < kinds.Length; k++)
                {
                    if (free[g] < kinds[k] && free[g] + more >= kinds[k]) freeSince[g, k] = time;
                }
                free[g] += more;
            }
            var mine = group[tasks.Executor[t]];
            var s = tasks.Stage[t];
            foreach (var p in passed?.Launched(s, now) ?? [])
            {
                if (needs[p] <= Math.Min(needs[s], free[mine])) passed!.Passed(p, freeSince[mine, kindOf[p]], now);
            }
            if (placeOfTask[t] >= 0)
            {
                var since = Math.Max(before[s], freeSince[mine, kindOf[s]]);
                // while the driver launched another stage's tasks this one competed, it did not lag
                since = Math.Max(since, Math.Min(now, otherBefore.Of(s)));
                var wait = now - since;
                if (placeOfTask[t] == 0) wait = Math.Max(wait, passed?.WaitMs(s) ?? 0);
                if (wait > 0 && (placeOfTask[t] == 0 || wait >= LaterHoldMs)) (holds[s] ??= []).Add(new LaunchHold(placeOfTask[t], wait));
                before[s] = now;
            }
            otherBefore.Launched(s, now);
            free[mine] -= needs[s];
        }
        return holds;
    }

    /// <summary>Executors by resource profile: a slot of another profile is not free to a stage.</summary>
    static (int[] Group, int Count) Groups(ObservedExecutors executors)
    {
        var places = new Dictionary<int, int>();
        var group = new int[executors.Count];
        for (var x = 0; x < group.Length; x++)
        {
            if (!places.TryGetValue(executors[x].ResourceProfileId, out group[x]))
                places[executors[x].ResourceProfileId] = group[x] = places.Count;
        }
        return (group, Math.Max(1, places.Count));
    }

    /// <summary>Slots that come free and executors that come and go: columns, and their order by time, slots, executor.</summary>
    static (long[] TimeMs, long[] Slots, long[] Executor, int[] Order) Changes(
        ObservedTasks tasks, ObservedExecutors executors, int[] slots, List<long> needs)
    {
        var n = tasks.Count + 2 * executors.Count;
        var (time, more, executor) = (new long[n], new long[n], new long[n]);
        for (var t = 0; t < tasks.Count; t++)
            (time[t], more[t], executor[t]) = (tasks.LaunchMs[t] + tasks.OccupiedMs[t], needs[tasks.Stage[t]], tasks.Executor[t]);
        var at = tasks.Count;
        for (var x = 0; x < executors.Count; x++)
        {
            var life = executors[x];
            (time[at], more[at], executor[at++]) = (life.ReadyMs, slots[x] * PerSlot, x);
            // an executor that was removed was on its way out since its last task
            if (life.RemoveMs is { } r)
                (time[at], more[at], executor[at++]) = (
                    life.LastFinishMs > 0 ? Math.Min(r, Math.Max(life.ReadyMs, life.LastFinishMs)) : r, -slots[x] * PerSlot, x);
        }
        var order = new int[at];
        for (var i = 0; i < at; i++) order[i] = i;
        // stable, so the last key sorted by is the first to count
        StableOrder.Sort(order, executor);
        StableOrder.Sort(order, more);
        StableOrder.Sort(order, time);
        return (time, more, executor, order);
    }

    /// <summary>The last launch of any stage but a given one, from the last two stages that launched.</summary>
    sealed class LastLaunches
    {
        int last = -1;
        long lastMs, otherMs;

        public void Launched(int stage, long now)
        {
            if (stage != last) (last, otherMs) = (stage, lastMs);
            lastMs = now;
        }

        public long Of(int stage) => stage == last ? otherMs : lastMs;
    }
}
