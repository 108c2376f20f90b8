using System.Globalization;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Platforms;

/// <summary>
/// YARN's memory by type: m5.xlarge 12,288 MiB and 4 vCPUs, m5.2xlarge 24,576 and 8 (EMR release guide). A heap of 9,486 MiB is a container
/// of 9,486 + 1,778 = 11,264.
/// </summary>
public class NodeInferenceTests
{
    static NodeChoice? Infer(RunSketch sketch, out NodeEvidence evidence)
    {
        var run = sketch.Build();
        return NodeInference.Infer(run, RunShape.Read(run, out _)!, "us-east-1", PriceBook.Embedded, out evidence);
    }

    static RunSketch Emr(string mode, string memory, string cores, params (string Host, int Count)[] hosts) =>
        Unnamed(mode, 4, "9486M", hosts)
            .HadoopSetting("yarn.nodemanager.resource.memory-mb", memory).HadoopSetting("yarn.nodemanager.resource.cpu-vcores", cores);

    /// <summary>A log without YARN's settings.</summary>
    static RunSketch Unnamed(string mode, int cores, string heap, params (string Host, int Count)[] hosts)
    {
        var sketch = new RunSketch(600_000) { SparkVersion = "3.5.1-amzn-0" };
        sketch.Setting("spark.master", "yarn").Setting("spark.submit.deployMode", mode).Setting("spark.executor.memory", heap)
            .SystemProperty("os.arch", "amd64");
        var id = 0;
        foreach (var (host, count) in hosts)
        {
            for (var i = 0; i < count; i++) sketch.Executor((++id).ToString(CultureInfo.InvariantCulture), cores, 1_000, null, host);
        }
        return sketch;
    }

    /// <summary>
    /// The type is chosen for as many nodes as hosts were seen. Of containers of 11,264 MiB an m5.xlarge holds one, of 24,320 (20g) an
    /// m5.2xlarge, of 48,640 (40g) an r5.2xlarge (57,344 for YARN). The driver's 1,408 MiB fit beside the last alone: else one node more.
    /// </summary>
    [Theory]
    [InlineData(10, 4, "9486M", "m5.xlarge", 11)]
    [InlineData(8, 8, "20g", "m5.2xlarge", 9)]
    [InlineData(2, 8, "40g", "r5.2xlarge", 2)]
    public void ExecutorsOnHostsOfTheirOwn_AreOnNodesThatHoldOneEach(int hosts, int cores, string heap, string type, int nodes)
    {
        var choice = Infer(Unnamed("cluster", cores, heap, [.. Enumerable.Range(0, hosts).Select(h => ($"h{h}", 1))]), out var evidence)!;

        Assert.False(evidence.IsFromYarn);
        Assert.Equal((type, nodes), (choice.Type.Name, choice.Nodes));
    }

    /// <summary>
    /// Two nodes of 24,576 MiB hold two executors each, are taken back at 300 s, and others come in their place: never more than two at a
    /// time. Hosts that only stood idle for a while are still nodes.
    /// </summary>
    [Theory]
    [InlineData("Container marked as failed. Exit status: -100. Diagnostics: Container released on a *lost* node.", 2)]
    [InlineData("Executor decommission: Worker lost", 2)]
    [InlineData("Executor killed by driver.", 4)]
    public void NodesInPlaceOfLostOnes_AreNotCountedBesideThem(string reason, int nodes)
    {
        var sketch = Emr("cluster", "24576", "8");
        for (var i = 0; i < 8; i++)
            sketch.Executor($"{i}", 4, i < 4 ? 1_000 : 310_000, i < 4 ? 300_000 : null, $"h{i / 2}", e => e.RemoveReason = reason);

        Assert.Equal(("m5.2xlarge", nodes), Infer(sketch, out _) is { } choice ? (choice.Type.Name, choice.Nodes) : default);
    }

    /// <summary>An instance fleet: 12,288 MiB on the driver's node, and three containers of 11,264 MiB on one host.</summary>
    [Theory]
    [InlineData(3, true)]
    [InlineData(1, false)]
    public void HostThatHeldMoreThanTheDriversNodeHas_IsOfAnotherType(int onOneHost, bool several)
    {
        Infer(Emr("cluster", "12288", "4", ("a", onOneHost), ("b", 1)), out var evidence);

        Assert.Equal(several, evidence.Words.Contains("nodes of several types, since YARN has 12,288 MiB", StringComparison.Ordinal));
    }

    /// <summary>Spark 1 and 2 took the mode as part of the master.</summary>
    [Theory]
    [InlineData("yarn-cluster", true)]
    [InlineData("yarn-client", false)]
    public void ModeWithinTheMaster_SaysWhereTheDriverWas(string master, bool inCluster) => Assert.Equal(inCluster,
        RunShape.Read(new RunSketch(600_000).Setting("spark.master", master).Executor("1", 4).Build(), out _)!.DriverInCluster);

    /// <summary>
    /// 28,672 and 23,552 MiB are no type's default: of those with 8 vCPUs a c5.2xlarge has 16 GiB, an m5.2xlarge 32 and an r5.2xlarge 64.
    /// </summary>
    [Theory]
    [InlineData("28672", "m5.2xlarge")]
    [InlineData("23552", "m5.2xlarge")]
    [InlineData("34000", "r5.2xlarge")]
    public void TunedMemoryOfYarn_IsOnATypeThatHasAsMuchAndThoseVcpus(string memory, string type)
    {
        var choice = Infer(Emr("cluster", memory, "8", ("a", 2), ("b", 2)), out var evidence)!;

        Assert.True(evidence is { IsFromYarn: true, IsTuned: true });
        Assert.Equal((type, 2), (choice.Type.Name, choice.Nodes));
    }

    [Fact]
    public void MemoryAlone_NamesTheType()
    {
        var sketch = Unnamed("cluster", 4, "9486M", ("a", 2), ("b", 2)).HadoopSetting("yarn.nodemanager.resource.memory-mb", "24576");

        Assert.Equal(("m5.2xlarge", 2), (Infer(sketch, out var evidence)!.Type.Name, Infer(sketch, out _)!.Nodes));
        Assert.True(evidence is { IsFromYarn: true, IsTuned: false });
    }

    /// <summary>No type has 7 vCPUs.</summary>
    [Fact]
    public void VcoresThatNoTypeHas_AreRefusedWithTheReason()
    {
        var run = Emr("cluster", "24576", "7", ("a", 2)).Job(0, 2_000, 500_000).Build();

        var report = CostModel.Price(run, new PriceContext());
        Assert.Null(report.Actual);
        Assert.StartsWith("the log names 24576 MiB and 7 vcores for YARN on a node, and no instance type", report.ActualMissing);
    }

    /// <summary>57,344 MiB and 8 vcores are an r5.2xlarge; the driver's 40,960 + 7,680 MiB run on it.</summary>
    [Theory]
    [InlineData("57344", "r5.2xlarge")]
    [InlineData("12288", "m5.2xlarge")]
    public void PrimaryOfClientMode_IsTheOneThatTheLogNamesOrHoldsTheDriver(string memory, string primary)
    {
        // workers of 24,576 MiB; a named primary of 12,288 cannot hold 20,000 + 3,750 MiB
        var sketch = Emr("client", memory, memory == "57344" ? "8" : "4", ("a", 2), ("b", 2))
            .HadoopSetting("yarn.scheduler.maximum-allocation-mb", "24576")
            .Setting("spark.driver.memory", memory == "57344" ? "40g" : "20000m");

        Assert.Equal($"EMR on EC2 On-Demand, inferred: 2 x m5.2xlarge + primary {primary}",
            CostModel.Price(sketch.Job(0, 2_000, 500_000).Build(), new PriceContext()).Actual!.Name);
    }

    [Fact]
    public void TwoContainersOnOneHost_RefuseATypeThatHoldsOne()
    {
        // in client mode the settings are the primary's, an m5.xlarge; 22,528 MiB were held at once on one host
        var choice = Infer(Emr("client", "12288", "4", ("a", 2), ("b", 2)), out var evidence)!;

        Assert.False(evidence.IsFromYarn);
        Assert.True(PriceBook.Embedded.YarnMemoryOf(choice.Type.Name)!.Mib >= 22_528);
        Assert.True(choice.Nodes >= 2);
    }

    [Fact]
    public void InClientMode_TheSchedulersLimitSpeaksOfTheWorkers()
    {
        var choice = Infer(Emr("client", "12288", "4", ("a", 2), ("b", 2)).HadoopSetting("yarn.scheduler.maximum-allocation-mb", "24576"),
            out var evidence)!;

        Assert.True(evidence.IsFromYarn);
        Assert.Equal(("m5.2xlarge", 2), (choice.Type.Name, choice.Nodes));
    }

    [Fact]
    public void MoreCoresThanVcpus_AreBelieved_YarnCountsMemoryAlone()
    {
        var sketch = Emr("cluster", "24576", "8", ("a", 4)).Setting("spark.executor.memory", "4g");

        // 4 x (4,096 + 768) = 19,456 MiB and 16 cores on 8 vCPUs
        var choice = Infer(sketch, out _)!;

        Assert.Equal(("m5.2xlarge", 1, 5), (choice.Type.Name, choice.Nodes, choice.ExecutorsPerNode));
    }

    [Theory]
    [InlineData("2g", 2)]
    [InlineData("16g", 3)]
    public void DriverOfClusterMode_TakesANodeWhereItDoesNotFit(string memory, int nodes)
    {
        var sketch = Emr("cluster", "24576", "8", ("a", 2), ("b", 2)).Setting("spark.driver.memory", memory);
        sketch.Executor("driver", 0, 0, null, "c");

        Assert.Equal(nodes, Infer(sketch, out _)!.Nodes);
    }

    [Fact]
    public void ExecutorsWithGpus_NeedNodesThatHaveThem()
    {
        var sketch = new RunSketch(600_000) { SparkVersion = "3.5.1-amzn-0" };
        sketch.Setting("spark.master", "yarn").Setting("spark.executor.memory", "24g").SystemProperty("os.arch", "amd64");
        for (var i = 1; i <= 4; i++)
            sketch.Executor(i.ToString(CultureInfo.InvariantCulture), 12, 1_000, null, "a", e => e.ResourcesJson = """{"gpu":{"name":"gpu","addresses":["0"]}}""");

        // four GPUs on one host and 4 x (24,576 + 4,608) = 116,736 MiB: g4dn.12xlarge is the cheapest with both
        Assert.Equal("g4dn.12xlarge", Infer(sketch, out var evidence)!.Type.Name);
        Assert.True(evidence.NeedsGpus);
    }

    /// <summary>
    /// 4 cores and 9,486 MiB were asked for; one executor of 8 cores came, whose block manager has 0.6 x (18,972 - 300) MiB. Containers:
    /// 2 x (9,486 + 1,778) = 22,528 and 18,972 + 3,557 = 22,529 MiB, each one node of 24,576.
    /// </summary>
    static RunSketch Grown(long onHeapMib = 11_203) => Emr("cluster", "24576", "8", ("a", 2)).Setting("spark.executor.cores", "4")
        .Executor("9", 8, 1_000, null, "b", e => e.OnHeapStorageBytes = onHeapMib << 20);

    [Theory]
    [InlineData(11_203)] // what it registered with
    [InlineData(-1)] // not reported: in proportion to its cores
    [InlineData(1_900)] // cannot be true
    public void ExecutorThatYarnMadeLarger_HasAContainerOfItsOwn(long onHeapMib)
    {
        var shape = RunShape.Read(Grown(onHeapMib).Build(), out _)!;

        Assert.True(shape.HasGrownExecutors);
        Assert.Equal((8, 18_972), (shape.ExecutorCores, shape.Executor.HeapMib));
        Assert.Equal([9_486, 9_486, 18_972], shape.Executors.Select(e => e.Memory!.HeapMib));
        Assert.Equal(22_529, shape.MostOnAHost(e => shape.ExecutorContainerMib(e, 0.1875m)));
        var choice = Infer(Grown(onHeapMib), out _)!;
        Assert.Equal(("m5.2xlarge", 2), (choice.Type.Name, choice.Nodes));
    }

    [Theory]
    [InlineData("spark.yarn.heterogeneousExecutors.enabled", "false")]
    [InlineData("spark.executor.cores", "8")]
    public void ExecutorsOfTheSizeAskedFor_AreNotGrown(string key, string value) =>
        Assert.False(RunShape.Read(Grown().Setting(key, value).Build(), out _)!.HasGrownExecutors);

    [Fact]
    public void MoreCoresThanVcpus_AreTold()
    {
        var run = Emr("cluster", "24576", "8", ("a", 4)).Setting("spark.executor.memory", "4g").Job(0, 2_000, 500_000).Build();

        var notes = CostModel.Price(run, new PriceContext()).Actual!.Notes;
        Assert.Contains(
            notes, n => n.ToString().StartsWith("one host held 16 executor cores at once, on 8 vCPUs", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("spark.executor.resource.gpu.amount", "2", 2)]
    [InlineData("spark.plugins", "com.nvidia.spark.SQLPlugin", 1)]
    public void GpusThatTheExecutorsDoNotRegister_AreThoseAskedFor(string key, string value, int gpus)
    {
        var sketch = Emr("cluster", "24576", "8", ("a", 1)).Setting(key, value);

        Assert.Equal(gpus, RunShape.Read(sketch.Build(), out _)!.GpusPerExecutor);
    }
}
