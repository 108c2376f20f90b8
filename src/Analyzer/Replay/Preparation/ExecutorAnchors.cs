using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Ties the comings and goings of executors to the last job event before them.</summary>
static class ExecutorAnchors
{
    public static PlanExecutor[] Build(ObservedExecutors executors, int[] slots, TaskCpus taskCpus, PlanJob[] jobs)
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
                Cores = life.Cores > 0 ? life.Cores : taskCpus.CoresOf(slots[x]),
                ResourceProfileId = life.ResourceProfileId,
                AddMs = life.AddMs,
                ReadyLagMs = life.ReadyMs - life.AddMs,
                RemoveMs = life.RemoveMs,
                AddAnchor = At(moments, life.AddMs),
                RemoveAnchor = At(moments, life.RemoveMs ?? life.AddMs),
                RetireAnchor = Retirement(moments, life),
            };
        }
        return [.. result.OrderBy(x => x.AddMs)];
    }

    /// <summary>
    /// An executor that was removed and had done nothing since a job ended was on its way out from then: idle ones are told to go long
    /// before the log says that they went.
    /// </summary>
    static PlanAnchor? Retirement(List<(double TimeMs, int Job, bool AtEnd)> moments, ObservedExecutors.Life life)
    {
        if (life.RemoveMs is not { } removed || life.LastFinishMs == 0) return null;
        for (var i = FirstAfter(moments, life.LastFinishMs - 1); i < moments.Count && moments[i].TimeMs < removed; i++)
        {
            if (moments[i].AtEnd) return new PlanAnchor(moments[i].Job, true, 0);
        }
        return null;
    }

    static PlanAnchor At(List<(double TimeMs, int Job, bool AtEnd)> moments, double timeMs)
    {
        var next = FirstAfter(moments, timeMs);
        return next == 0 ? new PlanAnchor(-1, false, timeMs)
            : new PlanAnchor(moments[next - 1].Job, moments[next - 1].AtEnd, timeMs - moments[next - 1].TimeMs);
    }

    static int FirstAfter(List<(double TimeMs, int Job, bool AtEnd)> moments, double timeMs)
    {
        var (low, high) = (0, moments.Count);
        while (low < high)
        {
            var mid = (low + high) / 2;
            if (moments[mid].TimeMs <= timeMs) low = mid + 1;
            else high = mid;
        }
        return low;
    }
}
