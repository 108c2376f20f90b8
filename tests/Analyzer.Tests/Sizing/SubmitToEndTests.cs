using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>A deadline runs from submit to end.</summary>
public class SubmitToEndTests
{
    static SizingResult Size(SizingRequest request) =>
        ClusterSizer.Size([SizedJobs.Run()], request with { AllowTypes = ["m5.xlarge"], Purchases = [Purchase.OnDemand] });

    [Theory]
    [InlineData(SizingPlatform.EmrOnEc2, 210_000)]
    [InlineData(SizingPlatform.EmrOnEks, 150_000)]
    [InlineData(SizingPlatform.EmrServerless, 60_000)]
    [InlineData(SizingPlatform.Glue, 60_000)]
    public void GivenDeadline_CountsTheStartOfEachPlatform(string platform, long startMs)
    {
        var offers = Size(new SizingRequest { Platforms = [platform], DeadlineMs = 3_600_000 }).Offers.Where(o => o.Rank > 0).ToList();

        Assert.NotEmpty(offers);
        Assert.All(offers, o => Assert.Equal((startMs, o.RunMs + startMs), (o.StartUpMs, o.TimeMs!.P50)));
    }

    [Fact]
    public void StartUpGiven_TakesThePlaceOfWhatIsAssumed()
    {
        var result = Size(new SizingRequest { Platforms = [SizingPlatform.EmrOnEc2], DeadlineMs = 3_600_000, StartUpSeconds = 500 });

        Assert.All(result.Offers.Where(o => o.Rank > 0), o => Assert.Equal(o.RunMs + 500_000, o.TimeMs!.P50));
        // today's cluster is inferred and started for the run
        Assert.Equal(1_211_000 + 500_000, result.Today!.TimeMs!.P50);
        // 500 s of one primary are billed, for today and for every option
        Assert.All(result.Offers.Where(o => o.Rank > 0).Append(result.Today), o => Assert.Equal([0.138889m], o.Ledger!.Lines
            .Where(l => l is { Purpose: LinePurpose.StartUp, Service: CostService.Ec2 }
                && l.Name.ToString().Contains("primary", StringComparison.Ordinal)).Select(l => Math.Round(l.Quantity, 6))));
    }

    [Fact]
    public void NoStartUp_IsNotBilled()
    {
        var request = new SizingRequest { Platforms = [SizingPlatform.EmrOnEc2], DeadlineMs = 3_600_000 };
        var (with, without) = (Size(request), Size(request with { StartUpSeconds = 0 }));

        Assert.DoesNotContain(without.Offers.SelectMany(o => o.Ledger?.Lines ?? []), l => l.Purpose == LinePurpose.StartUp);
        Assert.True(without.Today!.Usd!.P50 < with.Today!.Usd!.P50);
    }

    [Fact]
    public void DeadlineThatTheRunAloneWouldMeet_IsMissedWithItsStart()
    {
        // 4 nodes run 1,211 s; with 210 s of start-up they miss 1,300 s, as they would not with none
        var four = new SizingRequest { Platforms = [SizingPlatform.EmrOnEc2], MaxNodes = 4, DeadlineMs = 1_300_000 };

        Assert.All(Size(four).Offers.Where(o => o.Rank > 0), o => Assert.True(o.TimeMs!.P90 > 1_300_000));
        Assert.Contains(Size(four with { StartUpSeconds = 0 }).Offers, o => o.Rank > 0 && o.TimeMs!.P90 <= 1_300_000);
    }

    [Theory]
    // not AWS's, so nothing is known of its start: as EMR on EC2, in today's time and in the deadline alike
    [InlineData("spark://primary:7077", "app-1", StartUpReading.Assumed, 210)]
    // the first application of a cluster that is two hours old
    [InlineData("yarn", null, StartUpReading.Standing, 0)]
    public void NoDeadline_IsOneTenthMoreThanTodaysTimeAsItIsShown(string master, string? id, StartUpReading reading, long startUp)
    {
        var sketch = SizedJobs.Sketch().Setting("spark.master", master);
        sketch.AppId = id ?? FormattableString.Invariant($"application_{RunSketch.Epoch - 7_200_000}_0001");
        var result = ClusterSizer.Size([sketch.Build()], new SizingRequest
        {
            AllowTypes = ["m5.xlarge"],
            Purchases = [Purchase.OnDemand],
            Platforms = [SizingPlatform.EmrOnEc2],
            Pricing = new PriceContext { UsdPerHour = 3 },
        });
        var today = result.Today!;

        Assert.Equal((reading, startUp * 1000), (today.StartUp, today.StartUpMs));
        Assert.Equal(1_211_000 + startUp * 1000, today.TimeMs!.P50);
        Assert.Equal((1_211_000 + startUp * 1000) * 11 / 10, result.DeadlineMs);
        // 3 USD an hour of the run: an assumed start-up adds no cost
        Assert.Equal(1211 / 3600.0 * 3, (double)today.Usd!.P50, 0.0001);
    }

    [Fact]
    public void StartUpThatIsOnlyAssumed_MakesTodayNotLate()
    {
        // the run takes 1,211 s and 9 in 10 take a little more; with 210 s that nobody saw they would be over 1,400 s
        var run = SizedJobs.Sketch().Setting("spark.master", "spark://primary:7077").Build();
        var result = ClusterSizer.Size([run], new SizingRequest
        {
            AllowTypes = ["m5.xlarge"],
            DeadlineMs = 1_400_000,
            Pricing = new PriceContext { UsdPerHour = 0.1m },
        });

        Assert.DoesNotContain("misses the deadline", result.Reason.ToString(), StringComparison.Ordinal);
        Assert.Equal(SizingAdvice.Keep, result.Advice);
    }

    [Fact]
    public void NoDeadline_CountsTheStartOnBothSides()
    {
        var result = Size(new SizingRequest { Platforms = [SizingPlatform.EmrOnEc2] });

        // an inferred cluster was started for the run: 1,211 s and 210 s, and a tenth more for the deadline
        Assert.Equal(1_421_000, result.Today!.TimeMs!.P50);
        Assert.Equal(1_563_100, result.DeadlineMs);
        Assert.All(result.Offers.Where(o => o.Rank > 0), o => Assert.Equal(o.RunMs + 210_000, o.TimeMs!.P50));
    }

    /// <summary>Any YARN's id shows that the cluster was there: the table must not call that unknown.</summary>
    [Fact]
    public void NumberInTheId_ShowsThatAnyYarnClusterStood()
    {
        var sketch = SizedJobs.Sketch().Setting("spark.emr.default.executor.cores", "");
        sketch.AppId = FormattableString.Invariant($"application_{RunSketch.Epoch - 7_200_000}_0018");
        var run = sketch.Build();
        run = run with
        {
            Environment = run.Environment with { SparkProperties = new Dictionary<string, string> { ["spark.master"] = "yarn" } },
        };
        Assert.Equal(RunPlatform.Yarn, RunPlatform.Detect(run));

        var today = ClusterSizer.Size([run], new SizingRequest { Platforms = [SizingPlatform.EmrServerless] }).Today!;

        Assert.Equal((StartUpReading.Standing, 0L, 1_211_000L), (today.StartUp, today.StartUpMs, today.TimeMs!.P50));
    }
}
