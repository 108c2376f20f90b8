using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Platforms;

/// <summary>
/// What asks for larger executors has to fit where the run ran, and costs what they cost. Overheads: a tenth of the heap, on EMR on EC2
/// 0.1875 of it.
/// </summary>
public class ExecutorRoomTests
{
    static RunSketch Executors(string heap) => new RunSketch(600_000) { SparkVersion = "3.5.1-amzn-0" }
        .Setting("spark.executor.memory", heap).Setting("spark.executor.cores", "4").Executor("1", 4, 1_000, null, "a");

    static ExecutorChange With(RunSketch sketch, string key, string value) =>
        new ExecutorRoom(sketch.Build(), new PriceContext()).With([(key, value)]);

    static RunSketch Serverless() => Executors("14g").Setting("spark.master", "custom:emr-serverless");

    static RunSketch Yarn(string mode = "cluster", string memory = "24576", string most = "24576", int onAHost = 2) =>
        (onAHost == 2 ? Executors("9486M").Executor("2", 4, 1_000, null, "a") : Executors("9486M"))
        .Setting("spark.master", "yarn").Setting("spark.submit.deployMode", mode).SystemProperty("os.arch", "amd64")
        .HadoopSetting("yarn.nodemanager.resource.memory-mb", memory).HadoopSetting("yarn.nodemanager.resource.cpu-vcores", "8")
        .HadoopSetting("yarn.scheduler.maximum-allocation-mb", most);

    /// <summary>
    /// A worker of 4 vCPU has 30 GB at most, one of 2 has 16 and one of 1 has 8 (EMR Serverless guide, worker configurations). Heap and a
    /// tenth: 27,648 + 2,764 MiB are 29.7 GB, 28,672 + 2,867 are 30.8. 14g is 15,769 MiB.
    /// </summary>
    [Theory]
    [InlineData("spark.executor.memory", "27g", true)]
    [InlineData("spark.executor.memory", "28g", false)]
    [InlineData("spark.executor.memoryOverhead", "16384m", true)]
    [InlineData("spark.executor.memoryOverhead", "16385m", false)]
    [InlineData("spark.executor.pyspark.memory", "20g", false)]
    [InlineData("spark.executor.cores", "2", true)]
    [InlineData("spark.executor.cores", "1", false)]
    [InlineData("spark.executor.cores", "3", false)]
    public void ServerlessWorker_IsOneOfAwsSizes(string key, string value, bool starts) =>
        Assert.Equal(starts, With(Serverless(), key, value).Problem is null);

    /// <summary>4 x 0.052624 + 16 x 0.005779 = 0.30296 an hour now, with 30 GB 0.383866, and 8 vCPU with 56 GB 0.744616.</summary>
    [Fact]
    public void ServerlessWorker_CostsItsMemory()
    {
        Assert.Equal(1.267m, With(Serverless(), "spark.executor.memory", "27g").PriceRatio!.Value, 3);
        var larger = With(Serverless(), "spark.executor.memory", "49452m");
        Assert.StartsWith("workers of 8 vCPU, 56 GB", larger.Larger, StringComparison.Ordinal);
        Assert.Equal(2.458m, larger.LargerPriceRatio!.Value, 3);
    }

    /// <summary>
    /// 20,696 + 3,880 MiB are just the 24,576, on which two of the run's 9,486 + 1,778 were: a core then costs twice as much.
    /// </summary>
    [Theory]
    [InlineData("cluster", "24576", "24576", "20696m", true)]
    [InlineData("cluster", "24576", "24576", "20697m", false)]
    [InlineData("cluster", "24576", "57344", "20697m", false)] // no node has what the scheduler would give
    [InlineData("client", "57344", "24576", "20697m", false)] // the primary's own memory is not the workers'
    [InlineData("client", "12288", "24576", "20696m", true)]
    public void ContainerOfYarn_FitsTheSchedulersLimitAndANode(string mode, string memory, string most, string heap, bool starts)
    {
        var change = With(Yarn(mode, memory, most), "spark.executor.memory", heap);

        Assert.Equal(starts, change.Problem is null);
        Assert.Equal(starts ? 2 : null, change.PriceRatio);
    }

    /// <summary>A host that held one of them holds the larger one as well, at the same price.</summary>
    [Fact]
    public void RoomThatANodeHasLeft_CostsNothingMore() =>
        Assert.Equal(1, With(Yarn(onAHost: 1), "spark.executor.memory", "20696m").PriceRatio);

    /// <summary>Nothing in the log names a node: the inferred one, an m5.xlarge of 12,288 MiB, is what is priced.</summary>
    [Fact]
    public void InferredNode_IsTheLimitWhereTheLogNamesNone()
    {
        var sketch = Executors("9486M").Setting("spark.master", "yarn").Setting("spark.submit.deployMode", "client")
            .SystemProperty("os.arch", "amd64");

        Assert.Contains("YARN starts none over 12288 MiB here", With(sketch, "spark.executor.memory", "12g").Problem);
        Assert.Equal(1, With(sketch, "spark.executor.memory", "10g").PriceRatio);
    }

    /// <summary>A G.1X has 16 GB for 4 vCPUs and an R.1X 32; a DPU-hour is 0.44 and an M-DPU-hour 0.52 (Glue pricing).</summary>
    [Theory]
    [InlineData("20g", true)]
    [InlineData("21g", false)]
    public void GlueWorkers_HaveTwiceTheMemoryAtMost(string heap, bool exists)
    {
        var change = With(Executors("10g").Setting("spark.glue.JOB_NAME", "nightly"), "spark.executor.memory", heap);

        Assert.Equal(exists, change.Problem is null);
        Assert.Equal(exists ? 0.52m / 0.44m : null, change.PriceRatio);
    }

    /// <summary>Nothing is known of the nodes: 40,960 + 4,096 MiB are a condition, and no price.</summary>
    [Theory]
    [InlineData("k8s://https://eks")]
    [InlineData("spark://h:7077")]
    public void UnknownMachines_AreACondition(string master)
    {
        var change = With(Executors("8g").Setting("spark.master", master), "spark.executor.memory", "40g");

        Assert.Null(change.Problem);
        Assert.Contains("45056 MiB", change.Condition);
        Assert.Null(change.PriceRatio);
    }

    [Theory]
    [InlineData("spark.executor.memory", "12g")]
    [InlineData("spark.sql.shuffle.partitions", "400")]
    public void SmallerOrEqualExecutors_ChangeNothing(string key, string value) =>
        Assert.Equal(ExecutorChange.None, With(Serverless(), key, value));
}
