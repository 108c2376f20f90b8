using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>What a replay puts to a finding.</summary>
public class SavingTests
{
    /// <summary>Two slots, forty tasks of 1 s and one of 20 s at the end.</summary>
    static RunSketch Skewed() => new RunSketch(41_000).Executor("1").Executor("2")
        .Stage(0).Tasks(0, 2, Enumerable.Range(0, 41).Select(i => i == 40 ? 20_000L : 1_000L)).Run.Job(0, 0, 40_000, 0);

    [Fact]
    public void ReplayedCause_GetsTheTimeAndTheCoreTimeThatTheRunIsShorterWithoutIt()
    {
        var run = Skewed().Build();
        var plan = RunReplay.Prepare(run).Plan!;
        var finding = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = plan }).Findings.Single(f => f.Kind == "skew");

        // 60 s of work on two slots in place of 20 s and a tail of 20 s: ten seconds sooner, for each of two cores
        Assert.InRange(finding.SavesMs!.Value, 9_000, 10_500);
        Assert.InRange(finding.SavesCoreMs!.Value, 18_000, 21_000);
        Assert.Equal(Severity.Critical, finding.Severity);
    }

    [Fact]
    public void WithoutAReplay_SavingsAreNullAndTheSeverityStays()
    {
        var finding = Skewed().Finding("skew")!;

        Assert.Null(finding.SavesMs);
        Assert.Null(finding.SavesCoreMs);
        Assert.Null(finding.SavesUsd);
        Assert.Equal(Severity.Critical, finding.Severity);
    }

    [Fact]
    public void SavingUnderTheReplaysOwnError_IsInfo()
    {
        var run = Skewed().Build();
        var plan = RunReplay.Prepare(run).Plan!;
        var finding = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = plan, ReplayErrorPct = -30 }).Findings
            .Single(f => f.Kind == "skew");

        Assert.Equal(Severity.Info, finding.Severity);
    }

    /// <summary>
    /// Four slots, each with a first task that takes 4 s, 1 s of it in its run time; then two tasks of 20 s, cut into twelve. Even that is
    /// three waves of 3.3 s in place of 20 s. Workers of Python start on the other two slots, 3 s at least: 13 s by hand.
    /// </summary>
    [Theory]
    [InlineData("MapPartitionsRDD", 10_000)]
    [InlineData("PythonRDD", 7_000)]
    public void MorePartitions_StartPythonWorkersWhereThereWasNone(string rdd, long saves)
    {
        var sketch = new RunSketch(30_000);
        for (var e = 1; e <= 4; e++) sketch.Executor($"{e}");
        sketch.Stage(0).Tasks(0, 4, Enumerable.Repeat(4_000L, 4), (_, v) => v[TaskMetric.ExecutorRunTime] = 1_000);
        var stage = sketch.Stage(1, 0, 0).Task("1", 4_000, 20_000).Task("2", 4_000, 20_000);
        stage.Rdds = [PlanDetectorTests.Rdd(1, rdd, cached: false)];
        var run = sketch.Job(0, 0, 24_000, 0, 1).Build();
        var found = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = RunReplay.Prepare(run).Plan });

        var finding = found.Findings.Single(f => f.Kind == "tooFewPartitions");
        Assert.InRange(finding.SavesMs!.Value, saves - 200, saves + 200);
        // how much of the tasks' time the start of their workers took is not in the log
        Assert.Equal(rdd == "PythonRDD", found.Causes[finding.Id].EffectOf(finding.Advice[0].Setting) is null);
    }

    /// <summary>
    /// Four slots warm up for 4 s each in stage 0 (5 s against 1 s). Two tasks of 12 s of stage 1 are taken to hold a part of warm-up, w,
    /// each. Cut into twelve it is paid once by each of four executors: 12 s - (24 s - 2 w) / 4 - w = 6 s - w / 2, and not 6 s - w.
    /// </summary>
    [Fact]
    public void MorePartitions_PayTheWarmUpOnceAnExecutor()
    {
        var sketch = new RunSketch(25_000);
        for (var e = 1; e <= 4; e++) sketch.Executor($"{e}");
        sketch.Stage(0).Tasks(0, 4, Enumerable.Range(0, 16).Select(i => i < 4 ? 5_000L : 1_000L));
        sketch.Stage(1, 0, 0).Task("1", 8_000, 12_000).Task("2", 8_000, 12_000);
        var run = sketch.Job(0, 0, 20_000, 0, 1).Build();
        var plan = RunReplay.Prepare(run).Plan!;
        var warm = Math.Min(4_000, plan.Calibration.AssumedWarmUp * 12_000);

        var saves = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = plan }).Findings
            .Single(f => f.Kind == "tooFewPartitions").SavesMs!.Value;

        Assert.True(warm > 1_500, $"{warm} ms would show nothing");
        Assert.InRange(saves, 6_000 - warm / 2 - 150, 6_000 - warm / 2 + 150);
    }

    /// <summary>
    /// Start-up takes 8 s on each executor (9 s against 1 s in stage 1). Two tasks of 9 s on four slots: spread, executors 3 and 4 start up
    /// in stage 0 in place of stage 1. Executors that no stage starts would take longer than the stage saves.
    /// </summary>
    [Theory]
    [InlineData(4, true)]
    [InlineData(6, false)]
    public void StartUpThatOnlyComesEarlier_DoesNotHideTooFewPartitions(int executors, bool found)
    {
        var sketch = new RunSketch(25_000);
        for (var e = 1; e <= executors; e++) sketch.Executor($"{e}");
        sketch.Stage(0).Task("1", 0, 9_000).Task("2", 0, 9_000);
        var stage = sketch.Stage(1, 0, 0);
        stage.Task("3", 9_000, 9_000).Task("4", 9_000, 9_000);
        for (var i = 0; i < 9; i++) stage.Task("1", 9_000 + 1_000 * i, 1_000).Task("2", 9_000 + 1_000 * i, 1_000);
        var run = sketch.Job(0, 0, 19_000, 0, 1).Build();
        var result = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = RunReplay.Prepare(run).Plan });

        Assert.Equal(found, result.Findings.Any(f => f.Kind == "tooFewPartitions"));
    }

    /// <summary>
    /// Two slots, 40 tasks of 1 s and a join's task of 20 s last. Cut into 4 parts, 15 s of it are spread: 20 s + 7.5 s + 5 s in place of
    /// 40 s. In 2 parts 10 s of it stay together.
    /// </summary>
    [Theory]
    [InlineData("64m", 8, 7_500)]
    [InlineData("8m", 2, 5_000)]
    public void SettingsOfAqe_PromiseThePartsThatAqeMakes(string advisory, int maps, long saves)
    {
        var sketch = new RunSketch(42_000).Executor("1").Executor("2").Setting(
            "spark.sql.adaptive.advisoryPartitionSizeInBytes", advisory);
        sketch.Stage(0).Tasks(0, 2, Enumerable.Repeat(10L, maps));
        var stage = sketch.Stage(1, 0, 0).Tasks(1_000, 2, Enumerable.Range(0, 41).Select(i => i == 40 ? 20_000L : 1_000L),
            (i, v) => v[TaskMetric.ShuffleLocalBytesRead] = (i == 40 ? 100L : 1) << 20);
        stage.Accumulables = [new(7, "number of output rows", "1", null, false, "sql")];
        var run = sketch.Job(0, 0, 41_000, 0, 1).Sql(new()
        {
            Id = 3,
            Status = "COMPLETED",
            StageIds = [1],
            Plan = new("SortMergeJoin", "", [], new Dictionary<string, string>(), [new("number of output rows", 7, "sum")]),
        }).Build();
        var plan = RunReplay.Prepare(run).Plan!;
        var found = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = plan });

        Assert.InRange(SettingsPatchBuilder.Build(found, plan, null, isStream: false).SavesMs!.Value, saves - 700, saves + 700);
    }

    /// <summary>A change under which the simulated run ends five seconds later saves nothing, and is no advice.</summary>
    [Fact]
    public void ChangeThatMakesTheRunSlower_IsNoAdvice()
    {
        var run = Skewed().Build();
        var cause = new CauseFound
        {
            Where = [],
            Evidence = [],
            Cause = "many files",
            Advice = [new("compact the input", null, null, "why")],
            Confidence = Confidence.High,
            IsFact = true,
            Without = plan => plan.WithTail(plan.ApplicationTailMs + 5_000),
        };
        var context = new DetectorContext(run) { Plan = RunReplay.Prepare(run).Plan };
        var descriptor = DetectorCatalog.Descriptors.Single(d => d.Kind == "smallFilesRead");
        var finding = FindingBuilder.Build(descriptor, cause, Saving.Plans(cause, context), context)!.Value.Finding;

        Assert.Equal((0, 0, Severity.Info), (finding.SavesMs, finding.SavesCoreMs, finding.Severity));
        Assert.Empty(finding.Advice);
    }

    [Fact]
    public void PricedRun_SaysWhatTheSavedCoreTimeCosts()
    {
        var run = Skewed().Build();
        var finding = DetectorCatalog.Run(run, new DetectorContext(
            run)
        { Plan = RunReplay.Prepare(run).Plan, Cost = new MarginalCost { ExecutorUsdPerCoreMs = 0.0000001m } })
            .Findings.Single(f => f.Kind == "skew");

        Assert.Equal(Math.Round(finding.SavesCoreMs!.Value * 0.0000001m, 6, MidpointRounding.AwayFromZero), finding.SavesUsd);
    }

    [Fact]
    public void SameRunTwice_GivesTheSameFindings()
    {
        static string Text()
        {
            var run = Skewed().Build();
            return string.Join('\n', DetectorCatalog.Run(run, new DetectorContext(run) { Plan = RunReplay.Prepare(run).Plan }).Findings
                .Select(f => $"{f.Kind} {f.Severity} {f.SavesMs} {f.Cause} {string.Join(';', f.Evidence)}"));
        }

        Assert.Equal(Text(), Text());
    }
}
