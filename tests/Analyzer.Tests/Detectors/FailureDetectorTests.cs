using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Failed attempts, failed jobs, lost executors, slow hosts, fetch wait.</summary>
public class FailureDetectorTests
{
    [Fact]
    public void FailedAttempt_IsFoundWithItsTimeAndItsError()
    {
        var finding = Attempts("ExceptionFailure").Finding("failedAttempts")!;

        Assert.Equal(1, Value(finding, "failedAttempts"));
        Assert.Equal(3_000, Value(finding, "failedTaskMs"));
        Assert.Contains("java.lang.Error: boom", finding.Cause);
        Assert.DoesNotContain("second line", finding.Cause);
    }

    /// <summary>
    /// One slot: the first attempt takes 5 s and fails, its retry and two more tasks take 2 s each, 11 s in all. Without the failure the
    /// first task starts the executor up and takes 5 s: 9 s. A failed attempt of a later wave is saved whole.
    /// </summary>
    [Theory]
    [InlineData(0, 2_000)]
    [InlineData(1, 5_000)]
    public void StartUpOfAFailedFirstAttempt_IsNotSaved(int place, long saves)
    {
        var stage = new RunSketch(12_000).Executor("1").Stage(0);
        long at = 0;
        for (var i = 0; i < 3; i++)
        {
            var (index, retried) = (i, i == place);
            if (retried)
            {
                stage.Task("1", at, 5_000, v => (v.Index, v.Reason, v.Error) = (index, "ExceptionFailure", "java.lang.Error: boom"));
                at += 5_000;
            }
            stage.Task("1", at, 2_000, v => (v.Index, v.Attempt) = (index, retried ? 1 : 0));
            at += 2_000;
        }
        var run = stage.Run.Job(0, 0, 11_000, 0).Build();
        var found = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = RunReplay.Prepare(run).Plan });

        Assert.InRange(found.Findings.Single(f => f.Kind == "failedAttempts").SavesMs!.Value, saves - 100, saves + 100);
    }

    [Theory]
    [InlineData("TaskKilled", OutcomeKind.Clean)]
    [InlineData("ExecutorLostFailure", OutcomeKind.NotApplicable)]
    [InlineData("FetchFailed", OutcomeKind.NotApplicable)]
    [InlineData(null, OutcomeKind.Clean)]
    public void KilledLostAndFetchFailedAttempts_AreNotTheTasksFault(string? reason, OutcomeKind kind) =>
        Assert.Equal(kind, Attempts(reason).Outcome("failedAttempts").Outcome);

    [Fact]
    public void NoTasks_SayNothingOfFailures() =>
        Assert.Equal(OutcomeKind.NotApplicable, new RunSketch(1_000).Executor("1").Outcome("failedAttempts").Outcome);

    [Theory]
    [InlineData("FAILED", OutcomeKind.Found)]
    [InlineData("SUCCEEDED", OutcomeKind.Clean)]
    [InlineData("RUNNING", OutcomeKind.Clean)]
    public void Job_IsAFindingOnlyWhenItFailed(string status, OutcomeKind expected) =>
        Assert.Equal(expected, new RunSketch(20_000).Executor("1").Job(0, 0, 10_000, status).Outcome("failedJob").Outcome);

    [Fact]
    public void NoJob_IsNotApplicable() => Assert.Equal(OutcomeKind.NotApplicable, new RunSketch(1_000).Outcome("failedJob").Outcome);

    [Fact]
    public void LostExecutorWithItsTasks_IsFound()
    {
        var finding = Losing("Command exited with code 1").Finding("lostExecutor")!;

        Assert.Equal("2", finding.Where[0].ExecutorId);
        Assert.Equal(1, Value(finding, "lostAttempts"));
        Assert.Equal(4_000, Value(finding, "lostTaskMs"));
        Assert.Contains(finding.Advice, a => a is { Setting: "spark.shuffle.service.enabled", Proposed: "true" });
    }

    [Theory]
    [InlineData("Executor killed by driver.")]
    [InlineData("Executor idle for more than 60 seconds")]
    public void ExecutorLetGoByTheDriver_IsNotLost(string reason) =>
        Assert.Equal(OutcomeKind.Clean, Losing(reason).Outcome("lostExecutor").Outcome);

    [Fact]
    public void ExecutorLostWhileIdle_CostsNothing()
    {
        var run = new RunSketch(30_000).Executor("1").Executor("2", removeMs: 10_000, with: e => e.RemoveReason = "lost").Stage(0)
            .Task("1", 0, 5_000).Run;

        Assert.Equal(OutcomeKind.Clean, run.Outcome("lostExecutor").Outcome);
    }

    [Fact]
    public void LocalMode_HasNoExecutorsToLose() =>
        Assert.Equal(OutcomeKind.NotApplicable, new RunSketch(1_000).Executor("driver").Outcome("lostExecutor").Outcome);

    [Theory]
    [InlineData(1_290, false)]
    [InlineData(1_310, true)]
    public void HostAThirdSlowerInTwoStages_IsSlow(long slowMs, bool found)
    {
        var finding = OnTwoHosts(slowMs, stages: 2).Finding("slowHost");

        Assert.Equal(found, finding is not null);
        if (found) Assert.Equal("host-2", finding!.Where.Single().Host);
    }

    [Fact]
    public void HostSlowInOneStage_MayHaveOtherReasons() =>
        Assert.Equal(OutcomeKind.Clean, OnTwoHosts(3_000, stages: 1).Outcome("slowHost").Outcome);

    /// <summary>
    /// In both stages host-2 has more of the partitions with rows, or of those with twice the rows; a row takes as long on both.
    /// </summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    public void HostWithMoreOfTheData_IsNotSlow(long lightParts, long heavyParts)
    {
        var run = new RunSketch(60_000).Executor("1").Executor("2");
        for (var s = 0; s < 2; s++)
        {
            var stage = run.Stage(s);
            void Parts(string executor, params long[] parts)
            {
                var at = s * 30_000L;
                foreach (var n in parts)
                {
                    stage.Task(executor, at, 100 + n * 1_000, v => v[EventLogParser.Events.TaskMetric.ShuffleReadRecords] = n * 50_000);
                    at += 100 + n * 1_000;
                }
            }

            var (light, heavy) = (lightParts, heavyParts);
            Parts("1", heavy, light, light, light, light, light, light, heavy, heavy);
            Parts("2", heavy, heavy, heavy, heavy, heavy, heavy, heavy, heavy, light);
        }

        Assert.Equal(OutcomeKind.Clean, run.Outcome("slowHost").Outcome);
    }

    [Fact]
    public void OneHost_CannotBeSlowerThanOthers() =>
        Assert.Equal(OutcomeKind.NotApplicable, new RunSketch(1_000).Executor("1").Outcome("slowHost").Outcome);

    [Fact]
    public void LongTasksOnASlowHost_AreNoSkew() => Assert.Null(OnTwoHosts(3_000, stages: 2).Finding("skew"));

    [Theory]
    [InlineData(99, false)]
    [InlineData(101, true)]
    public void ATenthOfTheRunTimeWaitingForBlocks_IsTheLimit(long waitMs, bool found)
    {
        var run = new RunSketch(11_000).Executor("1").Executor("2").Stage(0).Tasks(0, 2, Enumerable.Repeat(1_000L, 20), (_, v) =>
        {
            v[EventLogParser.Events.TaskMetric.ShuffleRemoteBytesRead] = 1 << 20;
            v[EventLogParser.Events.TaskMetric.ShuffleFetchWaitTime] = waitMs;
        }).Run;

        Assert.Equal(found, run.Finding("fetchWait") is not null);
    }

    [Fact]
    public void NoShuffle_SaysNothingOfFetching() =>
        Assert.Equal(OutcomeKind.NotApplicable,
        new RunSketch(1_000).Executor("1").Stage(0).Task("1", 0, 100).Run.Outcome("fetchWait").Outcome);

    /// <summary>
    /// Executor 3 goes with output of stage 0. Stage 1 has ended two tasks on executors that stay, and begins again from the start.
    /// </summary>
    [Theory]
    [InlineData(3, true)]
    [InlineData(1, false)]
    public void StageThatRunsAllTasksAgain_ThoughOutputWasStillThere_WasRolledBack(int tasksAgain, bool rolledBack)
    {
        var run = new RunSketch(30_000).Setting("spark.master", "yarn").Executor("1").Executor("2")
            .Executor("3", removeMs: 9_000, with: e => e.RemoveReason = "Command exited with code 1");
        run.Stage(0).Task("1", 0, 5_000).Task("2", 0, 5_000).Task("3", 0, 5_000);
        var first = run.Stage(1, 0, 0).Task("1", 5_000, 3_000).Task("2", 5_000, 3_000)
            .Task("1", 8_000, 2_000, v => (v.Index, v.Reason, v.Source) = (2, "FetchFailed", "3"));
        first.Status = "FAILED";
        run.Stage(0, 1).Task("1", 10_000, 5_000, v => v.Index = 2);
        var again = run.Stage(1, 1, 0);
        for (var i = 3 - tasksAgain; i < 3; i++) again.Task(i == 1 ? "2" : "1", 15_000 + i * 3_000, 3_000, v => v.Index = i);

        var finding = run.Finding("lostExecutor")!;

        Assert.Equal(rolledBack, finding.Evidence.Any(e => e is { Name: "rolledBackStages", Value: 1 }));
        Assert.Equal(rolledBack, finding.Evidence.Any(e => e is { Name: "discardedTasks", Value: 2 }));
        Assert.Equal(rolledBack, finding.Advice.Any(a => a.Setting.Contains("same rows each time", StringComparison.Ordinal)));
        Assert.Null(run.Finding("tooFewPartitions"));
    }

    /// <summary>
    /// A run of Spark 3.5.9 on three hosts of one core: executor 0 was killed while stage 2 ran, whose input comes from repartition(12) of
    /// rows in no fixed order. Spark ran stages 1 and 2 again from the start; counted by hand in the log, 4 and 6 of their tasks had
    /// succeeded on the two hosts that stayed.
    /// </summary>
    [Fact]
    public void RollbackOfARealRun_IsFound_AndIsNoFetchFailureOfItsOwn()
    {
        var run = LogLines.Load(LogLines.Of(
            Path.Combine(SharedFolder.RepositoryRoot, "tests", "Analyzer.Tests", "Detectors", "rolled-back.zstd")));
        var findings = DetectorCatalog.Run(run, new DetectorContext(run)).Findings;

        // tasks that Spark resubmitted end twice: nothing is missing for it
        Assert.Equal(Model.QualityGrade.Complete, run.Log.Grade);
        var finding = Assert.Single(findings, f => f.Kind == "lostExecutor");
        Assert.Equal((2, 10), (Value(finding, "rolledBackStages"), Value(finding, "discardedTasks")));
        Assert.Contains("Stage 2 was run again from the start, and the output of 6 tasks that was still there was discarded",
            finding.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain(findings, f => f.Kind is "fetchFailure" or "tooFewPartitions");
    }

    /// <summary>The message is Spark's (DAGScheduler), word for word.</summary>
    [Fact]
    public void JobThatCouldNotBeRolledBack_IsToldToMakeItsStagesStable()
    {
        const string message = "Job aborted due to stage failure: A shuffle map stage with indeterminate output was failed and retried. "
            + "However, Spark cannot rollback the ResultStage 5 to re-process the input data, and has to fail this job. Please eliminate "
            + "the indeterminacy by checkpointing the RDD before repartition and try again.";

        var finding = new RunSketch(20_000).Executor("1").Job(0, 0, 10_000, "FAILED", message).Finding("failedJob")!;

        Assert.Contains("checkpoint()", finding.Advice[0].Why, StringComparison.Ordinal);
        Assert.Contains("could not roll a stage back", finding.Cause, StringComparison.Ordinal);
    }

    /// <summary>Messages of HotSpot; only the first is about the heap.</summary>
    [Theory]
    [InlineData("Java heap space", "spark.executor.memory")]
    [InlineData("GC overhead limit exceeded", "spark.executor.memory")]
    [InlineData("Direct buffer memory", "MaxDirectMemorySize")]
    [InlineData("Cannot reserve 4194304 bytes of direct buffer memory (allocated: 1, limit: 2)", "MaxDirectMemorySize")]
    [InlineData("Metaspace", "MaxMetaspaceSize")]
    [InlineData("unable to create native thread: possibly out of memory or process/resource limits reached", "ulimit -u")]
    [InlineData("Requested array size exceeds VM limit", "larger than 2 GB")]
    public void OutOfMemoryError_IsAnsweredByWhatRanOut(string message, string advice)
    {
        var finding = OutOfMemory("java.lang.OutOfMemoryError", "java.lang.OutOfMemoryError: " + message + "\n\tat a.B.c(B.scala:1)")
            .Finding("outOfMemory")!;

        Assert.Contains(advice, finding.Advice[0].Setting, StringComparison.Ordinal);
        Assert.Equal(advice == "spark.executor.memory", finding.Advice.Any(a => a.Setting == "spark.executor.memory"));
    }

    [Theory]
    [InlineData("MemoryError", true)]
    [InlineData("numpy.core._exceptions._ArrayMemoryError: Unable to allocate 74.5 GiB", true)]
    [InlineData("numpy._core._exceptions._ArrayMemoryError: Unable to allocate 74.5 GiB", true)] // NumPy 2
    [InlineData("pyarrow.lib.ArrowMemoryError: malloc of size 64 failed", true)]
    [InlineData("torch.cuda.OutOfMemoryError: CUDA out of memory", false)] // of the GPU
    [InlineData("ValueError: MemoryError", false)]
    public void PythonsMemoryErrors_AreToldByTheLastLine(string line, bool isMemory) => Assert.Equal(isMemory,
        OutOfMemory("org.apache.spark.api.python.PythonException", "Traceback (most recent call last):\n  File \"j.py\", line 1\n" + line)
            .Finding("outOfMemory") is not null);

    static RunSketch OutOfMemory(string type, string text) => new RunSketch(20_000).Setting("spark.master", "yarn").Executor("1").Stage(0)
        .Task("1", 0, 3_000, v => (v.Index, v.Reason, v.ExceptionClass, v.Error) = (0, "ExceptionFailure", type, text))
        .Task("1", 3_000, 3_000, v => (v.Index, v.Attempt) = (0, 1)).Run;

    /// <summary>
    /// A receiver of Spark Streaming is a job of one task that runs as long as the application (ReceiverTracker's description).
    /// </summary>
    [Theory]
    [InlineData("Streaming job running receiver 0", 0, "Clean")]
    [InlineData("nightly", 1, "Found")]
    public void ReceiverThatRunsToTheEnd_IsNotUnfinishedWork(string description, int unfinished, string outcome)
    {
        var log = LogLines.Load(
        [
            """{"Event":"SparkListenerApplicationStart","App Name":"a","App ID":"app-1","Timestamp":1700000000000,"User":"u"}""",
            """{"Event":"SparkListenerExecutorAdded","Timestamp":1700000000100,"Executor ID":"1","""
                + """ "Executor Info":{"Host":"h","Total Cores":2}}""",
            """{"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":1700000000200,"Stage Infos":"""
                + """ [{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"start","Number of Tasks":1}],"Stage IDs":[0],"Properties":"""
                + """ {"spark.job.description":""" + $"\"{description}\"}}}}",
            """{"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"start","""
                + """ "Number of Tasks":1,"Submission Time":1700000000200},"Properties":{}}""",
            """{"Event":"SparkListenerTaskStart","Stage ID":0,"Stage Attempt ID":0,"Task Info":{"Task ID":0,"Index":0,"Attempt":0,"""
                + """ "Launch Time":1700000000300,"Executor ID":"1","Host":"h","Locality":"ANY","Speculative":false}}""",
            .. Batch,
            """{"Event":"SparkListenerApplicationEnd","Timestamp":1700000600000}""",
        ]);

        Assert.Equal(unfinished, log.Log.UnfinishedJobs);
        Assert.Equal(outcome, DetectorCatalog.Run(log, new DetectorContext(log)).Outcomes.Single(o => o.Kind == "unendedTasks").Outcome
            .ToString());
    }

    /// <summary>A job of one task that ended.</summary>
    static readonly string[] Batch =
    [
        """{"Event":"SparkListenerJobStart","Job ID":1,"Submission Time":1700000000400,"Stage Infos":[{"Stage ID":1,"Stage Attempt ID":0,"""
            + """ "Stage Name":"b","Number of Tasks":1}],"Stage IDs":[1],"Properties":{}}""",
        """{"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":1,"Stage Attempt ID":0,"Stage Name":"b","Number of Tasks":1,"""
            + """ "Submission Time":1700000000400},"Properties":{}}""",
        """{"Event":"SparkListenerTaskStart","Stage ID":1,"Stage Attempt ID":0,"Task Info":{"Task ID":1,"Index":0,"Attempt":0,"""
            + """ "Launch Time":1700000000500,"Executor ID":"1","Host":"h","Locality":"ANY","Speculative":false}}""",
        """{"Event":"SparkListenerTaskEnd","Stage ID":1,"Stage Attempt ID":0,"Task Type":"ResultTask","""
            + """ "Task End Reason":{"Reason":"Success"},"Task Info":{"Task ID":1,"Index":0,"Attempt":0,"Launch Time":1700000000500,"""
            + """ "Executor ID":"1","Host":"h","Locality":"ANY","Speculative":false,"Finish Time":1700000002500},"""
            + """ "Task Metrics":{"Executor Run Time":1900}}""",
        """{"Event":"SparkListenerStageCompleted","Stage Info":{"Stage ID":1,"Stage Attempt ID":0,"Stage Name":"b","Number of Tasks":1,"""
            + """ "Submission Time":1700000000400,"Completion Time":1700000002510}}""",
        """{"Event":"SparkListenerJobEnd","Job ID":1,"Completion Time":1700000002520,"Job Result":{"Result":"JobSucceeded"}}""",
    ];

    /// <summary>Messages of Spark's TaskSetManager and BroadcastExchangeExec, word for word.</summary>
    [Theory]
    [InlineData("Job aborted due to stage failure: Total size of serialized results of 12 tasks (1031.3 MiB) is bigger than "
        + "spark.driver.maxResultSize (1024.0 MiB)", "collect less")]
    [InlineData("Cannot broadcast the table that is larger than 8.0 GiB: 9.1 GiB", "do not broadcast")]
    public void JobThatEndedOfALimitOfSpark_IsToldWhatHelps(string message, string advice)
    {
        var report = new RunSketch(20_000).Executor("1").Job(0, 0, 10_000, "FAILED", message).Detect();

        foreach (var kind in (string[])["failedJob", "userError"])
            Assert.Contains(advice, Assert.Single(report.Findings, f => f.Kind == kind).Advice[0].Setting, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yarn", "EBS")]
    [InlineData("k8s://x", "spark-local-dir-1")]
    public void FullDisk_IsAnsweredByMoreDisk(string master, string advice)
    {
        const string evicted = "The API gave the following message: The node was low on resource: ephemeral-storage.";
        RunSketch On(RunSketch sketch) => sketch.Setting("spark.master", master).Setting("spark.emr.x", "1");

        Assert.Contains(advice, Assert.Single(On(Losing(evicted)).Finding("lostExecutor")!.Advice).Setting, StringComparison.Ordinal);
        Assert.Contains(advice, Assert.Single(On(Attempts("ExceptionFailure", "java.io.IOException: No space left on device"))
            .Finding("failedAttempts")!.Advice).Setting, StringComparison.Ordinal);
    }

    /// <summary>As Spark 3.5.9 wrote it where a join with the hint shuffle_hash ended the job.</summary>
    [Fact]
    public void HashTableThatDoesNotFit_IsAnsweredByASortMergeJoin()
    {
        const string error =
            "org.apache.spark.SparkException: Can't acquire 67108864 bytes memory to build hash relation, got 64940067 bytes.";
        var run = Attempts("ExceptionFailure", error).Job(0, 0, 6_000, "FAILED", error);

        Assert.All(["failedAttempts", "failedJob"],
            kind => Assert.StartsWith("join by a sort-merge join", run.Finding(kind)!.Advice[0].Setting));
        Assert.Null(run.Finding("userError"));
    }

    /// <summary>
    /// Four tasks of 2 s make shuffle output on two executors; executor 2 is lost after them, and the second job makes its two again.
    /// </summary>
    [Theory]
    [InlineData(4, 1, true)]
    [InlineData(2, 1, false)] // all partitions of the RDD: its first shuffle of another kind
    [InlineData(4, 9, false)] // nobody reads the stage: a result of some partitions only
    [InlineData(4, 1, false, 2_000)] // the executor was gone before the output was made
    public void OutputThatALaterJobMakesAgain_IsTheLossesCost(int partitions, int reader, bool found, long lostMs = 6_500)
    {
        RddInfo[] made = [new(5, "MapPartitionsRDD", null, null, [], false, false, partitions, 0, 0, 0)];
        var run = new RunSketch(20_000).Executor("1")
            .Executor("2", removeMs: lostMs, with: e => e.RemoveReason = "Command exited with code 137");
        run.Stage(0).Task("1", 0, 2_000).Task("2", 0, 2_000, v => v.Index = 1).Task("1", 2_000, 2_000, v => v.Index = 2)
            .Task("2", 2_000, 2_000, v => v.Index = 3).Rdds = made;
        run.Stage(1, 0, 0).Task("1", 4_000, 2_000).JobId = 0;
        var again = run.Stage(2).Task("1", 8_000, 2_000).Task("1", 10_000, 2_000, v => v.Index = 1);
        (again.JobId, again.Rdds) = (1, made);
        run.Stage(3, 0, reader == 1 ? 2 : 0).Task("1", 12_000, 2_000).JobId = 1;
        run.Job(0, 0, 6_000, 0, 1).Job(1, 8_000, 14_000, 2, 3);

        var finding = run.Finding("lostExecutor");

        Assert.Equal(found, finding is not null);
        if (!found) return;
        Assert.Equal((1, 4_000), (Value(finding!, "repeatedStages"), Value(finding!, "repeatedTaskMs")));
    }

    [Fact]
    public void RequestsThatS3Refused_AreNoFaultOfTheCode() => Assert.Contains("fewer requests to S3",
        Assert.Single(Attempts("ExceptionFailure", "com.amazonaws.services.s3.model.AmazonS3Exception: Please reduce your request rate. "
            + "(Service: Amazon S3; Status Code: 503; Error Code: SlowDown)").Finding("failedAttempts")!.Advice).Setting,
        StringComparison.Ordinal);

    static RunSketch Attempts(string? reason, string error = "java.lang.Error: boom\nsecond line") =>
        new RunSketch(20_000).Executor("1").Stage(0)
        .Task("1", 0, 3_000, v => (v.Index, v.Reason, v.Error) = (0, reason, error))
        .Task("1", 3_000, 3_000, v => (v.Index, v.Attempt) = (0, 1)).Run;

    static RunSketch Losing(string reason) =>
        new RunSketch(30_000).Setting("spark.master", "yarn").Executor("1")
        .Executor("2", removeMs: 4_000, with: e => e.RemoveReason = reason).Stage(0)
        .Task("1", 0, 5_000)
        .Task("2", 0, 4_000, v => (v.Index, v.Reason) = (1, "ExecutorLostFailure"))
        .Task("1", 5_000, 5_000, v => (v.Index, v.Attempt) = (1, 1)).Run;

    static RunSketch OnTwoHosts(long slowMs, int stages)
    {
        var run = new RunSketch(60_000).Executor("1").Executor("2");
        for (var s = 0; s < stages; s++)
        {
            var stage = run.Stage(s);
            for (var i = 0; i < 8; i++) stage.Task("1", s * 25_000 + i * 1_000, 1_000).Task("2", s * 25_000 + i * slowMs, slowMs);
        }
        return run;
    }

    static double Value(Finding finding, string name) => finding.Evidence.Single(e => e.Name == name).Value;
}
