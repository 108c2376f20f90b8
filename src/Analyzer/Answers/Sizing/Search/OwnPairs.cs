using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Timing;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>Runs of one job on several generations of processors: what a byte cost of CPU time on each.</summary>
static class OwnPairs
{
    /// <summary>Runs that moved more than so many times the bytes of each other are other work.</summary>
    const double MostBytesRatio = 2;

    /// <summary>Null where the runs do not tell: on one kind of processor, or their nodes are not known.</summary>
    public static LearntSpeeds? Learn(
        IReadOnlyList<(ApplicationRun Run, RunShape Shape)> runs, InstanceType? reference, PriceContext pricing, string region)
    {
        if (reference is null || runs.Count < 2) return null;
        var seen = new List<(Silicon Silicon, double Bytes, double CpuMs)>();
        foreach (var (run, shape) in runs)
        {
            var (type, occupancy) = SourceNode.Infer(run, shape, pricing.Cluster, region, pricing.Book, out var isNamed);
            var bytes = Sum(run, TaskMetric.InputBytes) + Sum(run, TaskMetric.ShuffleWriteBytes);
            var cpuMs = Sum(run, TaskMetric.ExecutorCpuTime) / 1e6;
            if (type is null || !isNamed || bytes <= 0 || cpuMs <= 0) continue;
            var silicon = Silicon.Find(type);
            seen.Add((silicon, bytes, cpuMs * CoreSpeed.Compute(silicon.Kind, occupancy)));
        }
        if (seen.Count == 0 || seen.Max(s => s.Bytes) > MostBytesRatio * seen.Min(s => s.Bytes)) return null;
        var from = Silicon.Find(reference);
        return seen.All(s => s.Silicon.Name == from.Name) ? null
            : new LearntSpeeds(from, [.. seen.Select(s => (s.Silicon, s.CpuMs / s.Bytes))]);
    }

    static double Sum(ApplicationRun run, TaskMetric metric)
    {
        double sum = 0;
        foreach (var stage in run.Stages)
        {
            for (var row = 0; row < stage.Tasks.Count; row++) sum += stage.Tasks.Metric(row, metric);
        }
        return sum;
    }
}
