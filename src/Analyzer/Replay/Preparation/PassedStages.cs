using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>
/// Stages that were not ready although they were submitted. Under FIFO a free slot goes to the stage with the lowest job id, then the
/// lowest stage id (Spark's FIFOSchedulingAlgorithm). When a later stage in that order gets a slot that an earlier one could have used, the
/// driver had not handed over the earlier one's tasks yet.
/// </summary>
/// <param name="stages">In the order of the other columns.</param>
/// <param name="rank">By stage, its place in FIFO order.</param>
/// <param name="submittedMs">By stage.</param>
sealed class PassedStages(IReadOnlyList<StageAttempt> stages, int[] rank, long[] submittedMs)
{
    readonly int[] bySubmission = [.. Enumerable.Range(0, stages.Count).OrderBy(s => submittedMs[s])];
    readonly SortedList<int, int> waiting = [];
    readonly long[] firstMs = new long[stages.Count];
    readonly long[] lastMs = new long[stages.Count];
    readonly List<int> earlier = [];
    int at;

    /// <summary>A task was launched.</summary>
    /// <param name="stage">The task's.</param>
    /// <param name="now">Time of the launch.</param>
    /// <returns>
    /// Stages with no task launched yet that come earlier in FIFO order and run on the same executors; valid until the next call. Barrier
    /// stages are left out: they wait for all their slots.
    /// </returns>
    public List<int> Launched(int stage, long now)
    {
        for (; at < bySubmission.Length && submittedMs[bySubmission[at]] < now; at++)
        {
            var s = bySubmission[at];
            if (!stages[s].Info.Rdds.Any(r => r.IsBarrier)) waiting[rank[s]] = s;
        }
        waiting.Remove(rank[stage]);
        earlier.Clear();
        for (var i = 0; i < waiting.Count && waiting.Keys[i] < rank[stage]; i++)
        {
            var s = waiting.Values[i];
            if (stages[s].Info.ResourceProfileId == stages[stage].Info.ResourceProfileId) earlier.Add(s);
        }
        return earlier;
    }

    /// <summary>A later stage got a slot that this one could have used.</summary>
    /// <param name="stage">The stage that got nothing.</param>
    /// <param name="freeSinceMs">Since when such a slot was free.</param>
    /// <param name="now">Time of the launch.</param>
    public void Passed(int stage, long freeSinceMs, long now)
    {
        if (lastMs[stage] == 0) firstMs[stage] = Math.Max(submittedMs[stage], freeSinceMs);
        lastMs[stage] = now;
    }

    /// <summary>
    /// From the first free slot that the stage did not take to one millisecond after the last that went to a later stage; 0 when none did.
    /// </summary>
    public long WaitMs(int stage) => lastMs[stage] == 0 ? 0 : lastMs[stage] + 1 - firstMs[stage];
}
