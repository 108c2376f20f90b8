using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Memory;

/// <summary>Executors are given far more memory than they ever held.</summary>
sealed class UnusedMemoryDetector : IDetector, INeedsAllWork, ITakesWhatIsLeft
{
    const double MaxPeakRatio = 0.5, MinMeasuredRatio = 0.5, MaxProposedRatio = 0.8;
    const int MinMeasured = 2;
    const double LeastHeapBytes = 1 << 30;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.UnusedMemory, "unusedMemory", "Memory is paid for and never used", DetectorCategory.Memory,
        [
            new("maxPeakRatio", MaxPeakRatio, "ratio",
                "peak heap of the fullest executor over its heap; garbage counts as used, so half is much") { IsSettable = true },
            new("minMeasured", MinMeasured, "count", "executors with a measured heap: one alone says nothing of the others"),
            new("minMeasuredRatio", MinMeasuredRatio, "ratio", "of the executors that ran tasks; short ones report nothing"),
            new("maxProposedRatio", MaxProposedRatio, "ratio",
                "proposed over present heap: a smaller change fits no more executors to a node and makes no pod cheaper"),
            new("leastHeap", LeastHeapBytes, "bytes", "Spark's own default: of less, what Spark keeps for itself is a third and more"),
            new("headroom", ExecutorMemory.Headroom, "ratio", "room over the measured peak: two runs of one job do not need the same"),
        ],
        new("Ask for less memory", Degree.Low, Degree.Medium, "a day with more data may need it"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (facts.Losses.AnyMemory) return Verdict.Clean("something ran out of memory: it is not too much");
        var measured = facts.TaskExecutors.Where(e => e.Peak is { } p && p[ExecutorMetric.JVMHeapMemory] > 0).ToList();
        if (measured.Count == 0) return Verdict.NotApplicable("no executor reported its memory");
        if (measured.Count < MinMeasured) return Verdict.NotApplicable("one executor alone reported its memory: others may need more");
        if (measured.Count < MinMeasuredRatio * facts.TaskExecutors.Count)
            return Verdict.NotApplicable("most executors did not report their memory");
        if (facts.ExecutedStages.Any(s => s.Sum(TaskMetric.MemoryBytesSpilled) > 0))
            return Verdict.Clean("tasks spilled: the memory is not too much");
        var heap = facts.Settings.ExecutorHeapBytes;
        var fullest = measured.MaxBy(e => e.Peak!.Value[ExecutorMetric.JVMHeapMemory])!;
        var peak = (double)fullest.Peak!.Value[ExecutorMetric.JVMHeapMemory];
        var maxPeak = context.Limit(Descriptor, "maxPeakRatio");
        if (peak >= maxPeak * heap)
            return Verdict.Clean($"the fullest executor used {Quantity.Percent(maxPeak)} of its heap or more");
        var outside = facts.HasTrustedProcessMetrics ? measured.Max(OutsideBytes) : 0;
        if (outside > facts.OverheadBytes() + facts.Settings.Bytes("spark.memory.offHeap.size", 0))
            return Verdict.Clean("native memory and Python used more than the overhead: the heap has to leave room for them");
        var proposed = Math.Max(context.Limit(Descriptor, "leastHeap"), ExecutorMemory.Headroom * peak);
        if (proposed > MaxProposedRatio * heap) return Verdict.Clean("the heap is small already");
        if (!context.Room.HasSmaller(proposed / heap))
            return Verdict.NotApplicable("no Glue worker type has less memory for as many vCPUs");
        return new CauseFound
        {
            Where = [new() { ExecutorId = fullest.Id, Host = fullest.HostName, Label = "fullest executor", Share = 1 }],
            Evidence =
            [
                new("peakHeapBytes", peak, "bytes", Math.Round(maxPeak * heap)),
                new("heapBytes", heap, "bytes"),
                new("executorsMeasured", measured.Count, "count"),
                .. outside > 0 ? [new Evidence("peakOutsideHeapBytes", outside, "bytes")] : Array.Empty<Evidence>(),
            ],
            Cause = $"The fullest of {measured.Count} executors held {Quantity.Bytes(peak)} of a heap of {Quantity.Bytes(heap)}, "
                + $"garbage included."
                + (outside > 0 ? $" Native memory and Python used {Quantity.Bytes(outside)} outside it." : ""),
            Advice = [new(facts.Settings.HeapSetting, facts.Settings.Now(facts.Settings.HeapSetting, "1g"), SettingText.Size(proposed),
                $"That is the peak and {Quantity.Percent(ExecutorMemory.Headroom - 1)} more. It saves money where memory is what is "
                    + $"paid for: serverless workers, pods, or nodes that then hold more executors.",
                    "Less page cache and less room for growth; samples miss short peaks.")],
            Confidence = Confidence.Low,
            IsFact = true,
            AtMost = Severity.Info,
        };
    }

    /// <summary>
    /// What the processes of the executor held beside the JVM's heap, from the process tree of the operating system; 0 where it was not
    /// measured.
    /// </summary>
    static double OutsideBytes(ExecutorLife e)
    {
        var p = e.Peak!.Value;
        double Known(ExecutorMetric metric) => Math.Max(0, p[metric]);
        var resident = Known(ExecutorMetric.ProcessTreeJVMRSSMemory);
        var native = resident > 0 ? Math.Max(0, resident - Known(ExecutorMetric.JVMHeapMemory))
            : Known(ExecutorMetric.DirectPoolMemory) + Known(ExecutorMetric.MappedPoolMemory);
        return native + Known(ExecutorMetric.ProcessTreePythonRSSMemory) + Known(ExecutorMetric.ProcessTreeOtherRSSMemory);
    }
}
