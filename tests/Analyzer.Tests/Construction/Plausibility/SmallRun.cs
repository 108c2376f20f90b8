using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Model;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Construction.Plausibility;

/// <summary>
/// A log of one job with one task of 3 s on one executor of 2 cores, whose lines a test may change. It begins on 2024-01-01.
/// </summary>
static class SmallRun
{
    public const long StartMs = 1_704_067_200_000, EndMs = StartMs + 7_000;

    public const string LogStart = """{"Event":"SparkListenerLogStart","Spark Version":"3.0.3"}""";
    public const string Start = """{"Event":"SparkListenerApplicationStart","App Name":"a","App ID":"app-1","Timestamp":1704067200000,"User":"u"}""";
    public const string Environment = """{"Event":"SparkListenerEnvironmentUpdate","Spark Properties":{"spark.executor.cores":"2"}}""";
    public const string Added = """{"Event":"SparkListenerExecutorAdded","Timestamp":1704067201000,"Executor ID":"1","Executor Info":{"Host":"h","Total Cores":2}}""";
    public const string BlockManager = """{"Event":"SparkListenerBlockManagerAdded","Block Manager ID":{"Executor ID":"1","Host":"h","Port":1},"Maximum Memory":400000000,"Timestamp":1704067201000}""";
    public const string JobStart = """{"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":1704067202000,"Stage Infos":[{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"s","Number of Tasks":1}],"Stage IDs":[0],"Properties":{}}""";
    public const string Submitted = """{"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"s","Number of Tasks":1,"Submission Time":1704067202000},"Properties":{}}""";
    public const string TaskStart = """{"Event":"SparkListenerTaskStart","Stage ID":0,"Stage Attempt ID":0,"Task Info":{"Task ID":0,"Index":0,"Attempt":0,"Launch Time":1704067202500,"Executor ID":"1","Host":"h","Locality":"ANY","Speculative":false,"Getting Result Time":0,"Finish Time":0,"Failed":false,"Killed":false,"Accumulables":[]}}""";
    public const string TaskEnd = """{"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,"Task Type":"ResultTask","Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":0,"Index":0,"Attempt":0,"Launch Time":1704067202500,"Executor ID":"1","Host":"h","Locality":"ANY","Speculative":false,"Getting Result Time":0,"Finish Time":1704067205500,"Failed":false,"Killed":false,"Accumulables":[]},"Task Metrics":{"Executor Run Time":2900,"Memory Bytes Spilled":77}}""";
    public const string Completed = """{"Event":"SparkListenerStageCompleted","Stage Info":{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"s","Number of Tasks":1,"Submission Time":1704067202000,"Completion Time":1704067205600}}""";
    public const string JobEnd = """{"Event":"SparkListenerJobEnd","Job ID":0,"Completion Time":1704067205700,"Job Result":{"Result":"JobSucceeded"}}""";
    public const string End = """{"Event":"SparkListenerApplicationEnd","Timestamp":1704067207000}""";

    public static readonly string[] Lines = [
        LogStart, Start, Environment, Added, BlockManager, JobStart, Submitted, TaskStart, TaskEnd, Completed, JobEnd, End];

    public static ApplicationRun Load(params string[] lines) => ApplicationRunLoader.Load(TextLog.Of(lines));

    /// <summary>The log with a text replaced in all lines of one event.</summary>
    public static ApplicationRun With(string eventName, string from, string to)
    {
        var lines = Array.ConvertAll(
            Lines, l => l.Contains("\"" + eventName + "\"", StringComparison.Ordinal) ? l.Replace(from, to, StringComparison.Ordinal) : l);
        Assert.NotEqual(Lines, lines);
        return Load(lines);
    }
}
