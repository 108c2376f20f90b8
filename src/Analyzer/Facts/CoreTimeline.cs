using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Cores paid and cores in use over the run, as means over equal slices of its time.</summary>
public sealed record CoreTimeline
{
    /// <value>Epoch milliseconds.</value>
    public required long StartMs { get; init; }
    public required long EndMs { get; init; }

    /// <summary>Mean cores of the executors alive in each slice.</summary>
    public required IReadOnlyList<double> PaidCores { get; init; }

    /// <summary>Mean cores that tasks held in each slice.</summary>
    public required IReadOnlyList<double> UsedCores { get; init; }

    /// <summary>Null when the run has no time to draw.</summary>
    public static CoreTimeline? Compute(ApplicationRun run, int slices)
    {
        if (run.App.StartTimeMs is not { } start || run.CountedUntilMs is not { } end || end <= start) return null;
        var paid = new Slices(start, end, slices);
        foreach (var x in RunOverview.PaidExecutors(run)) paid.Add(x.AddTimeMs, RunOverview.EndOf(x, run), x.PaidCores);
        var used = new Slices(start, end, slices);
        var cpus = new StageCpus(run);
        foreach (var stage in run.Stages)
        {
            var cores = cpus.Of(stage);
            for (var row = 0; row < stage.Tasks.Count; row++)
            {
                used.Add(stage.Tasks.LaunchTimeMs(row), stage.Tasks.FinishTimeMs(row) ?? end, cores);
            }
        }
        return new CoreTimeline { StartMs = start, EndMs = end, PaidCores = paid.Means(), UsedCores = used.Means() };
    }

    /// <summary>Adds intervals in constant time each: whole slices through differences, the two cut ones by their part.</summary>
    sealed class Slices(long start, long end, int count)
    {
        readonly double[] partial = new double[count], steps = new double[count + 1];
        readonly double width = (double)(end - start) / count;

        public void Add(long from, long until, double value)
        {
            double a = (Math.Max(from, start) - start) / width, b = (Math.Min(until, end) - start) / width;
            if (b <= a) return;
            int first = Math.Min((int)a, count - 1), last = Math.Min((int)b, count - 1);
            if (first == last)
            {
                partial[first] += value * (b - a);
                return;
            }
            partial[first] += value * (first + 1 - a);
            partial[last] += value * (b - last);
            steps[first + 1] += value;
            steps[last] -= value;
        }

        public double[] Means()
        {
            var means = new double[count];
            double level = 0;
            for (var i = 0; i < count; i++)
            {
                level += steps[i];
                means[i] = level + partial[i];
            }
            return means;
        }
    }
}
