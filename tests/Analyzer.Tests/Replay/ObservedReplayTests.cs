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

    /// <summary>
    /// Tasks of two cpus on executors of two cores, and 10,000 tiny tasks: a busy driver stamped their ends when others ran in their place.
    /// </summary>
    [Theory]
    [InlineData("eventlog_v2_app-20261128224807-0001")]
    [InlineData("eventlog_v2_app-20261128225625-0000")]
    public void EndsThatTheDriverStampedLate_LeaveTheCoresThatTheExecutorHas(string log)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var run = Curves.LoadRun(Path.Combine(SharedFolder.Path!, "spark-logs", "spark4x", "logs", log));
        var plan = RunReplay.Prepare(run).Plan!;

        Assert.InRange(RunReplay.ErrorPct(plan), -1, 1);
        Assert.All(plan.Executors, x => Assert.Equal(2, x.Slots));
    }

    [Fact]
    public void ExecutorOnItsWayOut_TakesNoTaskOfTheNextJob()
    {
        // the first executor is idle from 2 s, but its end is logged only at 6 s; the second job waits for the other one, which needs 700
        // ms to its first task
        var plan = RunReplay.Prepare(new RunSketch { EndMs = 10_000 }
            .Executor("1", 1, 0, 6000).Executor("2", 1, 7000)
            .Job(0, 1000, 2000).Stage(0, 0, 1000, 2000, [], new SketchTask(0, 1000, 1000, "1"))
            .Job(1, 5000, 9700).Stage(1, 1, 5000, 9700, [], new(0, 7700, 1000, "2"), new(1, 8700, 1000, "2")).Build()).Plan!;

        Assert.InRange(plan.Replayed.EndMs, 9995, 10_005);
        Assert.Equal(6000, plan.Replayed.Executors[0].EndMs, 0);
        Assert.Equal(7000, plan.Replayed.Executors[1].StartMs, 0);
    }

    [Theory]
    [InlineData("FIFO", 7500)]
    [InlineData("FAIR", 6400)] // there the order is that of the pools, and launches of another stage show nothing
    public void JobSubmittedSecondWithTheLowerId_StartsNotBeforeTheLaunchesThatPassedIt(string mode, double end)
    {
        // job 0 comes at 1,400 ms, its stage goes first under FIFO, and two slots are free until job 1 takes both at 1,500 ms: the tasks of
        // job 0 were not there yet. They start at 2,500 ms, with the next free slot.
        var plan = RunReplay.Prepare(new RunSketch { EndMs = 7500 }.Setting("spark.scheduler.mode", mode)
            .Executor("1", 2, 0)
            .Job(1, 1000, 4500).Stage(0, 1, 1000, 4500, [],
                new(0, 1500, 1000, "1"), new(1, 1500, 1000, "1"), new(2, 2500, 1000, "1"), new(3, 3500, 1000, "1"))
            .Job(0, 1400, 7500).Stage(1, 0, 1400, 7500, [], new SketchTask(0, 2500, 5000, "1")).Build()).Plan!;

        Assert.Equal(end, plan.Replayed.EndMs, 5.0);
    }

    [Fact]
    public void CopyThatDiesAfterItsStage_HoldsNobody()
    {
        var run = new RunSketch { EndMs = 9000 }
            .Executor("1", 1).Executor("2", 1)
            .Job(0, 1000, 4000).Stage(0, 0, 1000, 4000, [], new(0, 1000, 7000, "1", Failed: true), new(0, 2000, 2000, "2", Attempt: 1))
            .Job(1, 4000, 6000).Stage(1, 1, 4000, 6000, [], new SketchTask(0, 4000, 2000, "2")).Build();

        Assert.InRange(RunReplay.Prepare(run).Plan!.Replayed.EndMs, 8990, 9010);
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
        output.WriteLine(
            $"n {sorted.Length}, median {sorted[sorted.Length / 2]:0.00} %, P90 {p90:0.00} %, worst {sorted[^1]:0.00} %, bias "
            + $"{errors.Average():0.00} %");
        Assert.Equal(40, sorted.Length);
        Assert.InRange(sorted[sorted.Length / 2], 0, 1.5);
        Assert.InRange(p90, 0, 5);
        Assert.InRange(sorted[^1], 0, 8);
    }
}
