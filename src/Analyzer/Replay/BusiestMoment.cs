using System.Runtime.InteropServices;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Replay;

/// <summary>When most tasks ran at the same time.</summary>
static class BusiestMoment
{
    /// <summary>Slots that tasks held then; a task of several times the usual cpus holds as many. 0 without tasks.</summary>
    public static int Slots(ApplicationRun run, TaskCpus taskCpus)
    {
        var cpus = new StageCpus(run);
        var (launches, ends) = (new List<long>(), new List<long>());
        foreach (var stage in run.Stages)
        {
            var slots = Math.Max(1, (int)Math.Ceiling(cpus.Of(stage) / (double)taskCpus.Value));
            for (var row = 0; row < stage.Tasks.Count; row++)
            {
                if (stage.Tasks.FinishTimeMs(row) is not { } end || end <= stage.Tasks.LaunchTimeMs(row)) continue;
                for (var i = 0; i < slots; i++)
                {
                    launches.Add(stage.Tasks.LaunchTimeMs(row));
                    ends.Add(end);
                }
            }
        }
        // a slot that is free at this moment is taken again
        return Overlap.Most(CollectionsMarshal.AsSpan(launches), CollectionsMarshal.AsSpan(ends));
    }
}
