using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Replay;

/// <summary>Tasks that take a part of a core, from Spark 4.3 on (SPARK-58192: slots are the floor of cores over cpus).</summary>
public class FractionalCpusTests
{
    /// <summary>The first three are the examples of SPARK-58192's description; the rest by hand.</summary>
    [Theory]
    [InlineData("0.1", 1, 10)]
    [InlineData("0.5", 4, 8)]
    [InlineData("1.5", 4, 2)]
    [InlineData("0.7", 7, 10)]
    [InlineData("2", 5, 2)]
    [InlineData("8", 4, 0)]
    [InlineData("0", 4, 4)]
    [InlineData("-1", 4, 4)]
    [InlineData("1e9", 4, 4)]
    [InlineData("half", 4, 4)]
    [InlineData("0.000000001", 2147483647, 2147483647)]
    [InlineData(null, 4, 4)]
    public void Slots_AreTheFloorOfCoresOverCpus(string? setting, int cores, int slots) =>
        Assert.Equal(slots, TaskCpus.Parse(setting).TasksOn(cores));

    [Theory]
    [InlineData("0.5", 3, true)]
    [InlineData("1.5", 3, true)]
    [InlineData("1.5", 4, false)]
    [InlineData("0.3", 4, true)]
    [InlineData("2", 3, false)]
    public void Cores_AreFilledWhereNoCoreIsLeftOver(string setting, int cores, bool fill) =>
        Assert.Equal(fill, TaskCpus.Parse(setting).Fill(cores));

    /// <summary>As Spark's server counts maxTasks; an amount of a profile goes before the setting.</summary>
    [Theory]
    [InlineData(0, 8)]
    [InlineData(1, 16)]
    public void Executor_HasSlotsOfItsProfile(int profile, int slots)
    {
        var run = LogLines.Load([
            """{"Event":"SparkListenerLogStart","Spark Version":"4.3.0"}""",
            """{"Event":"SparkListenerResourceProfileAdded","Resource Profile Id":1,"Executor Resource Requests":{},"Task Resource Requests":{"cpus":{"Resource Name":"cpus","Amount":0.25}}}""",
            """{"Event":"SparkListenerEnvironmentUpdate","JVM Information":{},"Spark Properties":{"spark.task.cpus":"0.5"},"System Properties":{},"Classpath Entries":{}}""",
            """{"Event":"SparkListenerApplicationStart","App Name":"a","App ID":"app-1","Timestamp":1788000000000,"User":"u"}""",
            $$$"""{"Event":"SparkListenerExecutorAdded","Timestamp":1788000001000,"Executor ID":"1","Executor Info":{"Host":"h","Total Cores":4,"Log Urls":{},"Attributes":{},"Resources":{},"Resource Profile Id":{{{profile}}}}}""",
        ]);

        Assert.Equal(slots, run.Executors.Single(x => !x.IsDriver).MaxTasks);
    }

    /// <summary>Eight tasks of half a core keep an executor of 4 cores busy.</summary>
    [Fact]
    public void Run_OfHalfCores_IsSimulatedOnTwiceTheSlots()
    {
        var run = Halves();
        var what = ApplicationAnalyzer.Analyze(run, new AnalysisOptions { WhatIf = [WhatIfSpec.Parse("2x4")] }).WhatIf.Single();

        // as it ran: 4 waves of 10 s on 2 x 8 slots, 1 s before and after
        Assert.InRange(what.DurationMs!.Value, 42_000, 42_050);
    }

    [Fact]
    public void Options_CountSlotsOfHalfCores()
    {
        var offers = ClusterSizer.Size([Halves(taskMs: 60_000)], new SizingRequest { Platforms = [SizingPlatform.EmrServerless] })
            .Offers.Where(o => o.Rank > 0).ToList();

        // 64 tasks of a minute in as many waves as 2 slots a core need, and 2 s of the driver
        Assert.Contains(offers, o => o.Architecture == "x86_64");
        Assert.All(offers.Where(o => o.Architecture == "x86_64"), o => Assert.InRange(
            o.RunMs!.Value / (2_000.0 + Math.Ceiling(64.0 / (2 * o.Executor!.Cores * o.Executor.Count)) * 60_000), 0.95, 1.05));
    }

    static ApplicationRun Halves(long taskMs = 10_000)
    {
        const int Executors = 2, Slots = 8, Waves = 4;
        var sketch = new RunSketch(2_000 + Waves * taskMs).Setting("spark.master", "yarn")
            .Setting("spark.executor.memory", "4g").Setting("spark.task.cpus", "0.5");
        for (var e = 1; e <= Executors; e++) sketch.Executor($"{e}", 4, 0, null, $"h{e}", x => x.MaxTasks = Slots);
        var stage = sketch.Stage(0);
        (stage.JobId, stage.Times) = (0, (1_000, 1_000 + Waves * taskMs));
        for (var t = 0; t < Executors * Slots * Waves; t++)
            stage.Task($"{t / Slots % Executors + 1}", 1_000 + t / (Executors * Slots) * taskMs, taskMs);
        return sketch.Job(0, 1_000, 1_000 + Waves * taskMs, 0).Build();
    }
}
