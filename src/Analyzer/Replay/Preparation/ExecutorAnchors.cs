namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Ties the comings and goings of executors to the last job event before them.</summary>
static class ExecutorAnchors
{
    public static PlanExecutor[] Of(ObservedExecutors executors, int[] slots, int taskCpus, PlanJob[] jobs)
    {
        var moments = new List<(double TimeMs, int Job, bool AtEnd)>(2 * jobs.Length);
        for (var j = 0; j < jobs.Length; j++)
        {
            moments.Add((jobs[j].SubmittedMs, j, false));
            moments.Add((jobs[j].EndedMs, j, true));
        }
        moments.Sort();
        var result = new PlanExecutor[executors.Count];
        for (var x = 0; x < result.Length; x++)
        {
            var life = executors[x];
            result[x] = new PlanExecutor
            {
                Id = life.Id,
                Host = life.Host,
                Slots = slots[x],
                Cores = life.Cores > 0 ? life.Cores : slots[x] * taskCpus,
                ResourceProfileId = life.ResourceProfileId,
                AddMs = life.AddMs,
                RemoveMs = life.RemoveMs,
                AddAnchor = At(moments, life.AddMs),
                RemoveAnchor = At(moments, life.RemoveMs ?? life.AddMs),
            };
        }
        return [.. result.OrderBy(x => x.AddMs)];
    }

    static PlanAnchor At(List<(double TimeMs, int Job, bool AtEnd)> moments, double timeMs)
    {
        var (low, high) = (0, moments.Count);
        while (low < high)
        {
            var mid = (low + high) / 2;
            if (moments[mid].TimeMs <= timeMs) low = mid + 1;
            else high = mid;
        }
        return low == 0 ? new PlanAnchor(-1, false, timeMs) : new PlanAnchor(moments[low - 1].Job, moments[low - 1].AtEnd, timeMs - moments[low - 1].TimeMs);
    }
}
