using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Memory;

/// <summary>Executors are given far more memory than they ever held.</summary>
public sealed class UnusedMemoryDetector : IDetector, ITakesWhatIsLeft
{
    const double MaxPeakRatio = 0.5;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.UnusedMemory, "unusedMemory", "Memory is paid for and never used", DetectorCategory.Memory,
        [
            new("maxPeakRatio", MaxPeakRatio, "ratio", "peak heap of the fullest executor over its heap; garbage counts as used, so half is much"),
            new("headroom", ExecutorMemory.Headroom, "ratio", "room over the measured peak: two runs of one job do not need the same"),
        ],
        new("Ask for less memory", Degree.Low, Degree.Medium, "a day with more data may need it"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var peaks = facts.TaskExecutors.Select(e => (Executor: e, Heap: e.Peak is { } p ? p[ExecutorMetric.JVMHeapMemory] : -1)).Where(e => e.Heap > 0).ToList();
        if (peaks.Count == 0) return Verdict.NotApplicable("no executor reported its memory");
        var spilled = facts.ExecutedStages.Any(s => s.Sum(TaskMetric.MemoryBytesSpilled) > 0);
        if (spilled) return Verdict.Clean("tasks spilled: the memory is not too much");
        var heap = facts.Settings.ExecutorHeapBytes;
        var (fullest, peak) = peaks.MaxBy(p => p.Heap);
        if (peak >= MaxPeakRatio * heap) return Verdict.Clean("the fullest executor used half of its heap or more");
        var proposed = Math.Max(ExecutorMemory.ReservedBytes * 1.5, ExecutorMemory.Headroom * peak);
        if (proposed >= heap) return Verdict.Clean("the heap is as small as Spark lets it be");
        return new CauseFound
        {
            Where = [new() { ExecutorId = fullest.Id, Host = fullest.HostName, Label = "fullest executor", Share = 1 }],
            Evidence =
            [
                new("peakHeapBytes", peak, "bytes", Math.Round(MaxPeakRatio * heap)),
                new("heapBytes", heap, "bytes"),
                new("executorsMeasured", peaks.Count, "count"),
            ],
            Cause = $"The fullest executor held {Quantity.Bytes(peak)} of a heap of {Quantity.Bytes(heap)}, garbage included.",
            Advice = [new(facts.Settings.HeapSetting, facts.Settings.Now(facts.Settings.HeapSetting, "1g"), SettingText.Size(proposed),
                $"Peak and {Quantity.Percent(ExecutorMemory.Headroom - 1)} over it. Saves money where memory is what is paid for: Serverless, EKS, or nodes that then hold more executors.", "Less page cache and room for growth; samples miss short peaks.")],
            Confidence = Confidence.Low,
            IsFact = true,
            AtMost = Severity.Info,
        };
    }
}
