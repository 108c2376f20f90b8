using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

public class FindingChangesTests
{
    /// <summary>Of the 8 core-hours that a run of Summaries pays.</summary>
    static RunFinding Skew(double coreHours, Severity severity = Severity.Warning) => new()
    {
        Id = "RSZ001",
        Kind = "skew",
        Severity = severity,
        Confidence = Confidence.High,
        SavesCoreMs = (long)(coreHours * 3_600_000),
    };

    static IReadOnlyList<FleetFindingChange> Changes(RunFinding[][] before, RunFinding[][] now) => FleetAnalyzer.Analyze(
        [.. before.Select((f, i) => Run("etl", i, findings: f)), .. now.Select((f, i) => Run("etl", 7 + i, findings: f))],
        new FleetOptions { Since = Monday.AddDays(7), UntilExcl = Monday.AddDays(14) }).FindingChanges;

    [Fact]
    public void FindingOfTheLatestRunThatNoRunHadBefore_IsNew()
    {
        var change = Assert.Single(Changes([[], []], [[], [Skew(2)]]));
        // 2 of 16 core-hours; $1 for 8 of them
        Assert.Equal((FindingTrend.New, 0, 0.125, 0.25m), (change.Trend, change.BeforeRatio, change.NowRatio, change.NowUsd));
        Assert.Empty(Changes([[], []], [[Skew(2)], []]));
        Assert.Empty(Changes([[]], [[Skew(2, Severity.Info)]]));
    }

    [Fact]
    public void FindingThatGrewByHalfAndByFivePercent_IsWorse()
    {
        Assert.Equal(FindingTrend.Worse, Assert.Single(Changes([[Skew(0.8)]], [[Skew(1.3)]])).Trend);
        Assert.Empty(Changes([[Skew(0.8)]], [[Skew(1.19)]]));
        Assert.Empty(Changes([[Skew(0.4)]], [[Skew(0.79)]]));
    }

    [Fact]
    public void FindingThatHalfOfTheRunsHad_IsGone()
    {
        Assert.Equal(FindingTrend.Gone, Assert.Single(Changes([[Skew(1)], []], [[]])).Trend);
        Assert.Empty(Changes([[Skew(1)], [], []], [[]]));
    }

    [Fact]
    public void FindingThatIsOnlyLessSevere_IsGoneWhereItCostsLessThanHalf()
    {
        Assert.Equal(FindingTrend.Gone, Assert.Single(Changes([[Skew(1)]], [[Skew(0.49, Severity.Info)]])).Trend);
        Assert.Empty(Changes([[Skew(1)]], [[Skew(0.51, Severity.Info)]]));
        // what collections cost is not always known
        Assert.Empty(Changes([[Skew(1)]], [[Skew(0, Severity.Info) with { SavesCoreMs = null }]]));
    }

    [Fact]
    public void JobsOfOneTimeOnly_HaveNone()
    {
        Assert.Empty(Changes([], [[Skew(1)]]));
        Assert.Empty(Changes([[Skew(1)]], []));
    }

    [Fact]
    public void DayFarAboveTheMedian_IsUnusual()
    {
        decimal[] usd = [10, 11, 9, 10, 12, 8, 10, 30];
        // median 10; distances 0, 1, 1, 0, 2, 2, 0, 20, whose median is 1: (30 - 10) / 1.4826 = 13.5
        var found = Assert.Single(FleetAnalyzer.Analyze([.. usd.Select((u, d) => Run("etl", d, usd: u))],
            new FleetOptions { Since = Monday.AddDays(7) }).UnusualDays);
        Assert.Equal(("2026-11-09", 30m, 10m, 13.5, 1), (found.Day, found.Usd, found.UsualUsd, found.Deviations, found.Runs));
    }

    [Fact]
    public void OrdinaryDays_FewDays_AndDaysOutsideThePeriod_AreNotUnusual()
    {
        decimal[] steady = [10, 10, 10, 10, 10, 10, 10, 14.9m];
        Assert.Empty(Unusual(steady, 0));
        Assert.NotEmpty(Unusual([.. steady[..7], 15], 0));
        Assert.Empty(Unusual([10, 10, 10, 10, 10, 30], 0));
        Assert.Empty(Unusual([30, 10, 10, 10, 10, 10, 10, 10], 1));

        static IReadOnlyList<FleetUnusualDay> Unusual(decimal[] usd, int since) => FleetAnalyzer.Analyze(
            [.. usd.Select((u, d) => Run("etl", d, usd: u))], new FleetOptions { Since = Monday.AddDays(since) }).UnusualDays;
    }
}
