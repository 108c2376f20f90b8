using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Replay;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>What a replay puts to a finding.</summary>
public class SavingTests
{
    /// <summary>Two slots, forty tasks of 1 s and one of 20 s at the end.</summary>
    static RunSketch Skewed() => new RunSketch(41_000).Executor("1").Executor("2")
        .Stage(0).Tasks(0, 2, Enumerable.Range(0, 41).Select(i => i == 40 ? 20_000L : 1_000L)).Run.Job(0, 0, 40_000, 0);

    [Fact]
    public void ReplayedCause_GetsTheTimeAndTheCoreTimeThatTheRunIsShorterWithoutIt()
    {
        var run = Skewed().Build();
        var plan = RunReplay.Prepare(run).Plan!;
        var finding = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = plan }).Findings.Single(f => f.Kind == "skew");

        // 60 s of work on two slots in place of 20 s and a tail of 20 s: ten seconds sooner, for each of two cores
        Assert.InRange(finding.SavesMs!.Value, 9_000, 10_500);
        Assert.InRange(finding.SavesCoreMs!.Value, 18_000, 21_000);
        Assert.Equal(Severity.Critical, finding.Severity);
    }

    [Fact]
    public void WithoutAReplay_SavingsAreNullAndTheSeverityStays()
    {
        var finding = Skewed().Finding("skew")!;

        Assert.Null(finding.SavesMs);
        Assert.Null(finding.SavesCoreMs);
        Assert.Null(finding.SavesUsd);
        Assert.Equal(Severity.Critical, finding.Severity);
    }

    [Fact]
    public void SavingUnderTheReplaysOwnError_IsInfo()
    {
        var run = Skewed().Build();
        var plan = RunReplay.Prepare(run).Plan!;
        var finding = DetectorCatalog.Run(run, new DetectorContext(run) { Plan = plan, ReplayErrorPct = -30 }).Findings
            .Single(f => f.Kind == "skew");

        Assert.Equal(Severity.Info, finding.Severity);
    }

    [Fact]
    public void PricedRun_SaysWhatTheSavedCoreTimeCosts()
    {
        var run = Skewed().Build();
        var finding = DetectorCatalog.Run(run, new DetectorContext(
            run)
        { Plan = RunReplay.Prepare(run).Plan, UsdPerCoreHour = 0.36m }).Findings.Single(f => f.Kind == "skew");

        Assert.Equal(Math.Round(finding.SavesCoreMs!.Value * 0.0000001m, 6, MidpointRounding.AwayFromZero), finding.SavesUsd);
    }

    [Fact]
    public void SameRunTwice_GivesTheSameFindings()
    {
        static string Text()
        {
            var run = Skewed().Build();
            return string.Join('\n', DetectorCatalog.Run(run, new DetectorContext(run) { Plan = RunReplay.Prepare(run).Plan }).Findings
                .Select(f => $"{f.Kind} {f.Severity} {f.SavesMs} {f.Cause} {string.Join(';', f.Evidence)}"));
        }

        Assert.Equal(Text(), Text());
    }
}
