using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

/// <summary>
/// Eight tasks of 4 s on four executors of one core; the last one, launched at 5 s, is slow and copied at 12 s. Spark would have copied it
/// from 11 s on: 1.5 times the median after its launch, once six of the eight had ended.
/// </summary>
public class SpeculationTests
{
    [Theory]
    // all at 1 s, the copy at 7 s
    [InlineData("8x1", 10)]
    // four waves: the slow one at 13 s, its copy at 19 s
    [InlineData("2x1", 22)]
    // seven in a row and the slow one, which has no other executor to be copied to: as long as it ran at least
    [InlineData("1x1", 39)]
    public void ACopyThatWins_EndsItsTaskWhereverItStarts(string shape, int jobsS)
    {
        var prepared = RunReplay.Prepare(Run(copyWins: true));

        var answer = WhatIf.Answer(prepared, WhatIfSpec.Parse(shape));

        Assert.InRange(answer.JobsMs!.Value, jobsS * 1000 - 100, jobsS * 1000 + 100);
        Assert.Contains(answer.Doubts, d => d.Effect == Effects.Speculation);
        Assert.NotEqual("A", answer.Tier);
    }

    [Theory]
    // the task takes 9 s; its copy at 7 s is killed
    [InlineData("8x1", 9)]
    [InlineData("2x1", 21)]
    // 28 s and 9 s; no copy
    [InlineData("1x1", 37)]
    public void ACopyThatLoses_IsKilledWithTheEndOfItsTask(string shape, int jobsS)
    {
        var prepared = RunReplay.Prepare(Run(copyWins: false));

        var answer = WhatIf.Answer(prepared, WhatIfSpec.Parse(shape));

        Assert.InRange(answer.JobsMs!.Value, jobsS * 1000 - 100, jobsS * 1000 + 100);
    }

    /// <summary>The copy waits until three quarters of the tasks have ended.</summary>
    [Theory]
    [InlineData(null, 10)]
    [InlineData("0.8", 10)]
    [InlineData("1.0", 11)]
    public void TooFewTasksEnded_NoCopy(string? quantile, int jobsS)
    {
        var run = Run(copyWins: true, quantile);

        var answer = WhatIf.Answer(RunReplay.Prepare(run), WhatIfSpec.Parse("8x1"));

        // at 1.0 all would have to end first: the slow one runs its 11 s
        Assert.InRange(answer.JobsMs!.Value, jobsS * 1000 - 100, jobsS * 1000 + 100);
    }

    [Fact]
    public void TheExecutorsThatRan_AreTheReplay()
    {
        var run = Run(copyWins: true);
        var prepared = RunReplay.Prepare(run);

        Assert.Equal(RunReplay.Report(run, prepared).ReplayedMs, WhatIf.Answer(prepared, WhatIfSpec.Parse("4x1")).DurationMs);
    }

    /// <summary>As where the stage failed, or the log has lost the end of the winner.</summary>
    [Fact]
    public void NoAttemptEndsWell_NoneHasLost()
    {
        var run = Run(copyWins: true, copyFails: true);

        Assert.All(RunReplay.Prepare(run).Plan!.Stages, s => Assert.Empty(s.Losers));
    }

    /// <summary>Each launch looks through the copies that wait: a log cannot make them many.</summary>
    [Theory]
    [InlineData(4096, 1)]
    [InlineData(4097, 0)]
    public void MoreCopiesThanAreSimulated_KeepTheirTimes(int copies, int winners)
    {
        var sketch = new RunSketch { EndMs = 20_000 }.Executor("1").Setting("spark.speculation", "true").Job(0, 1000, 19_000, 0);
        var stage = sketch.Stage(0);
        stage.Task("1", 1000, 10_000);
        for (var i = 0; i < copies; i++)
        {
            stage.Task("1", 2000, 9_500, t => (t.Index, t.Attempt, t.Speculative, t.Reason) = (0, 1, true, "TaskKilled"));
        }

        Assert.Equal(winners, RunReplay.Prepare(sketch.Build()).Plan!.Stages.Sum(s => s.Losers.Count));
    }

    static ApplicationRun Run(bool copyWins, string? quantile = null, bool copyFails = false)
    {
        var end = copyWins ? 16_000 : 14_000;
        var sketch = new RunSketch { EndMs = end + 500 }.Executor("1").Executor("2").Executor("3").Executor("4")
            .Setting("spark.speculation", "true").Job(0, 1000, end, 0);
        if (quantile is not null) sketch.Setting("spark.speculation.quantile", quantile);
        var stage = sketch.Stage(0);
        for (var i = 0; i < 7; i++) stage.Task($"{i % 4 + 1}", i < 4 ? 1000 : 5000, 4000);
        stage.Task("4", 5000, end - 5000, t => t.Reason = copyWins ? "TaskKilled" : null);
        stage.Task("1", 12_000, end - 12_000, t =>
        {
            (t.Index, t.Attempt, t.Speculative) = (7, 1, true);
            t.Reason = copyWins && !copyFails ? null : "TaskKilled";
        });
        return sketch.Build();
    }
}
