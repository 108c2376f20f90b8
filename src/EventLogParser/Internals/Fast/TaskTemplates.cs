using Rightsizer.EventLogParser.Events;
using static Rightsizer.EventLogParser.Internals.Fast.TemplateKind;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>How Spark 2.x to 4.x write their task events. docs/event-log-format.md lists the fields and who writes them.</summary>
static class TaskTemplates
{
    /// <summary>Places of the values of <see cref="StartHead"/> and <see cref="EndHead"/>.</summary>
    public const int StageId = 0, StageAttemptId = 1, TaskId = 2, Index = 3, Attempt = 4, PartitionId = 5, LaunchTime = 6, ExecutorId = 7,
        Host = 9, Locality = 11, Speculative = 13, GettingResultTime = 14, FinishTime = 15, Failed = 16, Killed = 17, HeadValues = 18;

    /// <summary>The first bytes of the two events, each as long as one vector.</summary>
    public static ReadOnlySpan<byte> StartPrefix => "{\"Event\":\"SparkListenerTaskStart"u8;
    public static ReadOnlySpan<byte> EndPrefix => "{\"Event\":\"SparkListenerTaskEnd\","u8;

    /// <summary>SparkListenerTaskStart after <see cref="StartPrefix"/>, to the end of the line.</summary>
    public static readonly Template StartHead = Info(new Template()
        .Then("\",\"Stage ID\":", Number, StageId)
        .Then(",\"Stage Attempt ID\":", Number, StageAttemptId)
        .Then(",\"Task Info\":{\"Task ID\":", Number, TaskId))
        .Then("]}}")
        .Build();

    /// <summary>SparkListenerTaskEnd after <see cref="EndPrefix"/>, to the value of "Task End Reason".</summary>
    public static readonly Template EndHead = new Template()
        .Then("\"Stage ID\":", Number, StageId)
        .Then(",\"Stage Attempt ID\":", Number, StageAttemptId)
        .Then(",\"Task Type\":\"", SkippedText)
        .Then("\",\"Task End Reason\":")
        .Build();

    /// <summary>What stands behind the reason of every task end.</summary>
    public static ReadOnlySpan<byte> AfterReason => ",\"Task Info\":{\"Task ID\":"u8;

    /// <summary>The value of "Task End Reason" of a task that succeeded.</summary>
    public static ReadOnlySpan<byte> Success => "{\"Reason\":\"Success\"}"u8;

    /// <summary>"Task Info" of a task end with the comma before it, to the first byte inside "Accumulables".</summary>
    public static readonly Template EndInfo = Info(new Template().Then(",\"Task Info\":{\"Task ID\":", Number, TaskId)).Build();

    /// <summary>From the end of "Accumulables" to "Task Metrics".</summary>
    public static readonly Template EndExecutorMetrics = ExecutorMetricFields().Build();

    /// <summary>"Task Metrics" up to the first byte inside "Updated Blocks".</summary>
    public static readonly Template EndTaskMetrics = TaskMetricFields().Build();

    /// <summary>One entry of "Updated Blocks".</summary>
    public static readonly Template UpdatedBlock = new Template()
        .Then("{\"Block ID\":\"", SkippedText)
        .Then("\",\"Status\":{\"Storage Level\":{")
        .Then("\"Use Disk\":", SkippedFlag)
        .Then(",\"Use Memory\":", SkippedFlag)
        .Maybe(",\"Use Off Heap\":", SkippedFlag)
        .Then(",\"Deserialized\":", SkippedFlag)
        .Then(",\"Replication\":", SkippedNumber)
        .Then("},\"Memory Size\":", SkippedNumber)
        .Then(",\"Disk Size\":", SkippedNumber)
        .Then("}}")
        .Build();

    static Template Info(Template t) => t
        .Then(",\"Index\":", Number, Index)
        .Then(",\"Attempt\":", Number, Attempt)
        .Maybe(",\"Partition ID\":", Number, PartitionId)
        .Then(",\"Launch Time\":", Number, LaunchTime)
        .Then(",\"Executor ID\":\"", Text, ExecutorId)
        .Then("\",\"Host\":\"", Text, Host)
        .Then("\",\"Locality\":\"", Text, Locality)
        .Then("\",\"Speculative\":", Flag, Speculative)
        .Then(",\"Getting Result Time\":", Number, GettingResultTime)
        .Then(",\"Finish Time\":", Number, FinishTime)
        .Then(",\"Failed\":", Flag, Failed)
        .Then(",\"Killed\":", Flag, Killed)
        .Then(",\"Accumulables\":[");

    static Template ExecutorMetricFields() => new Template()
        .Then("]}")
        .MaybeAll(t =>
        {
            t.Then(",\"Task Executor Metrics\":{");
            var names = Enum.GetNames<ExecutorMetric>();
            for (var i = 0; i < names.Length; i++)
            {
                var key = (i == 0 ? "\"" : ",\"") + names[i] + "\":";
                if (i < (int)ExecutorMetric.TotalGCTime) t.Then(key, Number, i);
                else t.Maybe(key, Number, i);
            }
            t.Then("}");
        });

    static Template TaskMetricFields() => new Template()
        .Then(",\"Task Metrics\":{\"Executor Deserialize Time\":", Number, (int)TaskMetric.ExecutorDeserializeTime)
        .Maybe(",\"Executor Deserialize CPU Time\":", Number, (int)TaskMetric.ExecutorDeserializeCpuTime)
        .Then(",\"Executor Run Time\":", Number, (int)TaskMetric.ExecutorRunTime)
        .Maybe(",\"Executor CPU Time\":", Number, (int)TaskMetric.ExecutorCpuTime)
        .Maybe(",\"Peak Execution Memory\":", Number, (int)TaskMetric.PeakExecutionMemory)
        .Maybe(",\"Peak On Heap Execution Memory\":", SkippedNumber)
        .Maybe(",\"Peak Off Heap Execution Memory\":", SkippedNumber)
        .Then(",\"Result Size\":", Number, (int)TaskMetric.ResultSize)
        .Then(",\"JVM GC Time\":", Number, (int)TaskMetric.JvmGcTime)
        .Then(",\"Result Serialization Time\":", Number, (int)TaskMetric.ResultSerializationTime)
        .Then(",\"Memory Bytes Spilled\":", Number, (int)TaskMetric.MemoryBytesSpilled)
        .Then(",\"Disk Bytes Spilled\":", Number, (int)TaskMetric.DiskBytesSpilled)
        .Then(",\"Shuffle Read Metrics\":{")
        .Then("\"Remote Blocks Fetched\":", Number, (int)TaskMetric.ShuffleRemoteBlocksFetched)
        .Then(",\"Local Blocks Fetched\":", Number, (int)TaskMetric.ShuffleLocalBlocksFetched)
        .Then(",\"Fetch Wait Time\":", Number, (int)TaskMetric.ShuffleFetchWaitTime)
        .Then(",\"Remote Bytes Read\":", Number, (int)TaskMetric.ShuffleRemoteBytesRead)
        .Maybe(",\"Remote Bytes Read To Disk\":", Number, (int)TaskMetric.ShuffleRemoteBytesReadToDisk)
        .Then(",\"Local Bytes Read\":", Number, (int)TaskMetric.ShuffleLocalBytesRead)
        .Then(",\"Total Records Read\":", Number, (int)TaskMetric.ShuffleReadRecords)
        .Maybe(",\"Remote Requests Duration\":", Number, (int)TaskMetric.ShuffleRemoteReqsDuration)
        .MaybeAll(PushBasedShuffle)
        .Then("},\"Shuffle Write Metrics\":{")
        .Then("\"Shuffle Bytes Written\":", Number, (int)TaskMetric.ShuffleWriteBytes)
        .Then(",\"Shuffle Write Time\":", Number, (int)TaskMetric.ShuffleWriteTime)
        .Then(",\"Shuffle Records Written\":", Number, (int)TaskMetric.ShuffleWriteRecords)
        .Then("},\"Input Metrics\":{\"Bytes Read\":", Number, (int)TaskMetric.InputBytes)
        .Then(",\"Records Read\":", Number, (int)TaskMetric.InputRecords)
        .Then("},\"Output Metrics\":{")
        .Then("\"Bytes Written\":", Number, (int)TaskMetric.OutputBytes)
        .Then(",\"Records Written\":", Number, (int)TaskMetric.OutputRecords)
        .Then("},\"Updated Blocks\":[");

    /// <summary>Spark writes this object under one name and reads it back under another, so its own numbers never have it.</summary>
    static void PushBasedShuffle(Template t) => t
        .Then(",\"Push Based Shuffle\":{")
        .Then("\"Corrupt Merged Block Chunks\":", SkippedNumber)
        .Then(",\"Merged Fetch Fallback Count\":", SkippedNumber)
        .Then(",\"Merged Remote Blocks Fetched\":", SkippedNumber)
        .Then(",\"Merged Local Blocks Fetched\":", SkippedNumber)
        .Then(",\"Merged Remote Chunks Fetched\":", SkippedNumber)
        .Then(",\"Merged Local Chunks Fetched\":", SkippedNumber)
        .Then(",\"Merged Remote Bytes Read\":", SkippedNumber)
        .Then(",\"Merged Local Bytes Read\":", SkippedNumber)
        .Then(",\"Merged Remote Requests Duration\":", SkippedNumber)
        .Then("}");
}
