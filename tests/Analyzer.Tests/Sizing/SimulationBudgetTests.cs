using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>
/// A log of four tasks and 60,000 executors that came and went held `size` for 41 s: each of thousands of counts had the whole of them to
/// simulate, and was counted as four tasks.
/// </summary>
public class SimulationBudgetTests
{
    [Theory]
    [InlineData(10_000, 4, 800)]
    [InlineData(4, 10_000, 800)]
    [InlineData(4, 4, 2_000_000)]
    public void Left_CountsExecutorsAsTasks(int executors, int tasks, long counts)
    {
        var sketch = new RunSketch(40_000).Setting("spark.master", "yarn");
        for (var e = 1; e <= executors; e++) sketch.Executor($"{e}");
        var stage = sketch.Stage(0);
        (stage.JobId, stage.Times) = (0, (1_000, 31_000));
        for (var t = 0; t < tasks; t++) stage.Task($"{t % executors + 1}", 1_000, 30_000);
        var plan = RunReplay.Prepare(sketch.Job(0, 1_000, 31_000, 0).Build()).Plan!;

        var model = new TimeModel(plan, WorkProfile.Measure(plan), CancellationToken.None);

        // of 8,000,000
        Assert.Equal(counts, model.Left);
    }
}
