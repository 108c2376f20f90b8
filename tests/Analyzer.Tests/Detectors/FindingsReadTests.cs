using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Detectors.Partitions;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>What was odd in findings that were read against the raw logs (docs/findings-reading.md), as rules.</summary>
public class FindingsReadTests
{
    static readonly Advice Dynamic = new("spark.dynamicAllocation.enabled", "false", "true", "why");

    /// <summary>
    /// ExecutorAllocationManager of Spark 2 refuses to start without an external shuffle service; Kubernetes had none. From 3.0 on shuffles
    /// are tracked (SPARK-27963).
    /// </summary>
    [Theory]
    [InlineData("2.1.0", "spark://host:7077", "spark.shuffle.service.enabled")]
    [InlineData("2.4.8", "yarn", "spark.shuffle.service.enabled")]
    [InlineData("3.0.0", "spark://host:7077", "spark.dynamicAllocation.shuffleTracking.enabled")]
    [InlineData("2.4.8", "k8s://https://api:443", null)]
    public void DynamicAllocation_ComesWithWhatItNeedsToStart(string version, string master, string? needs)
    {
        var run = new RunSketch(300_000) { SparkVersion = version }.Setting("spark.master", master).Executor("1").Stage(0)
            .Task("1", 0, 10_000).Run;

        var advice = Apply(run, Dynamic);

        Assert.Equal(needs is null ? [] : new[] { Dynamic.Setting, needs }, advice.Select(a => a.Setting));
        Assert.All(advice, a => Assert.Equal("true", a.Proposed));
    }

    /// <summary>
    /// Two executors write shuffle output in the first 10 s; one of them reads it until 200 s. With a shuffle service the other can go at
    /// 70 s; without one it holds what is read until the end of the query.
    /// </summary>
    [Theory]
    [InlineData("true", 130_000)]
    [InlineData("false", 0)]
    public void ExecutorThatHoldsShuffleOutputInUse_DoesNotGo(string service, double freed)
    {
        var run = new RunSketch(200_000).Setting("spark.shuffle.service.enabled", service).Executor("1").Executor("2");
        run.Stage(0).Tasks(0, 2, [10_000, 10_000], (_, v) => v[TaskMetric.ShuffleWriteBytes] = 1_000);
        run.Stage(1, 0, 0).Task("1", 10_000, 190_000);
        run.Job(0, 0, 200_000, 0, 1);

        Assert.Equal(freed, new RunFacts(run.Build()).IdleExecutors.CoreMs);
    }

    /// <summary>Four ran at once and the log does not name the setting: something else decided their number.</summary>
    [Fact]
    public void NumberOfExecutorsThatNobodySet_IsNotLoweredByASetting()
    {
        var run = new RunSketch(60_000).Setting("spark.master", "yarn");
        for (var i = 1; i <= 4; i++) run.Executor($"{i}");

        var advice = Apply(run, new("spark.executor.instances", null, "1", "Use at most 1.")).Single();

        Assert.Null(advice.Proposed);
        Assert.StartsWith("ask for at most 1 executor,", advice.Setting, StringComparison.Ordinal);
    }

    /// <summary>15 executors in all, 7 at most at once: a limit of 10 would change nothing.</summary>
    [Fact]
    public void LimitAboveTheExecutorsThatRanAtOnce_IsNotProposed()
    {
        var result = Shared("logs", "rapids", "eventlog_4nodes_8cores_dynamic_alloc.zstd");

        Assert.Equal(7, RunOverview.Compute(result.Run).PeakExecutors);
        Assert.DoesNotContain(result.Findings.SelectMany(f => f.Advice), a => a.Setting == "spark.dynamicAllocation.maxExecutors");
    }

    /// <summary>Stage 37 of the query sent 22.2 MiB of results: job 37 has the tag "broadcast exchange".</summary>
    [Fact]
    public void ResultsThatSparkCollectsForABroadcast_AreNotTheUsers()
    {
        var result = Shared("logs", "rapids", "nds_q72_dataproc_2_2.zstd");

        Assert.DoesNotContain(result.Findings, f => f.Kind == "bigResult");
    }

    /// <summary>Seven jobs of thousands of tiny tasks took 6.0 s, and planning 0.1 s; simulated, the jobs take 7.4 s.</summary>
    [Fact]
    public void ListingOfFiles_SavesNoMoreThanItTook()
    {
        var listing = Shared("logs", "rapids", "nds_q72_dataproc_2_2.zstd").Findings.Single(f => f.Kind == "fileListing");

        Assert.Equal(6_100, listing.SavesMs!.Value, 100.0);
        Assert.Equal(listing.Evidence.Single(e => e.Name == "listingMs").Value, listing.SavesMs.Value, 1.0);
    }

    [Theory]
    [InlineData("""{"id":"1","name":"BroadcastExchange"}""", false)]
    [InlineData("""{"id":"1","name":"Scan parquet"}""", true)]
    public void ResultsOfABroadcast_AreToldByTheScope(string scope, bool found)
    {
        var run = new RunSketch(30_000).Executor("1");
        run.Stage(0).Task("1", 0, 5_000, v => v[TaskMetric.ResultSize] = 50 << 20).Rdds = [Rdd("MapPartitionsRDD", scope)];

        Assert.Equal(found, run.Finding("bigResult") is not null);
    }

    /// <summary>Nothing tells whether the heap was full: no value of it is worth pasting.</summary>
    [Theory]
    [InlineData("1.5.2", "-verbose:gc")]
    [InlineData("3.5.1", "spark.eventLog.logStageExecutorMetrics=true")]
    public void CollectionsOfUnknownCause_HaveNoSettingToPaste(string version, string tells)
    {
        var run = new RunSketch(12_000) { SparkVersion = version }.Setting("spark.executor.memory", "30g").Executor("1").Executor("2")
            .Stage(0).Tasks(0, 2, Enumerable.Repeat(1_000L, 20), (_, v) =>
            {
                v[TaskMetric.JvmGcTime] = 500;
                v[TaskMetric.ExecutorCpuTime] = 500_000_000;
            }).Run;

        var advice = run.Finding("gc")!.Advice;

        Assert.All(advice, a => Assert.Null(a.Proposed));
        Assert.Contains(tells, advice[0].Why, StringComparison.Ordinal);
    }

    /// <summary>
    /// A heap of 600 MiB and one slot: (600 - 300) x 0.25 = 75 MiB for a task that needs 120, and 180 MiB with Spark's own 0.6. A task that
    /// needs 200 MiB has no room with either.
    /// </summary>
    [Theory]
    [InlineData(120, true)]
    [InlineData(200, false)]
    public void MemoryFractionUnderTheDefault_IsPutBackWhereThatIsEnough(int needMib, bool proposed)
    {
        var run = new RunSketch(30_000).Setting("spark.executor.memory", "600m").Setting("spark.memory.fraction", "0.25").Executor("1");
        run.Stage(0).Task("1", 0, 10_000, v =>
        {
            v[TaskMetric.MemoryBytesSpilled] = (needMib - 20L) << 20;
            v[TaskMetric.DiskBytesSpilled] = 50 << 20;
            v[TaskMetric.PeakExecutionMemory] = 20 << 20;
        });

        var advice = run.Finding("spill")!.Advice;

        Assert.Equal(proposed, advice.Any(a => a is { Setting: "spark.memory.fraction", Now: "0.25", Proposed: "0.6" }));
    }

    /// <summary>
    /// AQE merges the 4 partitions of a shuffle to 3 and cuts none: a smaller size of its own gives no more than 4. Then the number has to
    /// grow, and the size with it, or AQE merges them again.
    /// </summary>
    [Fact]
    public void MoreTasksThanTheShuffleHasPartitions_TakeMorePartitionsFirst()
    {
        var (facts, stage) = Merged(4, "ENSURE_REQUIREMENTS");

        var advice = PartitionAdvice.More(stage, 17, "why", facts);

        Assert.Equal([("spark.sql.shuffle.partitions", "17", null),
            ("spark.sql.adaptive.advisoryPartitionSizeInBytes", "1m", "spark.sql.shuffle.partitions")],
            advice.Select(a => (a.Setting, a.Proposed, a.With)));
    }

    [Theory]
    [InlineData(200, "ENSURE_REQUIREMENTS")]
    [InlineData(4, "REBALANCE_PARTITIONS_BY_NONE")]
    public void SizeAlone_IsEnoughForManyPartitionsAndForARebalance(int partitions, string origin)
    {
        var (facts, stage) = Merged(partitions, origin);

        Assert.Equal(["spark.sql.adaptive.advisoryPartitionSizeInBytes"],
            PartitionAdvice.More(stage, 17, "why", facts).Select(a => a.Setting));
    }

    /// <summary>Without its classes PathOutputCommitProtocol is not found and every write fails.</summary>
    [Theory]
    [InlineData("/opt/spark/jars/hadoop-aws-3.4.1.jar", false)]
    [InlineData("/opt/spark/jars/spark-hadoop-cloud_2.12-3.5.3.jar", true)]
    public void MagicCommitter_IsASettingOnlyWhereItsClassesAre(string jar, bool isSetting)
    {
        var run = new RunSketch(60_000).OnClasspath(jar, "System Classpath").Executor("1").Job(0, 0, 10_000).Job(1, 30_000, 60_000);
        run.Sql(new()
        {
            Id = 0,
            Status = "COMPLETED",
            StartTimeMs = RunSketch.Epoch,
            EndTimeMs = RunSketch.Epoch + 29_000,
            JobIds = [0],
            Writes = [new("Execute InsertIntoHadoopFsRelationCommand", "s3a://bucket/out", null, "Parquet", [], "Overwrite")],
        });

        var advice = run.Finding("writeCommit")!.Advice;

        Assert.Equal(isSetting, advice.Any(a => a.Setting == "spark.sql.sources.commitProtocolClass"));
        Assert.Equal(!isSetting, advice.Any(a => a.Why.Contains("spark-hadoop-cloud", StringComparison.Ordinal) && a.Proposed is null));
    }

    /// <summary>In local mode the driver has the cores, and dynamic allocation has nothing to give back.</summary>
    [Fact]
    public void SessionInLocalMode_PaysForTheDriverAndPromisesNothing()
    {
        var result = Shared("logs", "rapids", "createdatasourcetable_eventlog.zstd");
        var session = result.Findings.Single(f => f.Kind == "interactive");

        Assert.Null(session.SavesCoreMs);
        Assert.Contains("The driver's cores were paid for in all of that time", session.Cause, StringComparison.Ordinal);
        Assert.All(result.Findings, f => Assert.NotEmpty(f.Advice));
        Assert.All(Shared("logs", "rapids", "eventlog_4nodes_8cores_dynamic_alloc.zstd").Findings, f => Assert.NotEmpty(f.Advice));
    }

    /// <summary>Its executors came in 2023 by a clock that ended the application in 2022.</summary>
    [Fact]
    public void ExecutorsThatComeAfterTheEnd_AreNotSaidToBeAbsent() => Assert.DoesNotContain("No executor was there",
        Shared("logs", "rapids", "databricks-aws").Findings.Single(f => f.Kind == "interactive").Cause, StringComparison.Ordinal);

    /// <summary>A PythonException is what Spark wraps around the error of the code.</summary>
    [Fact]
    public void FailedAttempts_NameTheErrorOfTheCodeAndItsLine()
    {
        var finding = Shared("spark-logs", "causes", "logs", "task_retries.zstd").Findings.Single(f => f.Kind == "failedAttempts");

        Assert.Equal("fix what throws RuntimeError at /home/spark/jobs/workloads.py:224, or the data of the task",
            finding.Advice.Single().Setting);
    }

    [Fact]
    public void FailedJob_NamesTheErrorAndNoTimeThatTheLogDoesNotHave()
    {
        var failed = Shared("spark-logs", "causes", "logs", "job_failure.zstd").Findings.Single(f => f.Kind == "failedJob");
        var old = Shared("logs", "spark", "local-1422981780767").Findings.Single(f => f.Kind == "failedJob");

        Assert.Equal("Job 1 failed after 2.7 s: RuntimeError: planted permanent failure (/home/spark/jobs/workloads.py:239)",
            failed.Cause);
        Assert.StartsWith("fix the code at /home/spark/jobs/workloads.py:239", failed.Advice[0].Setting, StringComparison.Ordinal);
        Assert.DoesNotContain("0 s", old.Cause + old.Advice[0].Why, StringComparison.Ordinal);
    }

    /// <summary>The first line is not about what cost nothing: 53.4 MiB of results are.</summary>
    [Fact]
    public void Verdict_IsNotAboutAFindingThatCostNothing() =>
        Assert.StartsWith("No saving found that can be measured. Worth a look: large results are collected to the driver",
            Shared("spark-logs", "causes", "logs", "collect_big.zstd").Verdict.Sentence, StringComparison.Ordinal);

    /// <summary>Two executors of a shell went 0.13 s and 0.28 s before its end: 8 of 4 cores each were paid for 2,583.156 core-s.</summary>
    [Fact]
    public void CoreTimeOfTheWaterfall_IsWhatWasPaid()
    {
        var result = Shared("logs", "rapids", "tasks_executors_fail_compressed_eventlog.zstd");

        Assert.Equal(2_583_156, RunOverview.ComputePaidCoreMs(result.Run));
        Assert.Equal(2_583_156, result.Waterfall!.TotalCoreMs);
    }

    /// <summary>What only holds once other things are fixed comes after them, and the first line is about them.</summary>
    [Fact]
    public void IdleCoresOnceTheOthersAreFixed_ComeAfterThem()
    {
        var result = Shared("logs", "rapids", "tasks_executors_fail_compressed_eventlog.zstd");
        var idle = result.Findings.Single(f => f.Kind == "idleCores");

        Assert.Contains("With the other findings fixed", idle.Cause, StringComparison.Ordinal);
        Assert.Equal(["tooManyPartitions", "idleCores"], result.Findings.Where(f => f.Severity == Severity.Warning).Select(f => f.Kind));
        Assert.Contains("A stage has too many partitions", result.Verdict.Sentence, StringComparison.Ordinal);
    }

    /// <summary>Stage 1 ran at the same time as stage 2, on two of the three slots.</summary>
    [Fact]
    public void SlotsThatAnotherStageUsed_WereNotIdle()
    {
        var few = Shared("logs", "spark", "application_1553914137147_0018").Findings.Single(f => f.Kind == "tooFewPartitions");

        Assert.Contains("Other stages ran at the same time.", few.Cause, StringComparison.Ordinal);
        // 3 slots for 30.302 s, less 44.493 s of its own tasks, less the other's: both from its first launch at 31.859 s
        Assert.Equal(24_596, few.Evidence.Single(e => e.Name == "idleSlotMs").Value);
    }

    /// <summary>spark.read.csv reads the files once more to find out their columns; nobody can repartition in between.</summary>
    [Fact]
    public void SchemaInference_IsMendedByASchema() => Assert.StartsWith("give the reader a schema",
        Shared("logs", "sync", "databricks.json.gz").Findings.Single(f => f.Kind == "tooFewPartitions").Advice[0].Setting,
        StringComparison.Ordinal);

    /// <summary>150 tasks write 150 tiny files and read tiny blocks: one number for the same line of code.</summary>
    [Fact]
    public void WaitForTinyBlocks_RepeatsTheNumberOfFiles() => Assert.Equal("write 1 file, as the finding tinyFiles says",
        Shared("spark-logs", "spark4x", "logs", "eventlog_v2_app-20261128224420-0000").Findings.Single(f => f.Kind == "fetchWait")
            .Advice[0].Setting);

    [Fact]
    public void LossThatNobodyExplains_SaysWhatA137Is()
    {
        var lost = Shared("spark-logs", "causes", "logs", "executor_lost.zstd").Findings.Single(f => f.Kind == "lostExecutor");

        Assert.Contains("137 is a kill from outside", lost.Advice[0].Why, StringComparison.Ordinal);
        var other = Shared("cases", "15-k8s-shuffle-service", "log.zstd").Findings.Single(f => f.Kind == "lostExecutor");
        Assert.DoesNotContain("..", other.Cause, StringComparison.Ordinal);
    }

    /// <summary>The copy ended first; the first attempt was killed after 8.2 s, which is not a copy's time.</summary>
    [Fact]
    public void CopyThatWon_HasNoCopiesThrownAway() => Assert.EndsWith("1 copy of slow tasks was started and 1 ended first.",
        Shared("spark-logs", "spark4x", "logs", "eventlog_v2_app-20261128224858-0002").Findings.Single(f => f.Kind == "speculation").Cause,
        StringComparison.Ordinal);

    /// <summary>
    /// The cached columns of a DataFrame ("Deserialized": false in the log), with spark.memory.fraction at 0.25: 75 MiB of each heap of
    /// 600 MiB, and 180 MiB with Spark's 0.6. The data needs 158 MiB.
    /// </summary>
    [Fact]
    public void CacheOfADataFrame_IsNotToldToSerialise()
    {
        var advice = Shared("spark-logs", "work", "logs", "cliff-3-2x1.zstd").Findings.Single(f => f.Kind == "cacheDidNotFit").Advice;

        Assert.True(advice[0] is { Setting: "spark.memory.fraction", Now: "0.25", Proposed: "0.6" });
        Assert.Contains("360 MiB", advice[0].Why, StringComparison.Ordinal);
        Assert.DoesNotContain(advice, a => a.Setting.Contains("serialised", StringComparison.Ordinal));
    }

    static (RunFacts Facts, StageTasks Stage) Merged(int partitions, string origin)
    {
        var exchange = new SparkPlanInfo("Exchange", $"Exchange hashpartitioning(k#1, {partitions}), {origin}, [plan_id=7]", [],
            new Dictionary<string, string>(), [new("records read", 2, "sum")]);
        var read = new SparkPlanInfo("AQEShuffleRead", "AQEShuffleRead coalesced", [exchange], new Dictionary<string, string>(), []);
        var plan = new SparkPlanInfo("Sort", "Sort", [read], new Dictionary<string, string>(), [new("sort time", 1, "timing")]);
        var run = new RunSketch(60_000).Setting("spark.sql.shuffle.partitions", $"{partitions}").Executor("1");
        run.Stage(0).Tasks(0, 1, [5_000, 5_000, 5_000], (_, v) => v[TaskMetric.ShuffleLocalBytesRead] = 5 << 20)
            .Accumulables = [new(1, null, null, null, false, null), new(2, null, null, null, false, null)];
        run.Sql(new() { Id = 0, Status = "COMPLETED", JobIds = [0], StageIds = [0], Plan = plan });
        var facts = new RunFacts(run.Build());
        return (facts, facts.ExecutedStages.Single());
    }

    static RddInfo Rdd(string name, string scope) => new(1, name, scope, null, [], false, false, 1, 0, 0, 0);

    static IReadOnlyList<Advice> Apply(RunSketch sketch, Advice advice) =>
        sketch.Build() is var run ? AdviceRules.Apply([advice], new RunFacts(run), new ExecutorRoom(run, new PriceContext())) : [];

    static AnalysisResult Shared(params string[] path)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        return ApplicationAnalyzer.Analyze(ApplicationRunLoader.Load(EventLogLocator.Find(Path.Combine([SharedFolder.Path!, .. path]))[0]),
            new AnalysisOptions { Patch = true });
    }
}
