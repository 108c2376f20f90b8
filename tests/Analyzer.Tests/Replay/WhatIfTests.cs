using System.Globalization;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
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
            var answer = WhatIf.Answer(
                from.Prepared, WhatIfSpec.Parse(string.Create(CultureInfo.InvariantCulture, $"{to.Executors}x{to.Cores}")));
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
        output.WriteLine(
            $"n {n}, refused {refused}, covered {100.0 * inside / (n - refused):0} %, mean half-width "
            + $"{100 * widths / (n - refused):0.0} %");
        Assert.Equal(0, refused);
        Assert.InRange((double)inside / n, 0.75, 0.85);
        Assert.InRange(widths / n, 0.001, 0.08);
    }

    [Fact]
    public async Task OneThreadOrMany_TheSameAnswer()
    {
        var prepared = Prepared();
        var spec = WhatIfSpec.Parse("4x2");
        var many = WhatIf.Answer(prepared, spec);
        var single = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler;

        var one = await Task.Factory.StartNew(
            () => WhatIf.Answer(prepared, spec), CancellationToken.None, TaskCreationOptions.None, single);

        Assert.Equal(many with { Jobs = [], Doubts = [] }, one with { Jobs = [], Doubts = [] });
        Assert.Equal(many.Doubts, one.Doubts);
        Assert.Equal(many.Jobs, one.Jobs);
        Assert.NotNull(many.DurationMs);
    }

    /// <summary>Large runs are simulated 12 times in place of 50.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void FewReplicates_GiveTheBandOfMany(int seed)
    {
        var (prepared, spec) = (Prepared(), WhatIfSpec.Parse("4x2"));
        double Width(int taskBudget)
        {
            var answer = WhatIf.Answer(prepared, spec, seed: seed, taskBudget: taskBudget);
            return Math.Log((double)answer.JobsP90Ms!.Value / answer.JobsP10Ms!.Value);
        }

        Assert.InRange(Width(taskBudget: 1) / Width(taskBudget: 5_000_000), 0.85, 1.15);
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
    public void FixedSpec_Parses(string text, int executors, int cores) =>
        Assert.Equal(new FixedShape(executors, cores), WhatIfSpec.Parse(text).Shape);

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
        // two chained stages of eight tasks of 4 s on four slots, 1 s before the job and 500 ms after it: 1 + 8 + 8 + 0.5 s; on eight slots
        // 1 + 4 + 4 + 0.5 s
        SketchTask[] Wave(long from) =>
            [.. Enumerable.Range(0, 8).Select(i => new SketchTask(i, from + i / 4 * 4000, 4000, i % 2 == 0 ? "1" : "2"))];
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

    [Theory]
    [InlineData("1x4", "SPARK-24819")]
    [InlineData("dynamic:1-8x4", "SPARK-24942")]
    [InlineData("4x4", null)]
    public void BarrierStage_IsRefusedWhereSparkRefusesIt(string shape, string? refused)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var prepared = RunReplay.Prepare(
            Curves.LoadRun(Path.Combine(SharedFolder.Path!, "cases", "08-barrier-stage", "real-spark-3.5.9.zstd")));

        var answer = WhatIf.Answer(prepared, WhatIfSpec.Parse(shape));

        if (refused is null) Assert.Null(answer.Refused);
        else Assert.Contains(refused, answer.Refused, StringComparison.Ordinal);
    }

    /// <summary>8 tasks on 8 cores: on 4 Spark fails (SPARK-24819), and that the program would ask for 4 is not known.</summary>
    [Fact]
    public void BarrierStage_IsNotOfferedFewerSlotsThanItsTasks()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var run = Curves.LoadRun(Path.Combine(SharedFolder.Path!, "cases", "08-barrier-stage", "real-spark-3.5.9.zstd"));

        var offers = ClusterSizer.Size([run], new SizingRequest()).Offers.Where(o => !o.IsToday).ToList();

        Assert.NotEmpty(offers);
        Assert.All(offers, o => Assert.True(o.Executor!.Count * o.Executor.Cores >= 8, o.Name.ToString()));
        Assert.DoesNotContain(offers, o => o.Executor!.Dynamic);
    }

    [Fact]
    public void TasksOfEightCpus_RunInAsManyWavesAsTheirCpusAllow()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var prepared = RunReplay.Prepare(
            Curves.LoadRun(Path.Combine(SharedFolder.Path!, "cases", "07-stage-level-scheduling", "emr.zstd")));

        // four tasks of 8 cpus of 40 s on 16 cores: two waves, 25 + 40 + 120 s at least
        Assert.InRange(WhatIf.Answer(prepared, WhatIfSpec.Parse("2x8")).DurationMs!.Value, 185_000, 190_000);
        Assert.Contains("8 cpus", WhatIf.Answer(prepared, WhatIfSpec.Parse("8x4")).Refused, StringComparison.Ordinal);
    }

    /// <summary>Spark starts no executor that has room for no task (spark.task.cpus).</summary>
    [Theory]
    [InlineData("4x1", true)]
    [InlineData("4x2", false)]
    public void ExecutorsOfFewerCoresThanATaskTakes_AreRefused(string shape, bool refused)
    {
        var run = new RunSketch { EndMs = 9_500 }.Setting("spark.task.cpus", "2").Executor("1", 4).Executor("2", 4).Job(0, 1000, 9_000)
            .Stage(0, 0, 1000, 9_000, [], [.. Enumerable.Range(0, 4).Select(i => new SketchTask(i, 1000, 8000, $"{i % 2 + 1}"))]).Build();

        var answer = WhatIf.Answer(RunReplay.Prepare(run), WhatIfSpec.Parse(shape));

        Assert.Equal(refused, answer.Refused?.Contains("2 cpus", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("cliff-3-4x1.zstd", "2x1", true)]
    [InlineData("cliff-3-2x1.zstd", "4x1", true)]
    [InlineData("cached-1-4x1.zstd", "8x1", false)]
    [InlineData("cached-1-8x1.zstd", "4x1", false)]
    public void ShapeBeyondTheCacheCliff_IsRefusedWithTheExecutorsThatHold(string log, string shape, bool cliff)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var prepared = RunReplay.Prepare(Curves.LoadRun(Path.Combine(SharedFolder.Path!, "spark-logs", "work", "logs", log)));

        var answer = WhatIf.Answer(prepared, WhatIfSpec.Parse(shape));

        Assert.Equal(cliff, answer.Refused is not null);
        // 32 partitions of 4.7 MiB, 75 MiB an executor: 15 each, so three executors hold them
        if (cliff) Assert.Contains("3 executors hold all of it", answer.Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void FirstTasksOfAnExecutorAreSlow_OnceForEachExecutorWhateverItsCores()
    {
        // two executors of one core, each 8 tasks of 2 s of which the first takes 6 s: 6 + 7 x 2 s; its CPU time says the same
        SketchTask[] tasks = [.. Enumerable.Range(0, 16)
            .Select(i => new SketchTask(i, 1000 + (i < 2 ? 0 : 6000 + (i / 2 - 1) * 2000), i < 2 ? 6000 : 2000, i % 2 == 0 ? "1" : "2"))];
        var run = new RunSketch { EndMs = 21_500 }.Executor("1").Executor("2").Job(0, 1000, 21_000).Stage(0, 0, 1000, 21_000, [], tasks)
            .Build();
        var prepared = RunReplay.Prepare(run);

        // four executors lose 4 s each: 6 + 3 x 2 s. Two of two cores share what each loses: 2 + 2 s, then 3 x 2 s.
        Assert.InRange(WhatIf.Answer(prepared, WhatIfSpec.Parse("4x1")).JobsMs!.Value, 11_900, 12_100);
        Assert.InRange(WhatIf.Answer(prepared, WhatIfSpec.Parse("2x2")).JobsMs!.Value, 9_900, 10_100);
        Assert.Contains(WhatIf.Answer(prepared, WhatIfSpec.Parse("4x1")).Doubts, d => d.Effect == Effects.WarmUp);
    }

    [Theory]
    [InlineData(null, 4)]
    [InlineData("4", 8)]
    public void TasksOfAnRddStageEqualTheCores_FollowThemUnlessTheNumberWasSet(string? parallelism, int jobsS)
    {
        // four cores, four tasks of 8 s: on eight cores eight of 4 s, or the same four
        var sketch = new RunSketch { EndMs = 9500 }.Executor("1", 2).Executor("2", 2).Job(0, 1000, 9000);
        if (parallelism is not null) sketch.Setting("spark.default.parallelism", parallelism);
        var run = sketch.Stage(
            0, 0, 1000, 9000, [], [.. Enumerable.Range(0, 4).Select(i => new SketchTask(i, 1000, 8000, i % 2 == 0 ? "1" : "2"))]).Build();

        var answer = WhatIf.Answer(RunReplay.Prepare(run), WhatIfSpec.Parse("4x2"));

        Assert.InRange(answer.JobsMs!.Value, jobsS * 1000 - 100, jobsS * 1000 + 100);
        Assert.Contains(answer.Doubts, d => d.Effect == Effects.PartitionsFollowCores);
        Assert.True(answer.JobsP10Ms < 4500 && answer.JobsP90Ms > 7000, "the band must hold both ways");
    }

    /// <summary>
    /// Eight tasks on four cores are two a core, and twelve reducers three; four on four executors of two cores are one for each.
    /// </summary>
    [Theory]
    [InlineData(4, 1, 8, "6x1")]
    [InlineData(4, 1, 12, "5x1")]
    [InlineData(4, 2, 4, "8x2")]
    public void TasksOfAnRddStageThatAreAMultipleOfCoresOrAsManyAsExecutors_MayFollowThem(int executors, int cores, int tasks, string shape)
    {
        var sketch = new RunSketch { EndMs = 26_500 }.Job(0, 1000, 26_000, 0);
        for (var x = 1; x <= executors; x++) sketch.Executor($"{x}", cores);
        var stage = sketch.Stage(0);
        for (var i = 0; i < tasks; i++) stage.Task($"{i % 4 + 1}", 1000 + i / 4 * 8000, 8000);
        var sums = new TaskMetrics();
        sums[TaskMetric.ShuffleLocalBytesRead] = tasks;
        stage.Metrics = sums;
        var run = sketch.Build();

        var answer = WhatIf.Answer(RunReplay.Prepare(run), WhatIfSpec.Parse(shape));

        Assert.Contains(answer.Doubts, d => d.Effect == Effects.PartitionsFollowCores);
        Assert.NotEqual("A", answer.Tier);
    }

    /// <summary>
    /// Ranges and local rows of a query have as many tasks as the cores, or as its code says; a query's shuffles have a setting.
    /// </summary>
    [Theory]
    [InlineData("ParallelCollectionRDD", true)]
    [InlineData("ShuffledRowRDD", false)]
    public void LeavesOfAQuery_MayFollowTheCores(string rdd, bool follow)
    {
        var sketch = new RunSketch { EndMs = 9_500 }.Executor("1", 2).Executor("2", 2).Sql(new() { Id = 0, Status = "COMPLETED" });
        sketch.Job(0, 1000, 9_000, 0);
        var stage = sketch.Stage(0);
        for (var i = 0; i < 4; i++) stage.Task($"{i % 2 + 1}", 1000, 8000);
        stage.Rdds = [new(1, rdd, null, null, [], false, false, 4, 0, 0, 0)];
        var built = sketch.Build();
        var run = built with { Jobs = [.. built.Jobs.Select(j => j with { SqlExecutionId = 0 })] };

        var answer = WhatIf.Answer(RunReplay.Prepare(run), WhatIfSpec.Parse("4x2"));

        Assert.Equal(follow, answer.Doubts.Any(d => d.Effect == Effects.PartitionsFollowCores));
        Assert.InRange(answer.JobsMs!.Value, 7_900, 8_100);
        Assert.Equal(follow, answer.JobsP10Ms < 4_500);
    }

    /// <summary>The first is used by stages 0 and 1, the second by 2 and 3: they need room one after the other.</summary>
    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void CachedDataThatNoLaterStageUses_MakesRoom(int lastUse, bool cliff)
    {
        var run = Cached(lastUse, used: 120, s => s).Build();

        var answer = WhatIf.Answer(RunReplay.Prepare(run), WhatIfSpec.Parse("2x2"));

        // 120 MiB each, on four executors of 100 MiB; two have room for one of them
        Assert.Equal(cliff, answer.Refused?.StartsWith("cache cliff", StringComparison.Ordinal) == true);
    }

    [Fact]
    public void CachedDataOnDisk_IsNoCliffAndADoubt()
    {
        var run = Cached(3, used: 120, r => r with { UseDisk = true, DiskSizeBytes = 20L << 20 }).Build();

        var answer = WhatIf.Answer(RunReplay.Prepare(run), WhatIfSpec.Parse("2x2"));

        Assert.Null(answer.Refused);
        Assert.Equal("C", answer.Tier);
        Assert.Contains(answer.Doubts, d => d.Effect == Effects.Cache && d.Text.Contains("on disk", StringComparison.Ordinal));
    }

    /// <summary>On the heap or off it: which holds the data the log does not say, and one of them has no room.</summary>
    [Fact]
    public void MemoryOnAndOffTheHeap_IsADoubt()
    {
        var run = Cached(1, used: 60, s => s, x => (x.OnHeapStorageBytes, x.OffHeapStorageBytes) = (80L << 20, 20L << 20)).Build();

        var answer = WhatIf.Answer(RunReplay.Prepare(run), WhatIfSpec.Parse("2x2"));

        Assert.Null(answer.Refused);
        Assert.Contains(answer.Doubts, d => d.Effect == Effects.Cache);
    }

    [Fact]
    public void Sweep_NamesTheSizesThatItRefuses()
    {
        var run = Cached(2, used: 120, s => s).Build();

        var sweep = ExecutorSweep.Simulate(run, RunReplay.Prepare(run), null, _ => null);

        Assert.Equal([1, 2], sweep.Refusals.Select(r => r.Executors));
        Assert.All(sweep.Refusals, r => Assert.StartsWith("cache cliff", r.Refused, StringComparison.Ordinal));
        Assert.DoesNotContain(sweep.Points, p => p.Executors < 3);
    }

    /// <summary>Four executors of two cores and 100 MiB; four jobs of 8 tasks of 4 s, with two RDDs of 12 partitions.</summary>
    static RunSketch Cached(int lastUse, int used, Func<RddInfo, RddInfo> edit, Action<ExecutorLife>? with = null)
    {
        var sketch = new RunSketch { EndMs = 34_000 };
        for (var x = 1; x <= 4; x++)
        {
            sketch.Executor($"{x}", 2, with: e =>
            {
                e.MaxMemoryBytes = 100L << 20;
                with?.Invoke(e);
            });
        }
        for (var s = 0; s < 4; s++)
        {
            sketch.Job(s, 1000 + 8000 * s, 5000 + 8000 * s, s);
            var stage = sketch.Stage(s);
            stage.JobId = s;
            for (var i = 0; i < 8; i++) stage.Task($"{i % 4 + 1}", 1000 + 8000 * s, 4000);
            var rdds = new List<RddInfo>();
            if (s <= lastUse) rdds.Add(edit(new(1, "a", null, null, [], false, true, 12, 12, (long)used << 20, 0)));
            if (s >= 2) rdds.Add(edit(new(2, "b", null, null, [], false, true, 12, 12, (long)used << 20, 0)));
            stage.Rdds = rdds;
        }
        return sketch;
    }

    [Theory]
    [InlineData("dynamic:2-10x2", true)]
    [InlineData("dynamic:2-4x2", true)]
    [InlineData("dynamic:4-4x2", false)]
    public void DynamicAllocationWithTheRunsOwnBounds_IsTheRun(string shape, bool same)
    {
        // two executors, four from 17 s on: 16 tasks in three waves, two where all four are there from the start
        var sketch = new RunSketch { EndMs = 30_500 }.Setting("spark.dynamicAllocation.enabled", "true")
            .Setting("spark.dynamicAllocation.minExecutors", "2").Setting("spark.dynamicAllocation.maxExecutors", "10")
            .Executor("1", 2).Executor("2", 2).Executor("3", 2, addMs: 17_000).Executor("4", 2, addMs: 17_000).Job(0, 1000, 25_000);
        var run = sketch.Stage(0, 0, 1000, 25_000, [], [.. Enumerable.Range(0, 16).Select(i => i < 8
            ? new SketchTask(i, 1000 + i / 4 * 8000, 8000, $"{i % 2 + 1}") : new SketchTask(i, 17_000, 8000, $"{i % 4 + 1}"))]).Build();
        var prepared = RunReplay.Prepare(run);

        var answer = WhatIf.Answer(prepared, WhatIfSpec.Parse(shape));

        Assert.Equal(same, answer.DurationMs == RunReplay.Report(run, prepared).ReplayedMs);
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
