using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Charts.Fleet;
using Rightsizer.Reports.Fleet;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Fleet;

/// <summary>What a saving of a year is called.</summary>
public class FleetMeasureTests
{
    static string Words(bool byUsd, double? usd, double coreHours) => new FleetMeasure(byUsd).Saving(new FleetSaving
    {
        Job = "j",
        Owner = "o",
        Kind = "skew",
        Action = "Act",
        UsdAYear = (decimal?)usd,
        CoreHoursAYear = (decimal)coreHours,
        Runs = 1,
        IsAYear = true,
        Effort = Degree.Low,
        Risk = Degree.Low,
        RiskWhy = "none",
        Ground = Ground.Simulated,
        IsCounted = true,
    });

    [Theory]
    [InlineData(true, 315.2, 9.0, "~$315 a year")]
    [InlineData(false, 315.2, 9.0, "~9 core-h a year")]
    [InlineData(false, 315.2, 0.0, "~$315 a year")] // another way to run saves dollars and no core time
    [InlineData(false, null, 3.4, "~3.4 core-h a year")]
    [InlineData(false, null, 0.02, "~72 core-s a year")]
    [InlineData(false, null, 0.0025, "~9 core-s a year")]
    [InlineData(false, null, 0.0001, "under 1 core-s a year")]
    public void Saving_IsNeverNothing(bool byUsd, double? usd, double coreHours, string words) =>
        Assert.Equal(words, Words(byUsd, usd, coreHours));

    [Theory]
    [InlineData(true, 2.0, 5, "volume +$2.00, small files -$1.00")]
    [InlineData(true, 0.00004, 5, "small files -$1.00")] // under a hundredth of a cent
    [InlineData(false, 2.0, 7_200_000, "volume +2.00 core-h, small files -1.00 core-h")]
    [InlineData(false, 2.0, 0, "small files -1.00 core-h")]
    public void Causes_AreThoseThatMovedSomethingThatIsShown(bool byUsd, double usd, long coreMs, string words) => Assert.Equal(words,
        new FleetMeasure(byUsd).Causes([new("volume", (decimal)usd, coreMs), new("plan", 0, 0), new("files", -1, -3_600_000)]));

    [Theory]
    [InlineData(0.00001, "0 %")]
    [InlineData(-0.00001, "0 %")]
    [InlineData(0.0008, "+0.08 %")]
    [InlineData(-0.5, "-50 %")]
    public void Growth_HasASignWhereItIsAny(double ratio, string words) => Assert.Equal(words, FleetWords.Growth(ratio));

    [Fact]
    public void CausesThatAreNotKnown_AreNamed_AndAllOfThemInOneWord()
    {
        FleetJobChange Job(params string[] notKnown) => new("j", "o", 1, 2, [], []) { NotKnown = notKnown };

        Assert.Equal("not known: small files, skew", FleetWords.NotKnown(Job("files", "skew")));
        Assert.Equal("not known: skew, driver, spill and what else findings say",
            FleetWords.NotKnown(Job("startUp", "driver", "idle", "skew", "spill", "gc", "files", "partitions", "failures")));
        Assert.Equal("", FleetWords.NotKnown(Job()));
    }

    [Fact]
    public void TooSmallASaving_IsNobodysFirstThingToDo_AndNoYearIsSaidOfTooFewDays()
    {
        var report = FleetSketch.Of(4);
        FleetSaving small = report.Savings[0] with
        {
            UsdAYear = null,
            CoreHoursAYear = 0.02m,
            Runs = 1,
            IsCounted = false,
            IsSmall = true,
            IsAYear = false,
        };
        var first = FleetAnswer.Compose(report with { RanksByUsd = false, Savings = [small] });
        FleetSaving large = small with { CoreHoursAYear = 40, Runs = 3, IsCounted = true, IsSmall = false };
        var worth = FleetAnswer.Compose(report with { RanksByUsd = false, Savings = [large] });

        Assert.StartsWith("No saving found here is worth the work: the largest is ~72 core-s in 1 run (", first.Next,
            StringComparison.Ordinal);
        Assert.StartsWith("Do first: ", worth.Next, StringComparison.Ordinal);
        Assert.EndsWith("saves ~40 core-h in 3 runs.", worth.Next, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Ground.Measured, "The same runs would cost ~$6.00 on EMR Serverless x86_64, 40 % less than as they ran (n).")]
    [InlineData(Ground.Assumed, "The same runs would cost ~$6.00 on EMR Serverless x86_64, against an assumed ~$10.00 as they ran (n).")]
    public void AWayThatTheTableShowsCheaper_IsInTheAnswer(Ground actual, string words)
    {
        FleetScenario Way(string name, decimal usd, int missing) => new(name, usd, 4, 10, missing, Ground.Assumed, "n", actual);
        var report = FleetSketch.Of(4) with
        {
            Change = null,
            Scenarios = [Way("as it ran", 10, 0), Way("EMR Serverless x86_64", 6, 0), Way("Glue", 1, 2), Way("EMR on EKS", 12, 0)],
        };

        Assert.EndsWith(words, FleetAnswer.Compose(report).Sentence, StringComparison.Ordinal);
    }

    /// <summary>The tiles below speak of the total in dollars; a sentence in core-hours beside them would be of something else.</summary>
    [Fact]
    public void LastDaysWithoutAPrice_AreTold_AndTheSentenceStaysInDollars()
    {
        var report = FleetSketch.Of(4);
        report = report with { Change = report.Change! with { NowUsd = null } };
        var sentence = FleetAnswer.Compose(report).Sentence;

        Assert.True(report.RanksByUsd);
        Assert.DoesNotContain("core-h", sentence, StringComparison.Ordinal);
        Assert.Contains($"cost {FleetMeasure.Choose(report).Amount(report.Total)}.", sentence, StringComparison.Ordinal);
        Assert.Contains(" has a price: what changed is in core time.", sentence, StringComparison.Ordinal);
        Assert.StartsWith($"No run of {FleetNames.NowLong(report)} has", sentence[sentence.IndexOf("No run", StringComparison.Ordinal)..],
            StringComparison.Ordinal);
    }

    [Fact]
    public void EqualSums_AreNoDifference()
    {
        var report = FleetSketch.Of(4);
        var change = report.Change! with { BeforeUsd = report.Change!.NowUsd, BeforeCoreMs = report.Change.NowCoreMs };
        var sentence = FleetAnswer.Compose(report with { Change = change }).Sentence;

        Assert.Contains(", as much as ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("more (", sentence, StringComparison.Ordinal);
    }

    /// <summary>What is compared may be the last days alone: a share of all days is no share of theirs.</summary>
    [Fact]
    public void WasteOfAllDays_IsNoShareOfTheLast()
    {
        var report = FleetSketch.Of(4);
        var all = report.Change! with { NowCoreMs = report.Total.PaidCoreMs };
        var part = all with { NowCoreMs = all.NowCoreMs / 4 };

        Assert.Contains(" of it (", FleetAnswer.Compose(report with { Change = all }).Sentence, StringComparison.Ordinal);
        var sentence = FleetAnswer.Compose(report with { Change = part }).Sentence;
        Assert.Contains($" of all {report.Period.Days} days ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(" of it (", sentence, StringComparison.Ordinal);
    }
}
