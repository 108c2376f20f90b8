using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>Jobs to size, made by hand.</summary>
static class SizedJobs
{
    /// <summary>A chain of stages on executors of 4 cores that are busy throughout; all of it CPU time.</summary>
    public static RunSketch Sketch(int executors = 4, int stages = 4, int waves = 10, long taskMs = 30_000, Action<TaskSketch>? with = null)
    {
        const int cores = 4;
        var slots = executors * cores;
        var stageMs = waves * taskMs;
        var sketch = new RunSketch(10_000 + stages * stageMs + 1_000);
        sketch.Setting("spark.master", "yarn").Setting("spark.executor.memory", "9486M").Setting("spark.emr.default.executor.cores", "4")
            .SystemProperty("os.arch", "amd64")
            .HadoopSetting("yarn.nodemanager.resource.memory-mb", "12288").HadoopSetting("yarn.nodemanager.resource.cpu-vcores", "4");
        for (var e = 1; e <= executors; e++)
            sketch.Executor(e.ToString(CultureInfo.InvariantCulture), cores, 2_000, null, $"ip-10-0-0-{e}.ec2.internal");
        for (var s = 0; s < stages; s++)
        {
            var from = 10_000 + s * stageMs;
            var stage = sketch.Stage(s);
            (stage.JobId, stage.Times) = (s, (from, from + stageMs));
            for (var t = 0; t < slots * waves; t++)
                stage.Task((t % slots / cores + 1).ToString(CultureInfo.InvariantCulture), from + t / slots * taskMs, taskMs, with);
            sketch.Job(s, from, from + stageMs, s);
        }
        return sketch;
    }

    public static ApplicationRun Run(
        int executors = 4, int stages = 4, int waves = 10, long taskMs = 30_000, Action<TaskSketch>? with = null) =>
        Sketch(executors, stages, waves, taskMs, with).Build();

    /// <summary>The run with the sums of its stages, which a sketch leaves at 0: without them no network or disk bounds a stage.</summary>
    public static ApplicationRun WithSums(ApplicationRun run) => run with
    {
        Stages = [.. run.Stages.Select(s =>
        {
            var sums = new TaskMetrics();
            foreach (var metric in Enum.GetValues<TaskMetric>())
            {
                for (var row = 0; row < s.Tasks.Count; row++) sums[metric] += s.Tasks.Metric(row, metric);
            }
            return s with { Metrics = sums };
        })],
    };

    public static void Sleeps(TaskSketch task) => task[TaskMetric.ExecutorCpuTime] = 0;
}
