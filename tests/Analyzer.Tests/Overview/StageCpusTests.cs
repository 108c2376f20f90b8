using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Overview;

/// <summary>
/// Two executors of four cores for 10 s. Stage 0 is 8 tasks of one core for 2 s, stage 1 is 2 tasks of four cores for 8 s: both fill them.
/// </summary>
public class StageCpusTests
{
    static ApplicationRun Run(int profileOfSecondExecutors = 0)
    {
        var sketch = new RunSketch(10_000);
        sketch.Profiles.Add(new ResourceProfileAddedEvent(
            1, new Dictionary<string, long>(), new Dictionary<string, double> { ["cpus"] = 4 }));
        for (var e = 1; e <= 2; e++)
        {
            sketch.Executor($"{e}", cores: 4, with: x =>
            {
                x.ResourceProfileId = profileOfSecondExecutors;
                if (profileOfSecondExecutors == 1) x.MaxTasks = 1;
            });
        }
        var first = sketch.Stage(0);
        for (var t = 0; t < 8; t++) first.Task($"{1 + t % 2}", 0, 2_000);
        var second = sketch.Stage(1, 0, 0);
        second.ResourceProfileId = 1;
        second.Task("1", 2_000, 8_000).Task("2", 2_000, 8_000);
        sketch.Job(0, 0, 10_000, 0, 1);
        return sketch.Build();
    }

    [Fact]
    public void TasksOfSeveralCpus_UseAllTheirCores()
    {
        var overview = RunOverview.Compute(Run());

        Assert.Equal(80_000, overview.PaidCoreMs);
        Assert.Equal(8 * 2_000 + 2 * 4 * 8_000, overview.UsedCoreMs);
        Assert.Equal(1, overview.UsedRatio);
    }

    [Fact]
    public void Timeline_ShowsFullCores() => Assert.Equal([8, 8, 8, 8, 8], CoreTimeline.Compute(Run(), 5)!.UsedCores);

    [Fact]
    public void Waterfall_LeavesNothingIdle()
    {
        var result = ApplicationAnalyzer.Analyze(Run(), new AnalysisOptions());

        Assert.Equal(80_000, result.Waterfall!.TotalCoreMs);
        Assert.Equal(80_000, result.Waterfall.CoreTime.Single(l => l.Name == "cpu").Ms);
        Assert.DoesNotContain(result.Findings, f => f.Kind is "idleCores" or "tooFewPartitions");
    }

    [Theory]
    [InlineData(0, 4, 8, 2)]
    [InlineData(1, 1, 2, 2)]
    public void Slots_AreCountedInTasksOfTheStage(int profileOfExecutors, double slotsOfATask, int firstSlots, int secondSlots)
    {
        var run = Run(profileOfExecutors);
        var facts = new RunFacts(run);

        Assert.Equal(slotsOfATask, facts.Cpus.SlotsHere(run.Stages[1]));
        Assert.Equal([firstSlots, secondSlots], run.Stages.Select(s => facts.Of(s).Slots));
    }

    /// <summary>SPARK-51666: from Spark 4.1 on 2 s on the clock in a task of four cpus are 8 s of Executor Run Time.</summary>
    [Theory]
    [InlineData("4.1.0", 8_000)]
    [InlineData("4.0.1", 2_000)]
    [InlineData("3.5.9", 2_000)]
    public void RunTime_IsTimeOnTheClockWhateverSparkWeighsItWith(string version, long written)
    {
        var sketch = new RunSketch(10_000) { SparkVersion = version }.Setting("spark.task.cpus", "4").Executor("1", cores: 4);
        sketch.Stage(0).Task("1", 0, 2_500, v => v[TaskMetric.ExecutorRunTime] = written).Run.Job(0, 0, 10_000, 0);
        var run = sketch.Build();
        var facts = new RunFacts(run);

        Assert.Equal(2_000, facts.Of(run.Stages[0]).RunMs.Single());
        Assert.Equal(written, run.Stages[0].Tasks.Metric(0, TaskMetric.ExecutorRunTime));
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("0", 1)]
    [InlineData("4096", 1)]
    [InlineData("two", 1)]
    public void SettingOfTheJob_CountsWhereAProfileSaysNothing(string cpus, double expected)
    {
        var sketch = new RunSketch(10_000).Setting("spark.task.cpus", cpus);
        sketch.Stage(0).Task("1", 0, 10);

        var run = sketch.Build();
        Assert.Equal(expected, new StageCpus(run).Of(run.Stages[0]));
    }
}
