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

    static RunFinding Critical(string kind, long savesMs, string? setting = null) => new()
    {
        Id = "RSZ001",
        Kind = kind,
        Severity = Severity.Critical,
        Confidence = Confidence.High,
        SavesMs = savesMs,
        SavesCoreMs = HourMs,
        Setting = setting,
    };

    /// <summary>The setting behind a finding, the wait for the driver, the executors without tasks.</summary>
    [Fact]
    public void WhatBelongsTogether_IsOneLine()
    {
        var heap = Compare(Run("nightly", 7, mib: 1024, findings: [Critical("gc", 1000, "spark.executor.memory")],
            settings: [("spark.executor.memory", "640m")]));
        Assert.Equal("new: Give the heap more room (gc); spark.executor.memory (unset) -> 640m", Assert.Single(heap.Differences).Words);

        var driver = Compare(Run("nightly", 7, findings: [Critical("driverBound", 1000)]) with { NoJobMs = HourMs / 10 });
        var waited = Assert.Single(driver.Differences);
        Assert.Equal(HourMs / 10, waited.CostsMs);
        Assert.Contains("6 min 00 s outside of jobs", waited.Words, StringComparison.Ordinal);

        var wide = Compare(Run("nightly", 7, executors: 8, findings: [Critical("tooFewPartitions", 1000)]));
        Assert.Contains("2 x 4 cores, 4096 MiB -> 8 x 4 cores, 4096 MiB", Assert.Single(wide.Differences).Words, StringComparison.Ordinal);
        // two executors of 4 cores for an hour, then eight
        Assert.Equal((32 * HourMs, 8 * HourMs), (wide.PaidCoreMs, wide.UsualCoreMs));
    }

    [Fact]
    public void SpillWithoutAKnownSaving_IsADifferenceAllTheSame()
    {
        RunSummary Spilling(long mib) => Run("nightly", 7) is var r ? r with { Work = r.Work! with { DiskSpilledBytes = mib << 20 } } : r;
        Assert.Equal(("spill", "tasks spilled 368 MiB to disk, usually none"),
            Assert.Single(Compare(Spilling(368)).Differences) is var d ? (d.Kind, d.Words) : default);
        Assert.Empty(Compare(Spilling(63)).Differences);
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
