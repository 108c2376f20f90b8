using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

/// <summary>Counts worked out by hand from Spark's CoalesceShufflePartitions and FilePartition. The observed run has 4 cores.</summary>
public class PartitionCountsTests
{
    const long MiB = 1 << 20;

    [Theory]
    // 400 MiB: min(64, 400 / cores) MiB each, so 64 (7 partitions) on 4 cores, 50 on 8, 25 on 16
    [InlineData(400, 7, 8, 8)]
    [InlineData(400, 7, 16, 16)]
    // on one core the advised 64 MiB holds as it did on four
    [InlineData(400, 7, 1, 7)]
    // 8 MiB: 2 MiB each on 4 cores; on 16 the smallest size, 1 MiB
    [InlineData(8, 4, 16, 8)]
    // 20 tasks are not what the formula says (7): something else decided, and decides there too
    [InlineData(400, 20, 16, 20)]
    public void CoalescedShuffle_FollowsTheCores(long mebibytes, int tasks, int cores, int expected) =>
        Assert.Equal(expected, CountAt(cores, Shuffle(mebibytes, tasks)));

    [Theory]
    [InlineData("spark.sql.shuffle.partitions", "10", 10)]
    [InlineData("spark.sql.adaptive.coalescePartitions.parallelismFirst", "false", 7)]
    [InlineData("spark.sql.adaptive.coalescePartitions.enabled", "false", 7)]
    [InlineData("spark.sql.adaptive.coalescePartitions.minPartitionNum", "4", 7)]
    [InlineData("spark.default.parallelism", "4", 7)]
    // 40 MiB advised is 10 partitions on 4 cores, which 7 tasks are not
    [InlineData("spark.sql.adaptive.advisoryPartitionSizeInBytes", "40m", 7)]
    public void CoalescedShuffleOf400MiBIn7Tasks_OnSixteenCoresUnderASetting(string key, string value, int expected) =>
        Assert.Equal(expected, CountAt(16, Shuffle(400, 7).Run.Setting(key, value)));

    [Theory]
    // 1,000 MiB and 4 to open: min(128, 1,004 / cores) MiB each, so 128 (8 splits) on 4 cores and 62.75 on 16
    [InlineData(1000, 8, 16, 16)]
    [InlineData(1000, 8, 64, 64)]
    [InlineData(1000, 8, 2, 8)]
    // 20 MiB: 6 MiB each on 4 cores; on 16 no less than opening a file costs, 4 MiB
    [InlineData(20, 4, 16, 6)]
    public void FileScan_IsSplitForTheCores(long mebibytes, int tasks, int cores, int expected)
    {
        var stage = Tasks(new RunSketch(60_000).Executor("1", cores: 4), tasks);
        stage.Rdds = [new(1, "FileScanRDD", null, null, [], false, false, tasks, 0, 0, 0)];
        stage.Metrics = Of(TaskMetric.InputBytes, mebibytes);

        Assert.Equal(expected, CountAt(cores, stage));
    }

    [Fact]
    public void ShuffleThatNobodyCoalesced_KeepsItsTasks()
    {
        var stage = Shuffle(400, 7);
        stage.Rdds = [];

        Assert.Equal(7, CountAt(16, stage));
    }

    static StageSketch Shuffle(long mebibytes, int tasks)
    {
        var stage = Tasks(new RunSketch(60_000).Executor("1", cores: 4), tasks);
        stage.Rdds = [new(1, "ShuffledRowRDD", "{\"id\":\"7\",\"name\":\"AQEShuffleRead\"}", null, [], false, false, tasks, 0, 0, 0)];
        stage.Metrics = Of(TaskMetric.ShuffleRemoteBytesRead, mebibytes);
        return stage;
    }

    static StageSketch Tasks(RunSketch run, int count)
    {
        var stage = run.Job(0, 1_000, 50_000).Stage(0);
        for (var i = 0; i < count; i++) stage.Task("1", 1_000 + 1_000 * (i / 4), 1_000);
        return stage;
    }

    static TaskMetrics Of(TaskMetric metric, long mebibytes)
    {
        var metrics = new TaskMetrics();
        metrics[metric] = mebibytes * MiB;
        return metrics;
    }

    static int CountAt(int cores, StageSketch stage) => CountAt(cores, stage.Run);

    static int CountAt(int cores, RunSketch run) =>
        PartitionCounts.At(RunReplay.Prepare(run.Build()).Plan!, cores).Stages.Single().TaskCount;
}
