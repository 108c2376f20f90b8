using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Construction;

/// <summary>Tasks whose start the log has not are rebuilt from their ends; what Spark's History Server shows stands beside.</summary>
public class RebuiltTasksTests
{
    static readonly string[] lanes = [EventLogReaderOptions.FullLane, EventLogReaderOptions.FastLane];

    /// <summary>Values summed by hand from the TaskEnd lines of the log (with Python).</summary>
    [Fact]
    public void LogThatExcludesTaskStarts_HasItsTasks()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var lines = LogLines.Of(Path.Combine(SharedFolder.Path!, "spark-logs", "spark4x", "logs", "eventlog_v2_app-20261128230253-0000"));
        foreach (var lane in lanes)
        {
            var run = LogLines.Load(lines, lane);

            Assert.Equal((74, 74), (run.Log.RebuiltTasks, run.Log.TaskEndsWithoutStart));
            Assert.Equal(74, run.Stages.Sum(s => s.Tasks.Count));
            Assert.Equal(90_535, run.Stages.Sum(s => s.Metrics[TaskMetric.ExecutorRunTime]));
            Assert.Equal(69_871, run.Stages.Sum(s => s.Metrics[TaskMetric.ShuffleWriteBytes]));
            Assert.Equal(114_503, run.Stages.Sum(s => Enumerable.Range(0, s.Tasks.Count).Sum(row => s.Tasks.DurationMs(row))));
            Assert.Equal(1_795_906_998_851, run.Stages[0].FirstTaskLaunchedMs);
            Assert.Equal((4, 0), (run.Stages[0].AsSpark!.NumRebuiltTasks, run.Stages[0].NumActiveTasks));
            Assert.Equal((-4, null, 0), (run.Stages[0].AsSpark!.NumActiveTasks, run.Stages[0].AsSpark!.FirstTaskLaunchedMs,
                run.Stages[0].AsSpark!.Metrics[TaskMetric.ExecutorRunTime]));
            Assert.Equal(0, RunTotals.Compute(run).Metrics[TaskMetric.ExecutorRunTime]);
            Assert.Equal(90_535, RunTotals.Compute(run).WithRebuilt!.Value[TaskMetric.ExecutorRunTime]);
            Assert.Contains("SparkListenerTaskStart", run.Log.MissingEvents.Select(m => m.Event));
            Assert.Contains("SparkListenerBlockManagerAdded", run.Log.MissingEvents.Select(m => m.Event));
        }
    }

    /// <summary>The rows of a sample log with and without its task starts are the same, whatever the order of the ends.</summary>
    [Fact]
    public void WithoutStarts_RowsAreThoseOfTheWholeLog()
    {
        var lines = LogLines.Of(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124951-0003.zstd"));
        var whole = LogLines.Load(lines);
        foreach (var lane in lanes)
        {
            var run = LogLines.Load(lines.Where(l => LogLines.KindOf(l) != "TaskStart"), lane);

            Assert.Equal(604, run.Log.RebuiltTasks);
            Assert.Equal(whole.Stages.SelectMany(Rows), run.Stages.SelectMany(Rows));
            Assert.Equal(whole.Stages.Select(s => s.FirstTaskLaunchedMs), run.Stages.Select(s => s.FirstTaskLaunchedMs));
            Assert.Equal(whole.Stages.Select(s => s.Locality), run.Stages.Select(s => s.Locality));
        }
    }

    /// <summary>One task's start is lost among others.</summary>
    [Fact]
    public void OneStartLost_IsRebuiltAlone()
    {
        var lines = LogLines.Of(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124951-0003.zstd"));
        var whole = LogLines.Load(lines);
        var at = Array.FindIndex(lines, l => LogLines.KindOf(l) == "TaskStart");

        var run = LogLines.Load(lines.Where((_, i) => i != at));

        Assert.Equal((1, QualityGrade.Partial), (run.Log.RebuiltTasks, run.Log.Grade));
        Assert.Empty(run.Log.MissingEvents);
        Assert.Equal(whole.Stages.SelectMany(Rows), run.Stages.SelectMany(Rows));
    }

    static IEnumerable<(long, int, long, long?, string?, Analyzer.Model.TaskStatus, long, bool)> Rows(StageAttempt s) =>
        Enumerable.Range(0, s.Tasks.Count).Select(r => (s.Tasks.TaskId(r), s.Tasks.Index(r), s.Tasks.LaunchTimeMs(r), s.Tasks.DurationMs(r),
            s.Tasks.ExecutorId(r), s.Tasks.Status(r), s.Tasks.Metric(r, TaskMetric.ExecutorRunTime), s.Tasks.HasMetricsObject(r)));
}
