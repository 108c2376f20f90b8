using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>Spark's own accumulators behind TaskMetrics, by which heartbeats report; few logs have any.</summary>
static class InternalAccumulators
{
    public static bool TryGetMetric(string name, out TaskMetric metric) => Metrics.TryGetValue(name, out metric);

    static readonly Dictionary<string, TaskMetric> Metrics = new(StringComparer.Ordinal)
    {
        ["internal.metrics.executorDeserializeTime"] = TaskMetric.ExecutorDeserializeTime,
        ["internal.metrics.executorDeserializeCpuTime"] = TaskMetric.ExecutorDeserializeCpuTime,
        ["internal.metrics.executorRunTime"] = TaskMetric.ExecutorRunTime,
        ["internal.metrics.executorCpuTime"] = TaskMetric.ExecutorCpuTime,
        ["internal.metrics.resultSize"] = TaskMetric.ResultSize,
        ["internal.metrics.jvmGCTime"] = TaskMetric.JvmGcTime,
        ["internal.metrics.resultSerializationTime"] = TaskMetric.ResultSerializationTime,
        ["internal.metrics.memoryBytesSpilled"] = TaskMetric.MemoryBytesSpilled,
        ["internal.metrics.diskBytesSpilled"] = TaskMetric.DiskBytesSpilled,
        ["internal.metrics.peakExecutionMemory"] = TaskMetric.PeakExecutionMemory,
        ["internal.metrics.input.bytesRead"] = TaskMetric.InputBytes,
        ["internal.metrics.input.recordsRead"] = TaskMetric.InputRecords,
        ["internal.metrics.output.bytesWritten"] = TaskMetric.OutputBytes,
        ["internal.metrics.output.recordsWritten"] = TaskMetric.OutputRecords,
        ["internal.metrics.shuffle.read.remoteBlocksFetched"] = TaskMetric.ShuffleRemoteBlocksFetched,
        ["internal.metrics.shuffle.read.localBlocksFetched"] = TaskMetric.ShuffleLocalBlocksFetched,
        ["internal.metrics.shuffle.read.fetchWaitTime"] = TaskMetric.ShuffleFetchWaitTime,
        ["internal.metrics.shuffle.read.remoteBytesRead"] = TaskMetric.ShuffleRemoteBytesRead,
        ["internal.metrics.shuffle.read.remoteBytesReadToDisk"] = TaskMetric.ShuffleRemoteBytesReadToDisk,
        ["internal.metrics.shuffle.read.localBytesRead"] = TaskMetric.ShuffleLocalBytesRead,
        ["internal.metrics.shuffle.read.recordsRead"] = TaskMetric.ShuffleReadRecords,
        ["internal.metrics.shuffle.write.bytesWritten"] = TaskMetric.ShuffleWriteBytes,
        ["internal.metrics.shuffle.write.writeTime"] = TaskMetric.ShuffleWriteTime,
        ["internal.metrics.shuffle.write.recordsWritten"] = TaskMetric.ShuffleWriteRecords,
    };
}
