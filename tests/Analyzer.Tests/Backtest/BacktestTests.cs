using System.Globalization;
using Rightsizer.Analyzer.Answers.Backtest;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Tests.Replay;
using Rightsizer.EventLogParser;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Backtest;

/// <summary>Predictions of runs that are known. The table of docs/accuracy.md is printed here.</summary>
public class BacktestTests(ITestOutputHelper output)
{
    static readonly Lazy<IReadOnlyList<BacktestRun>> work = new(() => Load("work"));

    [Fact]
    public void RealWork_IsPredictedFromOtherShapes()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);

        var result = Backtester.Run(work.Value, new BacktestOptions { AllPairs = true, MaxSlotsRatio = 2 });

        Print(result);
        Assert.Equal((46, 96, 2), (result.Runs, result.OfJobs.Pairs, result.Pairs.Count(p => p.Refused is not null)));
        // the README of the logs: 14 pairs of repeats, median 11 %, P90 26 % (of the next value up)
        Assert.Equal((14, 0.11), (result.Noise!.Pairs, Math.Round(result.Noise.Median, 2)));
        Assert.InRange(result.OfJobs.Median, 0, 0.14);
        Assert.InRange(result.OfJobs.P90, 0, 0.33);
        Assert.InRange(result.OfJobs.Inside / 96.0, 0.70, 0.90);
        Assert.All(result.Pairs.Where(p => p.Refused is not null), p => Assert.Contains("cache cliff", p.Refused));
    }

    [Fact]
    public void RealWork_IsPredictedByConstantsThatNeverSawTheProgram()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);

        var result = Backtester.Run(work.Value, new BacktestOptions { AllPairs = true, LeaveOneOut = true, MaxSlotsRatio = 2 });

        Print(result);
        // nine programs, and the one behind a cliff, of which nothing is predicted
        Assert.Equal(10, result.WithoutJob.Count);
        Assert.All(result.WithoutJob,
            w => Assert.Equal(96 - (result.ByJob.SingleOrDefault(j => j.Name == w.Key)?.Pairs ?? 0), w.Value.Pairs));
        Assert.InRange(result.OfJobs.Median, 0, 0.145);
        Assert.InRange(result.OfJobs.P90, 0, 0.36);
        Assert.InRange(result.OfJobs.Inside / 96.0, 0.70, 0.90);
    }

    [Fact]
    public void SleepingTasks_ArePredictedFromOtherShapes()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);

        var result = Backtester.Run(Load("curves"), new BacktestOptions { AllPairs = true, MaxSlotsRatio = 2 });

        Print(result);
        Assert.Equal(40, result.OfJobs.Pairs);
        Assert.InRange(result.OfJobs.Median, 0, 0.012);
        Assert.InRange(result.OfJobs.P90, 0, 0.04);
        Assert.InRange(result.Pairs.Max(p => Math.Abs(p.Jobs!.Error)), 0, 0.08);
    }

    [Fact]
    public void InOrderOfTime_EachRunIsPredictedFromTheOneBeforeIt()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var runs = work.Value.Where(r => r.Job == "agg").ToList();

        var result = Backtester.Run(runs, new BacktestOptions());

        // six runs of agg-1 and two of agg-5, which does more work: the shapes of neighbours in time that differ
        var expected = runs.GroupBy(r => r.Plan).SelectMany(g =>
        {
            var inTime = g.OrderBy(r => r.StartMs).ToList();
            return inTime.Zip(inTime.Skip(1)).Where(p => p.First.ShapeText != p.Second.ShapeText)
                .Select(p => (p.First.Name, p.Second.Name));
        }).Order().ToList();
        Assert.Equal(expected, result.Pairs.Select(p => (p.From.Name, p.To.Name)).Order());
        Assert.InRange(expected.Count, 2, 6);
    }

    [Fact]
    public void Fitting_MakesTheErrorsSmaller_AndTheBandAsWideAsTheyNeed()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var wrong = Calibration.BuiltIn with { LimitedContention = 0.40, OwnOfJvm = 0, BandRatio = 0.2 };
        var options = new BacktestOptions { AllPairs = true, MaxSlotsRatio = 2, Calibration = wrong, Fit = true };

        var before = Backtester.Run(work.Value, options);
        var after = Backtester.Run(work.Value, options with { Calibration = before.Fitted!, Fit = false });

        Assert.True(after.OfJobs.Median < before.OfJobs.Median - 0.03, $"{before.OfJobs.Median:P1} to {after.OfJobs.Median:P1}");
        Assert.InRange(before.OfJobs.Inside / 96.0, 0, 0.4);
        Assert.InRange(after.OfJobs.Inside / 96.0, 0.70, 0.90);
    }

    [Fact]
    public void Calibration_MovesThePredictionAndWidensTheBand()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var run = Curves.LoadRun(Path.Combine(SharedFolder.Path!, "spark-logs", "work", "logs", "agg-1-4x1.zstd"));
        var shape = WhatIfSpec.Parse("8x1");

        var plain = WhatIf.Answer(RunReplay.Prepare(run), shape);
        var wide = WhatIf.Answer(RunReplay.Prepare(run, Calibration.BuiltIn with { BandRatio = 2 }), shape);
        var slow = WhatIf.Answer(RunReplay.Prepare(run, Calibration.BuiltIn with { LimitedContention = 0.40 }), shape);

        Assert.Equal(plain.JobsMs, wide.JobsMs);
        Assert.Equal(2 * Width(plain), Width(wide), 3);
        // tasks wait for a CPU (Limited near 1): twice the slots stretch them by 2 ^ 0.25 more, and tasks are most of the time
        Assert.InRange((double)slow.JobsMs!.Value / plain.JobsMs!.Value, 1.08, Math.Pow(2, 0.25));

        static double Width(WhatIfAnswer a) => Math.Log((double)a.JobsP90Ms!.Value / a.JobsP10Ms!.Value);
    }

    [Fact]
    public void ACalibration_IsReadAsItWasWritten()
    {
        var c = new Calibration
        {
            Contention = 0.05,
            LimitedContention = 0.25,
            OwnOfJvm = 0.45,
            AssumedWarmUp = 0.3,
            BandRatio = 1.25,
            Pairs = 17,
            Jobs = 3,
        };

        Assert.Equal(c, CalibrationJson.Parse("file", CalibrationJson.Write(c)));
    }

    [Theory]
    [InlineData("", "not a calibration")]
    [InlineData("{}", "not a calibration")]
    [InlineData("{\"calibrationVersion\":2,\"pairs\":1,\"jobs\":1,\"contention\":0,\"limitedContention\":0,\"ownOfJvm\":0,"
        + "\"assumedWarmUp\":0,\"bandRatio\":1}", "version 2")]
    [InlineData("{\"calibrationVersion\":1,\"pairs\":1,\"jobs\":1,\"contention\":0,\"limitedContention\":0,\"ownOfJvm\":1,"
        + "\"assumedWarmUp\":0,\"bandRatio\":1}", "ownOfJvm must be 0 to 0.9, not 1")]
    [InlineData("{\"calibrationVersion\":1,\"pairs\":1,\"jobs\":1,\"contention\":0,\"limitedContention\":0,\"ownOfJvm\":0,"
        + "\"assumedWarmUp\":0,\"bandRatio\":0}", "bandRatio must be 0.1 to 10, not 0")]
    public void ABadCalibration_IsRefused(string text, string expected)
    {
        var e = Assert.Throws<RightsizerException>(() => CalibrationJson.Parse("file", text));

        Assert.Equal(ExitCode.BadArguments, e.ExitCode);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_AreSummedUpByHand()
    {
        // predicted 110 of 100, 95 of 100, 100 of 100: errors 10, 5 and 0 %; two inside their bands
        BacktestTime[] times = [new(110, 105, 120, 100), new(95, 90, 101, 100), new(100, 99, 101, 100)];

        var sum = ErrorSummary.Compute("x", times);

        Assert.Equal((3, 2), (sum.Pairs, sum.Inside));
        Assert.Equal((0.05, 0.10, 0.05 / 3), (Math.Round(sum.Median, 9), Math.Round(sum.P90, 9), Math.Round(sum.Bias, 9)), Near);

        static bool Near((double, double, double) a, (double, double, double) b) =>
            Math.Abs(a.Item1 - b.Item1) < 1e-6 && Math.Abs(a.Item2 - b.Item2) < 1e-6 && Math.Abs(a.Item3 - b.Item3) < 1e-6;
    }

    void Print(BacktestResult result)
    {
        foreach (var s in result.ByJob.Append(result.OfJobs).Append(result.OfWhole))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{s.Name,-8} n {s.Pairs,2}, median {100 * s.Median:0.0} %, P90 {100 * s.P90:0.0} %, bias {100 * s.Bias:0.0} %, "
                    + $"inside {s.Inside}"));
        }
    }

    static IReadOnlyList<BacktestRun> Load(string folder)
    {
        var root = Path.Combine(SharedFolder.Path!, "spark-logs", folder);
        var lines = File.ReadAllLines(Path.Combine(root, "labels.tsv"));
        var heading = lines[0].Split('\t');
        return [.. lines.Skip(1).Select(l => l.Split('\t')).Select(f => BacktestRun.Create(
            Curves.LoadRun(Path.Combine(root, "logs", f[0])), f[0], new BacktestLabel(
                Cell(f, "firstJob") is { } job ? int.Parse(job, CultureInfo.InvariantCulture) : null,
                Cell(f, "workMs") is { } ms ? long.Parse(ms, CultureInfo.InvariantCulture) : null,
                Cell(f, "probeMs") is { } probe ? double.Parse(probe, CultureInfo.InvariantCulture) : null)))];

        string? Cell(string[] cells, string name) => Array.IndexOf(heading, name) is >= 0 and var at ? cells[at] : null;
    }
}
