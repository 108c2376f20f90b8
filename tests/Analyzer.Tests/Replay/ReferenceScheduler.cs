using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Tests.Replay;

/// <summary>
/// Spark's FIFO scheduling once more, as plainly as can be: no heap, no events, only lists that are searched for the next moment. Slow on
/// purpose.
/// </summary>
static class ReferenceScheduler
{
    /// <summary>Ends of the jobs.</summary>
    public static double[] JobEnds(ReplayPlan plan, int slots)
    {
        int jobs = plan.Jobs.Count, stages = plan.Stages.Count;
        double[] jobStart = Nones(jobs), jobEnd = Nones(jobs), stageStart = Nones(stages), stageEnd = Nones(stages);
        var next = new int[stages];
        var done = new int[stages];
        var running = new List<(double End, int Stage)>();
        double now = 0;
        while (true)
        {
            for (var j = 0; j < jobs; j++)
            {
                if (!double.IsNaN(jobStart[j])) continue;
                var gate = plan.Jobs[j];
                var from = gate.Gate == JobGate.ApplicationStart ? 0 : gate.Gate == JobGate.JobStart ? jobStart[gate.GateJob]
                    : jobEnd[gate.GateJob];
                if (from <= now) jobStart[j] = from + gate.GapMs;
            }
            for (var s = 0; s < stages; s++)
            {
                var stage = plan.Stages[s];
                double[] waits = [jobStart[stage.Job], .. stage.Parents.Select(p => stageEnd[p])];
                if (double.IsNaN(stageStart[s]) && waits.All(w => w <= now)) stageStart[s] = waits.Max() + stage.LagMs;
                if (double.IsNaN(stageEnd[s]) && done[s] == stage.TaskCount) stageEnd[s] = now + stage.TailMs;
            }
            for (var j = 0; j < jobs; j++)
            {
                var own = Enumerable.Range(0, stages).Where(s => plan.Stages[s].Job == j).ToArray();
                if (double.IsNaN(jobEnd[j]) && own.All(s => stageEnd[s] <= now))
                    jobEnd[j] = own.Max(s => stageEnd[s]) + plan.Jobs[j].TailMs;
            }
            for (var s = 0; s < stages; s++)
            {
                while (running.Count < slots && stageStart[s] <= now && next[s] < plan.Stages[s].TaskCount)
                {
                    running.Add((now + plan.Stages[s].DurationMs(next[s]++), s));
                }
            }
            var moments = jobStart.Concat(jobEnd).Concat(stageStart).Concat(stageEnd).Concat(running.Select(r => r.End)).Where(t => t > now)
                .ToArray();
            if (moments.Length == 0) return jobEnd;
            now = moments.Min();
            foreach (var (_, s) in running.Where(r => r.End <= now)) done[s]++;
            running.RemoveAll(r => r.End <= now);
        }
    }

    static double[] Nones(int n) => [.. Enumerable.Repeat(double.NaN, n)];
}
