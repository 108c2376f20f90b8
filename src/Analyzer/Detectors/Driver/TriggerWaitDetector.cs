using Rightsizer.Analyzer.Detectors.Executors;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Detectors.Driver;

/// <summary>A stream waits between its batches for the trigger or for data. That is no work of the driver.</summary>
sealed class TriggerWaitDetector : IDetector, INeedsAllWork
{
    const double MinWaitRatio = 0.25;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.TriggerWait, "triggerWait", "A stream waits for its trigger", DetectorCategory.Scheduling,
        [new("minWaitRatio", MinWaitRatio, "ratio",
            "time between batches over the time from first to last batch: a stream needs some room to catch up") { IsSettable = true }],
        new("Run the stream less often, or as a job", Degree.Low, Degree.Medium, "results come later"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (!facts.IsStream) return Verdict.NotApplicable("no streaming query ran");
        if (facts.Batches is not { } batches || batches.All.Count < 2)
            return Verdict.NotApplicable("the log holds fewer than two batches with an end");
        var span = batches.All.Max(b => b.EndMs) - (double)batches.All[0].StartMs;
        var minWait = context.Limit(Descriptor, "minWaitRatio");
        if (span <= 0 || batches.WaitMs < minWait * span) return Verdict.Clean("one batch follows the other");
        var batchMs = Statistics.Median([.. batches.All.Select(b => (double)b.DurationMs)]);
        var longest = batches.Waits.MaxBy(w => w.UntilMs - w.FromMs);
        var every = batches.MedianIntervalMs is { } interval ? $" every {Quantity.Duration(interval)}" : "";
        return new CauseFound
        {
            Where = [.. run.SqlExecutions.Where(s => JobTexts.IsBatch(s.Description)).Take(1)
                .Select(s => new FindingPlace { SqlExecutionId = s.Id, Label = "first batch", Share = 1 })],
            Evidence =
            [
                new("waitMs", batches.WaitMs, "ms"),
                new("waitRatio", Math.Round(batches.WaitMs / span, 4), "ratio", minWait),
                new("batches", batches.All.Count, "count"),
                new("medianBatchMs", batchMs, "ms"),
                .. batches.MedianIntervalMs is { } ms ? [new Evidence("medianIntervalMs", ms, "ms")] : Array.Empty<Evidence>(),
                new("longestWaitMs", longest.UntilMs - longest.FromMs, "ms"),
            ],
            Cause = $"The stream ran {batches.All.Count} batches of about {Quantity.Duration(batchMs)}{every}. For "
                + $"{Quantity.Duration(batches.WaitMs)} it waited for its trigger or for data, while executors were paid for.",
            Advice =
            [
                StreamExecutors.FewerBatches(facts),
                new("spark.dynamicAllocation.enabled", facts.Settings["spark.dynamicAllocation.enabled"], "true",
                    $"Executors that are idle for longer than "
                    + $"{Quantity.Duration(facts.Settings.Ms("spark.dynamicAllocation.executorIdleTimeout", 60_000))} are given back "
                    + $"between batches.", "A batch after a pause waits for executors."),
            ],
            Confidence = Confidence.High,
            IsFact = true,
            // what is paid meanwhile is the finding idleCores
            AtMost = Severity.Info,
        };
    }
}
