using System.Text.Json;
using System.Text.Json.Nodes;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.EventLogParser;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.Reports.Emit;
using Rightsizer.TestSupport;

namespace Rightsizer.Reports.Tests.Emit;

public class EmitterTests
{
    [Fact]
    public void TheJobsOwnSettings_AreCarriedOver_AndTheOfferDecidesItsOwn()
    {
        var file = Emitter.Emit(EmitKind.SparkSubmit, SampleOffers.SpotCluster, "job", null, PriceBook.Embedded, Settings(
            ("spark.sql.shuffle.partitions", "1000"), ("spark.scheduler.mode", "FAIR"), ("spark.sql.session.timeZone", "Europe/Berlin"),
            ("spark.sql.catalog.x.warehouse", "s3://bucket/x"), ("spark.executor.memory", "1g"))).Text;

        Assert.Contains("--conf spark.sql.shuffle.partitions=1000 ", file, StringComparison.Ordinal);
        Assert.Contains("--conf spark.scheduler.mode=FAIR ", file, StringComparison.Ordinal);
        Assert.Contains("--conf spark.sql.session.timeZone=Europe/Berlin ", file, StringComparison.Ordinal);
        Assert.Contains("--conf spark.sql.catalog.x.warehouse=s3://bucket/x ", file, StringComparison.Ordinal);
        Assert.Contains("--conf spark.executor.memory=20000m ", file, StringComparison.Ordinal);
        Assert.DoesNotContain("1g", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("spark.sql.catalog.x.password", "abc")]
    [InlineData("spark.sql.catalog.x.auth", "client-secret:abc")]
    [InlineData("spark.sql.catalog.x.url", "*********(redacted)")]
    [InlineData("spark.sql.catalog.x.url", "jdbc:postgresql://me:abc@db/x")]
    [InlineData("spark.sql.catalog.x.uri", "thrift://10.0.0.1:9083")]
    [InlineData("spark.scheduler.allocation.file", "/home/hadoop/fair.xml")]
    [InlineData("spark.sql.x.files", "s3://bucket/a,file:/home/hadoop/b")]
    [InlineData("spark.sql.sources.commitProtocolClass", "com.databricks.sql.transaction.directory.DirectoryAtomicCommitProtocol")]
    [InlineData("spark.sql.note", "two words")]
    [InlineData("spark.sql.note", "$(id)")]
    [InlineData("spark.sql.note", "")]
    public void OfThePlaceOrASecretOrNoWord_IsNamedAndNotCarried(string key, string value)
    {
        var settings = Settings((key, value));

        Assert.Empty(settings.Carried);
        Assert.Equal([key], settings.NotCarried);
    }

    [Theory]
    [InlineData("spark.sql.warehouse.dir", "file:/tmp/warehouse")]
    [InlineData("spark.scheduler.mode", "FIFO")]
    [InlineData("spark.eventLog.dir", "/var/log/spark")]
    public void WhatThePlatformOrSparkSets_IsNotTheJobs(string key, string value)
    {
        var settings = Settings((key, value));

        Assert.Empty(settings.Carried);
        Assert.Empty(settings.NotCarried);
    }

    [Fact]
    public void WhatDiffersBetweenRuns_IsNamedAndNotCarried()
    {
        var settings = JobSettings.Collect([
            new RunSketch(60_000).Setting("spark.sql.a", "1").Setting("spark.sql.b", "1").Setting("spark.sql.c", "1").Build(),
            new RunSketch(60_000).Setting("spark.sql.a", "1").Setting("spark.sql.b", "2").Build()]);

        Assert.Equal([new("spark.sql.a", "1")], settings.Carried);
        Assert.Equal(["spark.sql.b", "spark.sql.c"], settings.NotCarried);
    }

    [Fact]
    public void Glue_NamesWhatItsFileCannotSay()
    {
        var emitted = Emitter.Emit(EmitKind.Terraform, SampleOffers.Glue, "job", null, PriceBook.Embedded,
            Settings(("spark.sql.shuffle.partitions", "1000")));

        Assert.DoesNotContain("spark.sql", emitted.Text, StringComparison.Ordinal);
        Assert.Contains("spark.sql.shuffle.partitions", Assert.Single(emitted.Notes), StringComparison.Ordinal);
    }

    static JobSettings Settings(params (string Key, string Value)[] settings)
    {
        var sketch = new RunSketch(60_000);
        foreach (var (key, value) in settings) sketch.Setting(key, value);
        return JobSettings.Collect([sketch.Build()]);
    }

    [Theory]
    [MemberData(nameof(SampleOffers.All), MemberType = typeof(SampleOffers))]
    public void File_IsAsReviewed(string kind, string offer) =>
        GoldenFile.Check(SampleOffers.Emit(kind, SampleOffers.Named(offer)).Text,
            $"{offer}.{kind switch { EmitKind.Terraform => "tf", EmitKind.SparkSubmit => "sh", var k => k + ".json" }}");

    [Fact]
    public void SpotCluster_IsTheFleetsThatWerePriced()
    {
        var cluster = JsonNode.Parse(SampleOffers.Emit(EmitKind.EmrJson, SampleOffers.SpotCluster).Text)!;
        var fleets = cluster["Instances"]!["InstanceFleets"]!.AsArray();
        Assert.Equal(["MASTER", "CORE", "TASK"], fleets.Select(f => (string)f!["InstanceFleetType"]!));
        Assert.Equal([(1, 0), (2, 0), (0, 6)], fleets.Select(f => ((int)f!["TargetOnDemandCapacity"]!, (int)f["TargetSpotCapacity"]!)));
        Assert.Equal("price-capacity-optimized", (string)fleets[2]!["LaunchSpecifications"]!["SpotSpecification"]!["AllocationStrategy"]!);
        Assert.Equal(["r7g.2xlarge", "r6g.2xlarge", "r8g.2xlarge"],
            fleets[2]!["InstanceTypeConfigs"]!.AsArray().Select(t => (string)t!["InstanceType"]!));
        Assert.Equal("emr-7.5.0", (string)cluster["ReleaseLabel"]!);
        Assert.False((bool)cluster["Instances"]!["KeepJobFlowAliveWhenNoSteps"]!); // ends with its step
        Assert.Equal((8, 8, 2, 2), Limits(cluster));
        var spark = cluster["Configurations"]![0]!["Properties"]!;
        Assert.Equal(("4", "20000m", "3750m", "16"),
            ((string)spark["spark.executor.cores"]!, (string)spark["spark.executor.memory"]!,
            (string)spark["spark.executor.memoryOverhead"]!, (string)spark["spark.executor.instances"]!));
        Assert.Equal("org.apache.hadoop.yarn.util.resource.DominantResourceCalculator",
            (string)cluster["Configurations"]![1]!["Properties"]!["yarn.scheduler.capacity.resource-calculator"]!);
        Assert.Equal("CORE", (string)cluster["Configurations"]![2]!["Properties"]!["yarn.node-labels.am.default-node-label-expression"]!);
        // executors of 23,750 MiB; YARN has 12,288 MiB on the primary m6g.xlarge
        Assert.True(long.Parse((string)cluster["Configurations"]![2]!["Properties"]!["yarn.scheduler.maximum-allocation-mb"]!,
            System.Globalization.CultureInfo.InvariantCulture) >= 23_750);
        Assert.Equal("false", (string)spark["spark.yarn.heterogeneousExecutors.enabled"]!);
    }

    [Fact]
    public void TerraformOfACluster_RunsTheJobAsAStepAndEnds()
    {
        var text = SampleOffers.Emit(EmitKind.Terraform, SampleOffers.SpotCluster).Text;

        Assert.Matches(@"keep_job_flow_alive_when_no_steps\s+= false", text);
        Assert.Contains("step {", text, StringComparison.Ordinal);
        Assert.DoesNotContain("auto_termination_policy", text, StringComparison.Ordinal);
    }

    /// <summary>`terraform validate` with provider 5.100.0: "expected worker_type to be one of [Standard G.1X G.2X G.025X G.4X G.8X
    /// Z.2X], got R.2X".</summary>
    [Theory]
    [InlineData("G.2X", ">= 5.0")]
    [InlineData("G.8X", ">= 5.0")]
    [InlineData("G.12X", ">= 6.19")]
    [InlineData("R.2X", ">= 6.19")]
    public void TerraformOfGlue_AsksForTheProviderThatTakesTheWorker(string worker, string version) =>
        Assert.Contains($"version = \"{version}\"",
            SampleOffers.Emit(EmitKind.Terraform, SampleOffers.Glue with { WorkerType = worker }).Text, StringComparison.Ordinal);

    [Fact]
    public void TerraformOfServerless_AsksForTheProviderThatKnowsRuntimeConfiguration() =>
        Assert.Contains(
            "version = \">= 6.19\"", SampleOffers.Emit(EmitKind.Terraform, SampleOffers.Serverless).Text, StringComparison.Ordinal);

    [Fact]
    public void DynamicAllocation_ScalesBetweenCoreAndAllNodes() =>
        Assert.Equal((2, 8, 2, 2), Limits(JsonNode.Parse(SampleOffers.Emit(EmitKind.EmrJson, SampleOffers.DynamicCluster).Text)!));

    /// <summary>Names and values of the EMR API (ManagedScalingPolicy) and of hashicorp/aws 6.22.0, the first that has them.</summary>
    [Fact]
    public void AdvancedScaling_IsWrittenAsAskedFor()
    {
        var policy = JsonNode.Parse(Advanced(EmitKind.EmrJson, SampleOffers.DynamicCluster).Text)!["ManagedScalingPolicy"]!;
        Assert.Equal(("ADVANCED", 25), ((string)policy["ScalingStrategy"]!, (int)policy["UtilizationPerformanceIndex"]!));
        Assert.Equal((2, 8, 2, 2), Limits(JsonNode.Parse(Advanced(EmitKind.EmrJson, SampleOffers.DynamicCluster).Text)!));

        var hcl = Advanced(EmitKind.Terraform, SampleOffers.DynamicCluster);
        Assert.Matches("""scaling_strategy +\= "ADVANCED"\n +utilization_performance_index += 25""", hcl.Text);
        Assert.Contains("version = \">= 6.22\"", hcl.Text, StringComparison.Ordinal);
        Assert.Contains("keeps 2 to 8 nodes (ADVANCED, index 25)", hcl.Notes.Single(), StringComparison.Ordinal);

        string[] plain = [SampleOffers.Emit(EmitKind.Terraform, SampleOffers.DynamicCluster).Text,
            SampleOffers.Emit(EmitKind.EmrJson, SampleOffers.DynamicCluster).Text];
        Assert.All(plain, text => Assert.DoesNotMatch("(?i)scaling_?strategy", text));
    }

    /// <summary>Options are priced with a fixed number of nodes: the limits stay, and the note says that nothing scales.</summary>
    [Fact]
    public void AdvancedScaling_OfAFixedClusterIsWrittenAndSaidToChangeNothing()
    {
        var file = Advanced(EmitKind.EmrJson, SampleOffers.SpotCluster);
        var policy = JsonNode.Parse(file.Text)!;
        Assert.Equal((8, 8, 2, 2), Limits(policy));
        Assert.Equal(25, (int)policy["ManagedScalingPolicy"]!["UtilizationPerformanceIndex"]!);
        Assert.Contains("changes nothing as long as the limits keep this cluster at the 8 nodes", file.Notes.Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void AdvancedScaling_IsLeftOutAndSaidBeforeEmr7()
    {
        var file = Advanced(EmitKind.EmrJson, SampleOffers.DynamicCluster, "emr-6.15.0");
        Assert.DoesNotContain("ScalingStrategy", file.Text, StringComparison.Ordinal);
        Assert.Contains("emr-6.15.0 does not have it", file.Notes[0], StringComparison.Ordinal);
    }

    static EmittedFile Advanced(string kind, SizingCandidate offer, string release = "emr-7.5.0") =>
        Emitter.Emit(kind, offer, "job", release, PriceBook.Embedded, scalingIndex: 25);

    static (int, int, int, int) Limits(JsonNode cluster)
    {
        var limits = cluster["ManagedScalingPolicy"]!["ComputeLimits"]!;
        return ((int)limits["MinimumCapacityUnits"]!, (int)limits["MaximumCapacityUnits"]!, (int)limits["MaximumOnDemandCapacityUnits"]!,
            (int)limits["MaximumCoreCapacityUnits"]!);
    }

    [Fact]
    public void Serverless_HasLegalWorkersAndAMaximum()
    {
        var text = SampleOffers.Emit(EmitKind.Serverless, SampleOffers.Serverless).Text;
        var maximum = JsonNode.Parse(text)!["createApplication"]!["maximumCapacity"]!;
        // 40 executors of 20,480 + 2,048 MiB = 22 GB on the grid, the driver's 4,096 + 410 MiB = 5 GB of 2 vCPUs
        // 40 disks of 40 GB and the driver's free 20 GB, as priced
        Assert.Equal(("162 vCPU", "885 GB", "1620 GB"), ((string)maximum["cpu"]!, (string)maximum["memory"]!, (string)maximum["disk"]!));
        Assert.Contains("--conf spark.emr-serverless.executor.disk=40G", text, StringComparison.Ordinal);
        Assert.Contains("--conf spark.emr-serverless.driver.disk=20G", text, StringComparison.Ordinal);
    }

    [Fact]
    public void DriverThatIsNoLegalWorker_IsTheNextLargerOneAndTold()
    {
        var file = SampleOffers.Emit(
            EmitKind.Serverless, SampleOffers.Serverless with { Driver = new DriverPlan(1, 10_240, 1_024, InCluster: true) });
        Assert.Contains("--conf spark.driver.cores=2 ", file.Text, StringComparison.Ordinal); // 11 GB: 1 vCPU ends at 8 GB, 2 at 16
        Assert.Equal("the driver asks for 1 vCPUs and 11264 MiB; its worker is 2 vCPU, 11 GB, the next legal one", file.Notes.Single());
        Assert.Contains("\"cpu\": \"162 vCPU\"", file.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SampleOffers.All), MemberType = typeof(SampleOffers))]
    public void NothingIsInvented(string kind, string offer)
    {
        var file = SampleOffers.Emit(kind, SampleOffers.Named(offer), release: null);
        Assert.DoesNotContain("arn:", file.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("latest", file.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch(@"\b\d{12}\b|\b(subnet|sg|vpc)-[0-9a-f]", file.Text);
        // a name in the log is no variable
        Assert.DoesNotContain("HOME", file.Text.Replace("etl-daily-HOME", "", StringComparison.Ordinal), StringComparison.Ordinal);
        if (kind is EmitKind.EmrJson or EmitKind.Serverless) Assert.Contains("RELEASE_LABEL", file.Variables);
    }

    [Fact]
    public void SpotAlternativeThatDoesNotFit_IsLeftOutAndTold()
    {
        var offer = SampleOffers.SpotCluster;
        var file = SampleOffers.Emit(EmitKind.EmrJson,
            offer with
            {
                Nodes = [
            .. offer.Nodes.Select(n => n.Role == "task" ? n with { SpotAlternatives = ["c7g.2xlarge", "zz.large"] } : n)]
            });
        Assert.DoesNotContain("c7g.2xlarge", file.Text, StringComparison.Ordinal);
        Assert.Equal(2, file.Notes.Count);
        Assert.StartsWith(
            "c7g.2xlarge left out of the Spot fleet: 2 executors of 23750 MiB do not fit the ", file.Notes[0], StringComparison.Ordinal);
    }

    public static TheoryData<string, SizingCandidate, string> Illegal => new()
    {
        { EmitKind.EmrJson, SampleOffers.SpotCluster with { Executor = SampleOffers.SpotCluster.Executor! with { HeapMib = 40000 } },
            "2 executors of 43750 MiB do not fit the" },
        { EmitKind.EmrJson, SampleOffers.SpotCluster with { Executor = SampleOffers.SpotCluster.Executor! with { Cores = 16 } },
            "an executor of 16 cores on r7g.2xlarge, which has 8 vCPUs" },
        { EmitKind.EmrJson, SampleOffers.SpotCluster with { Executor = SampleOffers.SpotCluster.Executor! with { Count = 17 } },
            "17 executors on nodes that hold 16" },
        { EmitKind.EmrJson, SampleOffers.DynamicCluster with { Executor = SampleOffers.DynamicCluster.Executor! with { InitialCount = 3 } },
            "min <= initial <= max, not 4, 3, 16" },
        { EmitKind.EmrJson, SampleOffers.SpotCluster with { Nodes = [.. SampleOffers.SpotCluster.Nodes.Where(n => n.Role != "core")] },
            "at least one core node" },
        { EmitKind.EmrJson, SampleOffers.SpotCluster with { Nodes = [.. SampleOffers.SpotCluster.Nodes.Skip(1)] },
            "one primary node, On-Demand" },
        { EmitKind.EmrJson, SampleOffers.SpotCluster with { Executor = null }, "the log names no executor" },
        { EmitKind.Serverless, SampleOffers.Serverless with { Executor = SampleOffers.Serverless.Executor! with { HeapMib = 30000 } },
            "no EMR Serverless worker has 4 vCPUs and 32048 MiB for the executor; the next legal one is 8 vCPU, 32 GB" },
        { EmitKind.Serverless, SampleOffers.Serverless with { Executor = SampleOffers.Serverless.Executor! with { DiskGb = 5000 } },
            "a disk of 5000 GB" },
        { EmitKind.Terraform, SampleOffers.Glue with { WorkerType = "G.3X" }, "Glue has no worker type G.3X" },
        { EmitKind.Eks, SampleOffers.SpotCluster,
            "offer 1, 2 x r7g.2xlarge + 6 Spot task, is on emr-ec2; eks is for emr-eks (for emr-ec2: terraform, emr-json, spark-submit)" },
        { "yaml", SampleOffers.SpotCluster, "--emit yaml: must be one of terraform, emr-json" },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void WhatAPlatformWouldRefuse_IsNotWritten(string kind, SizingCandidate offer, string why)
    {
        var e = Assert.Throws<RightsizerException>(() => SampleOffers.Emit(kind, offer));
        Assert.Equal(ExitCode.BadArguments, e.ExitCode);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ReleaseBeforeManagedScaling_HasNoneAndSaysSo()
    {
        var file = SampleOffers.Emit(EmitKind.Terraform, SampleOffers.SpotCluster, "emr-5.29.0");
        Assert.DoesNotContain("scaling_policy", file.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("auto_termination_policy", file.Text, StringComparison.Ordinal);
        Assert.StartsWith("emr-5.29.0 has no managed scaling", file.Notes.Single(), StringComparison.Ordinal);
    }

    /// <summary>spark-submit starts no nodes: the request that was priced does.</summary>
    [Fact]
    public void OwnForm_IsThePlatformsRequest() => Assert.Equal(
        [EmitKind.EmrJson, EmitKind.Serverless, EmitKind.Eks, EmitKind.Terraform],
        new[] { SampleOffers.SpotCluster, SampleOffers.Serverless, SampleOffers.Eks, SampleOffers.Glue }.Select(Emitter.KindFor));
}
