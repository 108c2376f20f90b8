using Rightsizer.Analyzer.Detectors;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>Too few and too many partitions, the driver, idle cores, speculation.</summary>
public class SchedulingDetectorTests
{
    static RunSketch Executors(int count, long endMs)
    {
        var run = new RunSketch(endMs);
        for (var i = 1; i <= count; i++) run.Executor(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return run;
    }

    static RddInfo OneRdd(string name) => new(0, name, null, null, [], false, false, 1, 0, 0, 0);

    static RunSketch OfTasks(int executors, int tasks, long taskMs, long endMs, Action<int, TaskSketch>? with = null) =>
        Executors(executors, endMs).Stage(0).Tasks(0, executors, Enumerable.Repeat(taskMs, tasks), with).Run.Job(0, 0, endMs, 0);

    [Fact]
    public void TwoLongTasksOnEightSlots_AreTooFew()
    {
        var finding = OfTasks(8, 2, 20_000, 25_000).Finding("tooFewPartitions")!;

        Assert.Equal(Severity.Critical, finding.Severity);
        Assert.Equal(2, Value(finding, "tasks"));
        Assert.Equal(8, Value(finding, "slots"));
        Assert.Equal("use repartition(24) before this stage (stage 0)", finding.Advice.Single().Setting);
    }

    [Theory]
    [InlineData(7, true)]
    [InlineData(8, false)]
    public void ATaskForEverySlot_IsEnough(int tasks, bool found) =>
        Assert.Equal(found, OfTasks(8, tasks, 20_000, 25_000).Finding("tooFewPartitions") is not null);

    [Theory]
    [InlineData(999, false)]
    [InlineData(1_000, true)]
    public void TasksOfASecond_AreWorthCutting(long taskMs, bool found) =>
        Assert.Equal(found, OfTasks(8, 2, taskMs, 2_000).Finding("tooFewPartitions") is not null);

    /// <summary>18 s in one task on eight slots that reads 80 MiB of a shuffle into one partition.</summary>
    [Theory]
    [InlineData("Window", true)]
    [InlineData("HashAggregate", false)]
    public void SinglePartitionOfAWindow_IsTooFew_AndOfAGlobalAggregateIsNot(string name, bool found)
    {
        var run = Executors(8, 20_000);
        var stage = run.Stage(0).Tasks(0, 8, [18_000], (_, v) => v[TaskMetric.ShuffleLocalBytesRead] = 80 << 20);
        stage.Accumulables = [new(1, null, null, null, false, null), new(2, null, null, null, false, null)];
        SparkPlanInfo Node(string node, string text, long id, params SparkPlanInfo[] children) =>
            new(node, text, children, new Dictionary<string, string>(), [new("records read", id, "sum")]);
        SparkPlanInfo[] nodes = [Node("Exchange", "Exchange SinglePartition, ENSURE_REQUIREMENTS, [plan_id=7]", 2)];
        run.Job(0, 0, 20_000, 0).Sql(new()
        {
            Id = 0,
            Status = "COMPLETED",
            JobIds = [0],
            StageIds = [0],
            PlanNodes = nodes,
            Plan = Node(name, name, 1, nodes),
        });

        Assert.Equal(found, run.Finding("tooFewPartitions") is not null);
    }

    [Fact]
    public void CoalesceToOne_SaysHowTheOutputStaysOnePart()
    {
        var run = Executors(8, 25_000);
        var stage = run.Stage(0);
        stage.Rdds = [OneRdd("CoalescedRDD")];
        stage.Tasks(0, 8, [20_000]).Run.Job(0, 0, 25_000, 0);

        var advice = run.Finding("tooFewPartitions")!.Advice.Single();

        Assert.Equal("use repartition(20) in place of coalesce(1)", advice.Setting);
        Assert.Contains("stay in 1 part, repartition(1) adds a shuffle", advice.MayCost, StringComparison.Ordinal);
    }

    /// <summary>Ten jobs of one task of 2 s: no one is 5 % of 100 s, all are 20 %.</summary>
    [Theory]
    [InlineData(10, true)]
    [InlineData(2, false)]
    public void StageOfALoop_CountsWithAllItsRuns(int times, bool found)
    {
        var run = Executors(8, 100_000);
        for (var i = 0; i < times; i++)
        {
            var stage = run.Stage(i);
            stage.Name = "count at loop.py:7";
            stage.Tasks(i * 3_000, 8, [2_000]).Run.Job(i, i * 3_000, i * 3_000 + 2_000, i);
        }

        var finding = run.Finding("tooFewPartitions");

        Assert.Equal(found, finding is not null);
        if (!found) return;
        Assert.Contains("7 of them had nothing to do. The same ran 10 times, 20.0 s in all.", finding!.Cause);
        // 24 tasks would have 83 ms each
        Assert.Equal("use repartition(8) before this stage (count at loop.py:7)", finding.Advice.Single().Setting);
    }

    /// <summary>80 jobs of a loop whose tasks take 150 ms, twelve of them 2 s since the machine was busy: 24 s of 100.</summary>
    [Fact]
    public void FewSlowRunsOfAShortStage_AreNoReasonToCutIt()
    {
        var run = Executors(8, 100_000);
        for (var i = 0; i < 80; i++)
        {
            var stage = run.Stage(i);
            stage.Name = "count at loop.py:7";
            var ms = i % 7 == 6 || i == 0 ? 2_000L : 150L;
            stage.Tasks(i * 1_200, 8, [ms]).Run.Job(i, i * 1_200, i * 1_200 + ms, i);
        }

        Assert.Null(run.Finding("tooFewPartitions"));
    }

    /// <summary>48 rows that take 250 ms each in Python, in one task on eight slots, after a stage that started the workers.</summary>
    [Theory]
    [InlineData("PythonRDD", true)]
    [InlineData("MapPartitionsRDD", false)] // without CPU time it waited
    public void FewRowsThatTakeLongInPython_CanBeCut(string rdd, bool found)
    {
        var run = Executors(8, 20_000);
        var first = run.Stage(0);
        first.Rdds = [OneRdd("PythonRDD")];
        first.Tasks(0, 8, Enumerable.Repeat(900L, 48), NoCpu).Run.Job(0, 0, 6_000, 0);
        var second = run.Stage(1);
        second.Rdds = [OneRdd(rdd)];
        second.Tasks(6_000, 8, [12_000], (_, v) =>
        {
            v[TaskMetric.ShuffleLocalBytesRead] = 2_227;
            v[TaskMetric.ShuffleReadRecords] = 48;
            v[TaskMetric.ExecutorCpuTime] = 0;
        }).Run.Job(1, 6_000, 18_000, 1);

        Assert.Equal(found, run.Finding("tooFewPartitions") is not null);
    }

    /// <summary>Two tasks on eight slots in which executors start, and the same stage again, 20 times.</summary>
    [Theory]
    [InlineData(300, 0, false)] // what took 9 s the first time was start-up
    [InlineData(3_000, 0, true)]
    [InlineData(300, 1 << 20, true)] // less data the next times says nothing about the first
    public void StageThatTakesNoTimeWhenItRunsAgain_WasStartUp(long againMs, long firstRows, bool found)
    {
        var run = Executors(8, 80_000);
        StageSketch Again(int id)
        {
            var stage = run.Stage(id);
            stage.Name = "count at loop.py:7";
            return stage;
        }

        Again(0).Tasks(0, 8, [9_000, 9_000], (_, v) => v[TaskMetric.InputRecords] = firstRows).Run.Job(0, 0, 9_000, 0);
        for (var i = 1; i <= 20; i++)
        {
            var from = 6_000 + i * 3_500;
            Again(i).Tasks(from, 8, [againMs, againMs]).Run.Job(i, from, from + againMs, i);
        }

        var finding = run.Finding("tooFewPartitions");

        Assert.Equal(found, finding?.Where.Any(w => w.StageId == 0) ?? false);
    }

    /// <summary>100 rows of a small file that are exploded into millions: 18 s in one task on eight slots.</summary>
    [Theory]
    [InlineData(100, 6_000, true)]
    [InlineData(100, 3_900, false)] // mostly waiting and start-up
    [InlineData(15, 6_000, false)] // no two rows for each slot
    public void FewBytesWhoseRowsTakeLong_CanBeCut(long rows, long cpuMs, bool found) =>
        Assert.Equal(found, OfTasks(8, 1, 18_000, 20_000, (_, v) =>
        {
            v[TaskMetric.InputBytes] = 2_183;
            v[TaskMetric.InputRecords] = rows;
            v[TaskMetric.ExecutorCpuTime] = cpuMs * 1_000_000;
        }).Finding("tooFewPartitions") is not null);

    [Theory]
    [InlineData("org.apache.spark.sql.DataFrameReader.parquet(DataFrameReader.scala:563)", false)]
    [InlineData("org.apache.spark.api.java.JavaRDD.collect(JavaRDD.scala:320)", true)]
    public void FootersThatAReaderReads_AreSparksToCut(string details, bool found)
    {
        var run = Executors(8, 25_000);
        var stage = run.Stage(0);
        stage.Details = details;
        stage.Rdds = [OneRdd("ParallelCollectionRDD")];
        stage.Tasks(0, 8, [20_000]).Run.Job(0, 0, 25_000, 0);

        Assert.Equal(found, run.Finding("tooFewPartitions") is not null);
    }

    /// <summary>
    /// Two commands of 32 tasks of 30 s, 3,000 s apart, on 4 executors of 4 cores: 60 s each. With 3 executors they take 90 s, 60 s more in
    /// all: half as long again for who waits, and less than 2 % of 3,120 s, of which 3,000 were nobody's.
    /// </summary>
    [Theory]
    [InlineData("spark.repl.class.outputDir", false)]
    [InlineData("spark.a", true)]
    public void Session_IsNotMadeSlowerByTheTimeInWhichNobodyAsked(string key, bool fewer)
    {
        var sketch = new RunSketch(3_121_000).Setting(key, "x");
        for (var i = 1; i <= 4; i++) sketch.Executor($"{i}", 4);
        for (var job = 0; job < 2; job++)
        {
            var (stage, from) = (sketch.Stage(job), job * 3_060_000L);
            for (var i = 0; i < 32; i++) stage.Task($"{i % 4 + 1}", from + i / 16 * 30_000, 30_000, t => t.Index = i);
            sketch.Job(job, from, from + 60_000, job);
        }

        var finding = ApplicationAnalyzer.Analyze(sketch.Build(), new AnalysisOptions()).Findings.Single(f => f.Kind == "idleCores");
        Assert.Equal(fewer, finding.Evidence.Any(e => e.Name == "executorsNeeded"));
    }

    [Fact]
    public void OneSlot_CannotHaveTooFew() =>
        Assert.Equal(OutcomeKind.NotApplicable, OfTasks(1, 1, 20_000, 25_000).Outcome("tooFewPartitions").Outcome);

    [Fact]
    public void ThousandTasksThatOnlyStart_AreTooMany()
    {
        var finding = OfTasks(2, 1_000, 50, 30_000, NoCpu).Finding("tooManyPartitions")!;

        Assert.Equal(Severity.Critical, finding.Severity);
        Assert.Equal(1_000, Value(finding, "tasks"));
        Assert.Equal(8, Value(finding, "proposedTasks"));
    }

    [Theory]
    [InlineData(199, true)]
    [InlineData(200, false)]
    public void TasksOf200Ms_AreLongEnough(long taskMs, bool found) =>
        Assert.Equal(found, OfTasks(2, 400, taskMs, 60_000, NoCpu).Finding("tooManyPartitions") is not null);

    [Theory]
    [InlineData(39, false)]
    [InlineData(40, true)]
    public void TwentyTasksASlot_AreTheLimit(int tasks, bool found) =>
        Assert.Equal(found, OfTasks(2, tasks, 100, 5_000, NoCpu).Finding("tooManyPartitions") is not null);

    [Fact]
    public void ShortTasksThatUseTheCpu_CostNothingToTell() => Assert.Null(OfTasks(2, 1_000, 50, 60_000).Finding("tooManyPartitions"));

    /// <summary>Of 50 ms a task: what is not CPU is the start.</summary>
    [Theory]
    [InlineData(10, "starting them is most of the work")]
    [InlineData(40, "starting one takes about 10 ms")]
    public void ShortTasks_SayWhatTheirStartTakes(long cpuMs, string says) =>
        Assert.Contains(says, OfTasks(2, 1_000, 50, 60_000, (_, v) => v[TaskMetric.ExecutorCpuTime] = cpuMs * 1_000_000)
            .Finding("tooManyPartitions")!.Cause);

    [Fact]
    public void ShortTasksWithMuchData_AreNotTooMany() =>
        Assert.Null(OfTasks(2, 1_000, 50, 60_000, (i, v) => { NoCpu(i, v); v[TaskMetric.InputBytes] = 5 << 20; })
            .Finding("tooManyPartitions"));

    [Theory]
    [InlineData(100, false)]
    [InlineData(400, true)]
    public void GapBetweenJobs_IsTheDriversOverATenthOfASecond(long gapMs, bool found)
    {
        var run = Executors(2, 20_000).Stage(0).Tasks(0, 2, Enumerable.Repeat(1_000L, 10)).Run.Job(0, 0, 5_000, 0)
            .Job(1, 5_000 + gapMs, 20_000);

        Assert.Equal(found, run.Finding("driverBound") is not null);
    }

    /// <summary>As on a run of Spark 3.5.9 that built 6,351 ms and sent 2,472 ms of a gap of 9,867 ms.</summary>
    [Theory]
    [InlineData(0, 6_351, "remove the broadcast hint", "for 8.8 s of it")]
    [InlineData(0, 2_400, "look at the plan of SQL 0", "The jobs before and after it are of SQL 0")] // 4,872 ms: under half
    [InlineData(1, 6_351, "find what the driver does", "paid and idle")] // the job before is another query's
    public void GapInsideAQuery_IsSparksOwnWork(long firstQuery, long buildMs, string advice, string says)
    {
        var run = Executors(2, 40_000).Stage(0).Tasks(0, 2, Enumerable.Repeat(1_000L, 10)).Run
            .Job(0, 0, 5_000, 0).Job(1, 14_867, 40_000);
        run.WithJob(0, j => j with { SqlExecutionId = firstQuery }).WithJob(1, j => j with { SqlExecutionId = 0 }).Sql(new()
        {
            Id = 0,
            Status = "COMPLETED",
            JobIds = firstQuery == 0 ? [0, 1] : [1],
            Plan = new("BroadcastExchange", "BroadcastExchange", [], new Dictionary<string, string>(),
                [new("time to build", 7, "timing"), new("time to broadcast", 8, "timing")]),
            Sums = new Dictionary<long, long> { [7] = buildMs, [8] = 2_472 },
        });

        var found = run.Finding("driverBound")!;

        Assert.Contains(says, found.Cause);
        Assert.StartsWith(advice, found.Advice[0].Setting);
    }

    [Theory]
    [InlineData("Listing leaf files and directories for 1500 paths:<br/>file:/tmp/days/day=1, ...", false)]
    [InlineData("my own job", true)]
    public void ListingOfFiles_IsNoStageOfTooManyPartitions(string description, bool found) =>
        Assert.Equal(found, OfTasks(2, 1_500, 44, 60_000, NoCpu).WithJob(0, j => j with { Description = description })
            .Finding("tooManyPartitions") is not null);

    [Fact]
    public void GapWhileAnotherJobRuns_IsNobodysIdleTime() =>
        Assert.Null(Executors(2, 20_000).Job(0, 0, 20_000).Job(1, 0, 5_000).Job(2, 15_000, 20_000).Finding("driverBound"));

    [Fact]
    public void TimeBeforeTheFirstJob_IsNotTheDrivers() =>
        Assert.Null(Executors(2, 60_000).Job(0, 50_000, 55_000).Job(1, 55_050, 60_000).Finding("driverBound"));

    [Fact]
    public void OneJob_HasNoGaps() =>
        Assert.Equal(OutcomeKind.NotApplicable, Executors(2, 60_000).Job(0, 0, 60_000).Outcome("driverBound").Outcome);

    [Theory]
    [InlineData(74, true)]
    [InlineData(76, false)]
    public void AQuarterOfTheSlotsIdle_IsTheLimit(int tasks, bool found) =>
        Assert.Equal(found, OfTasks(1, tasks, 1_000, 100_000).Finding("idleCores") is not null);

    [Fact]
    public void NoJob_SaysNothingOfIdleCores() =>
        Assert.Equal(OutcomeKind.NotApplicable, Executors(2, 60_000).Outcome("idleCores").Outcome);

    [Fact]
    public void CopyThatLost_IsSpeculationsWaste()
    {
        var run = Executors(2, 20_000).Setting("spark.speculation", "true");
        run.Stage(0).Task("1", 0, 10_000)
            .Task("2", 4_000, 6_000, v => (v.Index, v.Attempt, v.Speculative, v.Reason) = (0, 1, true, "TaskKilled"));
        var finding = run.Finding("speculation")!;

        Assert.Equal(6_000, Value(finding, "wastedTaskMs"));
        Assert.Equal(0, Value(finding, "speculativeWins"));
        Assert.Equal(Severity.Info, finding.Severity);
        Assert.Contains(finding.Advice, a => a is { Setting: "spark.speculation", Proposed: "false" });
    }

    [Fact]
    public void SpeculationOnWithoutCopies_IsClean() =>
        Assert.Equal(OutcomeKind.Clean, Executors(1, 1_000).Setting("spark.speculation", "true").Outcome("speculation").Outcome);

    [Fact]
    public void SpeculationOff_IsNotApplicable() =>
        Assert.Equal(OutcomeKind.NotApplicable, Executors(1, 1_000).Outcome("speculation").Outcome);

    static void NoCpu(int _, TaskSketch v) => v[TaskMetric.ExecutorCpuTime] = 0;

    static double Value(Finding finding, string name) => finding.Evidence.Single(e => e.Name == name).Value;
}
