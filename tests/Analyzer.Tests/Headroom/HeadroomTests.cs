using Rightsizer.Analyzer.Answers.Headroom;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Headroom;

/// <summary>Small runs whose time at another volume can be worked out by hand.</summary>
public class HeadroomTests
{
    const long MiB = 1 << 20;

    [Fact]
    public void TwiceTheInput_ScansTwiceTheBytesInMoreTasks_AndReducersHaveTwiceTheWork()
    {
        var at2 = Answer(Rows(out1: 1000), 2).Points[0].Answer;

        // 1 s before; 32 s of scans, in 15 splits of 128 MiB as Spark's formula has it, so 4 waves of 32 / 15 s on 4 slots;
        // as many reducers as splits, as an RDD program has them, with 16 s between them: 4 waves of 16 / 15 s; 0.5 s after
        Assert.InRange(at2.DurationMs!.Value, 14_280, 14_370);
        Assert.Equal("B", at2.Tier);
        Assert.Empty(at2.Doubts);
    }

    [Fact]
    public void TheRunsOwnVolume_IsTheRun()
    {
        var same = Answer(Rows(out1: 1000), 1).Points[0].Answer;

        // a task is launched each millisecond
        Assert.InRange(same.DurationMs!.Value, 7_495, 7_510);
    }

    [Fact]
    public void ATotalOfEachTask_GrowsWithTheTasks_AndNotWithTheirRows()
    {
        var ofSplits = Answer(Rows(out1: 1), 2);
        var ofRows = Answer(Rows(out1: 1, bytes: 0), 2);

        Assert.Equal((1.0, 1.0), (ofSplits.Stages[1].Least, ofSplits.Stages[1].Most));
        // 8 slices stay 8 slices: twice the rows give as many totals
        Assert.Equal((0.0, 0.0), (ofRows.Stages[1].Least, ofRows.Stages[1].Most));
        // 8 tasks of 4 s on 4 slots, and reducers as they were
        Assert.InRange(ofRows.Points[0].Answer.DurationMs!.Value, 11_450, 11_550);
        Assert.Equal(0.666667, ofRows.GrowsRatio, 4);
        Assert.Equal(0.333333, ofRows.StaysRatio, 4);
    }

    /// <summary>Eight slices of a few rows, of 2 s with 0.4 s of CPU: a fifth grows for sure, the rest may be a start.</summary>
    [Theory]
    [InlineData(1_000, 0.2)]
    [InlineData(10_000, 1)]
    public void ShortTasksOfFewRows_GrowByWhatTheyComputeAtLeast(long rows, double grows)
    {
        var sketch = new RunSketch { EndMs = 7_500 }.Executor("1", 2).Executor("2", 2).Job(0, 1000, 7_000, 0);
        Tasks(sketch.Stage(0), 1000, 2000, _ => [(TaskMetric.InputRecords, rows), (TaskMetric.ExecutorRunTime, 2_000),
            (TaskMetric.ExecutorCpuTime, 400_000_000)]);

        var answer = Answer(sketch.Build(), 2);

        Assert.Equal((grows, 1.0), (answer.Stages[0].Least, answer.Stages[0].Most));
        Assert.Equal((grows, 0.0, 1 - grows), (answer.GrowsRatio, answer.StaysRatio, answer.UnknownRatio));
    }

    [Fact]
    public void Groups_MayGrowOrNot_SoTheBandHoldsBoth()
    {
        var groups = Answer(Rows(out1: 100, bytes: 0), 2);
        var a = groups.Points[0].Answer;

        Assert.Equal((0.0, 1.0), (groups.Stages[1].Least, groups.Stages[1].Most));
        Assert.Contains(a.Doubts, d => d.Effect == Effects.Volume);
        // the reducers take 2 s as they are, 4 s with twice the groups: 11.5 s and 13.5 s are both in the band
        Assert.InRange(11_500, a.DurationP10Ms!.Value, a.DurationP90Ms!.Value);
        Assert.InRange(13_500, a.DurationP10Ms.Value, a.DurationP90Ms.Value);
    }

    [Fact]
    public void UnequalTasks_TellHowGroupsFollowRows()
    {
        // four times the rows give twice the groups
        var run = Rows(out1: 100, bytes: 0, unequal: true);

        var stage = Answer(run, 2).Stages[1];

        Assert.InRange(stage.Least, 0.45, 0.55);
        Assert.Equal(stage.Least, stage.Most);
    }

    /// <summary>8 tasks found 100 groups each. What they share cannot grow by more than what the others found besides.</summary>
    [Theory]
    [InlineData(100, 0)]
    [InlineData(150, 0.5)]
    [InlineData(200, 1)]
    [InlineData(800, 1)]
    public void GroupsThatEveryTaskFound_Stay(long groups, double most)
    {
        var run = Aggregated(groups, splits: false);

        var stage = Answer(run, 2).Stages[1];

        Assert.Equal((0.0, most), (stage.Least, Math.Round(stage.Most, 6)));
    }

    [Fact]
    public void GroupsThatStay_LeaveNoDoubt()
    {
        var a = Answer(Aggregated(100, splits: false), 2).Points[0].Answer;

        // 1 s, 8 tasks of 4 s and 8 of 1 s on 4 slots, then 8 of 1 s
        Assert.InRange(a.DurationMs!.Value, 13_450, 13_550);
        Assert.DoesNotContain(a.Doubts, d => d.Text.Contains("groups", StringComparison.Ordinal));
    }

    /// <summary>
    /// More splits send more rows of the same groups, so reducers have more to do; what they write is the groups. From an eighth of the
    /// input to all of it groups grew by 2^(1/3) for each doubling where they doubled in all.
    /// </summary>
    [Theory]
    [InlineData(100, 0)]
    [InlineData(200, 0.259921)]
    public void WhatReducersWrite_GrowsAsGroupsDid(long groups, double most)
    {
        var stages = Answer(Aggregated(groups, splits: true), 2).Stages;

        Assert.Equal((1.0, 1.0), (stages[1].Least, stages[1].Most));
        Assert.Equal((0.0, most), (stages[2].Least, Math.Round(stages[2].Most, 6)));
    }

    [Fact]
    public void StagesThatReadNothing_AreRefused()
    {
        var none = Answer(Rows(out1: 0, bytes: 0, rows: 0), 2);

        Assert.Contains("no stage of this run read bytes or rows", none.Refused);
        Assert.Empty(none.Points);
    }

    [Fact]
    public void ADriverResult_BreaksAtItsLimit()
    {
        var run = Rows(out1: 1000, result: 300 * MiB);

        var first = Answer(run, 2).Breaks[0];

        // 1 GiB (Spark's default) over 300 MiB
        Assert.Equal(HeadroomLimit.DriverResult, first.Kind);
        Assert.InRange(first.Ratio, 3.41, 3.43);
        Assert.True(first.Fatal);
        Assert.InRange(first.InputBytes!.Value / (double)(1024 * MiB), 3.41, 3.43);
    }

    [Fact]
    public void NoLimitForResults_NeverBreaks() =>
        Assert.Empty(Answer(Rows(out1: 1000, result: 300 * MiB, setting: ("spark.driver.maxResultSize", "0")), 2).Breaks);

    [Fact]
    public void AReducersMemory_BreaksWhereItSpills()
    {
        var run = Rows(out1: 1000, bytes: 0, peak: 100 * MiB);

        var first = Answer(run, 2).Breaks[0];

        // (1024 - 300) x 0.6 MiB for 2 slots, over 100 MiB; the number of reducers is fixed
        Assert.Equal((HeadroomLimit.Spill, false), (first.Kind, first.Fatal));
        Assert.InRange(first.Ratio, 2.17, 2.18);
    }

    [Fact]
    public void CachedData_BreaksWhereItNoLongerFits()
    {
        var headroom = Answer(Cached(), 1.5, 2);

        // 120 MiB in 12 partitions on two executors of 100 MiB: six partitions each fit up to 200 MiB
        var first = headroom.Breaks[0];
        Assert.Equal(HeadroomLimit.Cache, first.Kind);
        Assert.InRange(first.Ratio, 1.66, 1.68);
        Assert.Null(headroom.Points[0].Answer.Refused);
        Assert.StartsWith("cache cliff", headroom.Points[1].Answer.Refused, StringComparison.Ordinal);
    }

    [Fact]
    public void CachedDataThatGoesToDisk_IsPredictedAndInDoubt()
    {
        var headroom = Answer(Cached(toDisk: true), 1, 2);

        Assert.EndsWith("what does not is read from disk.", headroom.Breaks[0].Text.ToString(), StringComparison.Ordinal);
        var (one, two) = (headroom.Points[0].Answer, headroom.Points[1].Answer);
        Assert.Equal("C", two.Tier);
        Assert.Contains(two.Doubts, d => d.Effect == Effects.Cache);
        // a spread of 20 % is 29 % up to the end of the band that holds eight in ten
        Assert.True(two.DurationP90Ms > 1.25 * two.DurationMs && one.DurationP90Ms < 1.25 * one.DurationMs);
    }

    [Fact]
    public void VolumesFarAway_AreRefused() => Assert.Contains("outside", Answer(Rows(out1: 1000), 9).Points[0].Answer.Refused);

    static HeadroomAnswer Answer(ApplicationRun run, params double[] volumes)
    {
        var prepared = RunReplay.Prepare(run);
        return HeadroomAnalyzer.Analyze(run, prepared, RunReplay.Report(run, prepared), volumes);
    }

    /// <summary>8 tasks of 2 s on 4 slots that read, then 8 of 1 s that read what those wrote.</summary>
    /// <param name="out1">Rows that each of the first writes, of 1,000 read.</param>
    /// <param name="bytes">That each reads from files; 0 makes rows without files.</param>
    /// <param name="rows">That each reads.</param>
    /// <param name="unequal">Every second task reads four times the rows, and writes twice as many.</param>
    /// <param name="result">Bytes of the second stage's results.</param>
    /// <param name="peak">Execution memory of each task of the second stage.</param>
    /// <param name="setting">One more.</param>
    static ApplicationRun Rows(long out1, long bytes = 128 * MiB, long rows = 1000, bool unequal = false, long result = 0, long peak = 0,
        (string Key, string Value)? setting = null)
    {
        var sketch = new RunSketch { EndMs = 7_500 }.Executor("1", 2).Executor("2", 2).Job(0, 1000, 7_000, 0, 1);
        if (setting is var (key, value)) sketch.Setting(key, value);
        var scan = Tasks(sketch.Stage(0), 1000, 2000, i =>
        {
            var large = unequal && i % 2 == 1;
            return [(TaskMetric.InputBytes, bytes), (TaskMetric.InputRecords, rows * (large ? 4 : 1)),
                (TaskMetric.ShuffleWriteBytes, out1 * 10), (TaskMetric.ShuffleWriteRecords, out1 * (large ? 2 : 1))];
        });
        if (bytes > 0) scan.Rdds = [new(1, "FileScanRDD", null, null, [], false, false, 8, 0, 0, 0)];
        Tasks(sketch.Stage(1, 0, 0), 5000, 1000, _ => [(TaskMetric.ShuffleLocalBytesRead, out1 * 10),
            (TaskMetric.ShuffleReadRecords, out1), (TaskMetric.ResultSize, result / 8), (TaskMetric.PeakExecutionMemory, peak)]);
        return sketch.Build();
    }

    /// <summary>
    /// 8 tasks of 2 s that find 100 groups each in 1,000 rows, 8 of 1 s that put them together and write them, 8 of 1 s that read those.
    /// </summary>
    static ApplicationRun Aggregated(long groups, bool splits)
    {
        var sketch = new RunSketch { EndMs = 9_500 }.Executor("1", 2).Executor("2", 2).Job(0, 1000, 9_000, 0, 1, 2);
        var scan = Tasks(sketch.Stage(0), 1000, 2000, _ => [(TaskMetric.InputBytes, splits ? 128 * MiB : 0),
            (TaskMetric.InputRecords, 1000), (TaskMetric.ShuffleWriteBytes, 1000), (TaskMetric.ShuffleWriteRecords, 100)]);
        if (splits) scan.Rdds = [new(1, "FileScanRDD", null, null, [], false, false, 8, 0, 0, 0)];
        scan.Accumulables = [new(10, "data size", null, null, true, "sql")];
        var reduce = Tasks(sketch.Stage(1, 0, 0), 5000, 1000, i => [(TaskMetric.ShuffleLocalBytesRead, 1000),
            (TaskMetric.ShuffleReadRecords, 100), (TaskMetric.ShuffleWriteBytes, 10 * groups / 8),
            (TaskMetric.ShuffleWriteRecords, groups / 8 + (i < groups % 8 ? 1 : 0))]);
        reduce.Accumulables = [new(20, "number of output rows", null, null, true, "sql")];
        Tasks(sketch.Stage(2, 0, 1), 7000, 1000, _ => [(TaskMetric.ShuffleLocalBytesRead, 10 * groups / 8),
            (TaskMetric.ShuffleReadRecords, groups / 8)]);
        SparkPlanInfo Node(string name, long metric, string of, params SparkPlanInfo[] children) =>
            new(name, "", children, new Dictionary<string, string>(), [new(of, metric, "sum")]);
        var exchange = Node("Exchange", 10, "data size", Node("HashAggregate", 11, "number of output rows"));
        return sketch.Sql(new SqlExecution
        {
            Id = 0,
            Status = "COMPLETED",
            JobIds = [0],
            StageIds = [0, 1, 2],
            Plan = Node("HashAggregate", 20, "number of output rows", Node("AQEShuffleRead", 12, "number of partitions", exchange)),
            Sums = new Dictionary<long, long> { [10] = 8000, [11] = 800, [20] = groups },
        }).Build();
    }

    static ApplicationRun Cached(bool toDisk = false)
    {
        var sketch = new RunSketch { EndMs = 15_000 }.Executor("1", 2, with: x => x.MaxMemoryBytes = 100 * MiB)
            .Executor("2", 2, with: x => x.MaxMemoryBytes = 100 * MiB).Job(0, 1000, 7_000, 0).Job(1, 8000, 14_000, 1);
        for (var s = 0; s < 2; s++)
        {
            var stage = sketch.Stage(s);
            stage.JobId = s;
            Tasks(stage, 1000 + 7000 * s, 2000, _ => [(TaskMetric.InputBytes, 10 * MiB), (TaskMetric.InputRecords, 100)], count: 12);
            stage.Rdds = [new(1, "cached", null, null, [], toDisk, true, 12, 12, 120 * MiB, 0)];
        }
        return sketch.Build();
    }

    /// <summary>On four slots, without a pause between them.</summary>
    static StageSketch Tasks(StageSketch stage, long fromMs, long ms, Func<int, (TaskMetric Metric, long Value)[]> of, int count = 8)
    {
        var sums = new TaskMetrics();
        for (var i = 0; i < count; i++)
        {
            var values = of(i);
            stage.Task(i % 2 == 0 ? "1" : "2", fromMs + i / 4 * ms, ms, v =>
            {
                foreach (var (metric, value) in values) v[metric] = value;
            });
            foreach (var (metric, value) in values) sums[metric] += value;
        }
        stage.Metrics = sums;
        return stage;
    }
}
