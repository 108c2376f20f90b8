using System.Text;

namespace Rightsizer.EventLogParser.Tests.Fast;

/// <summary>Task events as Spark's JsonProtocol writes them, with a different number in every field.</summary>
static class TaskLine
{
    public const string Accumulables =
        """{"ID":1,"Name":"number of output rows","Update":"22","Value":"44","Internal":true,"Count Failed Values":true,"Metadata":"sql"},{"ID":2,"Name":"internal.metrics.resultSize","Update":3396,"Value":3396,"Internal":true,"Count Failed Values":true}""";

    public const string NoPush = "";

    public const string PushOf35 =
        ""","Remote Requests Duration":78,"Push Based Shuffle":{"Corrupt Merged Block Chunks":81,"Merged Fetch Fallback Count":82,"Merged Remote Blocks Fetched":83,"Merged Local Blocks Fetched":84,"Merged Remote Chunks Fetched":85,"Merged Local Chunks Fetched":86,"Merged Remote Bytes Read":87,"Merged Local Bytes Read":88,"Merged Remote Requests Duration":89}""";

    /// <summary>Spark 3.5 where nothing is said.</summary>
    public static string End(
        string accumulables = Accumulables, string partition = "\"Partition ID\":13,", string executorMetrics = ExecutorMetricsOf35,
            string deserializeCpu = ",\"Executor Deserialize CPU Time\":42",
        string peakMemory = ",\"Peak Execution Memory\":45", string toDisk = ",\"Remote Bytes Read To Disk\":75", string push = PushOf35,
            string updatedBlocks = "",
        string reason = """{"Reason":"Success"}""", string executor = "6", string host = "h-1.internal", string stage = "39") =>
        $$$"""{"Event":"SparkListenerTaskEnd","Stage ID":{{{stage}}},"Stage Attempt ID":1,"Task Type":"ResultTask","Task End Reason":{{{reason}}},"Task Info":{"Task ID":12081,"Index":11,"Attempt":2,{{{partition}}}"Launch Time":1751493958723,"Executor ID":"{{{executor}}}","Host":"{{{host}}}","Locality":"PROCESS_LOCAL","Speculative":true,"Getting Result Time":1751493959000,"Finish Time":1751493959875,"Failed":false,"Killed":false,"Accumulables":[{{{accumulables}}}]}{{{executorMetrics}}},"Task Metrics":{"Executor Deserialize Time":41{{{deserializeCpu}}},"Executor Run Time":43,"Executor CPU Time":417995339444{{{peakMemory}}},"Result Size":46,"JVM GC Time":47,"Result Serialization Time":48,"Memory Bytes Spilled":49,"Disk Bytes Spilled":50,"Shuffle Read Metrics":{"Remote Blocks Fetched":71,"Local Blocks Fetched":72,"Fetch Wait Time":73,"Remote Bytes Read":74{{{toDisk}}},"Local Bytes Read":76,"Total Records Read":77{{{push}}}},"Shuffle Write Metrics":{"Shuffle Bytes Written":51,"Shuffle Write Time":52,"Shuffle Records Written":53},"Input Metrics":{"Bytes Read":54,"Records Read":55},"Output Metrics":{"Bytes Written":56,"Records Written":57},"Updated Blocks":[{{{updatedBlocks}}}]}}""";

    public static string Start(string partition = "\"Partition ID\":13,") =>
        $$$"""{"Event":"SparkListenerTaskStart","Stage ID":39,"Stage Attempt ID":1,"Task Info":{"Task ID":12081,"Index":11,"Attempt":2,{{{partition}}}"Launch Time":1751493958723,"Executor ID":"6","Host":"h-1.internal","Locality":"ANY","Speculative":false,"Getting Result Time":0,"Finish Time":0,"Failed":false,"Killed":false,"Accumulables":[]}}""";

    public static readonly string ExecutorMetricsOf30 = ExecutorMetricsUpTo(20);
    public const string ExecutorMetricsOf35 =
        ""","Task Executor Metrics":{"JVMHeapMemory":100,"JVMOffHeapMemory":101,"OnHeapExecutionMemory":102,"OffHeapExecutionMemory":103,"OnHeapStorageMemory":104,"OffHeapStorageMemory":105,"OnHeapUnifiedMemory":106,"OffHeapUnifiedMemory":107,"DirectPoolMemory":108,"MappedPoolMemory":109,"ProcessTreeJVMVMemory":110,"ProcessTreeJVMRSSMemory":111,"ProcessTreePythonVMemory":112,"ProcessTreePythonRSSMemory":113,"ProcessTreeOtherVMemory":114,"ProcessTreeOtherRSSMemory":115,"MinorGCCount":116,"MinorGCTime":117,"MajorGCCount":118,"MajorGCTime":119,"TotalGCTime":120}""";
    public static readonly string ExecutorMetricsOf40 = ExecutorMetricsOf35[..^1] + ",\"ConcurrentGCCount\":121,\"ConcurrentGCTime\":122}";

    static string ExecutorMetricsUpTo(int count)
    {
        var text = new StringBuilder(",\"Task Executor Metrics\":{");
        for (var i = 0; i < count; i++)
        {
            if (i > 0) text.Append(',');
            text.Append('"').Append(Events.ExecutorMetrics.NameOf((Events.ExecutorMetric)i)).Append("\":").Append(100 + i);
        }
        return text.Append('}').ToString();
    }
}
