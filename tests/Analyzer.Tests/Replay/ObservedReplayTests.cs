using Rightsizer.Analyzer.Replay;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

public class ObservedReplayTests(ITestOutputHelper output)
{
    [Fact]
    public void SharedLogsOfAMinuteAndCurves_ReplayEndsWhenTheRunEnded()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var errors = new List<double>();
        var refused = 0;
        foreach (var line in File.ReadLines(Path.Combine(SharedFolder.Path!, "logs", "ORIGIN.tsv")).Skip(1))
        {
            var run = Curves.LoadRun(Path.Combine(SharedFolder.Path!, "logs", line.Split('\t')[0]));
            if (run.App.EndTimeMs is null || run.ObservedMs < 60_000) continue;
            var report = RunReplay.Report(run, RunReplay.Prepare(run));
            output.WriteLine($"{line.Split('\t')[0],-58} {report.ObservedMs,8} {report.ErrorPct,7:0.00} {report.Refused}");
            if (report.ErrorPct is { } e) errors.Add(Math.Abs(e));
            else refused++;
        }
        foreach (var curve in Curves.All)
        {
            var report = RunReplay.Report(curve.Plan.Run, curve.Prepared);
            if (report.ErrorPct is { } e) errors.Add(Math.Abs(e));
            else refused++;
        }
        errors.Sort();
        output.WriteLine($"n {errors.Count}, refused {refused}, median {errors[errors.Count / 2]:0.00} %, max {errors[^1]:0.00} %");
        Assert.True(errors.Count >= 30, "the logs were not found");
        Assert.InRange(errors[errors.Count / 2], 0, 0.5);
        Assert.InRange(errors[^1], 0, 5);
        Assert.InRange(refused, 0, (errors.Count + refused) / 10);
    }

    [Fact]
    public void OneRunOfACurve_PredictsTheWorkOfTheOthers()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var errors = new List<double>();
        foreach (var (from, to) in Curves.Pairs)
        {
            var run = Simulator.Run(from.Plan, new FixedShape(to.Executors, to.Cores));
            var work = run.Jobs.Max(j => j.EndMs) - run.Jobs[1].StartMs;
            errors.Add(100 * (work / to.WorkMs - 1));
            output.WriteLine($"{from.Log,-22} -> {to.Log,-22} {errors[^1],6:0.00} %");
        }
        var sorted = errors.Select(Math.Abs).Order().ToArray();
        var p90 = sorted[(int)Math.Ceiling(0.9 * sorted.Length) - 1];
        output.WriteLine($"n {sorted.Length}, median {sorted[sorted.Length / 2]:0.00} %, P90 {p90:0.00} %, worst {sorted[^1]:0.00} %, bias {errors.Average():0.00} %");
        Assert.Equal(40, sorted.Length);
        Assert.InRange(sorted[sorted.Length / 2], 0, 1.5);
        Assert.InRange(p90, 0, 5);
        Assert.InRange(sorted[^1], 0, 8);
    }
}
