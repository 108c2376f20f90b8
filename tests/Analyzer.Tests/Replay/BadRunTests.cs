using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Replay.Accounting;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

/// <summary>Damaged and odd runs: an answer or a refusal with its reason, never a crash, never a negative time.</summary>
public class BadRunTests
{
    [Fact]
    public void NoTasks_RefusedWithTheReason()
    {
        var run = new RunSketch { EndMs = 60_000 }.Executor("1", 4).Job(0, 1000, 2000).Build();

        var prepared = RunReplay.Prepare(run);

        Assert.Null(prepared.Plan);
        Assert.Contains("task", RunReplay.Report(run, prepared).Refused, StringComparison.Ordinal);
        Assert.Contains("task", WhatIf.Answer(prepared, WhatIfSpec.Parse("8x2")).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void LocalModeWithoutCores_SlotsAreWhatRanAtOnce()
    {
        var run = new RunSketch { EndMs = 12_000 }.Executor("driver", 0)
            .Job(0, 1000, 11_000).Stage(0, 0, 1000, 11_000, [], Wave("driver")).Build();

        var plan = Check(run);

        Assert.Equal(3, plan.Executors.Single().Slots);
    }

    [Fact]
    public void ExecutorsNeverAnnounced_AreKnownByTheirTasks()
    {
        var plan = Check(new RunSketch { EndMs = 12_000 }.Job(0, 1000, 11_000).Stage(0, 0, 1000, 11_000, [], Wave("7")).Build());

        Assert.Equal("7", plan.Executors.Single().Id);
        Assert.NotEmpty(plan.Notes);
    }

    [Fact]
    public void TimesThatRunBackwards_NoNegativeTimes()
    {
        Check(new RunSketch { EndMs = 12_000 }.Executor("1", 4, addMs: 9000, removeMs: 2000)
            .Job(0, 5000, 1000)
            .Stage(0, 0, 9000, 100, [0, 5], new(0, -500, -700, "1"), new(0, 2000, 3000, "1"), new(1, 1000, 4000, "1", Failed: true))
            .Job(1, 500, 11_000).Stage(1, 1, 8000, 2000, [1, 0], new SketchTask(0, 100, 9000, "1")).Build());
    }

    [Fact]
    public void EndBeforeStart_Refused()
    {
        var run = new RunSketch { EndMs = -5 }.Executor("1", 4).Job(0, 1000, 2000)
            .Stage(0, 0, 1000, 2000, [], new SketchTask(0, 1000, 1000, "1")).Build();

        Assert.NotNull(RunReplay.Report(run, RunReplay.Prepare(run)).Refused);
    }

    [Fact]
    public void StageAndApplicationWithoutEnd_RefusedForTheTasksThatAreMissing()
    {
        var run = new RunSketch().Executor("1", 4)
            .Job(0, 1000, 11_000).Stage(0, 0, 1000, 11_000, [], Wave("1"))
            .Job(1, 11_000, null).Stage(1, 1, 11_000, null, [], new(0, 11_000, null, "1"), new(1, 11_000, 1000, "1")).Build();

        Check(run);
        Assert.Contains("no end", RunReplay.Report(run, RunReplay.Prepare(run)).Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void StageWithoutAJob_StillReplays()
    {
        Check(new RunSketch { EndMs = 12_000 }.Executor("1", 3).Stage(0, 99, 1000, 11_000, [], Wave("1")).Build());
    }

    [Fact]
    public void TwentyThousandStages_ReplayInOrder()
    {
        var sketch = new RunSketch { EndMs = 400_100 }.Executor("1", 1).Job(0, 0, 400_000);
        for (var s = 0; s < 20_000; s++) sketch.Stage(s, 0, s * 20, s * 20 + 20, s == 0 ? [] : [s - 1], new SketchTask(0, s * 20, 20, "1"));

        var plan = Check(sketch.Build());

        Assert.InRange(plan.Replayed.EndMs, 400_000, 400_200);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MostTimeInFailedAttempts_NoPrediction(bool failed)
    {
        var run = new RunSketch { EndMs = 12_000 }.Executor("1", 3).Job(0, 1000, 11_000)
            .Stage(0, 0, 1000, 11_000, [], new(0, 1000, 5000, "1", Failed: failed), new(0, 6000, 5000, "1", Attempt: 1)).Build();

        Assert.Equal(failed, WhatIf.Answer(RunReplay.Prepare(run), WhatIfSpec.Parse("1x4")).Refused is not null);
    }

    static SketchTask[] Wave(string executor) =>
        [new(0, 1000, 10_000, executor), new(1, 1000, 10_000, executor), new(2, 1000, 10_000, executor)];

    static ReplayPlan Check(ApplicationRun run)
    {
        var plan = RunReplay.Prepare(run).Plan;
        Assert.NotNull(plan);
        Assert.True(plan.Replayed.Finished);
        Assert.True(SimulationBounds.Hold(plan, plan.Replayed));
        Assert.All(plan.Replayed.Jobs, j => Assert.True(j.StartMs >= 0 && j.EndMs >= j.StartMs));
        Assert.All(plan.Replayed.Stages, s => Assert.True(s.StartMs >= 0 && s.EndMs >= s.StartMs));
        Assert.True(plan.Replayed.CoreMs >= 0);
        var w = WaterfallBuilder.Build(plan);
        Assert.Equal(w.TotalMs, w.Time.Sum(l => l.Ms));
        Assert.Equal(w.TotalCoreMs, w.CoreTime.Sum(l => l.Ms));
        Assert.All(w.Time.Concat(w.CoreTime), l => Assert.True(l.Ms >= 0));
        return plan;
    }
}
