using System.Globalization;
using System.Text;

namespace Rightsizer.Benchmarks.Generator;

/// <summary>
/// Writes the event log of a made-up Spark application: field names and order as Spark writes them, numbers drawn from a seed.
/// </summary>
sealed class LogGenerator(Stream output, LogLayout layout, int seed)
{
    const int Executors = 80, CoresPerExecutor = 8, TasksPerStage = 2000, StagesPerJob = 4;
    const long StartMs = 1718000000000;

    static readonly string[] Localities = ["PROCESS_LOCAL", "NODE_LOCAL", "ANY"];

    readonly Random random = new(seed);
    readonly StringBuilder text = new();
    byte[] bytes = new byte[1 << 16];
    long written, nowMs = StartMs, taskId, accumulatorId;

    /// <summary>Whole jobs' worth of events until <paramref name="targetBytes"/> of plain JSON are passed.</summary>
    public (long Tasks, long Bytes) Write(long targetBytes)
    {
        WriteStart();
        for (int job = 0, stage = 0; written < targetBytes; job++)
        {
            Line($$$"""{"Event":"SparkListenerJobStart","Job ID":{{{job}}},"Submission Time":{{{nowMs}}},"Stage Infos":[],"Stage IDs":[{{{string.Join(',', Enumerable.Range(stage, StagesPerJob))}}}],"Properties":{}}""");
            for (var i = 0; i < StagesPerJob && written < targetBytes; i++) WriteStage(stage++, targetBytes);
            Line($$$"""{"Event":"SparkListenerJobEnd","Job ID":{{{job}}},"Completion Time":{{{nowMs}}},"Job Result":{"Result":"JobSucceeded"}}""");
        }
        Line($$"""{"Event":"SparkListenerApplicationEnd","Timestamp":{{nowMs}}}""");
        return (taskId, written);
    }

    void WriteStart()
    {
        Line($$"""{"Event":"SparkListenerLogStart","Spark Version":"{{(layout.Spark24 ? "2.4.8" : "3.5.3")}}"}""");
        Line("""{"Event":"SparkListenerEnvironmentUpdate","JVM Information":{"Java Version":"17.0.11"},"Spark Properties":{"spark.executor.memory":"16g","spark.executor.cores":"8","spark.master":"yarn"},"System Properties":{},"Classpath Entries":{}}""");
        Line($$"""{"Event":"SparkListenerApplicationStart","App Name":"benchmark","App ID":"application_1718000000000_0001","Timestamp":{{nowMs}},"User":"hadoop"}""");
        for (var i = 1; i <= Executors; i++)
        {
            nowMs += 10;
            Line($$$"""{"Event":"SparkListenerExecutorAdded","Timestamp":{{{nowMs}}},"Executor ID":"{{{i}}}","Executor Info":{"Host":"{{{Host(i)}}}","Total Cores":{{{CoresPerExecutor}}},"Log Urls":{},"Attributes":{},"Resources":{},"Resource Profile Id":0}}""");
        }
    }

    void WriteStage(int stage, long targetBytes)
    {
        var submitted = nowMs;
        var first = accumulatorId;
        accumulatorId += 30 + layout.SqlMetrics + layout.AwkwardNames;
        Line($$$"""{"Event":"SparkListenerStageSubmitted","Stage Info":{{{StageInfo(stage, submitted, "")}}},"Properties":{}}""");
        for (var i = 0; i < TasksPerStage && written < targetBytes; i++)
        {
            nowMs += random.Next(3);
            var launched = nowMs - random.Next(200, 60_000);
            var executor = random.Next(1, Executors + 1);
            var info = TaskInfo(i, executor, launched);
            Line($$$"""{"Event":"SparkListenerTaskStart","Stage ID":{{{stage}}},"Stage Attempt ID":0,"Task Info":{{{info}}},"Getting Result Time":0,"Finish Time":0,"Failed":false,"Killed":false,"Accumulables":[]}}""");
            WriteTaskEnd(stage, info, nowMs - launched, first, random.NextDouble() < layout.FailedShare);
            taskId++;
        }
        Line($$"""{"Event":"SparkListenerStageCompleted","Stage Info":{{StageInfo(stage, submitted, $",\"Completion Time\":{nowMs}")}}}""");
    }

    static string StageInfo(int stage, long submitted, string completed) =>
        $$"""{"Stage ID":{{stage}},"Stage Attempt ID":0,"Stage Name":"save at Benchmark.scala:{{stage}}","Number of Tasks":{{TasksPerStage}},"RDD Info":[],"Parent IDs":[],"Details":"","Submission Time":{{submitted}}{{completed}},"Accumulables":[],"Resource Profile Id":0}""";

    string TaskInfo(int index, int executor, long launched)
    {
        var partition = layout.Spark24 ? "" : $",\"Partition ID\":{index}";
        return $$"""{"Task ID":{{taskId}},"Index":{{index}},"Attempt":0{{partition}},"Launch Time":{{launched}},"Executor ID":"{{executor}}","Host":"{{Host(executor)}}","Locality":"{{Localities[random.Next(Localities.Length)]}}","Speculative":false""";
    }

    static string Host(int executor) => $"ip-10-0-{executor / 16}-{executor % 16 + 10}.us-west-2.compute.internal";

    void WriteTaskEnd(int stage, string info, long durationMs, long firstAccumulator, bool failed)
    {
        var runMs = durationMs * 9 / 10;
        var cpuNs = runMs * random.Next(300_000, 950_000);
        var records = random.Next(1, 4_000_000);
        var size = (long)records * random.Next(20, 400);
        text.Clear().Append(CultureInfo.InvariantCulture, $$"""{"Event":"SparkListenerTaskEnd","Stage ID":{{stage}},"Stage Attempt ID":0,"Task Type":"ShuffleMapTask","Task End Reason":""");
        text.Append(failed ? Failure() : """{"Reason":"Success"}""");
        text.Append(CultureInfo.InvariantCulture, $$""","Task Info":{{info}},"Getting Result Time":0,"Finish Time":{{nowMs}},"Failed":{{(failed ? "true" : "false")}},"Killed":false,"Accumulables":[""");
        AppendAccumulables(firstAccumulator, runMs, cpuNs, records, size);
        text.Append("]}");
        if (!layout.Spark24) AppendExecutorMetrics();
        AppendTaskMetrics(runMs, cpuNs, records, size);
        Line();
    }

    static readonly string[] InternalMetrics =
    [
        "executorDeserializeTime", "executorDeserializeCpuTime", "executorRunTime", "executorCpuTime", "resultSize", "peakExecutionMemory",
        "shuffle.read.recordsRead", "shuffle.write.bytesWritten", "shuffle.write.recordsWritten", "shuffle.write.writeTime",
            "input.bytesRead", "input.recordsRead",
    ];

    static readonly string[] SqlMetrics =
        ["number of output rows", "scan time", "duration", "number of input batches", "time in aggregation build", "peak memory",
            "spill size", "data size", "shuffle bytes written", "shuffle write time"];

    /// <summary>What users write into accumulator names, with a piece of an event that a careless scanner would take for one.</summary>
    const string AwkwardName = "größe \\\"quoted\\\" [0] {a} ]},\\\"Task Metrics\\\":{\\\"Executor Run Time\\\":1";

    void AppendAccumulables(long first, long runMs, long cpuNs, long records, long size)
    {
        long[] values = [runMs, cpuNs, records, size];
        for (var i = 0; i < layout.SqlMetrics; i++)
        {
            var value = values[i % values.Length];
            text.Append(CultureInfo.InvariantCulture, $$"""{"ID":{{first + i}},"Name":"{{SqlMetrics[i % SqlMetrics.Length]}}","Update":"{{value}}","Value":"{{value * 3}}","Internal":true,"Count Failed Values":true,"Metadata":"sql"},""");
        }
        for (var i = 0; i < layout.AwkwardNames; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""{"ID":{{first + layout.SqlMetrics + i}},"Name":"{{AwkwardName}}","Update":{{records}},"Value":{{records}},"Internal":false,"Count Failed Values":false},""");
        }
        for (var i = 0; i < InternalMetrics.Length; i++)
        {
            var value = values[i % values.Length];
            text.Append(CultureInfo.InvariantCulture, $$"""{"ID":{{first + 200 + i}},"Name":"internal.metrics.{{InternalMetrics[i]}}","Update":{{value}},"Value":{{value * 2}},"Internal":true,"Count Failed Values":true},""");
        }
        text.Length--;
    }

    static readonly string[] ExecutorMetrics =
    [
        "JVMHeapMemory", "JVMOffHeapMemory", "OnHeapExecutionMemory", "OffHeapExecutionMemory", "OnHeapStorageMemory",
            "OffHeapStorageMemory", "OnHeapUnifiedMemory",
        "OffHeapUnifiedMemory", "DirectPoolMemory", "MappedPoolMemory", "ProcessTreeJVMVMemory", "ProcessTreeJVMRSSMemory",
            "ProcessTreePythonVMemory",
        "ProcessTreePythonRSSMemory", "ProcessTreeOtherVMemory", "ProcessTreeOtherRSSMemory", "MinorGCCount", "MinorGCTime", "MajorGCCount",
            "MajorGCTime", "TotalGCTime",
    ];

    void AppendExecutorMetrics()
    {
        text.Append(",\"Task Executor Metrics\":{");
        for (var i = 0; i < ExecutorMetrics.Length; i++)
        {
            // without process-tree metrics most are nought
            var value = i is 0 or 1 or 4 or 6 ? random.NextInt64(1L << 33) : 0;
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : ",")}\"{ExecutorMetrics[i]}\":{value}");
        }
        text.Append('}');
    }

    void AppendTaskMetrics(long runMs, long cpuNs, long records, long size)
    {
        var gcMs = runMs / random.Next(8, 40);
        var spilled = random.Next(20) == 0 ? size : 0;
        var push = layout.Spark24
            ? ""
            : ""","Remote Requests Duration":0,"Push Based Shuffle":{"Corrupt Merged Block Chunks":0,"Merged Fetch Fallback Count":0,"Merged Remote Blocks Fetched":0,"Merged Local Blocks Fetched":0,"Merged Remote Chunks Fetched":0,"Merged Local Chunks Fetched":0,"Merged Remote Bytes Read":0,"Merged Local Bytes Read":0,"Merged Remote Requests Duration":0}""";
        var peak = layout.Spark24 ? "" : $",\"Peak Execution Memory\":{size / 4}";
        text.Append(CultureInfo.InvariantCulture,
            $$""","Task Metrics":{"Executor Deserialize Time":{{random.Next(40)}},"Executor Deserialize CPU Time":{{random.Next(40_000_000)}},"Executor Run Time":{{runMs}},"Executor CPU Time":{{cpuNs}}{{peak}},"Result Size":{{random.Next(2000, 9000)}},"JVM GC Time":{{gcMs}},"Result Serialization Time":{{random.Next(3)}},"Memory Bytes Spilled":{{spilled}},"Disk Bytes Spilled":{{spilled / 5}}""");
        text.Append(CultureInfo.InvariantCulture,
            $$""","Shuffle Read Metrics":{"Remote Blocks Fetched":{{random.Next(2000)}},"Local Blocks Fetched":{{random.Next(50)}},"Fetch Wait Time":{{random.Next(300)}},"Remote Bytes Read":{{size / 2}},"Remote Bytes Read To Disk":0,"Local Bytes Read":{{size / 40}},"Total Records Read":{{records}}{{push}}""");
        text.Append(CultureInfo.InvariantCulture,
            $$$"""},"Shuffle Write Metrics":{"Shuffle Bytes Written":{{{size / 3}}},"Shuffle Write Time":{{{random.Next(400_000_000)}}},"Shuffle Records Written":{{{records}}}},"Input Metrics":{"Bytes Read":{{{size}}},"Records Read":{{{records}}}},"Output Metrics":{"Bytes Written":0,"Records Written":0},"Updated Blocks":[]}}""");
    }

    static string Failure()
    {
        const string Frames =
            "\\n\\tat org.apache.spark.scheduler.Task.run(Task.scala:141)\\n\\tat "
            + "org.apache.spark.executor.Executor$TaskRunner.run(Executor.scala:620)";
        return $$"""{"Reason":"ExceptionFailure","Class Name":"java.lang.OutOfMemoryError","Description":"Java heap space","Stack Trace":[],"Full Stack Trace":"java.lang.OutOfMemoryError: Java heap space{{string.Concat(Enumerable.Repeat(Frames, 8))}}\n","Accumulator Updates":[]}""";
    }

    void Line(string line)
    {
        text.Clear().Append(line);
        Line();
    }

    void Line()
    {
        text.Append('\n');
        foreach (var chunk in text.GetChunks())
        {
            var room = Encoding.UTF8.GetMaxByteCount(chunk.Length);
            if (bytes.Length < room) bytes = new byte[room];
            var count = Encoding.UTF8.GetBytes(chunk.Span, bytes);
            output.Write(bytes.AsSpan(0, count));
            written += count;
        }
    }
}
