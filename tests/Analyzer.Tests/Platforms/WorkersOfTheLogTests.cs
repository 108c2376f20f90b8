using System.Globalization;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Tests.Pricing;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Platforms;

/// <summary>Workers and containers as a log without a cluster file shows them.</summary>
public class WorkersOfTheLogTests
{
    static CostReport Price(RunSketch sketch) => CostModel.Price(sketch.Build(), new PriceContext());

    /// <summary>
    /// A driver alone for 1,200 s, whose size the job does not name: 4 vCPU and 16 GB (EMR Serverless guide), at $0.052624 and $0.0057785
    /// an hour on x86_64, $0.0420992 and $0.0046228 on arm64.
    /// </summary>
    [Theory]
    [InlineData("amd64", 0.1010, Ground.Billed)]
    [InlineData("aarch64", 0.0808, Ground.Derived)]
    [InlineData(null, 0.1010, Ground.Assumed)]
    public void ServerlessDriver_IsOfTheDefaultSizeAndTheLogsProcessor(string? arch, double usd, Ground weakest)
    {
        var sketch = new RunSketch(1_200_000) { AppId = "00fabcdefgh12305", SparkVersion = "3.5.1-amzn-0" }
            .Setting("spark.master", "custom:emr-serverless");
        if (arch is not null) sketch.SystemProperty("os.arch", arch);
        var actual = Price(sketch).Actual!;

        Assert.Equal(usd, (double)actual.TotalUsd!.Value, 4);
        Assert.Equal(weakest == Ground.Assumed, actual.Ground == Ground.Assumed);
    }

    [Theory]
    [InlineData("custom:emr-serverless", 14 * 1024, 4)]
    [InlineData("yarn", 1024, 1)] // Spark's own
    public void SizesThatAJobDoesNotName_AreThePlatforms(string master, long mib, int driverCores)
    {
        var shape = RunShape.Read(new RunSketch(60_000).Setting("spark.master", master).Executor("1", 4).Build(), out _)!;

        Assert.Equal((mib, mib, driverCores), (shape.Executor.HeapMib, shape.Driver.HeapMib, shape.DriverCores));
    }

    /// <summary>DPU-seconds by hand at $0.44 an hour.</summary>
    [Theory]
    [InlineData("4.0", 215, 9, 1, "20g", 8, false, 10 * 2 * 215)] // ten G.2X for all of it
    [InlineData("4.0", 23, 3, 1, "10g", 4, false, 4 * 60)] // a minute at least
    [InlineData("1.0", 300, 8, 2, "5g", 4, false, 5 * 600)] // ten minutes at least, two executors a Standard worker
    [InlineData("4.0", 300, 2, 1, "10g", 4, true, 300 + 2 * 60)] // auto scaling: executors of ten seconds
    [InlineData("4.0", 20, 2, 1, "10g", 4, true, 3 * 60)] // the driver's minute too
    public void GlueWorkers_AreFixedUnlessTheyScale(
        string version, int seconds, int executors, int aHost, string memory, int cores, bool scales, int dpuSeconds)
    {
        var sketch = new RunSketch(seconds * 1000L).Setting("spark.glue.GLUE_VERSION", version).Setting("spark.executor.memory", memory)
            .Setting("spark.dynamicAllocation.enabled", scales ? "true" : "false");
        for (var i = 0; i < executors; i++)
            sketch.Executor(i.ToString(CultureInfo.InvariantCulture), cores, 0, scales ? 10_000 : null,
                FormattableString.Invariant($"h{i / aHost}"));
        var actual = Price(sketch).Actual!;

        Assert.Equal(dpuSeconds / 3600.0 * 0.44, (double)actual.TotalUsd!.Value, 5);
        Assert.Equal(scales, actual.Lines[0].Name.ToString().Contains("auto scaling", StringComparison.Ordinal));
    }

    /// <summary>A quarter of a DPU, for streams alone: 2 vCPU and 4 GB (Glue guide, worker types).</summary>
    [Theory]
    [InlineData(true, "3 x G.025X", 3 * 0.25)]
    [InlineData(false, "3 x G.1X", 3)]
    public void SmallGlueWorkersOfAStream_AreQuarters(bool isStream, string workers, double dpu)
    {
        var sketch = new RunSketch(3_600_000).Setting("spark.glue.GLUE_VERSION", "4.0").Setting("spark.executor.memory", "2g")
            .Executor("1", 2, 0, null, "h1").Executor("2", 2, 0, null, "h2").Job(0, 0, 1_000);
        var run = sketch.Build();
        run = run with { Jobs = [run.Jobs[0] with { IsStreaming = isStream }] };
        var actual = CostModel.Price(run, new PriceContext()).Actual!;

        Assert.Equal((workers, dpu * 0.44), (actual.Shape.ToString(), (double)actual.TotalUsd!.Value));
    }

    /// <summary>spark.*.minMemoryOverhead is new in Spark 4.0 (SPARK-47208), and takes the place of 384 MiB.</summary>
    [Theory]
    [InlineData("4.0.0", 2048 + 1024, 4096 + 500)]
    [InlineData("3.5.1", 2048 + 384, 4096 + 409)]
    public void LeastOverhead_IsAsSet(string version, long executorMib, long driverMib)
    {
        var shape = RunShape.Read(new RunSketch(60_000) { SparkVersion = version }.Setting("spark.master", "k8s://x")
            .Setting("spark.executor.memory", "2048m").Setting("spark.executor.minMemoryOverhead", "1g")
            .Setting("spark.driver.memory", "4g").Setting("spark.driver.minMemoryOverhead", "500").Executor("1", 2).Build(), out _)!;

        Assert.Equal((executorMib, driverMib), (shape.Executor.ContainerMib, shape.Driver.ContainerMib));
    }

    /// <summary>10,240 MiB of heap: a tenth is 1,024 outside it, the factor named makes it 4,096.</summary>
    [Theory]
    [InlineData("custom:emr-serverless", "spark.emr-serverless.memoryOverheadFactor", 14_336)]
    [InlineData("yarn", "spark.emr-serverless.memoryOverheadFactor", 11_264)]
    [InlineData("k8s://x", "spark.kubernetes.memoryOverheadFactor", 14_336)]
    [InlineData("yarn", "spark.kubernetes.memoryOverheadFactor", 11_264)]
    [InlineData("yarn", "spark.executor.memoryOverheadFactor", 14_336)]
    public void FactorOfAnotherPlatform_IsNotTaken(string master, string key, long mib) => Assert.Equal(mib,
        RunShape.Read(new RunSketch(60_000).Setting("spark.master", master).Setting("spark.executor.memory", "10g").Setting(key, "0.4")
            .Executor("1", 4).Build(), out _)!.ExecutorContainerMib(0.1m));

    [Theory]
    [InlineData("custom:emr-serverless", 1)]
    [InlineData("jes", 1)]
    [InlineData("spark://h:7077", 0)] // an executor that is no container: nobody says why it was killed
    public void Kill137_IsOfMemoryWhereExecutorsAreContainers(string master, int byMemory)
    {
        var sketch = new RunSketch(600_000).Setting("spark.master", master).Executor("1", 4, 0, 60_000, null,
            e => e.RemoveReason = "The executor with id 1 exited with exit code 137(SIGKILL, possible container OOM).");
        if (master == "jes") sketch.Setting("spark.glue.GLUE_VERSION", "4.0");
        sketch.Stage(0).Task("1", 0, 60_000);
        var run = sketch.Build();

        Assert.Equal(byMemory, new RunFacts(run).Losses.ByMemory.Count);
        var outcome = ApplicationAnalyzer.Analyze(run, new AnalysisOptions()).Detectors.Single(d => d.Kind == "outOfMemory");
        Assert.NotEqual(OutcomeKind.Clean, outcome.Outcome);
    }

    [Theory]
    [InlineData("cn-north-1")]
    [InlineData("us-gov-west-1")]
    public void RegionWithoutPrices_IsTheReason(string region)
    {
        var report = Price(new RunSketch(60_000) { SparkVersion = "3.5.0-amzn-1" }.Setting("spark.master", "yarn")
            .Executor("1", 4, 0, null, $"ip-10-0-0-1.{region}.compute.internal"));

        Assert.Null(report.Actual);
        Assert.StartsWith($"the price list has no EC2 prices in {region}", report.ActualMissing, StringComparison.Ordinal);
    }
}
