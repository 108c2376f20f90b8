using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Detectors.Executors;

/// <summary>How many executors a stream needs so that its batches still end before the next one is due.</summary>
static class StreamExecutors
{
    /// <summary>A batch may take this part of the interval.</summary>
    public const double MaxBatchRatio = 0.8;
    const double Longest = 0.95;

    /// <summary>The same rows in fewer batches, by the name that the interval has in the kind of stream.</summary>
    public static Advice FewerBatches(RunFacts facts) => new(
        RunUse.IsDStream(facts.Run) ? "use a longer batch interval for the StreamingContext"
            : "use a longer trigger interval, or Trigger.AvailableNow from a schedule",
        null, null, "The same rows in fewer, larger batches need executors for less of the time.", "Results come later.");

    /// <summary>Null where the log does not tell the interval, or where all are needed.</summary>
    public static int? Enough(RunFacts facts)
    {
        if (facts.Batches is not { MedianIntervalMs: { } interval } batches || facts.TaskExecutors.Count < 2) return null;
        var slots = facts.TaskExecutors.Average(RunFacts.SlotsOf);
        var now = Math.Min(facts.TaskExecutors.Count, facts.SlotsBetween(batches.All[0].StartMs, batches.All[0].EndMs) / slots);
        var stages = facts.ExecutedStages.Where(s => s.Count > 0)
            .Select(s => (s.FirstLaunchMs, Sum: s.DurationMs.Sum(), Longest: s.DurationMs.Max())).OrderBy(s => s.FirstLaunchMs).ToList();
        var launches = stages.Select(s => s.FirstLaunchMs).ToList();
        var work = batches.All.Select(b => Work(b)).ToList();
        for (var n = 1; n < now; n++)
        {
            var times = work.Select(
                w => w.BatchMs - Math.Max(w.LongestMs, w.TaskMs / (now * slots)) + Math.Max(w.LongestMs, w.TaskMs / (n * slots))).ToArray();
            if (Statistics.Quantile(Statistics.Sorted(times), Longest) <= MaxBatchRatio * interval) return n;
        }
        return null;

        (double BatchMs, double TaskMs, double LongestMs) Work(StreamBatch batch)
        {
            double sum = 0, longest = 0;
            var at = launches.BinarySearch(batch.StartMs);
            if (at < 0) at = ~at;
            while (at > 0 && launches[at - 1] >= batch.StartMs) at--;
            for (; at < stages.Count && launches[at] < batch.EndMs; at++)
                (sum, longest) = (sum + stages[at].Sum, longest + stages[at].Longest);
            return (batch.DurationMs, sum, longest);
        }
    }
}
