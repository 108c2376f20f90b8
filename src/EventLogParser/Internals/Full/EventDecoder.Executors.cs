using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full;

sealed partial class EventDecoder
{
    static readonly FieldNames ExecutorFields = new("Timestamp", "Executor ID", "Executor Info", "Removed Reason");

    static readonly FieldNames ExecutorInfoFields = new(
        "Host", "Total Cores", "Log Urls", "Attributes", "Resources", "Resource Profile Id", "Registration Time", "Request Time");

    ExecutorAddedEvent ReadExecutorAdded(ref Utf8JsonReader r)
    {
        var e = new ExecutorAddedEvent("", 0, null, 0, 0, null, null, Json.Empty, Json.Empty, null);
        var hint = 0;
        while (Json.NextProperty(ref r, ExecutorFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: e = e with { TimeMs = Json.Long(ref r) }; break;
                case 1: e = e with { ExecutorId = pool.Get(ref r) ?? "" }; break;
                case 2 when r.TokenType == JsonTokenType.StartObject: e = ReadExecutorInfo(ref r, e); break;
                default: r.Skip(); break;
            }
        }
        return e;
    }

    ExecutorAddedEvent ReadExecutorInfo(ref Utf8JsonReader r, ExecutorAddedEvent e)
    {
        var hint = 0;
        while (Json.NextProperty(ref r, ExecutorInfoFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: e = e with { Host = pool.Get(ref r) }; break;
                case 1: e = e with { TotalCores = Json.Int(ref r) }; break;
                case 2 when readExecutorDetails: e = e with { LogUrls = Json.StringMap(ref r) }; break;
                case 3 when readExecutorDetails: e = e with { Attributes = Json.StringMap(ref r) }; break;
                case 4 when r.TokenType == JsonTokenType.StartObject: e = e with { ResourcesJson = Json.Raw(ref r) }; break;
                case 5: e = e with { ResourceProfileId = Json.Int(ref r) }; break;
                case 6: e = e with { RegistrationTimeMs = Json.OptionalLong(ref r) }; break;
                case 7: e = e with { RequestTimeMs = Json.OptionalLong(ref r) }; break;
                default: r.Skip(); break;
            }
        }
        return e;
    }

    ExecutorRemovedEvent ReadExecutorRemoved(ref Utf8JsonReader r)
    {
        var id = "";
        long time = 0;
        string? reason = null;
        var hint = 0;
        while (Json.NextProperty(ref r, ExecutorFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: time = Json.Long(ref r); break;
                case 1: id = pool.Get(ref r) ?? ""; break;
                case 3: reason = Json.Text(ref r); break;
                default: r.Skip(); break;
            }
        }
        return new ExecutorRemovedEvent(id, time, reason);
    }

    static readonly FieldNames BlockManagerFields = new(
        "Block Manager ID", "Maximum Memory", "Timestamp", "Maximum Onheap Memory", "Maximum Offheap Memory");

    static readonly FieldNames BlockManagerIdFields = new("Executor ID", "Host", "Port");

    BlockManagerAddedEvent ReadBlockManagerAdded(ref Utf8JsonReader r)
    {
        var id = "";
        string? host = null;
        int port = 0, hint = 0;
        long memory = 0, time = -1;
        long? onHeap = null, offHeap = null;
        while (Json.NextProperty(ref r, BlockManagerFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0 when r.TokenType == JsonTokenType.StartObject:
                    var inner = 0;
                    while (Json.NextProperty(ref r, BlockManagerIdFields, ref inner, out var f))
                    {
                        if (f == 0) id = pool.Get(ref r) ?? "";
                        else if (f == 1) host = pool.Get(ref r);
                        else if (f == 2) port = Json.Int(ref r);
                        else r.Skip();
                    }
                    break;
                case 1: memory = Json.Long(ref r); break;
                case 2: time = Json.Long(ref r, -1); break;
                case 3: onHeap = Json.OptionalLong(ref r); break;
                case 4: offHeap = Json.OptionalLong(ref r); break;
                default: r.Skip(); break;
            }
        }
        return new BlockManagerAddedEvent(id, host, port, time, memory, onHeap, offHeap);
    }

    static readonly FieldNames ExclusionFields = new("executorId", "hostId", "stageId", "stageAttemptId");

    ExclusionEvent ReadExclusion(ref Utf8JsonReader r, bool excluded)
    {
        string? executor = null, host = null;
        int? stage = null, attempt = null;
        var hint = 0;
        while (Json.NextProperty(ref r, ExclusionFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: executor = pool.Get(ref r); break;
                case 1: host = pool.Get(ref r); break;
                case 2: stage = Json.Int(ref r); break;
                case 3: attempt = Json.Int(ref r); break;
                default: r.Skip(); break;
            }
        }
        return new ExclusionEvent(executor, host, excluded, stage, attempt);
    }

    static readonly FieldNames StageExecutorFields = new("Executor ID", "Stage ID", "Stage Attempt ID", "Executor Metrics");

    StageExecutorMetricsEvent ReadStageExecutorMetrics(ref Utf8JsonReader r)
    {
        var id = "";
        int stage = 0, attempt = 0, hint = 0;
        var metrics = ExecutorMetrics.None;
        while (Json.NextProperty(ref r, StageExecutorFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: id = pool.Get(ref r) ?? ""; break;
                case 1: stage = Json.Int(ref r); break;
                case 2: attempt = Json.Int(ref r); break;
                case 3: ReadExecutorMetrics(ref r, ref metrics); break;
                default: r.Skip(); break;
            }
        }
        return new StageExecutorMetricsEvent(id, stage, attempt, metrics);
    }

    static readonly FieldNames HeartbeatFields = new("Executor ID", "Metrics Updated", "Executor Metrics Updated");

    ExecutorMetricsUpdateEvent ReadExecutorMetricsUpdate(ref Utf8JsonReader r)
    {
        var id = "";
        var tasks = new List<TaskMetricsUpdate>();
        var stages = new List<StageExecutorMetricsEvent>();
        var hint = 0;
        while (Json.NextProperty(ref r, HeartbeatFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: id = pool.Get(ref r) ?? ""; break;
                case 1 when r.TokenType == JsonTokenType.StartArray:
                    while (r.Read() && r.TokenType != JsonTokenType.EndArray)
                    {
                        if (r.TokenType == JsonTokenType.StartObject) tasks.Add(ReadTaskUpdate(ref r));
                        else r.Skip();
                    }
                    break;
                case 2 when r.TokenType == JsonTokenType.StartArray:
                    while (r.Read() && r.TokenType != JsonTokenType.EndArray)
                    {
                        if (r.TokenType == JsonTokenType.StartObject) stages.Add(ReadStageExecutorMetrics(ref r));
                        else r.Skip();
                    }
                    break;
                default: r.Skip(); break;
            }
        }
        return new ExecutorMetricsUpdateEvent(id, tasks, [.. stages.Select(s => s with { ExecutorId = id })]);
    }

    static readonly FieldNames TaskUpdateFields = new("Task ID", "Stage ID", "Stage Attempt ID", "Accumulator Updates");
    static readonly FieldNames NamedUpdateFields = new("Name", "Update");

    TaskMetricsUpdate ReadTaskUpdate(ref Utf8JsonReader r)
    {
        long task = 0;
        int stage = 0, attempt = 0, hint = 0;
        var metrics = default(TaskMetrics);
        while (Json.NextProperty(ref r, TaskUpdateFields, ref hint, out var field))
        {
            switch (field)
            {
                case 0: task = Json.Long(ref r); break;
                case 1: stage = Json.Int(ref r); break;
                case 2: attempt = Json.Int(ref r); break;
                case 3 when r.TokenType == JsonTokenType.StartArray: ReadNamedUpdates(ref r, ref metrics); break;
                default: r.Skip(); break;
            }
        }
        return new TaskMetricsUpdate(task, stage, attempt, metrics);
    }

    void ReadNamedUpdates(ref Utf8JsonReader r, ref TaskMetrics metrics)
    {
        while (r.Read() && r.TokenType != JsonTokenType.EndArray)
        {
            if (r.TokenType != JsonTokenType.StartObject) { r.Skip(); continue; }
            string? name = null;
            long? update = null;
            var hint = 0;
            while (Json.NextProperty(ref r, NamedUpdateFields, ref hint, out var field))
            {
                if (field == 0) name = pool.Get(ref r);
                else if (field == 1) update = Json.OptionalLong(ref r);
                else r.Skip();
            }
            if (update is { } value && name is not null && Accumulators.Metrics.TryGetValue(name, out var metric)) metrics[metric] = value;
        }
    }

    /// <summary>Spark's own accumulators behind TaskMetrics, by which heartbeats report; few logs have any.</summary>
    static class Accumulators
    {
        public static readonly Dictionary<string, TaskMetric> Metrics = new(StringComparer.Ordinal)
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
}
