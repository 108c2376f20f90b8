using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Reports.Fleet;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Fleet;

/// <summary>What a saving of a year is called.</summary>
public class FleetMeasureTests
{
    static string Words(bool byUsd, double? usd, double coreHours) => new FleetMeasure(byUsd).SavingAYear(new FleetSaving
    {
        Job = "j",
        Owner = "o",
        Kind = "skew",
        Action = "Act",
        UsdAYear = (decimal?)usd,
        CoreHoursAYear = (decimal)coreHours,
        Runs = 1,
        Effort = Degree.Low,
        Risk = Degree.Low,
        RiskWhy = "none",
        Ground = Ground.Simulated,
        IsCounted = true,
    });

    [Theory]
    [InlineData(true, 315.2, 9.0, "~$315")]
    [InlineData(false, 315.2, 9.0, "~9 core-h")]
    [InlineData(false, 315.2, 0.0, "~$315")] // another way to run saves dollars and no core time
    [InlineData(false, null, 3.4, "~3.4 core-h")]
    [InlineData(false, null, 0.02, "~72 core-s")]
    [InlineData(false, null, 0.0025, "~9 core-s")]
    [InlineData(false, null, 0.0001, "under 1 core-s")]
    public void Saving_IsNeverNothing(bool byUsd, double? usd, double coreHours, string words) =>
        Assert.Equal(words, Words(byUsd, usd, coreHours));

    [Fact]
    public void EqualSums_AreNoDifference()
    {
        var report = FleetSketch.Of(4);
        var change = report.Change! with { BeforeUsd = report.Change!.NowUsd, BeforeCoreMs = report.Change.NowCoreMs };
        var sentence = FleetAnswer.Of(report with { Change = change }).Sentence;

        Assert.Contains(", as much as ", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("more (", sentence, StringComparison.Ordinal);
    }
}
