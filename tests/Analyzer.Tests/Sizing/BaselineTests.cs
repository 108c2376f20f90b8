using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>Whose start-up it is, what a saving is measured against, and where a job cannot go.</summary>
public class BaselineTests
{
    /// <summary>An m5.xlarge an hour: EC2 0.192, EMR 0.048, 79 GiB of gp3 at 0.08 a month of 730 hours.</summary>
    const double NodeUsdPerHour = 0.192 + 0.048 + 79 * 0.08 / 730;

    static ApplicationRun Run(string id, Action<RunSketch>? with = null)
    {
        var sketch = SizedJobs.Sketch();
        sketch.AppId = id;
        with?.Invoke(sketch);
        return sketch.Build();
    }

    static string IdAfter(long upMs, int number) => FormattableString.Invariant($"application_{RunSketch.Epoch - upMs}_{number:0000}");

    static SizingResult Size(ApplicationRun run, SizingRequest? request = null) => ClusterSizer.Size([run], request ?? new SizingRequest());

    [Theory]
    // the first application of a cluster that is two minutes old, and a log that does not tell: the cluster may be the run's own
    [InlineData(120_000, 1, 1211 + 210)]
    [InlineData(-1, 1, 1211 + 210)]
    // the sixteenth application, and the first after two hours: the cluster stood
    [InlineData(120_000, 16, 1211)]
    [InlineData(7_200_000, 1, 1211)]
    public void StartUpOfAnInferredCluster_IsTheRunsOwnOnlyWhereItCanBe(long upMs, int number, int seconds)
    {
        var run = Run(upMs < 0 ? "app-1" : IdAfter(upMs, number));
        var ledger = CostModel.Price(run, new PriceContext()).Actual!;

        Assert.Equal(5 * seconds / 3600.0 * NodeUsdPerHour, (double)ledger.TotalUsd!.Value, 0.0001);
        Assert.Equal(seconds > 1211, ledger.StartUpUsd > 0);
    }

    /// <summary>A run of 12 s on a primary and a node that started for it.</summary>
    [Theory]
    [InlineData(0, 60)]
    [InlineData(30, 60)]
    [InlineData(90, 102)]
    public void ClusterOfAShortRun_CostsAMinuteAtLeast(int startUp, int seconds)
    {
        var ledger = CostModel.Price(SizedJobs.Run(1, 1, 1, 1_000), new PriceContext { StartUpSeconds = startUp }).Actual!;

        Assert.Equal(2 * seconds / 3600.0 * NodeUsdPerHour, (double)ledger.TotalUsd!.Value, 0.000005);
        Assert.Equal(startUp > 0, ledger.StartUpUsd > 0);
    }

    [Fact]
    public void AttemptAfterTheFirst_DoesNotPayTheStartAgain()
    {
        var run = Run(IdAfter(120_000, 1));

        Assert.True(YarnCluster.Parse(run with { App = run.App with { AttemptId = "2" } })!.StoodBefore(
            run with { App = run.App with { AttemptId = "2" } }));
        Assert.Null(YarnCluster.Parse(run with { App = run.App with { Id = IdAfter(-3_600_000, 1) } }));
    }

    [Fact]
    public void SavingOfAFinding_IsPricedWithoutTheStart()
    {
        var run = Run("app-1");

        // a minute less of four nodes and the primary
        Assert.Equal(5 * 60 / 3600.0 * NodeUsdPerHour,
            (double)MarginalCost.Of(CostModel.PricePaid(run, new PriceContext()).Ledger, run)!.Saved(60_000, 16 * 60_000)!.Value, 0.000005);
    }

    [Fact]
    public void InferredBaseline_GivesBothReadingsAndNoProbability()
    {
        var result = Size(Run("app-1"));

        Assert.Equal(SizingAdvice.Keep, result.Advice);
        Assert.Null(result.SavingProbability);
        Assert.Null(result.SavingUsd);
        // 0.4908 with 210 s of start, 0.4182 without
        Assert.Contains("$0.49", result.Reason.ToString(), StringComparison.Ordinal);
        Assert.Contains("$0.42", result.Reason.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("likely", result.Reason.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void GivenPriceOfOneRun_HasASavingWithoutAProbability_AndATinySavingIsNoAdvice()
    {
        var result = Size(Run("app-1"), new SizingRequest { Pricing = new PriceContext { UsdPerHour = 3 } });
        Assert.Equal(SizingAdvice.Change, result.Advice);
        Assert.True(result.SavingUsd > 0);
        Assert.Null(result.SavingProbability);

        // 1,211 s at 0.03 an hour are a cent: whatever is saved of it is under a cent
        var tiny = SizedJobs.Sketch(1, 1, 1);
        var little = Size(tiny.Build(), new SizingRequest { Pricing = new PriceContext { UsdPerHour = 0.5m } });
        Assert.Equal(SizingAdvice.Keep, little.Advice);
    }

    [Fact]
    public void NoBaseline_AdvisesTheCheapestWithoutASaving()
    {
        var result = Size(Run("app-1"), new SizingRequest { NoBaseline = true, Platforms = [SizingPlatform.EmrServerless] });

        Assert.Equal((SizingAdvice.Change, SizingPlatform.EmrServerless), (result.Advice, result.Pick!.Platform));
        Assert.Null(result.SavingUsd);
        Assert.Null(result.SavingProbability);
        Assert.Equal(result.Offers.Where(o => o.Rank > 0 && o.TimeMs!.P90 <= result.DeadlineMs).Min(o => o.Usd!.P50), result.Pick.Usd!.P50);
    }

    [Theory]
    [InlineData("gs://lake/orders", false)]
    [InlineData("hdfs://nn:8020/orders", true)]
    [InlineData("s3://lake/orders", true)]
    public void JobWhoseDataIsElsewhere_GetsNoPickThatItCannotRun(string location, bool runsOnEc2)
    {
        var run = Run("app-1",
            s => s.Sql(new SqlExecution { Id = 1, Status = "COMPLETED", Scans = [new ScanNode("Scan parquet", "parquet", location)] }));
        var result = Size(run, new SizingRequest { NoBaseline = true });

        Assert.Equal(runsOnEc2 ? SizingAdvice.Change : SizingAdvice.Keep, result.Advice);
        Assert.Equal(!runsOnEc2, result.Pick!.IsToday);
        var blocked = !location.StartsWith("s3", StringComparison.Ordinal);
        if (blocked) Assert.Contains(location[..5], result.Reason.ToString(), StringComparison.Ordinal);
        if (blocked && runsOnEc2) Assert.Equal(SizingPlatform.EmrOnEc2, result.Pick.Platform);
    }

    [Fact]
    public void HardMemoryLimits_GetNoLessACoreThanRan()
    {
        // 9,486 MiB and EMR's 0.1875 of it, over 4 cores
        var perCore = 9486 * 1.1875 / 4;
        var result = Size(Run("app-1", s => s.Executor("peak", 4, 2_000, 3_000)));

        foreach (var offer in result.Offers.Concat(result.Front).Where(o => o.Rank > 0 && o.Platform != SizingPlatform.EmrOnEc2))
            Assert.True(offer.Platform == SizingPlatform.Glue || offer.Executor!.ContainerMib >= perCore * offer.Executor.Cores - 4,
                $"{offer.Name}: {offer.Executor!.ContainerMib} MiB for {offer.Executor.Cores} cores");
    }

    [Fact]
    public void DriverWithoutExecutors_IsPaidOnServerlessAndOnEmr()
    {
        var sketch = new RunSketch(1_200_000).Setting("spark.master", "custom:emr-serverless")
            .Setting("spark.emr-serverless.driver.disk", "20G").Setting("spark.driver.cores", "4").Setting("spark.driver.memory", "14G");
        sketch.Job(0, 1_000, 2_000);
        // 4 vCPU and 16 GB for 20 minutes: 1.3333 x 0.052624 + 5.3333 x 0.0057785
        Assert.Equal(0.1010, (double)CostModel.Price(sketch.Build(), new PriceContext()).Actual!.TotalUsd!.Value, 0.0002);

        var emr = new RunSketch(1_200_000).Setting("spark.master", "yarn").Setting("spark.emr.default.executor.cores", "4");
        emr.Job(0, 1_000, 2_000);
        var nodes = CostModel.Price(emr.Build(), new PriceContext()).Actual!.Nodes;
        Assert.Equal(["primary", "core"], nodes.Select(n => n.Role));
        Assert.All(nodes, n => Assert.Equal(1, n.Count));
    }
}
