using System.Text;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.EventLogParser;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>Weeks of made-up runs: what was advised in the first, and what the later ones say of it.</summary>
public class AdviceTrackerTests
{
    const long HourMs = 3_600_000;
    const string Partitions = "spark.sql.shuffle.partitions";

    /// <summary>Promises 15 min and 2 core-hours of a run of an hour on 8 cores.</summary>
    static RunFinding Spill(string proposed = "400", Severity severity = Severity.Warning) => new()
    {
        Id = "RSZ001",
        Kind = "spill",
        Severity = severity,
        Confidence = Confidence.High,
        SavesMs = HourMs / 4,
        SavesCoreMs = 2 * HourMs,
        Setting = Partitions,
        Now = "200 (default)",
        Proposed = proposed,
    };

    static RunSummary Before(int day, long bytes = 1000) =>
        Run("etl", day, usd: 8, inputBytes: bytes, findings: [Spill()], settings: [(Partitions, "200")]);

    static RunSummary After(int day, double hours = 0.75, string value = "400", decimal usd = 6, long bytes = 1000) =>
        Run("etl", day, hours: hours, usd: usd, inputBytes: bytes, settings: [(Partitions, value)]);

    /// <summary>A report over the first runs gives the advice, one over all of them says what became of it.</summary>
    static FleetAdvice Follow(RunSummary[] first, params RunSummary[] later)
    {
        var given = FleetAnalyzer.Analyze(first, new FleetOptions()).GivenNow;
        return Assert.Single(FleetAnalyzer.Analyze([.. first, .. later], new FleetOptions { Advice = given }).Advice!.Items);
    }

    [Fact]
    public void GivenAdvice_HoldsThePromiseOfARun()
    {
        var given = Assert.Single(FleetAnalyzer.Analyze([Before(0), Before(1)], new FleetOptions()).GivenNow);

        Assert.Equal((Partitions, "400", HourMs / 4, 2 * HourMs, 2m),
            (given.Setting, given.Proposed, given.SavesMs, given.SavesCoreMs, given.SavesUsd));
        Assert.Equal((2, At(1, 6), "2026-11-03"), (given.Runs, given.LastStartMs, given.GivenOn));
    }

    [Fact]
    public void LaterRunsWithTheValue_AreApplied_AndKeepThePromise()
    {
        var item = Follow([Before(0), Before(1)], After(7), After(8));

        Assert.Equal((AdviceStatus.Applied, AdviceVerdict.Kept, "2026-11-09", "400"),
            (item.Status, item.Verdict, item.FollowedSince, item.AppliedValue));
        Assert.Equal((HourMs / 4, 2m, 0), (item.Outcome!.RealisedMs, item.Outcome.RealisedUsd, item.Outcome.VolumeMs));
        Assert.Equal((2, 2), (item.Outcome.RunsBefore, item.Outcome.RunsAfter));
    }

    [Theory]
    [InlineData("350", AdviceStatus.Applied)]
    [InlineData("349", AdviceStatus.Open)]
    [InlineData("1000", AdviceStatus.Applied)]
    [InlineData("100", AdviceStatus.Open)]
    [InlineData("many", AdviceStatus.Open)]
    public void ThreeQuartersOfTheWay_CountsAsApplied(string value, AdviceStatus status)
    {
        var later = After(7, value: value) with { Findings = [Spill()] };
        Assert.Equal(status, Follow([Before(0)], later).Status);
    }

    [Fact]
    public void MoreData_IsTakenOut()
    {
        // twice the rows would have taken two hours; with the setting they took an hour and a half: half an hour realised
        var item = Follow([Before(0)], After(7, hours: 1.5, usd: 12, bytes: 2000));

        Assert.Equal((HourMs, HourMs / 2), (item.Outcome!.VolumeMs, item.Outcome.RealisedMs));
        Assert.Equal(item.Outcome.AfterMs - item.Outcome.BeforeMs, item.Outcome.VolumeMs - item.Outcome.RealisedMs);
        // half of the core time is held by tasks and grows with the data: 8 + 4 - 12
        Assert.Equal(0m, item.Outcome.RealisedUsd);
        Assert.Equal(AdviceVerdict.Kept, item.Verdict);
    }

    [Fact]
    public void FarMoreData_IsShownAndNotJudged()
    {
        var item = Follow([Before(0)], After(7, hours: 2, bytes: 2001));

        Assert.Equal((AdviceStatus.Applied, AdviceVerdict.None), (item.Status, item.Verdict));
        Assert.StartsWith("not judged", item.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.04, AdviceVerdict.Less)]
    [InlineData(1.06, AdviceVerdict.Worse)]
    [InlineData(0.876, AdviceVerdict.Less)]
    [InlineData(0.874, AdviceVerdict.Kept)]
    public void HalfOfThePromise_IsKept_AndFivePercentSlowerIsWorse(double hours, AdviceVerdict verdict) =>
        Assert.Equal(verdict, Follow([Before(0)], After(7, hours)).Verdict);

    [Fact]
    public void SlowerWithinTheJobsOwnSpread_IsNotWorse()
    {
        // medians of 0.8, 1 and 1.2 h: half of them are within 0.2 h, so that 1.1 h says nothing
        RunSummary[] first = [.. ((double[])[0.8, 1, 1.2]).Select((h, day) => Before(day) with { WallMs = (long)(h * HourMs) })];
        Assert.Equal(AdviceVerdict.Less, Follow(first, After(7, 1.1)).Verdict);
        Assert.Equal(AdviceVerdict.Worse, Follow(first, After(7, 1.7)).Verdict);
    }

    [Fact]
    public void NobodyFollows_IsOpenForFourWeeks_ThenStale()
    {
        Assert.Equal(AdviceStatus.Open, Follow([Before(0)], Before(27)).Status);
        Assert.Equal(AdviceStatus.Stale, Follow([Before(0)], Before(28)).Status);
    }

    [Fact]
    public void CauseThatIsGoneWithoutTheSetting_IsNotCalledApplied()
    {
        var item = Follow([Before(0)], Before(1), After(7, value: "200"));

        Assert.Equal((AdviceStatus.CauseGone, "2026-11-09"), (item.Status, item.FollowedSince));
        Assert.Equal(AdviceStatus.Open, Follow([Before(0)], After(7, value: "200"), Before(8)).Status);
    }

    [Fact]
    public void SettingThatWasTakenBack_IsUndone()
    {
        var item = Follow([Before(0)], After(7), Before(8));
        Assert.Equal((AdviceStatus.Undone, AdviceVerdict.None), (item.Status, item.Verdict));
    }

    [Fact]
    public void WhatElseChanged_IsSaid()
    {
        var later = After(7) with { PlanFingerprint = "p2" };
        Assert.Equal(["another query plan"], Follow([Before(0)], later).Outcome!.AlsoChanged);
    }

    [Fact]
    public void HitRate_CountsWhatCanBeJudged()
    {
        RunSummary Named(RunSummary run, string name) => run with
        {
            App = run.App! with { Name = name },
            Key = run.Key with { Uri = run.Key.Uri.Replace("etl", name, StringComparison.Ordinal) },
        };
        RunSummary[] first = [Named(Before(0), "good"), Named(Before(0), "bad"), Named(Before(0), "open")];
        var given = FleetAnalyzer.Analyze(first, new FleetOptions()).GivenNow;
        var advice = FleetAnalyzer.Analyze(
            [.. first, Named(After(7), "good"), Named(After(8), "good"), Named(After(7, 1.5, usd: 12), "bad"), Named(Before(7), "open")],
            new FleetOptions { Advice = given }).Advice!;

        Assert.Equal((2, 1, 0.5), (advice.Judged, advice.Kept, advice.HitRate));
        Assert.Equal("bad", advice.Items[0].Job);
        // two good runs of 2 core-hours and $2, one bad run that took 4 core-hours and $4 more
        Assert.Equal((6 * HourMs, 0, 6m, 0m), (advice.PromisedCoreMs, advice.RealisedCoreMs, advice.PromisedUsd, advice.RealisedUsd));
    }

    [Fact]
    public void AdviceOfLaterReports_IsNotKnownToAnEarlierOne()
    {
        var given = FleetAnalyzer.Analyze([Before(0), Before(9)], new FleetOptions()).GivenNow;
        var asOf = new FleetOptions { Advice = given, UntilExcl = Monday.AddDays(2) };
        Assert.Null(FleetAnalyzer.Analyze([Before(0), Before(9)], asOf).Advice);
    }

    [Fact]
    public void State_KeepsAdvice_OnceHoweverOftenItIsGiven()
    {
        var store = new MemoryStore();
        var given = FleetAnalyzer.Analyze([Before(0)], new FleetOptions()).GivenNow;
        for (var i = 0; i < 3; i++) FleetState.Load(store).Advice.Append(given[0].GivenOn, given);

        Assert.StartsWith("advice=2026-11-02/part-", Assert.Single(store.Parts.Keys), StringComparison.Ordinal);
        Assert.Equal(given, FleetState.Load(store).Advice.Records);
    }

    [Fact]
    public void DamagedLinesAndParts_GiveNoAdvice()
    {
        var store = new MemoryStore();
        var given = FleetAnalyzer.Analyze([Before(0)], new FleetOptions()).GivenNow;
        FleetState.Load(store).Advice.Append(given[0].GivenOn, given);
        var (name, content) = store.Parts.Single();
        var text = Encoding.UTF8.GetString(content);

        store.Parts[name] = Encoding.UTF8.GetBytes(text.Replace("\"savesMs\":9", "\"savesMs\":8", StringComparison.Ordinal));
        var damaged = FleetState.Load(store).Advice;
        Assert.Empty(damaged.Records);
        Assert.Equal([name], damaged.CorruptParts);

        // a part that is whole and says what cannot be
        string[] bad = [text.Replace("\"savesMs\":", "\"savesMs\":-", StringComparison.Ordinal),
            text.Replace("2026-11-02", "2026-13-02", StringComparison.Ordinal), "{\"recordVersion\":1}\n", "not JSON\n"];
        foreach (var line in bad)
        {
            var other = new MemoryStore();
            var (partName, bytes) = StatePart.Encode("2026-11-02", [Encoding.UTF8.GetBytes(line.TrimEnd('\n'))], StateFolders.Advice);
            other.Write(partName, bytes);
            Assert.Empty(FleetState.Load(other).Advice.Records);
            Assert.Equal(1, FleetState.Load(other).Advice.LinesLeftOut);
        }
    }

    [Fact]
    public void AdviceOfANewerVersion_IsAnError()
    {
        var store = new MemoryStore();
        var (name, bytes) = StatePart.Encode("2026-11-02", ["{\"recordVersion\":2}"u8.ToArray()], StateFolders.Advice);
        store.Write(name, bytes);
        Assert.Equal(ExitCode.BadArguments, Assert.Throws<RightsizerException>(() => FleetState.Load(store)).ExitCode);
    }

    [Fact]
    public void ManyPartsOfADay_BecomeOne()
    {
        var store = new MemoryStore();
        var given = FleetAnalyzer.Analyze([Before(0)], new FleetOptions()).GivenNow[0];
        for (var i = 1; i <= 5; i++) FleetState.Load(store).Advice.Append(given.GivenOn, [given with { Runs = i }]);

        Assert.Single(store.Parts);
        Assert.Equal([1, 2, 3, 4, 5], FleetState.Load(store).Advice.Records.Select(r => r.Runs).Order());
    }

    [Fact]
    public void TwoAdvicesOfOneJob_AreRealisedOnce()
    {
        RunFinding skew = Spill() with { Id = "RSZ002", Kind = "skew", SavesCoreMs = HourMs, Setting = null, Now = null, Proposed = null };
        RunSummary[] first = [Before(0) with { Findings = [Spill(), skew] }];
        var given = FleetAnalyzer.Analyze(first, new FleetOptions()).GivenNow;
        var advice = FleetAnalyzer.Analyze([.. first, After(7)], new FleetOptions { Advice = given }).Advice!;

        Assert.Equal(2, advice.Judged);
        Assert.Equal((2 * HourMs, 2 * HourMs), (advice.PromisedCoreMs, advice.RealisedCoreMs));
    }

    [Fact]
    public void PromiseIsThatOfBeforeItWasFollowed()
    {
        RunSummary[] runs = [Before(0), After(7)];
        var given = FleetAnalyzer.Analyze([Before(0)], new FleetOptions()).GivenNow[0];
        var advice = FleetAnalyzer.Analyze(
            runs, new FleetOptions { Advice = [given, given with { GivenOn = "2026-11-09", SavesMs = 1 }] }).Advice!;
        Assert.Equal(HourMs / 4, Assert.Single(advice.Items).PromisedMs);
    }

    [Fact]
    public void SavingOfWhatTheLatestRunNoLongerHas_IsNotListed()
    {
        Assert.DoesNotContain(FleetAnalyzer.Analyze([Before(0), After(1)], new FleetOptions()).Savings, s => s.Kind == "spill");
        // of nine runs the last three count
        RunSummary[] runs = [.. Enumerable.Range(0, 7).Select(d => Before(d)), After(7), After(8)];
        Assert.Contains(FleetAnalyzer.Analyze(runs, new FleetOptions()).Savings, s => s.Kind == "spill");
        Assert.DoesNotContain(FleetAnalyzer.Analyze([.. runs, After(9)], new FleetOptions()).Savings, s => s.Kind == "spill");
    }
}
