namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>
/// When each slot was free again. The driver stamps a task's finish when it has handled the result, which under load is after it gave the
/// slot to the next task.
/// </summary>
static class SlotOccupancy
{
    /// <summary>Clock grain and rounding of the metrics that make up a task's time in the executor.</summary>
    const int ToleranceMs = 5;

    /// <summary>Slots are counted in thousandths, as in <see cref="LaunchHolds"/>.</summary>
    const long PerSlot = 1000;

    /// <summary>No executor runs more tasks at once; where a log says so, they are not looked through for each launch.</summary>
    const int MostLookedThrough = 256;

    /// <summary>
    /// Shortens <see cref="ObservedTasks.OccupiedMs"/> where the next launch shows that the slot was free, and gives an executor more slots
    /// where that cannot explain what ran at once.
    /// </summary>
    /// <param name="tasks">Of the run.</param>
    /// <param name="slots">By executor; 0 where its cores are not known.</param>
    /// <param name="slotsPerTask">By stage: tasks of a resource profile may take several, or a part of one.</param>
    public static void Resolve(ObservedTasks tasks, int[] slots, double[] slotsPerTask)
    {
        var needs = Array.ConvertAll(slotsPerTask, w => (long)Math.Round(w * PerSlot));
        var running = new PriorityQueue<int, long>?[slots.Length];
        var held = new long[slots.Length];
        foreach (var task in tasks.ByLaunch)
        {
            var x = tasks.Executor[task];
            var queue = running[x] ??= new PriorityQueue<int, long>();
            var (now, need) = (tasks.LaunchMs[task], needs[tasks.Stage[task]]);
            while (queue.TryPeek(out var ended, out var finish) && finish <= now)
            {
                held[x] -= needs[tasks.Stage[ended]];
                queue.Dequeue();
            }
            while (queue.Count > 0 && held[x] + need > slots[x] * PerSlot && slots[x] > 0)
            {
                if (Over(tasks, queue, now) is not { } over)
                {
                    slots[x] = SlotsOf(held[x] + need);
                    break;
                }
                tasks.OccupiedMs[over] = (int)(now - tasks.LaunchMs[over]);
                held[x] -= needs[tasks.Stage[over]];
                queue.Remove(over, out _, out _);
            }
            queue.Enqueue(task, tasks.FinishMs(task));
            held[x] += need;
            // cores were not in the log: what ran at once is all that is known
            if (slots[x] <= 0 && SlotsOf(held[x]) > -slots[x]) slots[x] = -SlotsOf(held[x]);
        }
        for (var x = 0; x < slots.Length; x++) slots[x] = Math.Max(1, Math.Abs(slots[x]));
    }

    /// <summary>A task that must have left its slot by now: the one that was stamped first, else any that had left the executor.</summary>
    static int? Over(ObservedTasks tasks, PriorityQueue<int, long> running, long now)
    {
        var soonest = running.Peek();
        if (IsOver(soonest) || tasks.FinishMs(soonest) <= now + ToleranceMs) return soonest;
        if (running.Count > MostLookedThrough) return null;
        int? first = null;
        foreach (var (task, _) in running.UnorderedItems)
        {
            if (IsOver(task) && (first is not { } t || (tasks.FinishMs(task), task).CompareTo((tasks.FinishMs(t), t)) < 0)) first = task;
        }
        return first;

        bool IsOver(int task) => tasks.LaunchMs[task] + tasks.InExecutorMs[task] <= now + ToleranceMs;
    }

    static int SlotsOf(long thousandths) => (int)((thousandths + PerSlot - 1) / PerSlot);
}
