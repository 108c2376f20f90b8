using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;

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

    [Fact]
    public void NoDeadline_CountsTheStartOnBothSides()
    {
        var result = Size(new SizingRequest { Platforms = [SizingPlatform.EmrOnEc2] });

        // an inferred cluster was started for the run: 1,211 s and 210 s, and a tenth more for the deadline
        Assert.Equal(1_421_000, result.Today!.TimeMs!.P50);
        Assert.Equal(1_563_100, result.DeadlineMs);
        Assert.All(result.Offers.Where(o => o.Rank > 0), o => Assert.Equal(o.RunMs + 210_000, o.TimeMs!.P50));
    }
}
