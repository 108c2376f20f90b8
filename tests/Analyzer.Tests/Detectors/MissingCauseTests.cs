using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Start, tail, sessions, streams, commits, listings and failures of kinds of their own.</summary>
public class MissingCauseTests
{
    [Theory]
    [InlineData(30_000, false)]
    [InlineData(35_000, true)]
    public void FirstJobAfterHalfAMinute_StartsSlowly(long firstMs, bool found)
    {
        var finding = Jobs(100_000, (firstMs, 90_000)).Finding("slowStart");

        Assert.Equal(found, finding is not null);
        if (found) Assert.Equal(Severity.Info, finding!.Severity);
    }

    [Fact]
    public void TwoMinutesWithoutAJob_MayBeAWarning() =>
        Assert.Equal(Severity.Warning, Jobs(400_000, (200_000, 390_000)).Finding("slowStart")!.Severity);

    [Fact]
    public void NoJob_HasNoStartAndNoTail()
    {
        var run = new RunSketch(10_000).Executor("1");

        Assert.Equal(OutcomeKind.NotApplicable, run.Outcome("slowStart").Outcome);
        Assert.Equal(OutcomeKind.NotApplicable, run.Outcome("idleTail").Outcome);
    }

    [Theory]
    [InlineData(10_000, false)]
    [InlineData(12_000, true)]
    public void TenSecondsAfterTheLastJob_AreATail(long tailMs, bool found)
    {
        var run = Jobs(90_000 + tailMs, (0, 90_000)).Build();
        var context = new DetectorContext(run) { Plan = RunReplay.Prepare(run).Plan! };
        var finding = DetectorCatalog.Run(run, context).Findings.SingleOrDefault(f => f.Kind == "idleTail");

        Assert.Equal(found, finding is not null);
        if (!found) return;
        Assert.StartsWith("call spark.stop()", finding!.Advice.Single().Setting, StringComparison.Ordinal);
        // two seconds stay for SparkContext.stop
        Assert.Equal(tailMs - 2_000, finding.SavesMs);
    }

    /// <summary>A session of Databricks is the cluster's, which spark.stop() does not end; Glue bills until its script ends.</summary>
    [Theory]
    [InlineData("spark.databricks.clusterUsageTags.clusterNodeType", "i3.xlarge", "run it as a job on a job cluster")]
    [InlineData("spark.glue.JOB_NAME", "nightly", "end the script")]
    public void TailOfAManagedCluster_IsEndedInItsWay(string key, string value, string advice)
    {
        var run = Jobs(150_000, (0, 90_000)).Setting(key, value).Build();
        var context = new DetectorContext(run) { Plan = RunReplay.Prepare(run).Plan! };
        var finding = DetectorCatalog.Run(run, context).Findings.Single(f => f.Kind == "idleTail");

        Assert.StartsWith(advice, finding.Advice.Single().Setting, StringComparison.Ordinal);
    }

    /// <summary>Pre-initialised workers are EMR Serverless's alone, and Glue keeps none ready at all.</summary>
    [Theory]
    [InlineData("spark.glue.JOB_NAME", "nightly", "install less")]
    [InlineData("spark.master", "custom:emr-serverless", "keep workers ready (pre-initialised capacity)")]
    [InlineData("spark.master", "k8s://https://eks", "keep nodes with free room")]
    public void LateExecutors_ComeSoonerInThePlatformsWay(string key, string value, string advice)
    {
        var run = new RunSketch(600_000) { SparkVersion = "3.5.1" }.Executor("1", 4, 200_000).Setting(key, value);
        run.Stage(0).Tasks(210_000, 4, Enumerable.Repeat(90_000L, 16));
        var finding = run.Job(0, 210_000, 590_000, 0).Finding("slowStart")!;

        Assert.StartsWith(advice, finding.Advice.Single().Setting, StringComparison.Ordinal);
    }

    [Fact]
    public void Shell_WaitsForAPersonAndNotForTheDriver()
    {
        var run = Jobs(600_000, (1_000, 20_000), (300_000, 320_000))
            .SystemProperty("sun.java.command", "org.apache.spark.deploy.SparkSubmit --class org.apache.spark.repl.Main spark-shell");

        Assert.Equal(OutcomeKind.NotApplicable, run.Outcome("driverBound").Outcome);
        Assert.Equal(OutcomeKind.NotApplicable, run.Outcome("idleTail").Outcome);
        var finding = run.Finding("interactive")!;
        Assert.Null(finding.SavesMs);
        // one core, gaps of 280 s each, of which 60 s pass before an executor is given back
        Assert.Equal(440_000, finding.SavesCoreMs);
    }

    /// <summary>Up to 30 s are the start of driver and executors; the other 90 s of 120 are the wait for the first command.</summary>
    [Fact]
    public void Shell_WaitsForItsFirstCommand()
    {
        var run = Jobs(150_000, (120_000, 150_000)).SystemProperty("sun.java.command", "org.apache.spark.repl.Main");

        Assert.Equal(90_000, run.Finding("interactive")!.Evidence.Single(e => e.Name == "gapMs").Value);
        Assert.StartsWith("A session that waited for a person for 1 min 30 s",
            ApplicationAnalyzer.Analyze(run.Build(), new AnalysisOptions()).Verdict.Sentence, StringComparison.Ordinal);
    }

    /// <summary>What a session waits without an executor is not paid for.</summary>
    [Fact]
    public void Shell_SaysWhatItsExecutorsCostWhileItWaited()
    {
        string Cause(long addedMs) => new RunSketch(150_000).Executor("1", cores: 2, addMs: addedMs).Job(0, 120_000, 150_000)
            .Stage(0, 0, 120_000, 150_000, [], new SketchTask(0, 120_000, 30_000, "1"))
            .SystemProperty("sun.java.command", "org.apache.spark.repl.Main").Finding("interactive")!.Cause.ToString();

        // two cores for the 90 s of the wait, or for the last 20 s of it
        Assert.EndsWith(" Executors were paid for in all of that time: 180 core-s.", Cause(0), StringComparison.Ordinal);
        Assert.EndsWith(" Executors were paid for in 20.0 s of that time: 40 core-s.", Cause(100_000), StringComparison.Ordinal);
        Assert.EndsWith(" No executor was there in that time.", Cause(120_000), StringComparison.Ordinal);
    }

    [Fact]
    public void Batch_IsNoSession() =>
        Assert.Equal(OutcomeKind.NotApplicable, Jobs(600_000, (1_000, 20_000), (300_000, 320_000)).Outcome("interactive").Outcome);

    [Theory]
    [InlineData(15_000, true)]
    [InlineData(13_000, false)]
    public void QuarterOfTheTimeBetweenBatches_IsTheWait(long everyMs, bool found)
    {
        var run = new RunSketch(8 * everyMs).Executor("1");
        for (var i = 0; i < 5; i++)
        {
            run.Job(i, i * everyMs, i * everyMs + 10_000);
            run.Sql(Sql(i, i * everyMs, i * everyMs + 10_000, "id = a\nrunId = b\nbatch = " + i));
        }

        Assert.Equal(found, run.Finding("triggerWait") is not null);
        Assert.Equal(OutcomeKind.NotApplicable, run.Outcome("driverBound").Outcome);
    }

    [Theory]
    [InlineData(2_000, false)]
    [InlineData(4_000, true)]
    public void TimeAfterTheLastJobOfAWrite_IsItsCommit(long commitMs, bool found)
    {
        var run = Jobs(60_000, (0, 10_000), (10_000 + commitMs, 50_000))
            .Sql(Sql(0, 0, 10_000 + commitMs, "save", files: 100) with { JobIds = [0] });

        Assert.Equal(found, run.Finding("writeCommit") is not null);
        if (found) Assert.NotEqual(OutcomeKind.Found, run.Outcome("driverBound").Outcome);
    }

    [Fact]
    public void RunWithoutWrites_CommitsNothing() =>
        Assert.Equal(OutcomeKind.NotApplicable, Jobs(60_000, (0, 10_000), (20_000, 50_000)).Outcome("writeCommit").Outcome);

    [Theory]
    [InlineData(900, false)]
    [InlineData(1_500, true)]
    public void SecondOfListing_IsTheLimit(long listingMs, bool found)
    {
        var plan = new SparkPlanInfo(
            "Scan parquet", "FileScan parquet", [], new Dictionary<string, string>(), [new("metadata time", 7, "timing")]);
        var run = Jobs(60_000, (0, 10_000), (20_000, 50_000))
            .Sql(Sql(0, 19_000, 50_000, "count") with { JobIds = [1], Plan = plan, Sums = new Dictionary<long, long> { [7] = listingMs } });

        Assert.Equal(found, run.Finding("fileListing") is not null);
    }

    [Fact]
    public void ContainerKilledForMemory_NeedsOverheadAndHasNoUnusedMemory()
    {
        var peak = ExecutorMetrics.None;
        peak[ExecutorMetric.JVMHeapMemory] = 100 << 20;
        var run = new RunSketch(60_000).Setting("spark.master", "yarn").Setting("spark.executor.memory", "4g")
            .Executor("1", with: e => e.Peak = peak)
            .Executor("2", removeMs: 10_000, with: e =>
            (e.RemoveReason, e.Peak) = (
            "Container killed by YARN for exceeding memory limits. 4.5 GB of 4.4 GB physical memory used.", peak))
            .Stage(0).Task("1", 0, 20_000).Task("2", 0, 10_000, v => (v.Index, v.Reason) = (1, "ExecutorLostFailure"))
            .Task("1", 20_000, 20_000, v => (v.Index, v.Attempt) = (1, 1)).Run;

        var finding = run.Finding("outOfMemory")!;
        // 10 % of 4 GiB, and half as much again: 410 * 1.5
        Assert.Contains(finding.Advice, a => a is { Setting: "spark.executor.memoryOverhead", Proposed: "615m" });
        Assert.DoesNotContain(finding.Advice, a => a.Setting == "spark.executor.memory");
        Assert.Equal(OutcomeKind.Clean, run.Outcome("unusedMemory").Outcome);
        Assert.Equal(OutcomeKind.NotApplicable, run.Outcome("lostExecutor").Outcome);
    }

    [Fact]
    public void OneTaskOfMany_RunsOutOfMemoryOfItsSkew()
    {
        var stage = new RunSketch(60_000).Executor("1", cores: 4).Stage(0);
        for (var i = 0; i < 40; i++) stage.Task("1", i * 1_000, 1_000);
        var run = stage.Task("1", 41_000, 1_000,
            v => (v.Index, v.Reason, v.Error, v.ExceptionClass) = (
            40, "ExceptionFailure", "java.lang.OutOfMemoryError: Java heap space", "java.lang.OutOfMemoryError")).Run;

        Assert.StartsWith("split the work of task 40 of stage 0", run.Finding("outOfMemory")!.Advice[0].Setting, StringComparison.Ordinal);
        Assert.Equal(OutcomeKind.NotApplicable, run.Outcome("failedAttempts").Outcome);
    }

    [Fact]
    public void NothingOutOfMemory_IsClean() =>
        Assert.Equal(OutcomeKind.Clean, new RunSketch(1_000).Executor("1").Stage(0).Task("1", 0, 500).Run.Outcome("outOfMemory").Outcome);

    [Theory]
    [InlineData("java.lang.IllegalStateException: no such row\n\tat com.acme.Job.run(Job.scala:7)", true)]
    [InlineData("java.lang.OutOfMemoryError: Java heap space", false)]
    [InlineData("Job aborted: ExecutorLostFailure (executor 1 exited)", false)]
    [InlineData("Job 3 cancelled", false)]
    [InlineData("java.lang.InterruptedException\n\tat java.lang.Object.wait(Object.java:1)", false)]
    public void ExceptionOfTheCode_IsTheUsers(string failure, bool found)
    {
        var finding = new RunSketch(20_000).Executor("1").Job(0, 0, 10_000, "FAILED", failure).Finding("userError");

        Assert.Equal(found, finding is not null);
        if (found) Assert.Contains("Job.scala:7", finding!.Cause, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 20_000L, OutcomeKind.Found)]
    [InlineData(false, 20_000L, OutcomeKind.Clean)]
    [InlineData(true, null, OutcomeKind.NotApplicable)]
    public void TaskWithoutAnEnd_IsFoundWhereTheApplicationHasOne(bool running, long? endMs, OutcomeKind expected) => Assert.Equal(expected,
        new RunSketch(endMs).Executor("1").Job(0, 0, 10_000).Stage(0).Task("1", 0, 5_000)
            .Task("1", 5_000, 1_000, v => v.Running = running).Run.Outcome("unendedTasks").Outcome);

    [Fact]
    public void FetchFailureOfALivingExecutor_IsFound()
    {
        var run = new RunSketch(60_000).Executor("1").Executor("2");
        run.Stage(0).Task("1", 0, 5_000, v => v[TaskMetric.ShuffleWriteBytes] = 1).Task("2", 0, 5_000);
        var reader = run.Stage(1, 0, 0).Task("1", 5_000, 1_000, v => v.Reason = "FetchFailed");
        (reader.Status, reader.FailureReason) = ("FAILED", "org.apache.spark.shuffle.FetchFailedException: Connection refused");
        run.Stage(0, 1).Task("1", 10_000, 5_000);
        run.Stage(1, 1, 0).Task("1", 16_000, 5_000);

        Assert.Equal(1, run.Finding("fetchFailure")!.Evidence.Single(e => e.Name == "repeatedStages").Value);
        Assert.Equal(OutcomeKind.Clean, run.Outcome("lostExecutor").Outcome);
    }

    [Fact]
    public void NoShuffle_HasNothingToFetch() =>
        Assert.Equal(OutcomeKind.NotApplicable,
        new RunSketch(1_000).Executor("1").Stage(0).Task("1", 0, 500).Run.Outcome("fetchFailure").Outcome);

    static RunSketch Jobs(long endMs, params (long FromMs, long UntilMs)[] jobs)
    {
        var run = new RunSketch(endMs).Executor("1");
        for (var i = 0; i < jobs.Length; i++)
            run.Job(i, jobs[i].FromMs, jobs[i].UntilMs, i).Stage(i).Task("1", jobs[i].FromMs, jobs[i].UntilMs - jobs[i].FromMs);
        return run;
    }

    static SqlExecution Sql(long id, long fromMs, long untilMs, string description, long? files = null) => new()
    {
        Id = id,
        Description = description,
        StartTimeMs = RunSketch.Epoch + fromMs,
        EndTimeMs = RunSketch.Epoch + untilMs,
        Status = "COMPLETED",
        JobIds = [(int)id],
        FilesWritten = files,
    };
}
