using Rightsizer.Analyzer.Answers.Comparison;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Comparison;

public class RunComparerTests
{
    /// <summary>One executor, one slot, one stage of four tasks after another, 1 s before and after.</summary>
    static RunSketch Chain(long taskMs, int tasks = 4)
    {
        var run = new RunSketch(2_000 + taskMs * tasks).Executor("1").Job(0, 1_000, 1_000 + taskMs * tasks, 0);
        run.Stage(0).Tasks(1_000, 1, Enumerable.Repeat(taskMs, tasks));
        return run;
    }

    static AnalysisResult Analyzed(ApplicationRun run, decimal usdPerHour = 3.6m) =>
        ApplicationAnalyzer.Analyze(run, new AnalysisOptions { Pricing = new PriceContext { UsdPerHour = usdPerHour } });

    static ApplicationRun Reading(ApplicationRun run, long inputBytes)
    {
        var metrics = default(TaskMetrics);
        metrics[TaskMetric.InputBytes] = inputBytes;
        return run with { Stages = [.. run.Stages.Select(s => s with { Metrics = metrics })] };
    }

    static DifferencePart Part(RunComparison c, DifferenceCause cause) => c.Parts.Single(p => p.Cause == cause);

    static void AssertSums(RunComparison c)
    {
        Assert.Equal(c.DifferenceMs, c.Parts.Sum(p => p.Ms));
        if (c.DifferenceUsd is { } usd) Assert.Equal(usd, c.Parts.Sum(p => p.Usd));
    }

    [Fact]
    public void SameRunTwice_NothingDiffers()
    {
        var c = RunComparer.Compare(Analyzed(Chain(2_000).Build()), Analyzed(Chain(2_000).Build()));

        Assert.Null(c.Refused);
        Assert.Equal(0, c.DifferenceMs);
        Assert.All(c.Parts, p => Assert.Equal((0L, 0m), (p.Ms, p.Usd)));
        Assert.Single(c.Stages);
    }

    /// <summary>
    /// On a cluster that was started for the run, 210 s of start-up are paid once: 240 s more of tasks cost 240 s of its nodes, all of it
    /// volume.
    /// </summary>
    [Fact]
    public void StartOfTheCluster_IsNoPartOfWhatMoreVolumeCosts()
    {
        AnalysisResult OnEmr(long taskMs, long bytes)
        {
            var sketch = Chain(taskMs).Setting("spark.master", "yarn").Setting("spark.emr.x", "1");
            sketch.SparkVersion = "3.5.1-amzn-0";
            return ApplicationAnalyzer.Analyze(Reading(sketch.Build(), bytes), new AnalysisOptions());
        }

        var c = RunComparer.Compare(OnEmr(60_000, 1_000), OnEmr(120_000, 2_000));

        Assert.Equal(240_000, Part(c, DifferenceCause.Volume).Ms);
        Assert.InRange((double)c.DifferenceUsd!.Value, 0.005, 0.05);
        Assert.Equal((double)c.DifferenceUsd.Value, (double)Part(c, DifferenceCause.Volume).Usd!.Value, 0.0002);
        AssertSums(c);
    }

    [Fact]
    public void TwiceTheBytesInTasksTwiceAsLong_IsVolume()
    {
        var c = RunComparer.Compare(Analyzed(Reading(Chain(2_000).Build(), 1_000)), Analyzed(Reading(Chain(4_000).Build(), 2_000)));

        // four tasks of 2 s became four of 4 s on one slot: 8 s, at 3.6 USD an hour 0.8 cents
        Assert.Equal(8_000, c.DifferenceMs);
        Assert.Equal(8_000, Part(c, DifferenceCause.Volume).Ms);
        Assert.Equal(0.008m, Part(c, DifferenceCause.Volume).Usd);
        Assert.Equal(0, Part(c, DifferenceCause.Unexplained).Ms);
        AssertSums(c);
    }

    [Fact]
    public void SlowerTasks_AreConfigurationOnlyWhereASettingDiffers()
    {
        var unchanged = RunComparer.Compare(Analyzed(Chain(2_000).Build()), Analyzed(Chain(3_000).Build()));
        var changed = RunComparer.Compare(
            Analyzed(Chain(2_000).Build()), Analyzed(Chain(3_000).Setting("spark.memory.fraction", "0.2").Build()));

        Assert.Equal((4_000L, 0L), (Part(unchanged, DifferenceCause.Environment).Ms, Part(unchanged, DifferenceCause.Configuration).Ms));
        Assert.Equal((0L, 4_000L), (Part(changed, DifferenceCause.Environment).Ms, Part(changed, DifferenceCause.Configuration).Ms));
        Assert.Equal(new SettingChange("spark.memory.fraction", null, "0.2"), Assert.Single(changed.Settings));
    }

    [Fact]
    public void AnotherNumberOfTasks_IsPlanUnlessASettingDecidesIt()
    {
        var program = RunComparer.Compare(Analyzed(Chain(2_000).Build()), Analyzed(Chain(2_000, tasks: 6).Build()));
        var setting = RunComparer.Compare(
            Analyzed(Chain(2_000).Build()), Analyzed(Chain(2_000, tasks: 6).Setting("spark.sql.shuffle.partitions", "6").Build()));

        Assert.Equal((4_000L, 0L), (Part(program, DifferenceCause.Plan).Ms, Part(program, DifferenceCause.Configuration).Ms));
        Assert.Equal((0L, 4_000L), (Part(setting, DifferenceCause.Plan).Ms, Part(setting, DifferenceCause.Configuration).Ms));
    }

    [Fact]
    public void OneMoreStage_IsPlan()
    {
        var longer = new RunSketch(16_000).Executor("1").Job(0, 1_000, 9_000, 0).Job(1, 9_000, 15_000, 1);
        longer.Stage(0).Tasks(1_000, 1, Enumerable.Repeat(2_000L, 4));
        var more = longer.Stage(1);
        more.JobId = 1;
        more.Tasks(9_000, 1, Enumerable.Repeat(2_000L, 3));

        var c = RunComparer.Compare(Analyzed(Chain(2_000).Build()), Analyzed(longer.Build()));

        Assert.Equal(6_000, c.DifferenceMs);
        Assert.Equal(6_000, Part(c, DifferenceCause.Plan).Ms);
        Assert.Equal(1, Assert.Single(c.OnlyAfter).StageId);
        AssertSums(c);
    }

    [Fact]
    public void TwiceThePriceOfTheSameRun_IsPrice()
    {
        var c = RunComparer.Compare(Analyzed(Chain(2_000).Build()), Analyzed(Chain(2_000).Build(), usdPerHour: 7.2m));

        // 10 s at 3.6 USD an hour are one cent; twice the price adds another
        Assert.Equal(0.01m, c.DifferenceUsd);
        Assert.Equal(0.01m, Part(c, DifferenceCause.Price).Usd);
        AssertSums(c);
    }

    /// <summary>How long a stream runs is decided by who stops it: no simulation explains the difference.</summary>
    [Fact]
    public void Streams_AreNotExplainedBySimulation()
    {
        var stream = Chain(4_000).Sql(new()
        {
            Id = 1,
            Status = "COMPLETED",
            Description = "id = 1f\nrunId = 2e\nbatch = 3",
        }).Build();

        var c = RunComparer.Compare(Analyzed(Chain(2_000).Build()), Analyzed(stream));

        Assert.Contains("the later run is a streaming application", c.Refused, StringComparison.Ordinal);
        Assert.All(c.Parts.Where(p => p.Cause < DifferenceCause.Price), p => Assert.Equal(Ground.Missing, p.Ground));
        AssertSums(c);
    }

    [Fact]
    public void RunThatIsNotReplayed_LeavesAllUnexplained()
    {
        var silent = new RunSketch(30_000).Executor("1").Build();

        var c = RunComparer.Compare(Analyzed(Chain(2_000).Build()), Analyzed(silent));

        Assert.Contains("the later run is not simulated", c.Refused, StringComparison.Ordinal);
        Assert.Equal(20_000, Part(c, DifferenceCause.Unexplained).Ms);
        Assert.All(c.Parts.Where(p => p.Cause < DifferenceCause.Price), p => Assert.Equal(Ground.Missing, p.Ground));
        AssertSums(c);
    }

    [Theory]
    [InlineData("etl-1", "2x2", "4x2")]
    [InlineData("random-2", "2x2", "4x2")]
    [InlineData("diamond-11", "2x2", "4x2")]
    public void SameProgramOnOtherExecutors_IsCluster(string program, string before, string after)
    {
        var c = RunComparer.Compare(Analyzed(Curve(program, before)), Analyzed(Curve(program, after)));

        AssertSums(c);
        var cluster = Part(c, DifferenceCause.Cluster).Ms!.Value;
        Assert.InRange((double)cluster / c.DifferenceMs!.Value, 0.8, 1.2);
        Assert.InRange(Math.Abs((double)Part(c, DifferenceCause.Unexplained).Ms!.Value / c.DifferenceMs.Value), 0, 0.12);
    }

    [Fact]
    public void EveryPlantedCauseAgainstItsTwin_Sums()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var logs = Path.Combine(SharedFolder.Path!, "spark-logs", "causes", "logs");
        foreach (var fixedLog in Directory.GetFiles(logs, "*_fixed.zstd").Order(StringComparer.Ordinal))
        {
            var c = RunComparer.Compare(Analyzed(Load(fixedLog.Replace("_fixed", "", StringComparison.Ordinal))), Analyzed(Load(fixedLog)));
            AssertSums(c);
        }
    }

    static ApplicationRun Curve(string program, string shape)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        return Load(Path.Combine(SharedFolder.Path!, "spark-logs", "curves", "logs", $"{program}-{shape}.zstd"));
    }

    static ApplicationRun Load(string path) => ApplicationRunLoader.Load(EventLogLocator.Find(path, null)[^1]);
}
