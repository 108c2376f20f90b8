using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>"Task Metrics": figures of its own, and groups of them.</summary>
static class TaskMetricsDecoder
{
    /// <summary>The groups, numbered behind the metrics, so that one list of names holds both.</summary>
    const TaskMetric ShuffleRead = (TaskMetric)TaskMetrics.Count, ShuffleWrite = ShuffleRead + 1, Input = ShuffleRead + 2,
        Output = ShuffleRead + 3, PushBasedShuffleRead = ShuffleRead + 4;

    static readonly FieldNames<TaskMetric> Fields = new(
        (TaskMetric.ExecutorDeserializeTime, "Executor Deserialize Time"),
        (TaskMetric.ExecutorDeserializeCpuTime, "Executor Deserialize CPU Time"),
        (TaskMetric.ExecutorRunTime, "Executor Run Time"),
        (TaskMetric.ExecutorCpuTime, "Executor CPU Time"),
        (TaskMetric.PeakExecutionMemory, "Peak Execution Memory"),
        (TaskMetric.ResultSize, "Result Size"),
        (TaskMetric.JvmGcTime, "JVM GC Time"),
        (TaskMetric.ResultSerializationTime, "Result Serialization Time"),
        (TaskMetric.MemoryBytesSpilled, "Memory Bytes Spilled"),
        (TaskMetric.DiskBytesSpilled, "Disk Bytes Spilled"),
        (ShuffleRead, "Shuffle Read Metrics"),
        (ShuffleWrite, "Shuffle Write Metrics"),
        (Input, "Input Metrics"),
        (Output, "Output Metrics"));

    static readonly FieldNames<TaskMetric> ShuffleReadFields = new(
        (TaskMetric.ShuffleRemoteBlocksFetched, "Remote Blocks Fetched"),
        (TaskMetric.ShuffleLocalBlocksFetched, "Local Blocks Fetched"),
        (TaskMetric.ShuffleFetchWaitTime, "Fetch Wait Time"),
        (TaskMetric.ShuffleRemoteBytesRead, "Remote Bytes Read"),
        (TaskMetric.ShuffleRemoteBytesReadToDisk, "Remote Bytes Read To Disk"),
        (TaskMetric.ShuffleLocalBytesRead, "Local Bytes Read"),
        (TaskMetric.ShuffleReadRecords, "Total Records Read"),
        (TaskMetric.ShuffleRemoteReqsDuration, "Remote Requests Duration"),
        (PushBasedShuffleRead, "Shuffle Push Read Metrics"));

    static readonly FieldNames<TaskMetric> PushBasedFields = new(
        (TaskMetric.ShuffleCorruptMergedBlockChunks, "Corrupt Merged Block Chunks"),
        (TaskMetric.ShuffleMergedFetchFallbackCount, "Merged Fallback Count"),
        (TaskMetric.ShuffleMergedRemoteBlocksFetched, "Merged Remote Blocks Fetched"),
        (TaskMetric.ShuffleMergedLocalBlocksFetched, "Merged Local Blocks Fetched"),
        (TaskMetric.ShuffleMergedRemoteChunksFetched, "Merged Remote Chunks Fetched"),
        (TaskMetric.ShuffleMergedLocalChunksFetched, "Merged Local Chunks Fetched"),
        (TaskMetric.ShuffleMergedRemoteBytesRead, "Merged Remote Bytes Read"),
        (TaskMetric.ShuffleMergedLocalBytesRead, "Merged Local Bytes Read"),
        (TaskMetric.ShuffleMergedRemoteReqsDuration, "Merged Remote Requests Duration"));

    static readonly FieldNames<TaskMetric> ShuffleWriteFields = new(
        (TaskMetric.ShuffleWriteBytes, "Shuffle Bytes Written"),
        (TaskMetric.ShuffleWriteTime, "Shuffle Write Time"),
        (TaskMetric.ShuffleWriteRecords, "Shuffle Records Written"));

    static readonly FieldNames<TaskMetric> InputFields = new(
        (TaskMetric.InputBytes, "Bytes Read"), (TaskMetric.InputRecords, "Records Read"));

    static readonly FieldNames<TaskMetric> OutputFields = new(
        (TaskMetric.OutputBytes, "Bytes Written"), (TaskMetric.OutputRecords, "Records Written"));

    /// <returns>False where the value is no object; then all metrics are 0.</returns>
    public static bool TryRead(ref Utf8JsonReader r, ref TaskMetrics metrics)
    {
        metrics = default;
        if (!Json.EnterObject(ref r)) return false;
        ReadFields(ref r, ref metrics, Fields);
        return true;
    }

    static void ReadFields(ref Utf8JsonReader r, ref TaskMetrics metrics, FieldNames<TaskMetric> fields)
    {
        var hint = 0;
        while (fields.Next(ref r, ref hint, out var field))
        {
            if (field < ShuffleRead) metrics[field] = Json.Long(ref r);
            else if (Json.EnterObject(ref r)) ReadFields(ref r, ref metrics, FieldsOf(field));
        }
    }

    static FieldNames<TaskMetric> FieldsOf(TaskMetric group) => group switch
    {
        ShuffleRead => ShuffleReadFields,
        ShuffleWrite => ShuffleWriteFields,
        Input => InputFields,
        Output => OutputFields,
        _ => PushBasedFields,
    };
}
