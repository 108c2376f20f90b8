using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Detectors;

/// <summary>What an advice must be before it is part of a finding.</summary>
public class AdviceRulesTests
{
    static readonly Advice Service = new("spark.shuffle.service.enabled", "false", "true", "why");

    [Theory]
    [InlineData("spark.sql.adaptive.enabled", "TRUE", "true")]
    [InlineData("spark.executor.memory", "2048", "2g")]
    [InlineData("spark.executor.memory", "2g", "2048m")]
    [InlineData("spark.sql.shuffle.partitions", "8", "8")]
    [InlineData("spark.sql.files.maxPartitionBytes", "134217728", "128m")]
    [InlineData("spark.locality.wait", "60s", "1min")]
    public void SettingThatIsSoAlready_IsNotProposed(string key, string now, string proposed) =>
        Assert.Empty(Apply(new RunSketch(1_000).Executor("1").Setting(key, now), new Advice(key, null, proposed, "why")));

    [Theory]
    [InlineData("spark.sql.adaptive.coalescePartitions.enabled", "true")]
    [InlineData("spark.sql.shuffle.partitions", "200")]
    [InlineData("spark.executor.memory", "1024m")]
    public void DefaultOfSpark_IsNotProposed(string key, string proposed) =>
        Assert.Empty(Apply(new RunSketch(1_000).Executor("1"), new Advice(key, null, proposed, "why")));

    /// <summary>Nine executors ran where the setting asks for two: it decides nothing, and raising it would not mean fewer.</summary>
    [Theory]
    [InlineData("2")]
    [InlineData(null)]
    public void ExecutorsBeyondTheSetting_AreNotCutByRaisingIt(string? instances)
    {
        var run = Yarn();
        if (instances is not null) run.Setting("spark.executor.instances", instances);
        var advice = Apply(run, new Advice("spark.executor.instances", null, "7", "Use at most 7.")).Single();

        Assert.Null(advice.Proposed);
        Assert.StartsWith("ask for at most 7 executors", advice.Setting);
    }

    /// <summary>A Glue job with auto scaling runs with dynamic allocation, which has another name there.</summary>
    [Theory]
    [InlineData("spark.glue.JOB_NAME", "nightly")]
    [InlineData("spark.databricks.clusterUsageTags.clusterNodeType", "i3.xlarge")]
    public void AutoScalingThatIsOn_IsNotProposedByAnotherName(string key, string value) =>
        Assert.Empty(Apply(
            new RunSketch(3_600_000).Executor("1").Executor("2").Setting(key, value).Setting("spark.dynamicAllocation.enabled", "true"),
            new Advice("spark.dynamicAllocation.enabled", "true", "true", "why")));

    [Fact]
    public void KeyWithoutAValue_IsNotProposed() =>
        Assert.Empty(Apply(new RunSketch(1_000).Executor("1"), new Advice("spark.task.maxFailures", "4", null, "why")));

    [Fact]
    public void Default_IsTheDocumentedOne() =>
        Assert.Equal("1 (default)", Apply(Yarn(), new Advice("spark.executor.cores", "16 (default)", "4", "why")).Single().Now);

    [Fact]
    public void JavaOptions_AreAddedToThoseThatAreThere()
    {
        var run = new RunSketch(1_000).Executor("1").Setting("spark.executor.extraJavaOptions", "-Dhdp.version=3.1 -XX:+UseG1GC -Xss4m");

        Assert.Equal("-XX:+UseParallelGC -Dhdp.version=3.1 -Xss4m",
            Apply(run, new Advice("spark.executor.extraJavaOptions", null, "-XX:+UseParallelGC", "why")).Single().Proposed);
    }

    /// <summary>What Spark 3.5 writes into the setting by itself is not the user's to repeat.</summary>
    [Theory]
    [InlineData("", null, "-XX:+UseParallelGC")]
    [InlineData(" -Xss4m", "-Xss4m", "-XX:+UseParallelGC -Xss4m")]
    public void OptionsOfSparkItself_AreNotRepeated(string own, string? now, string proposed)
    {
        var run = new RunSketch(1_000).Executor("1").Setting("spark.executor.extraJavaOptions",
            "-Djava.net.preferIPv6Addresses=false -XX:+IgnoreUnrecognizedVMOptions --add-opens=java.base/java.nio=ALL-UNNAMED "
            + "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED -Djdk.reflect.useDirectMethodHandle=false" + own);
        var advice = Apply(run, new Advice("spark.executor.extraJavaOptions", null, "-XX:+UseParallelGC", "why")).Single();

        Assert.Equal(now, advice.Now);
        Assert.Equal(proposed, advice.Proposed);
    }

    [Fact]
    public void HiddenJavaOptions_CannotBeAddedTo() =>
        Assert.Empty(Apply(new RunSketch(1_000).Executor("1").Setting("spark.executor.extraJavaOptions", "*********(redacted)"),
            new Advice("spark.executor.extraJavaOptions", null, "-XX:+UseParallelGC", "why")));

    /// <summary>1.5 x 300 MiB, and a ninth of the heap for the survivors of the Parallel collector: 506.25 MiB.</summary>
    [Fact]
    public void Heap_IsNeverUnderSparksMinimum() =>
        Assert.Equal("507m", Apply(new RunSketch(1_000).Executor("1").Setting("spark.executor.memory", "2g"),
            new Advice("spark.executor.memory", "2g", "450m", "why")).Single().Proposed);

    [Fact]
    public void HeapAtTheMinimum_IsNotMadeSmaller() =>
        Assert.Empty(Apply(new RunSketch(1_000).Executor("1").Setting("spark.executor.memory", "500m"),
            new Advice("spark.executor.memory", "500m", "450m", "why")));

    [Theory]
    [InlineData("512m", "8g", "820m")]
    [InlineData(null, "2g", "1024m")]
    public void Overhead_ChangesWithTheHeap(string? overhead, string heap, string expected)
    {
        var run = Yarn().Setting("spark.executor.memory", overhead is null ? "10g" : "4g");
        if (overhead is not null) run.Setting("spark.executor.memoryOverhead", overhead);

        var advice = Apply(run, new Advice("spark.executor.memory", null, heap, "why"));

        Assert.Equal("spark.executor.memoryOverhead", advice[1].Setting);
        Assert.True(SettingValues.Same("spark.executor.memoryOverhead", expected, advice[1].Proposed), advice[1].Proposed);
    }

    /// <summary>What is kept outside a smaller heap is what this platform, or the factor in the log, gave before.</summary>
    [Theory]
    [InlineData("spark.emr.default.executor.cores", "4", "yarn", "1920m", "18.75 % of the heap, at least 384m (default)")]
    [InlineData("spark.emr-serverless.memoryOverheadFactor", "0.4", "custom:emr-serverless", "4096m", "40 % of the heap, at least 384m")]
    [InlineData("spark.executor.memoryOverheadFactor", "0.3", "yarn", "3072m", "30 % of the heap, at least 384m")]
    public void Overhead_IsKeptAsThePlatformOrTheFactorHasIt(string key, string value, string master, string expected, string now)
    {
        var run = new RunSketch(60_000).Executor("1", 4, 1_000).Setting("spark.master", master).Setting("spark.executor.memory", "10g")
            .Setting(key, value);

        var overhead = Apply(run, new Advice("spark.executor.memory", null, "2g", "why"))[1];

        Assert.Equal(("spark.executor.memoryOverhead", now), (overhead.Setting, overhead.Now));
        Assert.True(SettingValues.Same("spark.executor.memoryOverhead", expected, overhead.Proposed), overhead.Proposed);
    }

    [Fact]
    public void Kubernetes_DecommissionsInPlaceOfAShuffleService()
    {
        var advice = Apply(new RunSketch(1_000).Executor("1").Setting("spark.master", "k8s://https://api:443")
            .Setting("spark.dynamicAllocation.enabled", "true"), Service);

        Assert.Equal("spark.decommission.enabled", advice[0].Setting);
        Assert.Contains("spark.storage.decommission.shuffleBlocks.enabled", advice[0].Why, StringComparison.Ordinal);
        Assert.Contains(advice, a => a is { Setting: "spark.storage.decommission.enabled", Proposed: "true" });
        Assert.DoesNotContain(advice, a => a.Setting.Contains("shuffle.service", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("spark.databricks.clusterUsageTags.clusterName", "spark.executor.memory")]
    [InlineData("spark.databricks.clusterUsageTags.clusterName", "spark.executor.cores")]
    [InlineData("spark.databricks.clusterUsageTags.clusterName", "spark.executor.instances")]
    [InlineData("spark.glue.JOB_NAME", "spark.executor.memory")]
    [InlineData("spark.glue.JOB_NAME", "spark.executor.memoryOverhead")]
    [InlineData("spark.glue.JOB_NAME", "spark.executor.instances")]
    public void FixedNodes_AreChosenInPlaceOfTheirParts(string platform, string key)
    {
        var advice = Apply(new RunSketch(1_000).Executor("1").Setting(platform, "x"), new Advice(key, null, "7", "why")).Single();

        Assert.False(SettingValues.IsKey(advice.Setting));
        Assert.True(advice.Setting.Contains("node", StringComparison.Ordinal)
            || advice.Setting.Contains("worker", StringComparison.Ordinal), advice.Setting);
    }

    [Fact]
    public void Standalone_CountsCores() => Assert.Equal(("spark.cores.max", "12"),
        Apply(new RunSketch(1_000).Executor("1", cores: 4), new Advice("spark.executor.instances", null, "3", "why"))
            .Select(a => (a.Setting, a.Proposed)).Single());

    [Fact]
    public void SettingThatTheRunsSparkDoesNotKnow_IsNotProposed()
    {
        var run = Yarn().Build();
        var old = run with { App = run.App with { SparkVersion = "2.4.8" } };

        Assert.Empty(AdviceRules.Apply([new Advice("spark.decommission.enabled", "false", "true", "why")], new RunFacts(old),
            new ExecutorRoom(old, new PriceContext())));
    }

    /// <summary>
    /// One core, a task of 10 s, then nothing: of 200 s paid, 130 s are over the idle time-out of 60 s. Of 60 s none are, and of 200 s none
    /// with a time-out of 300 s.
    /// </summary>
    [Theory]
    [InlineData(200_000, null, true)]
    [InlineData(60_000, null, false)]
    [InlineData(200_000, "300s", false)]
    public void DynamicAllocation_IsProposedOnlyWhereAnExecutorWouldGo(long runMs, string? timeout, bool proposed)
    {
        var run = new RunSketch(runMs).Executor("1").Setting("spark.master", "yarn").Stage(0).Task("1", 0, 10_000).Run;
        if (timeout is not null) run.Setting("spark.dynamicAllocation.executorIdleTimeout", timeout);

        var advice = Apply(run, new Advice("spark.dynamicAllocation.enabled", "false", "true", "why"));

        Assert.Equal(proposed, advice.Count > 0);
    }

    [Fact]
    public void ExecutorsThatComeBackOften_MakeDynamicAllocationNoAdvice()
    {
        // ten pauses of 70 s, each 10 s over the time-out, in a run of 800 s: ten waits of 10 s for executors
        var stage = new RunSketch(800_000).Executor("1").Setting("spark.master", "yarn").Stage(0);
        for (var i = 0; i < 10; i++) stage.Task("1", 75_000 * i, 5_000);

        Assert.Empty(Apply(stage.Run, new Advice("spark.dynamicAllocation.enabled", "false", "true", "why")));
        var idle = new RunFacts(stage.Run.Build()).IdleExecutors;
        // nine pauses of 70 s between ten tasks, and 120 s after the last
        Assert.Equal((9 * 10_000 + 60_000, 9), ((int)idle.CoreMs, idle.Returns));
    }

    [Theory]
    [InlineData("spark.sql.shuffle.partitions", true)]
    [InlineData("spark.sql.adaptive.enabled", false)]
    public void SettingOfTheSession_IsOneForTheCode(string set, bool inCode)
    {
        var run = Yarn().Sql(new()
        {
            Id = 0,
            Status = "COMPLETED",
            ModifiedConfigs = new Dictionary<string, string> { [set] = "4" },
        });

        var advice = Apply(run, new Advice("spark.sql.shuffle.partitions", "4", "40", "why")).Single();

        Assert.Equal(inCode, advice.InCode);
        Assert.Equal(inCode, advice.Why.Contains("spark.conf.set", StringComparison.Ordinal));
    }

    /// <summary>49,452 MiB of heap are 54,397 of a container, and a worker of 4 vCPU has 30 GB: no setting alone helps.</summary>
    [Theory]
    [InlineData("custom:emr-serverless", "14g", "workers of 8 vCPU, 56 GB")]
    [InlineData("yarn", "9486M", "nodes on which YARN has 58724 MiB or more")]
    public void MemoryThatDoesNotFit_IsNoSetting(string master, string heap, string words)
    {
        var run = new RunSketch(1_000) { SparkVersion = "3.5.1-amzn-0" }.Executor("1", 4).Setting("spark.master", master)
            .Setting("spark.executor.memory", heap).Setting("spark.submit.deployMode", "cluster")
            .HadoopSetting("yarn.nodemanager.resource.memory-mb", "24576").HadoopSetting("yarn.nodemanager.resource.cpu-vcores", "8");
        var advice = Apply(run, new Advice("spark.executor.memory", heap, "49452m", "why")).Single();

        Assert.Null(advice.Proposed);
        Assert.StartsWith(words, advice.Setting, StringComparison.Ordinal);
        Assert.Contains("spark.executor.memory=49452m alone does not start", advice.Why);
    }

    static RunSketch Yarn() => new RunSketch(1_000).Executor("1").Setting("spark.master", "yarn");

    static IReadOnlyList<Advice> Apply(RunSketch sketch, Advice advice) =>
        sketch.Build() is var run ? AdviceRules.Apply([advice], new RunFacts(run), new ExecutorRoom(run, new PriceContext())) : [];
}
