using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>A job of an hour at $8 was to move to Serverless: 40 minutes, nine in ten within 48, at $5; the deadline is an hour.</summary>
public class MoveTrackerTests
{
    const long MinuteMs = 60_000;

    static readonly MoveRecord move = new()
    {
        Id = "m",
        Job = "etl",
        Platform = "emr-serverless",
        Name = "4 workers",
        ExecutorCores = 4,
        Executors = 2,
        RunMs = 40 * MinuteMs,
        RunP90Ms = 48 * MinuteMs,
        Usd = 5,
        UsdP90 = 6,
        DeadlineMs = 60 * MinuteMs,
        TodayRunMs = 60 * MinuteMs,
        TodayUsd = 8,
        InputBytes = 1000,
        LastStartMs = At(0, 6),
        ChosenOn = "2026-11-02",
    };

    static RunSummary Moved(int day, double minutes = 42, decimal usd = 5.5m, long bytes = 1000, int cores = 4) =>
        Run("etl", day, hours: minutes / 60, usd: usd, platform: "emr-serverless", inputBytes: bytes, cores: cores);

    static FleetMove Follow(params RunSummary[] later) => Assert.Single(
        FleetAnalyzer.Analyze([Run("etl", 0, usd: 8), .. later], new FleetOptions { Moves = [move] }).Moves);

    static RunSummary[] Days(int count, Func<int, RunSummary> run) => [.. Enumerable.Range(1, count).Select(run)];

    [Fact]
    public void FiveRunsWithinDeadlineAndCost_GoOn()
    {
        var result = Follow(Days(5, d => Moved(d)));

        Assert.Equal((MoveVerdict.GoOn, 5, 5, "2026-11-03"), (result.Verdict, result.Runs, result.DeadlineMet, result.MovedOn));
        Assert.Equal((40 * MinuteMs, 42 * MinuteMs, 5m, 5.5m, 8m),
            (result.PredictedMs, result.RealisedMs, result.PredictedUsd, result.RealisedUsd, result.BeforeUsd));
    }

    [Fact]
    public void FewerRuns_Wait_AndNoneIsNotMoved()
    {
        Assert.Equal(MoveVerdict.Wait, Follow(Days(4, d => Moved(d))).Verdict);
        Assert.Equal(MoveVerdict.NotMoved, Follow(Run("etl", 1, usd: 8)).Verdict);
        Assert.Equal(MoveVerdict.NotMoved, Follow(Days(5, d => Moved(d, cores: 2))).Verdict);
    }

    [Fact]
    public void OneRunInTenMayMissTheDeadline_TwoMayNot()
    {
        Assert.Equal((MoveVerdict.GoOn, 9), Of(Follow(Days(10, d => Moved(d, d == 3 ? 61 : 42)))));
        Assert.Equal((MoveVerdict.GoBack, 8), Of(Follow(Days(10, d => Moved(d, d is 3 or 4 ? 61 : 42)))));

        static (MoveVerdict, int) Of(FleetMove m) => (m.Verdict, m.DeadlineMet);
    }

    [Fact]
    public void RunThatCostsMoreThanBefore_GoesBack() =>
        Assert.Equal(MoveVerdict.GoBack, Follow(Days(5, d => Moved(d, usd: 8.01m))).Verdict);

    [Fact]
    public void HalfTheData_HalvesWhatWasPredictedAndWhatItCostBefore()
    {
        var result = Follow(Days(5, d => Moved(d, minutes: 20, usd: 4.5m, bytes: 500)));

        Assert.Equal((20 * MinuteMs, 2.5m, 4m, 0.5), (result.PredictedMs, result.PredictedUsd, result.BeforeUsd, result.VolumeRatio));
        // it costs less than 8 dollars, and more than half of the data used to
        Assert.Equal(MoveVerdict.GoBack, result.Verdict);
    }

    /// <summary>A study's rule: nine in ten within 48 minutes, at $6 or less.</summary>
    [Theory]
    [InlineData(5, 42, 5.5, true)]
    [InlineData(5, 42, 6.01, false)]
    [InlineData(5, 49, 5.5, false)]
    [InlineData(4, 42, 5.5, null)]
    public void APilot_PassesWhereItIsAsFastAndAsCheapAsPredicted(int runs, double minutes, decimal usd, bool? passed)
    {
        var pilot = move with { PilotMs = 48 * MinuteMs };
        var result = Assert.Single(FleetAnalyzer.Analyze([Run("etl", 0, usd: 8), .. Days(runs, d => Moved(d, minutes, usd))],
            new FleetOptions { Moves = [pilot] }).Moves);

        Assert.Equal(new FleetPilot(48 * MinuteMs, minutes > 48 ? 0 : runs, 6, passed), result.Pilot);
        // it may be worth keeping all the same: within the job's deadline, and cheaper than before
        Assert.Equal(runs < 5 ? MoveVerdict.Wait : MoveVerdict.GoOn, result.Verdict);
        Assert.Null(Follow(Days(5, d => Moved(d))).Pilot);
    }

    [Fact]
    public void LaterChoice_TakesThePlaceOfTheEarlierOne()
    {
        var second = move with { Id = "n", ExecutorCores = 2, LastStartMs = At(1, 6), ChosenOn = "2026-11-03" };
        var moves = FleetAnalyzer.Analyze([Run("etl", 0), Moved(2)], new FleetOptions { Moves = [second, move] }).Moves;
        Assert.Equal(("n", MoveVerdict.NotMoved), (Assert.Single(moves).Id, moves[0].Verdict));
    }

    [Fact]
    public void State_KeepsMoves()
    {
        var store = new MemoryStore();
        FleetState.Load(store).Moves.Append(move.ChosenOn, [move]);
        Assert.StartsWith("move=2026-11-02/part-", Assert.Single(store.Parts.Keys), StringComparison.Ordinal);
        Assert.Equal([move], FleetState.Load(store).Moves.Records);
    }
}
