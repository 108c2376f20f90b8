using System.Globalization;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

public class WhatIfTests(ITestOutputHelper output)
{
    [Fact]
    public void Curves_BandsHoldEightInTenOfTheOtherRuns()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        int n = 0, inside = 0, refused = 0;
        double widths = 0;
        foreach (var (from, to) in Curves.Pairs)
        {
            n++;
            var answer = WhatIf.Answer(from.Prepared, WhatIfSpec.Parse(string.Create(CultureInfo.InvariantCulture, $"{to.Executors}x{to.Cores}")));
            if (answer.JobsMs is not { } jobs)
            {
                refused++;
                continue;
            }
            var work = (double)(answer.Jobs.Max(j => j.EndedMs) - answer.Jobs[1].SubmittedMs);
            double low = work * answer.JobsP10Ms!.Value / jobs, high = work * answer.JobsP90Ms!.Value / jobs;
            if (to.WorkMs >= low && to.WorkMs <= high) inside++;
            widths += (high - low) / 2 / work;
        }
        output.WriteLine($"n {n}, refused {refused}, covered {100.0 * inside / (n - refused):0} %, mean half-width {100 * widths / (n - refused):0.0} %");
        Assert.Equal(0, refused);
        Assert.InRange((double)inside / n, 0.70, 0.90);
        Assert.InRange(widths / n, 0.001, 0.08);
    }

    [Fact]
    public async Task OneThreadOrMany_TheSameAnswer()
    {
        var prepared = Prepared();
        var spec = WhatIfSpec.Parse("4x2");
        var many = WhatIf.Answer(prepared, spec);
        var single = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler;

        var one = await Task.Factory.StartNew(() => WhatIf.Answer(prepared, spec), CancellationToken.None, TaskCreationOptions.None, single);

        Assert.Equal(many with { Jobs = [], Doubts = [] }, one with { Jobs = [], Doubts = [] });
        Assert.Equal(many.Doubts, one.Doubts);
        Assert.Equal(many.Jobs, one.Jobs);
        Assert.NotNull(many.DurationMs);
    }

    [Fact]
    public void TwiceTheSlots_HalvesTheWorkAndKeepsTheDriver()
    {
        var answer = WhatIf.Answer(Prepared(), WhatIfSpec.Parse("4x2"), _ => 1.5m);

        // 1 s before the job, 16 tasks of 4 s over 8 slots, 500 ms after it
        Assert.InRange(answer.DurationMs!.Value, 9480, 9530);
        Assert.InRange(answer.JobsMs!.Value, 7980, 8030);
        Assert.Equal(("A", 1.5m, 4, 2), (answer.Tier, answer.CostUsd, answer.Executors, answer.CoresPerExecutor));
        Assert.True(answer.DurationP10Ms < answer.DurationMs && answer.DurationMs < answer.DurationP90Ms);
    }

    [Theory]
    [InlineData("2x4", "C")]
    [InlineData("1x2", "A")]
    [InlineData("8x2", "B")]
    [InlineData("16x2", "C")]
    [InlineData("dynamic:1-4x2", "B")]
    public void ShapeFurtherAway_LowerTier(string spec, string tier)
    {
        var answer = WhatIf.Answer(Prepared(gcHeavy: true), WhatIfSpec.Parse(spec));

        Assert.Equal((tier, null), (answer.Tier, answer.Refused));
    }

    [Fact]
    public void SlotsBeyondEightTimes_RefusedWithoutNumbers()
    {
        var answer = WhatIf.Answer(Prepared(), WhatIfSpec.Parse("32x2"));

        Assert.Contains("8", answer.Refused, StringComparison.Ordinal);
        Assert.Null(answer.DurationMs);
        Assert.Empty(answer.Jobs);
    }

    [Theory]
    [InlineData("8x2", 8, 2)]
    [InlineData(" 16X4 ", 16, 4)]
    public void FixedSpec_Parses(string text, int executors, int cores) => Assert.Equal(new FixedShape(executors, cores), WhatIfSpec.Parse(text).Shape);

    [Fact]
    public void DynamicSpec_Parses() => Assert.Equal(new DynamicShape(2, 16, 4), WhatIfSpec.Parse("dynamic:2-16x4").Shape);

    [Theory]
    [InlineData("8")]
    [InlineData("0x2")]
    [InlineData("8x0")]
    [InlineData("8x2x2")]
    [InlineData("-8x2")]
    [InlineData("8x99999999999")]
    [InlineData("dynamic:16-2x4")]
    [InlineData("dynamic:2x4")]
    [InlineData("")]
    public void WrongSpec_IsTheUsersToMend(string text)
    {
        var e = Assert.Throws<RightsizerException>(() => WhatIfSpec.Parse(text));

        Assert.Equal(ExitCode.BadArguments, e.ExitCode);
        Assert.StartsWith("--what-if " + text, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ParentsNotInTheLog_TheSecondStageStillWaitsForTheFirst(bool withParents)
    {
        // two chained stages of eight tasks of 4 s on four slots, 1 s before the job and 500 ms after it: 1 + 8 + 8 + 0.5 s; on eight slots 1 + 4 + 4 + 0.5 s
        SketchTask[] Wave(long from) => [.. Enumerable.Range(0, 8).Select(i => new SketchTask(i, from + i / 4 * 4000, 4000, i % 2 == 0 ? "1" : "2"))];
        var run = new RunSketch { EndMs = 17_500 }.Executor("1", 2).Executor("2", 2).Job(0, 1000, 17_000, 0, 1)
            .Stage(0, 0, 1000, 9000, [], Wave(1000)).Stage(1, 0, 9000, 17_000, withParents ? [0] : [], Wave(9000)).Build();

        var answer = WhatIf.Answer(RunReplay.Prepare(run), WhatIfSpec.Parse("4x2"));

        Assert.Null(answer.Refused);
        Assert.InRange(answer.DurationMs!.Value, 9450, 9560);
    }

    [Fact]
    public void ShapeThatRan_IsTheReplayItself()
    {
        var prepared = Prepared();

        var answer = WhatIf.Answer(prepared, WhatIfSpec.Parse("2x2"));

        Assert.Equal((long)Math.Round(prepared.Plan!.Replayed.EndMs), answer.DurationMs);
        Assert.Equal(("A", 0), (answer.Tier, answer.Doubts.Count));
    }

    /// <summary>Two executors of two cores, one job of 16 tasks of 4 s.</summary>
    static ReplayPreparation Prepared(bool gcHeavy = false)
    {
        var sketch = new RunSketch { EndMs = 17_500 }.Executor("1", 2).Executor("2", 2).Job(0, 1000, 17_000);
        sketch.GcRatio = gcHeavy ? 0.1 : 0;
        return RunReplay.Prepare(sketch.Stage(0, 0, 1000, 17_000, [],
            [.. Enumerable.Range(0, 16).Select(i => new SketchTask(i, 1000 + i / 4 * 4000, 4000, i % 2 == 0 ? "1" : "2"))]).Build());
    }
}
