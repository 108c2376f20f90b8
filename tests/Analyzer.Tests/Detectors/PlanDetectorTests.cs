using Rightsizer.Analyzer.Detectors;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>What plans, caches, results and memory tell: facts without a replay, never more than info.</summary>
public class PlanDetectorTests
{
    const long MiB = 1 << 20;

    [Theory]
    [InlineData("CartesianProduct", true)]
    [InlineData("BroadcastNestedLoopJoin", true)]
    [InlineData("SortMergeJoin", false)]
    public void JoinOfEveryRowWithEveryRow_IsACrossJoin(string node, bool found)
    {
        var finding = WithPlan(node, "number of output rows", 42).Finding("crossJoin");

        Assert.Equal(found, finding is not null);
        if (!found) return;
        Assert.Equal(Severity.Info, finding!.Severity);
        Assert.Equal(42, finding.Evidence.Single(e => e.Name == "outputRows").Value);
        Assert.Equal(0, finding.Where.Single().StageId);
    }

    [Theory]
    [InlineData("crossJoin")]
    [InlineData("largeBroadcast")]
    public void NoPlanInTheLog_IsNotApplicable(string kind) =>
        Assert.Equal(OutcomeKind.NotApplicable, new RunSketch(1_000).Executor("1").Stage(0).Task("1", 0, 500).Run.Outcome(kind).Outcome);

    [Theory]
    [InlineData(99, false)]
    [InlineData(100, true)]
    public void BroadcastOf100MiB_IsLarge(long mebibytes, bool found) =>
        Assert.Equal(found, WithPlan("BroadcastExchange", "data size", mebibytes * MiB).Finding("largeBroadcast") is not null);

    [Theory]
    [InlineData("BatchEvalPython", true)]
    [InlineData("FlatMapGroupsInPandas", true)]
    [InlineData("Project", false)]
    public void PythonNodeInAStage_IsFound(string node, bool found) =>
        Assert.Equal(found, WithPlan(node, "number of output rows", 1).Finding("pythonUdf") is not null);

    [Fact]
    public void PythonRdd_IsFound()
    {
        var run = new RunSketch(1_000).Executor("1");
        run.Stage(0).Task("1", 0, 500).Rdds = [Rdd(1, "PythonRDD", cached: false)];

        Assert.NotNull(run.Finding("pythonUdf"));
    }

    [Fact]
    public void NoTask_SaysNothingOfPython() =>
        Assert.Equal(OutcomeKind.NotApplicable, new RunSketch(1_000).Executor("1").Outcome("pythonUdf").Outcome);

    [Theory]
    [InlineData(4, true)]
    [InlineData(6, true)]
    [InlineData(2, false)]
    public void TenMebibytesOfResults_AreBig(long mebibytesEach, bool found)
    {
        var run = new RunSketch(10_000).Executor("1").Stage(0)
            .Tasks(0, 1, [1_000, 1_000, 1_000], (_, v) => v[TaskMetric.ResultSize] = mebibytesEach * MiB).Run;

        Assert.Equal(found, run.Finding("bigResult") is not null);
    }

    [Fact]
    public void ManySmallResults_AreNotBig() =>
        Assert.Null(new RunSketch(10_000).Executor("1").Stage(0)
            .Tasks(0, 1, Enumerable.Repeat(10L, 100), (_, v) => v[TaskMetric.ResultSize] = MiB - 1).Run.Finding("bigResult"));

    [Fact]
    public void NoTask_SaysNothingOfResults() =>
        Assert.Equal(OutcomeKind.NotApplicable, new RunSketch(1_000).Executor("1").Outcome("bigResult").Outcome);

    [Theory]
    [InlineData(1, OutcomeKind.Found)]
    [InlineData(2, OutcomeKind.Clean)]
    public void CacheReadByOneAction_IsUnused(int actions, OutcomeKind expected)
    {
        var run = new RunSketch(10_000).Executor("1");
        for (var a = 0; a < actions; a++)
        {
            run.Stage(a).Task("1", a * 1_000, 500).Rdds = [Rdd(7, "numbers", cached: true)];
            run.Sql(new() { Id = a, Status = "COMPLETED", StageIds = [a] });
        }

        Assert.Equal(expected, run.Outcome("unusedCache").Outcome);
    }

    [Theory]
    [InlineData("unusedCache")]
    [InlineData("cacheDidNotFit")]
    public void NothingCached_IsNotApplicable(string kind) =>
        Assert.Equal(OutcomeKind.NotApplicable, new RunSketch(1_000).Executor("1").Stage(0).Task("1", 0, 500).Run.Outcome(kind).Outcome);

    [Theory]
    [InlineData(9, OutcomeKind.Found)]
    [InlineData(10, OutcomeKind.Clean)]
    [InlineData(0, OutcomeKind.NotApplicable)]
    public void PartitionsThatWereNotStored_DidNotFit(int stored, OutcomeKind expected)
    {
        var run = new RunSketch(10_000).Executor("1");
        run.Stage(0).Task("1", 0, 500).Rdds = [
            Rdd(7, "numbers", cached: true) with { NumPartitions = 10, NumCachedPartitions = stored, MemorySizeBytes = stored * MiB }];

        Assert.Equal(expected, run.Outcome("cacheDidNotFit").Outcome);
    }

    [Theory]
    [InlineData(2047, true)]
    [InlineData(2048, false)]
    public void HalfOfTheHeap_IsEnoughToUse(long peakMebibytes, bool found)
    {
        var finding = WithPeak(peakMebibytes * MiB).Finding("unusedMemory");

        Assert.Equal(found, finding is not null);
        if (found) Assert.Equal("2457m", finding!.Advice.Single().Proposed);
    }

    /// <summary>All G workers have 4 GB for a vCPU (Glue guide, worker types; G.025X is for streams).</summary>
    [Fact]
    public void GlueWorkersWithoutASmallerType_HaveNoUnusedMemory() => Assert.Equal(OutcomeKind.NotApplicable,
        WithPeak(100 * MiB).Setting("spark.glue.JOB_NAME", "nightly").Outcome("unusedMemory").Outcome);

    [Fact]
    public void NoPeaksInTheLog_IsNotApplicable() =>
        Assert.Equal(OutcomeKind.NotApplicable, new RunSketch(1_000).Executor("1").Outcome("unusedMemory").Outcome);

    [Fact]
    public void SpillingTasks_DoNotHaveTooMuchMemory() =>
        Assert.Equal(OutcomeKind.Clean,
            WithPeak(100 * MiB).Stage(1).Task("1", 0, 500, v => v[TaskMetric.MemoryBytesSpilled] = 1).Run.Outcome("unusedMemory").Outcome);

    [Fact]
    public void ScanOfManySmallFiles_IsFoundWithTheFilesThatWouldDo()
    {
        var finding = Scanning(1_000, 2 * MiB).Finding("smallFilesRead")!;

        Assert.Equal(1_000, finding.Evidence.Single(e => e.Name == "files").Value);
        Assert.Equal(1, finding.Evidence.Single(e => e.Name == "filesNeeded").Value);
        Assert.Equal(Severity.Critical, finding.Severity);
    }

    [Theory]
    [InlineData(19, false)]
    [InlineData(20, true)]
    public void TwentyFiles_AreTheLimit(long files, bool found) =>
        Assert.Equal(found, Scanning(files, files).Finding("smallFilesRead") is not null);

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void FilesOfAQuarterOfTheTarget_AreLargeEnough(long mebibytes, bool found) =>
        Assert.Equal(found, Scanning(100, 100 * mebibytes * MiB).Finding("smallFilesRead") is not null);

    [Fact]
    public void NoScan_IsNotApplicable() =>
        Assert.Equal(OutcomeKind.NotApplicable, new RunSketch(1_000).Executor("1").Outcome("smallFilesRead").Outcome);

    /// <summary>A stage of one task in which a plan node with one metric ran.</summary>
    static RunSketch WithPlan(string node, string metric, long value)
    {
        var run = new RunSketch(10_000).Executor("1");
        run.Stage(0).Task("1", 0, 5_000).Accumulables = [new(7, metric, "1", null, false, "sql")];
        return run.Sql(new()
        {
            Id = 1,
            Status = "COMPLETED",
            StageIds = [0],
            Plan = new(node, node, [], new Dictionary<string, string>(), [new(metric, 7, "sum")]),
            Sums = new Dictionary<long, long> { [7] = value },
        });
    }

    static RunSketch Scanning(long files, long bytes)
    {
        var run = new RunSketch(10_000).Executor("1").Executor("2");
        run.Stage(0).Tasks(0, 2, Enumerable.Repeat(150L, 100),
            (_, v) => v[TaskMetric.InputBytes] = Math.Max(1, bytes / 100)).Accumulables = [
            new(9, "number of output rows", "1", null, false, "sql")];
        return run.Sql(new()
        {
            Id = 1,
            Status = "COMPLETED",
            StageIds = [0],
            Plan = new("Scan parquet ", "", [], new Dictionary<string, string> { ["Location"] = "InMemoryFileIndex(1 paths)[s3://b/t]" },
                [new("number of output rows", 9, "sum"), new("number of files read", 10, "sum"), new("size of files read", 11, "size")]),
            Sums = new Dictionary<long, long> { [10] = files, [11] = bytes },
        });
    }

    static RunSketch WithPeak(long heapBytes)
    {
        var peak = ExecutorMetrics.None;
        peak[ExecutorMetric.JVMHeapMemory] = heapBytes;
        return new RunSketch(10_000).Setting("spark.executor.memory", "4g").Executor("1", with: e => e.Peak = peak)
            .Executor("2", with: e => e.Peak = peak).Stage(0).Task("1", 0, 500).Run;
    }

    internal static RddInfo Rdd(int id, string name, bool cached) => new(id, name, null, null, [], false, cached, 2, 0, 0, 0);
}
