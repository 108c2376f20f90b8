using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Rightsizer.EventLogParser.Events;

/// <summary>The numbers of "Task Metrics", in the order of Spark's REST stage fields.</summary>
/// <remarks>Executor CPU, deserialize CPU and shuffle write time are nanoseconds, other times milliseconds, sizes bytes.</remarks>
public enum TaskMetric
{
    ExecutorDeserializeTime, ExecutorDeserializeCpuTime, ExecutorRunTime, ExecutorCpuTime, ResultSize, JvmGcTime,
    ResultSerializationTime, MemoryBytesSpilled, DiskBytesSpilled, PeakExecutionMemory,
    InputBytes, InputRecords, OutputBytes, OutputRecords,
    ShuffleRemoteBlocksFetched, ShuffleLocalBlocksFetched, ShuffleFetchWaitTime, ShuffleRemoteBytesRead,
    ShuffleRemoteBytesReadToDisk, ShuffleLocalBytesRead, ShuffleReadRecords,
    ShuffleCorruptMergedBlockChunks, ShuffleMergedFetchFallbackCount, ShuffleMergedRemoteBlocksFetched,
    ShuffleMergedLocalBlocksFetched, ShuffleMergedRemoteChunksFetched, ShuffleMergedLocalChunksFetched,
    ShuffleMergedRemoteBytesRead, ShuffleMergedLocalBytesRead,
    ShuffleRemoteReqsDuration, ShuffleMergedRemoteReqsDuration,
    ShuffleWriteBytes, ShuffleWriteTime, ShuffleWriteRecords,
}

/// <summary>One value for each <see cref="TaskMetric"/>; absent fields are 0, as Spark's own reader has them.</summary>
[InlineArray(Count)]
public struct TaskMetrics
{
    public const int Count = 34;
    long first;

    public long this[TaskMetric metric]
    {
        readonly get => this[(int)metric];
        set => this[(int)metric] = value;
    }

    /// <summary>The values in enum order; valid as long as the struct stands where it is.</summary>
    [UnscopedRef]
    public Span<long> AsSpan() => MemoryMarshal.CreateSpan(ref first, Count);

    [UnscopedRef]
    public readonly ReadOnlySpan<long> AsReadOnlySpan() => MemoryMarshal.CreateReadOnlySpan(in first, Count);

    /// <summary>Adds every value of <paramref name="other"/>; a sum that would be too large stops at the largest number.</summary>
    public void Add(in TaskMetrics other)
    {
        var to = AsSpan();
        var from = other.AsReadOnlySpan();
        long passed = 0;
        for (var i = 0; i < to.Length; i++)
        {
            var sum = unchecked(to[i] + from[i]);
            passed |= (to[i] ^ sum) & (from[i] ^ sum);
            to[i] = sum;
        }
        if (passed < 0) Saturate(to, from);
    }

    static void Saturate(Span<long> to, ReadOnlySpan<long> from)
    {
        for (var i = 0; i < to.Length; i++)
        {
            var before = unchecked(to[i] - from[i]);
            if (((before ^ to[i]) & (from[i] ^ to[i])) < 0) to[i] = from[i] < 0 ? long.MinValue : long.MaxValue;
        }
    }

    public void Subtract(in TaskMetrics other)
    {
        var to = AsSpan();
        var from = other.AsReadOnlySpan();
        for (var i = 0; i < to.Length; i++) to[i] -= from[i];
    }
}
