namespace Rightsizer.Analyzer.Replay.Simulation;

/// <summary>
/// Speculative copies at another shape, as TaskSetManager has them: started when enough of the stage is done, after its other tasks, on
/// another executor; of the attempts of an index the first to end ends it, and the others are killed.
/// </summary>
sealed partial class Scheduling
{
    void ReleaseCopied(double now, int stage, int task)
    {
        // a copy whose stage ended without it
        if (states[stage]?.Copies is not { } copies) return;
        if (copies.Has(task)) ReleaseCopy(now, stage, copies, task);
        else ReleaseTask(now, stage, task);
    }

    void ReleaseCopy(double now, int stage, CopiedTasks copies, int task)
    {
        if (copies.Over.Contains(task)) return;
        if (!copies.MayCopy)
        {
            copies.Early.Add(task);
            return;
        }
        if (!states[stage]!.HasTasks) SetReady(stage);
        copies.Waiting.Add(task);
        OfferAll(now);
    }

    /// <summary>The end of a task of a stage that has copies.</summary>
    void EndCopied(double now, int stage, int executor, int task)
    {
        // killed, and its stage is over
        if (states[stage]?.Copies is not { } copies) return;
        if (copies.Over.Contains(task)) return;
        // how long it would have run is not known: it lost, so longer than the other
        if (copies.IsLoser(task) && copies.Running.ContainsKey(copies.WinnerOf(task))) return;
        FreeSlot(now, stage, executor);
        var freed = new List<int> { executor };
        if (copies.Has(task))
        {
            copies.Over.Add(task);
            copies.Running.Remove(task);
            foreach (var other in copies.Attempts(task).Where(t => copies.Over.Add(t)))
            {
                if (copies.Running.Remove(other, out var at))
                {
                    FreeSlot(now, stage, at.Executor);
                    busySlotMs += now - at.StartMs - at.HadMs;
                    freed.Add(at.Executor);
                }
                else
                {
                    // it waits for a slot, or for its moment
                    slotsWaiting -= states[stage]!.Weight;
                    var was = states[stage]!.HasTasks;
                    copies.Waiting.Remove(other);
                    if (was && !states[stage]!.HasTasks) ready.Remove(stage);
                }
                states[stage]!.Left--;
            }
        }
        copies.Succeeded++;
        CompleteTask(now, stage, task);
        if (copies.MayCopy && copies.Early.Count > 0)
        {
            var early = copies.Early.ToArray();
            copies.Early.Clear();
            foreach (var copy in early) ReleaseCopy(now, stage, copies, copy);
        }
        foreach (var x in freed) OfferOne(now, x);
    }
}
