using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>A nightly job of an hour at $1.</summary>
public class UnlikeItselfTests
{
    const long HourMs = 3_600_000;

    static readonly RunSummary[] nights = [.. Enumerable.Range(0, 7).Select(d => Run("nightly", d, hours: d == 0 ? 9 : 1))];

    static RunUnlike Compare(RunSummary run) => UnlikeItself.Compare(run, nights, FleetRules.None);

    [Fact]
    public void LastFiveGoodRuns_AreTheMeasure()
    {
        RunSummary[] known = [.. nights, Run("nightly", 6, hour: 9, hours: 3, outcome: RunOutcome.Failed), Run("other", 6, hours: 3),
            Run("nightly", 8, hours: 3)];
        var unlike = UnlikeItself.Compare(Run("nightly", 7, hours: 2, usd: 2), known, FleetRules.None);

        Assert.Equal(("nightly", 5, 2 * HourMs, HourMs, 2m, 1m),
            (unlike.Job, unlike.Runs, unlike.WallMs, unlike.UsualMs, unlike.Usd, unlike.UsualUsd));
        Assert.Empty(unlike.Differences);
    }

    [Fact]
    public void WhatDiffers_StandsWithTheTimeThatItCosts_TheMostFirst()
    {
        var skew = new RunFinding
        {
            Id = "RSZ001",
            Kind = "skew",
            Severity = Severity.Critical,
            Confidence = Confidence.High,
            SavesMs = HourMs / 4,
            SavesCoreMs = HourMs,
        };
        var run = Run("nightly", 7, hours: 2, inputBytes: 1500, findings: [skew], executors: 4) with { NoJobMs = HourMs / 10 };
        var found = Compare(run).Differences;

        // half as much data again: half an hour more of an hour within jobs
        Assert.Equal([("data", HourMs / 2), ("finding", HourMs / 4), ("outsideJobs", HourMs / 10), ("settings", (long?)null)],
            found.Select(d => (d.Kind, d.CostsMs)));
        Assert.Contains("1.5 times", found[0].Words, StringComparison.Ordinal);
        Assert.Contains("2 x 4 cores", found[3].Words, StringComparison.Ordinal);
    }

    [Fact]
    public void FindingThatTheJobAlwaysHas_IsNoDifference()
    {
        var usual = new RunFinding
        {
            Id = "RSZ001",
            Kind = "skew",
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            SavesMs = 1000,
            SavesCoreMs = 1000,
        };
        RunSummary[] known = [.. nights.Select(n => n with { Findings = [usual] })];
        Assert.Empty(Of(1500));
        Assert.Equal(501, Assert.Single(Of(1501)).CostsMs);

        IReadOnlyList<RunDifference> Of(long savesMs) => UnlikeItself.Compare(
            Run("nightly", 7, findings: [usual with { SavesMs = savesMs }]), known, FleetRules.None).Differences;
    }

    [Fact]
    public void JobThatIsNotKnown_IsComparedWithNothing()
    {
        var unlike = Compare(Run("unheard", 7));
        Assert.Equal((0, 0), (unlike.Runs, unlike.Differences.Count));
    }
}
