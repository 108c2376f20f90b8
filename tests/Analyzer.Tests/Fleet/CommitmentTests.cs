using Rightsizer.Analyzer.Answers.Fleet.Commitments;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.EventLogParser;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>Runs of EC2 for $10 an hour of use, on whole hours. A week has 168 hours.</summary>
public class CommitmentTests
{
    /// <summary>Each day of some weeks a run of so many hours from 00:00 on, for $10 of EC2 and $2 of EMR's fee an hour.</summary>
    static RunSummary[] Daily(int weeks, int hours, string? type = null) => [.. Enumerable.Range(0, weeks * 7).Select(d =>
    {
        var run = Run("etl", d, hour: 0, hours: hours, usd: 12 * hours);
        return run with
        {
            Cost = run.Cost! with { Services = [new("ec2", 10 * hours), new("emr-fee", 2 * hours)] },
            Cluster = run.Cluster! with { NodeType = type },
        };
    })];

    static CommitmentOffer Plan(decimal usdPerHour, decimal discount = 0.4m, decimal otherUse = 0) => new()
    {
        Name = "plan",
        Kind = CommitmentKind.ComputeSavingsPlan,
        UsdPerHour = usdPerHour,
        Discount = discount,
        OtherUse = otherUse,
    };

    static FleetCommitments Of(CommitmentOffer offer, params RunSummary[] runs) =>
        FleetAnalyzer.Analyze(runs, new FleetOptions { Commitments = [offer] }).Commitments!;

    [Fact]
    public void HalfTheHours_AreDearerThanTheDiscount()
    {
        // 12 hours of 24 at $10: 84 hours, $840 a week. $3 an hour at 40 % cover $5: 168 x 3 + 84 x 5 = $924, half of it used
        var report = Of(Plan(3), Daily(4, 12));
        var offer = Assert.Single(report.Offers);

        Assert.Equal((4, 840m, 168m, 28, "2026-11-02", "2026-11-30"),
            (report.Weeks, report.UseUsdAWeek, report.OtherUsdAWeek, report.Runs, report.Since, report.UntilExcl));
        Assert.Equal((840m, 924m, 0.5m, 0.5m, 0), (offer.EligibleUsdAWeek, offer.UsdAWeek, offer.UsedRatio, offer.CoveredRatio,
            offer.WeeksCheaper));
        // 40 % of the hours have at most no use: nothing pays
        Assert.Equal((0.4m, 0m, 840m, CommitmentVerdict.Costs),
            (offer.BestQuantile, offer.BestUsdPerHour, offer.BestUsdAWeek, offer.Verdict));
    }

    [Fact]
    public void ThreeQuartersOfTheHours_PayForIt()
    {
        // 18 hours: 126 hours, $1,260. $6 an hour cover all $10: 168 x 6 = $1,008
        var offer = Of(Plan(3), Daily(4, 18)).Offers[0];
        // $3: 168 x 3 + 126 x 5 = $1,134
        Assert.Equal((1134m, 4, CommitmentVerdict.Saves), (offer.UsdAWeek, offer.WeeksCheaper, offer.Verdict));
        Assert.Equal((6m, 1008m), (offer.BestUsdPerHour, offer.BestUsdAWeek));
        // more than all: 168 x 7
        Assert.Equal(1176m, Of(Plan(7), Daily(4, 18)).Offers[0].UsdAWeek);
    }

    [Fact]
    public void OtherWork_PaysForWhatItTakes()
    {
        // half of 84 unused hours at $3 is paid by others: 924 - 126 = $798; the quantile is 0.4 / (0.4 + 0.6 x 0.5) = 0.5714
        var offer = Of(Plan(3, otherUse: 0.5m), Daily(4, 12)).Offers[0];
        Assert.Equal((798m, 0.5714m, 6m), (offer.UsdAWeek, offer.BestQuantile, offer.BestUsdPerHour));
        // $6 cover all: 168 x 6 less half of 84 x 6 = $756
        Assert.Equal((756m, CommitmentVerdict.Saves), (offer.BestUsdAWeek, offer.Verdict));
    }

    [Fact]
    public void ARuleOfMarginalHours_FindsTheLeastCost()
    {
        RunSummary[] runs = [.. Daily(4, 20), .. Daily(4, 9).Select(r => r with { Key = r.Key with { Uri = r.Key.Uri + "b" },
            App = r.App! with { Name = "b" } })];
        var best = Of(Plan(1, 0.35m), runs).Offers[0].BestUsdPerHour!.Value;
        decimal At(decimal usdPerHour) => Of(Plan(usdPerHour, 0.35m), runs).Offers[0].UsdAWeek!.Value;
        foreach (var step in new[] { -2m, -0.1m, 0.1m, 2m }) Assert.True(At(best + step) >= At(best), $"{best} {step}");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void UnderFourWeeks_NothingIsAdvised(int weeks)
    {
        var report = Of(Plan(3), weeks == 0 ? Daily(1, 18)[..3] : Daily(weeks, 18));
        Assert.Equal((weeks, CommitmentVerdict.TooFewWeeks), (report.Weeks, report.Offers[0].Verdict));
        Assert.Equal(weeks == 0 ? null : 1134m, report.Offers[0].UsdAWeek);
    }

    [Fact]
    public void AnEmptyWeekOfTheLastFour_IsTooFewAsWell()
    {
        var runs = Daily(5, 18).Where((_, day) => day / 7 != 3).ToArray();
        var report = Of(Plan(3), runs);
        Assert.Equal((5, 1, CommitmentVerdict.TooFewWeeks), (report.Weeks, report.EmptyWeeks, report.Offers[0].Verdict));
    }

    [Fact]
    public void Reservation_IsForItsFamily_InWholeInstances()
    {
        // an m5.xlarge costs $0.192 an hour in us-east-1; 4 at $0.48 are 37.5 % below. $10 an hour are 52.08 of them
        CommitmentOffer Reserved(string type) => new()
        {
            Name = "ri",
            Kind = CommitmentKind.Reservation,
            UsdPerHour = 0.48m,
            InstanceType = type,
            Count = 4,
        };
        var offer = Of(Reserved("m5.xlarge"), Daily(4, 18, "m5.2xlarge")).Offers[0];
        Assert.Equal((0.375m, 1260m), (offer.DiscountRatio, offer.EligibleUsdAWeek));
        // 168 x 0.48 + 126 x (10 - 0.768) = 80.64 + 1,163.232
        Assert.Equal(1243.872m, offer.UsdAWeek);
        Assert.Equal(52 * 0.12m, offer.BestUsdPerHour);
        Assert.Equal(0m, Of(Reserved("r5.xlarge"), Daily(4, 18, "m5.2xlarge")).Offers[0].EligibleUsdAWeek);
        Assert.Equal(CommitmentVerdict.NotKnown, Of(Reserved("m5.unheard"), Daily(4, 18, "m5.2xlarge")).Offers[0].Verdict);
    }

    [Fact]
    public void RunsOfOlderStates_AreLeftOutAndCounted()
    {
        var report = Of(Plan(3), [.. Daily(4, 18), Run("old", 3)]);
        Assert.Equal((28, 1, 1260m), (report.Runs, report.RunsLeftOut, report.UseUsdAWeek));
    }

    [Fact]
    public void File_IsReadAndWrongOnesAreRefused()
    {
        var offers = CommitmentOffers.Parse("c.json", """
            {"commitments": [
              {"name": "1 year", "kind": "computeSavingsPlan", "usdPerHour": 4.5, "discount": 0.27, "otherUse": 0.25},
              {"name": "ri", "kind": "reservation", "usdPerHour": 0.48, "instanceType": "m5.xlarge", "count": 4}, // a remark
            ]}
            """);
        Assert.Equal([(4.5m, 0.25m), (0.48m, 0m)], offers.Select(o => (o.UsdPerHour, o.OtherUse)));
        foreach (var (entry, words) in new[]
        {
            ("\"kind\": \"computeSavingsPlan\", \"usdPerHour\": 1", "needs discount"),
            ("\"kind\": \"computeSavingsPlan\", \"usdPerHour\": 1, \"discount\": 1", "needs discount"),
            ("\"kind\": \"computeSavingsPlan\", \"usdPerHour\": 0, \"discount\": 0.3", "usdPerHour must be above 0"),
            ("\"kind\": \"computeSavingsPlan\", \"usdPerHour\": 1, \"discount\": 0.3, \"otherUse\": 2", "otherUse"),
            ("\"kind\": \"reservation\", \"usdPerHour\": 1, \"count\": 1", "needs instanceType"),
            ("\"kind\": \"lease\", \"usdPerHour\": 1", "not a file of commitments"),
            ("\"kind\": \"reservation\", \"usdPerHour\": 1, \"colour\": 1", "not a file of commitments"),
        })
        {
            var error = Assert.Throws<RightsizerException>(
                () => CommitmentOffers.Parse("c.json", $$"""{"commitments": [{"name": "x", {{entry}}}]}"""));
            Assert.Equal(ExitCode.BadArguments, error.ExitCode);
            Assert.Contains(words, error.Message, StringComparison.Ordinal);
        }
    }
}
