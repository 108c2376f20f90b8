namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>
/// When each slot was free again. The driver stamps a task's finish when it has handled the result, which under load is after it gave the
/// slot to the next task.
/// </summary>
static class SlotOccupancy
{
    /// <summary>Clock grain and rounding of the metrics that make up a task's time in the executor.</summary>
    const int ToleranceMs = 5;

    /// <summary>
    /// Shortens <see cref="ObservedTasks.OccupiedMs"/> where the next launch shows that the slot was free, and gives an executor more slots
    /// where that cannot explain what ran at once.
    /// </summary>
    public static void Resolve(ObservedTasks tasks, int[] slots)
    {
        var running = new PriorityQueue<int, long>?[slots.Length];
        foreach (var task in tasks.ByLaunch)
        {
            var x = tasks.Executor[task];
            var queue = running[x] ??= new PriorityQueue<int, long>();
            var now = tasks.LaunchMs[task];
            while (queue.TryPeek(out _, out var finish) && finish <= now) queue.Dequeue();
            if (queue.Count >= slots[x] && slots[x] > 0)
            {
                var soonest = queue.Peek();
                if (tasks.LaunchMs[soonest] + tasks.InExecutorMs[soonest] <= now + ToleranceMs
                    || tasks.FinishMs(soonest) <= now + ToleranceMs)
                {
                    tasks.OccupiedMs[soonest] = (int)(now - tasks.LaunchMs[soonest]);
                    queue.Dequeue();
                }
                else slots[x] = queue.Count + 1;
            }
            queue.Enqueue(task, tasks.FinishMs(task));
            // cores were not in the log: what ran at once is all that is known
            if (slots[x] <= 0 && queue.Count > -slots[x]) slots[x] = -queue.Count;
        }
        for (var x = 0; x < slots.Length; x++) slots[x] = Math.Max(1, Math.Abs(slots[x]));
    }
}
