using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

public class MigrationStudyTests
{
    const long Hour = 3_600_000;

    static ApplicationRun Named(string name, long startMs, ApplicationRun run) => new()
    {
        App = run.App with
        {
            Name = name,
            Id = $"app-{name}-{startMs}",
            StartTimeMs = run.App.StartTimeMs + startMs,
            EndTimeMs = run.App.EndTimeMs + startMs
        },
        Environment = run.Environment,
        ResourceProfiles = run.ResourceProfiles,
        Executors = run.Executors,
        Jobs = run.Jobs,
        Stages = run.Stages,
        SqlExecutions = run.SqlExecutions,
        Processes = run.Processes,
        UnpersistedRdds = run.UnpersistedRdds,
        TaskEndReasons = run.TaskEndReasons,
        Log = run.Log,
    };

    static readonly SizingRequest small = new() { AllowTypes = ["m5.xlarge", "m5.2xlarge"], MaxNodes = 8 };

    [Fact]
    public void RunsOfOneName_AreOneRowAndTwoNamesTwo()
    {
        var study = MigrationStudy.Run(
            [SizedJobs.Run(), Named("etl 2026-11-20", 0, SizedJobs.Run()), Named("etl 2026-11-21", 0, SizedJobs.Run())], small);

        Assert.Equal(["etl", "sketch"], study.Jobs.Select(j => j.Name));
        Assert.Equal([2, 1], study.Jobs.Select(j => j.Runs));
    }

    [Fact]
    public void Row_SpotCostsMoreTheMoreItIsInterruptedAndTheDearerItIs()
    {
        var row = Assert.Single(MigrationStudy.Run([SizedJobs.Run()], small).Jobs);

        Assert.True(row.SpotLow!.Usd < row.SpotExpected!.Usd);
        Assert.True(row.SpotExpected.Usd < row.SpotHigh!.Usd);
        Assert.NotNull(row.OnDemand?.Usd);
        Assert.Null(row.Graviton); // not allowed
        Assert.NotNull(row.Serverless?.Usd);
        Assert.NotNull(row.Today?.Usd);
    }

    /// <summary>The second job is too short to be predicted: it has prices and no recommendation.</summary>
    [Fact]
    public void JobWithoutARecommendation_MakesTheSumOfRecommendationsNoDearerThanOnePlaceForAll()
    {
        var shortRun = new RunSketch(3000).Setting("spark.master", "yarn").Setting("spark.executor.memory", "4g").Executor("1", 4)
            .Job(0, 0, 2900, 0).Stage(0, 0, 0, 2900, [], new SketchTask(0, 0, 2800, "1")).Build();

        var study = MigrationStudy.Run([Named("long", 0, SizedJobs.Run()), Named("short", 0, shortRun)], small);

        var one = study.Jobs.Single(j => j.Name == "short");
        Assert.Null(one.Pick);
        decimal UsdOf(string kind) => study.Ways.Single(w => w.Kind == kind).Usd!.Value;
        var pick = study.Jobs.Single(j => j.Name == "long").Pick!.Usd!.Value;
        Assert.Equal(pick + one.Serverless!.Usd!.Value, UsdOf("picks"), 6);
        Assert.True(UsdOf("picks") <= UsdOf("serverless"));
        Assert.Contains(study.Ways.Single(w => w.Kind == "picks").Notes, n => n.ToString().EndsWith(": short", StringComparison.Ordinal));
    }

    [Fact]
    public void Ways_OneStandingClusterOfBothRunsIsPaidFromTheFirstToTheLast()
    {
        // two equal runs 24 hours apart, on 4 nodes of m5.xlarge each
        var runs = new[] { Named("etl", 0, SizedJobs.Run()), Named("etl", 24 * Hour, SizedJobs.Run()) };
        var study = MigrationStudy.Run(runs, small, new StandingClusterRequest { InstanceType = "m5.xlarge" });
        var steady = study.Ways.Single(w => w.Kind == "standingFixed");

        Assert.Equal(24 * Hour + 1_211_000, study.SpanMs);
        Assert.Equal(4, steady.PeakCapacity);
        // 5 nodes (a primary too) x (24 h + 1,211 s) x (0.24 + 79 GiB x 0.08 / 730)
        Assert.Equal(30.28, (double)steady.Usd!.Value, 0.05);
        Assert.Equal(0, steady.MaxWaitMs);
        // 2 x 1,211 s of 87,611 s
        Assert.Equal(0.02764, steady.UsedRatio!.Value, 4);
        Assert.Equal(study.Ways.Where(w => w.Usd is not null).Select(w => w.Usd),
            study.Ways.Where(w => w.Usd is not null).Select(w => w.Usd).Order());
    }

    [Fact]
    public void LogsYearsApart_AreLaidOntoOneWeek()
    {
        var study = MigrationStudy.Run([Named("etl", 0, SizedJobs.Run()), Named("etl", 400L * 24 * Hour, SizedJobs.Run())], small);

        Assert.Equal(168 * Hour, study.SpanMs);
        Assert.Contains(study.Assumptions, a => a.StartsWith("The logs are from different times", StringComparison.Ordinal));
    }

    [Fact]
    public void JobOnHdfs_IsNamedWithThePlatformsThatLackIt()
    {
        var sketch = SizedJobs.Sketch().Sql(
            new SqlExecution { Id = 0, Status = "COMPLETED", Scans = [new ScanNode("Scan parquet", "parquet", "hdfs://nn:8020/data/in")] });
        var study = MigrationStudy.Run([sketch.Build()], small);

        var obstacle = Assert.Single(study.Obstacles);
        Assert.Equal("hdfs://", obstacle.What);
        Assert.Equal([SizingPlatform.EmrServerless, SizingPlatform.EmrOnEks, SizingPlatform.Glue], obstacle.Platforms);
        Assert.Contains("hdfs://nn:8020/data/in", obstacle.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void NoLogs_IsAnEmptyStudy()
    {
        var study = MigrationStudy.Run([], small);

        Assert.Empty(study.Jobs);
        Assert.Empty(study.Ways);
        Assert.Null(study.SpanMs);
    }
}
