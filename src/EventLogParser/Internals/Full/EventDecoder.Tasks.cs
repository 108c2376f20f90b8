using System.Text.Json;
using System.Text.Unicode;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full;

sealed partial class EventDecoder
{
    static readonly FieldNames TaskEventFields = new(
        "Stage ID", "Stage Attempt ID", "Task End Reason", "Task Info", "Task Executor Metrics", "Task Metrics");

    static readonly FieldNames TaskInfoFields = new(
        "Task ID", "Index", "Attempt", "Partition ID", "Launch Time", "Executor ID", "Host", "Locality", "Speculative",
        "Getting Result Time", "Finish Time", "Failed", "Killed", "Accumulables");

    HotEvent ReadTaskStart(ref Utf8JsonReader r)
    {
        taskStart = new TaskStartEvent { Task = NoTask };
        var hint = 0;
        while (Json.NextProperty(ref r, TaskEventFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: taskStart.StageId = Json.Int(ref r); break;
                case 1: taskStart.StageAttemptId = Json.Int(ref r); break;
                case 3: ReadTaskInfo(ref r, ref taskStart.Task, accumulables: false); break;
                default: r.Skip(); break;
            }
        }
        return HotEvent.TaskStart;
    }

    HotEvent ReadTaskEnd(ref Utf8JsonReader r, string name)
    {
        taskEnd = new TaskEndEvent { Task = NoTask, Reason = NoReason, ExecutorMetrics = ExecutorMetrics.None };
        updateCount = 0;
        var hint = 0;
        var hasTaskInfo = false;
        while (Json.NextProperty(ref r, TaskEventFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: taskEnd.StageId = Json.Int(ref r); break;
                case 1: taskEnd.StageAttemptId = Json.Int(ref r); break;
                case 2: taskEnd.Reason = ReadReason(ref r); break;
                case 3: hasTaskInfo = ReadTaskInfo(ref r, ref taskEnd.Task, readAccumulables); break;
                case 4: ReadExecutorMetrics(ref r, ref taskEnd.ExecutorMetrics); break;
                case 5: taskEnd.HasMetrics = ReadTaskMetrics(ref r, ref taskEnd.Metrics); break;
                default: r.Skip(); break;
            }
        }
        if (hasTaskInfo) return HotEvent.TaskEnd;
        rare = new OtherEvent(name);
        return HotEvent.None;
    }

    static readonly TaskInfo NoTask = new() { Attempt = 1, PartitionId = -1 };
    static readonly TaskEndReason NoReason = new();

    bool ReadTaskInfo(ref Utf8JsonReader r, ref TaskInfo task, bool accumulables)
    {
        if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); return false; }
        var hint = 0;
        while (Json.NextProperty(ref r, TaskInfoFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: task.TaskId = Json.Long(ref r); break;
                case 1: task.Index = Json.Int(ref r); break;
                case 2: task.Attempt = Json.Int(ref r, 1); break;
                case 3: task.PartitionId = Json.Int(ref r, -1); break;
                case 4: task.LaunchTimeMs = Json.Long(ref r); break;
                case 5: task.ExecutorId = pool.Get(ref r); break;
                case 6: task.Host = pool.Get(ref r); break;
                case 7: task.Locality = pool.Get(ref r); break;
                case 8: task.Speculative = Json.Bool(ref r); break;
                case 9: task.GettingResultTimeMs = Json.Long(ref r); break;
                case 10: task.FinishTimeMs = Json.Long(ref r); break;
                case 11: task.Failed = Json.Bool(ref r); break;
                case 12: task.Killed = Json.Bool(ref r); break;
                case 13 when accumulables: ReadUpdates(ref r); break;
                default: r.Skip(); break;
            }
        }
        return true;
    }

    static readonly FieldNames UpdateFields = new("ID", "Update");

    void ReadUpdates(ref Utf8JsonReader r)
    {
        if (r.TokenType != JsonTokenType.StartArray) { r.Skip(); return; }
        while (r.Read() && r.TokenType != JsonTokenType.EndArray)
        {
            if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); continue; }
            long id = 0;
            long? update = null;
            var hint = 0;
            while (Json.NextProperty(ref r, UpdateFields, ref hint, out var field))
            {
                if (field == 0) id = Json.Long(ref r);
                else if (field == 1) update = WholeNumber(ref r);
                else r.Skip();
            }
            if (update is not { } value) continue;
            if (updateCount == updates.Length) Array.Resize(ref updates, updateCount * 2);
            updates[updateCount++] = new AccumulatorUpdate(id, value);
        }
    }

    static long? WholeNumber(ref Utf8JsonReader r)
    {
        switch (r.TokenType)
        {
            case JsonTokenType.Number: return r.TryGetInt64(out var n) ? n : null;
            case JsonTokenType.String:
                return System.Buffers.Text.Utf8Parser.TryParse(r.ValueSpan, out long s, out var used) && used == r.ValueSpan.Length ? s : null;
            default: r.Skip(); return null;
        }
    }

    static readonly FieldNames MetricFields = new(
        "Executor Deserialize Time", "Executor Deserialize CPU Time", "Executor Run Time", "Executor CPU Time", "Peak Execution Memory",
        "Result Size", "JVM GC Time", "Result Serialization Time", "Memory Bytes Spilled", "Disk Bytes Spilled",
        "Shuffle Read Metrics", "Shuffle Write Metrics", "Input Metrics", "Output Metrics");

    static readonly TaskMetric[] TopMetrics =
    [
        TaskMetric.ExecutorDeserializeTime, TaskMetric.ExecutorDeserializeCpuTime, TaskMetric.ExecutorRunTime, TaskMetric.ExecutorCpuTime,
        TaskMetric.PeakExecutionMemory, TaskMetric.ResultSize, TaskMetric.JvmGcTime, TaskMetric.ResultSerializationTime,
        TaskMetric.MemoryBytesSpilled, TaskMetric.DiskBytesSpilled,
    ];

    static readonly FieldNames ShuffleReadFields = new(
        "Remote Blocks Fetched", "Local Blocks Fetched", "Fetch Wait Time", "Remote Bytes Read", "Remote Bytes Read To Disk",
        "Local Bytes Read", "Total Records Read", "Remote Requests Duration", "Shuffle Push Read Metrics");

    static readonly TaskMetric[] ShuffleReadMetrics =
    [
        TaskMetric.ShuffleRemoteBlocksFetched, TaskMetric.ShuffleLocalBlocksFetched, TaskMetric.ShuffleFetchWaitTime,
        TaskMetric.ShuffleRemoteBytesRead, TaskMetric.ShuffleRemoteBytesReadToDisk, TaskMetric.ShuffleLocalBytesRead,
        TaskMetric.ShuffleReadRecords, TaskMetric.ShuffleRemoteReqsDuration,
    ];

    static readonly FieldNames PushFields = new(
        "Corrupt Merged Block Chunks", "Merged Fallback Count", "Merged Remote Blocks Fetched", "Merged Local Blocks Fetched",
        "Merged Remote Chunks Fetched", "Merged Local Chunks Fetched", "Merged Remote Bytes Read", "Merged Local Bytes Read",
        "Merged Remote Requests Duration");

    static readonly TaskMetric[] PushMetrics =
    [
        TaskMetric.ShuffleCorruptMergedBlockChunks, TaskMetric.ShuffleMergedFetchFallbackCount, TaskMetric.ShuffleMergedRemoteBlocksFetched,
        TaskMetric.ShuffleMergedLocalBlocksFetched, TaskMetric.ShuffleMergedRemoteChunksFetched, TaskMetric.ShuffleMergedLocalChunksFetched,
        TaskMetric.ShuffleMergedRemoteBytesRead, TaskMetric.ShuffleMergedLocalBytesRead, TaskMetric.ShuffleMergedRemoteReqsDuration,
    ];

    static readonly FieldNames ShuffleWriteFields = new("Shuffle Bytes Written", "Shuffle Write Time", "Shuffle Records Written");
    static readonly TaskMetric[] ShuffleWriteMetrics = [TaskMetric.ShuffleWriteBytes, TaskMetric.ShuffleWriteTime, TaskMetric.ShuffleWriteRecords];
    static readonly FieldNames InputFields = new("Bytes Read", "Records Read");
    static readonly TaskMetric[] InputMetrics = [TaskMetric.InputBytes, TaskMetric.InputRecords];
    static readonly FieldNames OutputFields = new("Bytes Written", "Records Written");
    static readonly TaskMetric[] OutputMetrics = [TaskMetric.OutputBytes, TaskMetric.OutputRecords];

    static bool ReadTaskMetrics(ref Utf8JsonReader r, ref TaskMetrics m)
    {
        m = default;
        if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); return false; }
        var hint = 0;
        while (Json.NextProperty(ref r, MetricFields, ref hint, out var field))
        {
            switch (field)
            {
                case >= 0 and < 10: m[TopMetrics[field]] = Json.Long(ref r); break;
                case 10: ReadGroup(ref r, ref m, ShuffleReadFields, ShuffleReadMetrics); break;
                case 11: ReadGroup(ref r, ref m, ShuffleWriteFields, ShuffleWriteMetrics); break;
                case 12: ReadGroup(ref r, ref m, InputFields, InputMetrics); break;
                case 13: ReadGroup(ref r, ref m, OutputFields, OutputMetrics); break;
                default: r.Skip(); break;
            }
        }
        return true;
    }

    static void ReadGroup(ref Utf8JsonReader r, ref TaskMetrics m, FieldNames names, TaskMetric[] metrics)
    {
        if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); return; }
        var hint = 0;
        while (Json.NextProperty(ref r, names, ref hint, out var field))
        {
            if (field < 0) r.Skip();
            else if (field < metrics.Length) m[metrics[field]] = Json.Long(ref r);
            else ReadGroup(ref r, ref m, PushFields, PushMetrics);
        }
    }

    static readonly FieldNames ExecutorMetricFields = new(Enum.GetNames<ExecutorMetric>());

    static void ReadExecutorMetrics(ref Utf8JsonReader r, ref ExecutorMetrics m)
    {
        m = ExecutorMetrics.None;
        if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); return; }
        var hint = 0;
        while (Json.NextProperty(ref r, ExecutorMetricFields, ref hint, out var field))
        {
            if (field < 0) r.Skip();
            else m[field] = Json.Long(ref r);
        }
    }

    /// <summary>A "Task End Reason" on its own; null where it is not one whole JSON object.</summary>
    public TaskEndReason? DecodeReason(ReadOnlySpan<byte> value)
    {
        if (value is not [(byte)'{', ..] || !Utf8.IsValid(value)) return null;
        try
        {
            var r = new Utf8JsonReader(value, ReaderOptions);
            r.Read();
            var reason = ReadReason(ref r);
            ReadToEnd(ref r);
            return reason;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    TaskEndReason ReadReason(ref Utf8JsonReader r)
    {
        if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); return NoReason; }
        // nine in ten are {"Reason":"Success"}: look before anything is built
        var ahead = r;
        if (ahead.Read() && ahead.TokenType == JsonTokenType.PropertyName && ahead.ValueTextEquals("Reason"u8) && ahead.Read()
            && ahead.TokenType == JsonTokenType.String && ahead.ValueTextEquals("Success"u8) && ahead.Read() && ahead.TokenType == JsonTokenType.EndObject)
        {
            r = ahead;
            return TaskEndReason.Success;
        }
        if (!readErrorTexts) return ReadBareReason(ref r);
        using var document = JsonDocument.ParseValue(ref r);
        return TaskEndReasons.From(document.RootElement);
    }

    TaskEndReason ReadBareReason(ref Utf8JsonReader r)
    {
        string? reason = null;
        while (r.Read() && r.TokenType == JsonTokenType.PropertyName)
        {
            var isReason = r.ValueTextEquals("Reason"u8);
            r.Read();
            if (isReason) reason = pool.Get(ref r);
            else r.Skip();
        }
        return new TaskEndReason { Reason = reason };
    }

    TaskGettingResultEvent ReadTaskGettingResult(ref Utf8JsonReader r)
    {
        var task = NoTask;
        var hint = 0;
        while (Json.NextProperty(ref r, TaskEventFields, ref hint, out var field))
        {
            if (field == 3) ReadTaskInfo(ref r, ref task, accumulables: false);
            else r.Skip();
        }
        return new TaskGettingResultEvent(task);
    }
}
