using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Events;

/// <summary>Peak memory and GC figures of an executor ("Task Executor Metrics", "Executor Metrics"), in Spark's own order.</summary>
public enum ExecutorMetric
{
    JVMHeapMemory, JVMOffHeapMemory, OnHeapExecutionMemory, OffHeapExecutionMemory, OnHeapStorageMemory, OffHeapStorageMemory,
    OnHeapUnifiedMemory, OffHeapUnifiedMemory, DirectPoolMemory, MappedPoolMemory, ProcessTreeJVMVMemory, ProcessTreeJVMRSSMemory,
    ProcessTreePythonVMemory, ProcessTreePythonRSSMemory, ProcessTreeOtherVMemory, ProcessTreeOtherRSSMemory,
    MinorGCCount, MinorGCTime, MajorGCCount, MajorGCTime, TotalGCTime, ConcurrentGCCount, ConcurrentGCTime,
}

/// <summary>Values by <see cref="ExecutorMetric"/>; -1 is absent. Names this version does not know are not kept.</summary>
[InlineArray(Count)]
public struct ExecutorMetrics
{
    public const int Count = 23;
    long first;

    /// <summary>All absent.</summary>
    public static ExecutorMetrics None
    {
        get
        {
            var m = default(ExecutorMetrics);
            for (var i = 0; i < Count; i++) m[i] = -1;
            return m;
        }
    }

    public long this[ExecutorMetric metric]
    {
        readonly get => this[(int)metric];
        set => this[(int)metric] = value;
    }

    /// <summary>Keeps the larger of each value, as Spark's compareAndUpdatePeakValues does.</summary>
    public void RaiseTo(in ExecutorMetrics other)
    {
        Span<long> peaks = this;
        ReadOnlySpan<long> values = other;
        for (var i = 0; i < peaks.Length; i++)
        {
            if (values[i] > peaks[i]) peaks[i] = values[i];
        }
    }

    /// <summary>The JSON name of a metric.</summary>
    public static string NameOf(ExecutorMetric metric) => Names[(int)metric];

    static readonly string[] Names = Enum.GetNames<ExecutorMetric>();
}
