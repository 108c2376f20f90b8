using System.Globalization;
using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Construction;

/// <summary>Spark's counting rules on small logs, each value worked out by hand from AppStatusListener's rules.</summary>
public class ApplicationRunBuilderTests
{
    const string Job = """{"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":10,"Stage Infos":[{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"s","Number of Tasks":2}],"Stage IDs":[0],"Properties":{}}""";
    const string Submitted = """{"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"s","Number of Tasks":2,"Submission Time":11},"Properties":{}}""";
    const string Completed = """{"Event":"SparkListenerStageCompleted","Stage Info":{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"s","Number of Tasks":2,"Submission Time":11,"Completion Time":90}}""";
    const string JobEnd = """{"Event":"SparkListenerJobEnd","Job ID":0,"Completion Time":91,"Job Result":{"Result":"JobSucceeded"}}""";

    [Fact]
    public void TaskEndTwice_IsAddedOnce()
    {
        var run = Load(Job, Submitted, TaskStart(0), TaskEnd(0, runMs: 7), TaskEnd(0, runMs: 7), Completed, JobEnd);

        Assert.Equal(7, run.Stages[0].Metrics[TaskMetric.ExecutorRunTime]);
        Assert.Equal(1, run.Log.TaskEndsWithoutStart);
    }

    [Fact]
    public void Resubmitted_CountsAFailureAndNoMetrics()
    {
        var run = Load(Job, Submitted, TaskStart(0), TaskEnd(0, runMs: 7), TaskEnd(0, runMs: 7, reason: "Resubmitted"), TaskStart(1),
            TaskEnd(1, runMs: 5), Completed, JobEnd);

        var stage = run.Stages[0];
        Assert.Equal((2, 1, 0), (stage.NumCompleteTasks, stage.NumFailedTasks, stage.NumActiveTasks));
        Assert.Equal(12, stage.Metrics[TaskMetric.ExecutorRunTime]);
    }

    [Fact]
    public void FailedAndKilledAttempts_AddTheirMetrics()
    {
        var run = Load(
            Job, Submitted, TaskStart(0), TaskEnd(0, runMs: 7, reason: "ExceptionFailure"), TaskStart(1),
                TaskEnd(1, runMs: 5, reason: "TaskKilled"),
            TaskStart(2), TaskEnd(2, runMs: 3), Completed, JobEnd);

        var stage = run.Stages[0];
        Assert.Equal((1, 1, 1), (stage.NumCompleteTasks, stage.NumFailedTasks, stage.NumKilledTasks));
        Assert.Equal(15, stage.Metrics[TaskMetric.ExecutorRunTime]);
        Assert.Equal(1, stage.KilledTasksSummary["unknown reason"]);
    }

    /// <summary>Two logs in one file are no run; a start that is written twice is one.</summary>
    [Theory]
    [InlineData("app-2", null, "app-1 and app-2")]
    [InlineData("app-1", "2", "app-1 and app-1 attempt 2")]
    [InlineData("app-1", null, null)]
    public void EventsOfTwoApplications_AreRefused(string id, string? attempt, string? named)
    {
        static string Start(string id, string? attempt) =>
            $$"""{"Event":"SparkListenerApplicationStart","App Name":"a","App ID":"{{id}}","""
            + (attempt is null ? "" : $"\"App Attempt ID\":\"{attempt}\",") + """ "Timestamp":1700000000000,"User":"u"}""";
        var error = Record.Exception(() => Load(Start("app-1", null), Job, Start(id, attempt), Job));

        Assert.Equal(named is not null, error is RightsizerException { ExitCode: ExitCode.NotAnEventLog });
        if (named is not null) Assert.Contains(named, error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TaskStartTwice_KeepsOneRow()
    {
        var run = Load(
            Job, Submitted, TaskStart(5), TaskStart(6), TaskStart(5), TaskEnd(5, runMs: 4), TaskEnd(6, runMs: 2), Completed, JobEnd);

        Assert.Equal(2, run.Stages[0].Tasks.Count);
        Assert.Equal(4, run.Stages[0].Tasks.Metric(0, TaskMetric.ExecutorRunTime));
    }

    [Fact]
    public void StageNeverSubmitted_IsSkippedWhenItsJobEnds()
    {
        var run = Load(Job, JobEnd);

        Assert.Equal("SKIPPED", run.Stages[0].Status);
        Assert.Equal((1, 2), (run.Jobs[0].NumSkippedStages, run.Jobs[0].NumSkippedTasks));
    }

    [Fact]
    public void TaskEndLost_IsSaidAsADoubt()
    {
        var run = Load(Job, Submitted, TaskStart(0), TaskEnd(0, runMs: 1), TaskStart(1), Completed, JobEnd);

        Assert.Equal(QualityGrade.Poor, run.Log.Grade);
        Assert.Contains(run.Log.Doubts, d => d.StartsWith("1 of 2 tasks of completed stages have no end", StringComparison.Ordinal));
    }

    [Fact]
    public void NoEvents_IsNotAnEventLog()
    {
        var e = Assert.Throws<RightsizerException>(() => Load("hello", "world"));

        Assert.Equal(ExitCode.NotAnEventLog, e.ExitCode);
        Assert.Equal("test.log:1 (byte 0): not a JSON object: not a Spark event log; give a file or folder from spark.eventLog.dir",
            e.Message);
    }

    [Fact]
    public void Columns_HoldWhatNeedsEightBytes()
    {
        var table = new TaskTable();
        var row = table.AddStarted(new TaskInfo { TaskId = long.MaxValue, LaunchTimeMs = 1 });
        var metrics = default(TaskMetrics);
        metrics[TaskMetric.ExecutorCpuTime] = 5_000_000_000;
        table.SetMetrics(row, metrics);

        Assert.Equal((long.MaxValue, 5_000_000_000, 0L),
            (table.TaskId(0), table.Metric(0, TaskMetric.ExecutorCpuTime), table.Metric(0, TaskMetric.ResultSize)));
    }

    static string TaskStart(int id) =>
        $$$"""{"Event":"SparkListenerTaskStart","Stage ID":0,"Stage Attempt ID":0,"Task Info":{"Task ID":{{{id}}},"Index":{{{id % 2}}},"Attempt":0,"Launch Time":20,"Executor ID":"1","Host":"h","Locality":"ANY","Speculative":false,"Getting Result Time":0,"Finish Time":0,"Failed":false,"Killed":false,"Accumulables":[]}}""";

    static string TaskEnd(int id, int runMs, string reason = "Success") =>
        $$$$"""{"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,"Task Type":"ResultTask","Task End Reason":{"Reason":"{{{{reason}}}}"},"Task Info":{"Task ID":{{{{id}}}},"Index":{{{{id % 2}}}},"Attempt":0,"Launch Time":20,"Executor ID":"1","Host":"h","Locality":"ANY","Speculative":false,"Getting Result Time":0,"Finish Time":{{{{20 + runMs}}}},"Failed":{{{{(reason == "Success" ? "false" : "true")}}}},"Killed":false,"Accumulables":[]},"Task Metrics":{"Executor Run Time":{{{{runMs}}}}}}""";

    /// <summary>Times in the lines above count from 2024-01-01, so that they are short.</summary>
    static ApplicationRun Load(params string[] lines) => ApplicationRunLoader.Load(TextLog.Of([.. lines.Select(AtRealTimes)]));

    static string AtRealTimes(string line) => Regex.Replace(
        line, "(Submission|Completion|Launch|Finish) Time\":([1-9][0-9]*)",
        m => FormattableString.Invariant(
            $"{m.Groups[1]} Time\":{1_704_067_200_000 + long.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)}"));
}
