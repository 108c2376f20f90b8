using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Plans;

/// <summary>Rows are sent to Python worker processes and back.</summary>
sealed class PythonUdfDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.PythonUdf, "pythonUdf", "Rows are worked on in Python", DetectorCategory.Plan, [],
        new("Use built-in or vectorised functions for Python UDFs", Degree.Medium, Degree.Low, "code changes"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var stages = facts.ExecutedStages.Where(s => s.Count > 0).ToList();
        if (stages.Count == 0) return Verdict.NotApplicable("no task ended well");
        var python = stages.Select(s =>
            (Tasks: s, Nodes: StagePlan.NodesOf(s.Stage, facts.SqlOf(s.Stage), StagePlan.IsPython),
            IsRdd: s.Stage.Info.Rdds.Any(r => r.Name == "PythonRDD")))
            .Where(s => s.Nodes.Count > 0 || s.IsRdd).OrderByDescending(s => OutsideMs(s.Tasks)).ToList();
        if (python.Count == 0) return Verdict.Clean("no stage works in Python");
        var total = python.Sum(s => OutsideMs(s.Tasks));
        var (top, nodes, _) = python[0];
        return new CauseFound
        {
            Where = [.. python.Select(s => s.Tasks.Place(total > 0 ? OutsideMs(s.Tasks) / total : 1.0 / python.Count, facts))],
            Evidence = [new("stages", python.Count, "count", 0), new("outsideJvmTaskMs", Math.Round(total), "ms"),
                new("runTaskMs", python.Sum(s => s.Tasks.RunMs.Sum()), "ms")],
            Cause = $"Stage {top.Stage.StageId} works in Python"
                + (nodes.Count > 0 ? $" ({nodes[0].NodeName})" : " (an RDD of Python functions)")
                + $": up to {Quantity.CoreTime((long)OutsideMs(top))} of the {Quantity.CoreTime((long)top.RunMs.Sum())} of its tasks "
                + "passed outside the JVM, in the Python worker or waiting.",
            Advice =
            [
                nodes.Any(n => n.NodeName == "BatchEvalPython")
                    ? new("use built-in functions, or a pandas UDF, in place of the Python UDF", null, null,
                    "Rows go to the worker pickled one by one; Arrow sends columns, and built-in functions stay in the JVM.",
                    "Types are stricter in Arrow.")
                    : new("use DataFrame functions in place of Python functions, where they exist", null, null,
                    "Built-in functions stay in the JVM and are compiled.", "The code has to be rewritten."),
            ],
            Confidence = Confidence.Low,
            IsFact = true,
            // the worker's time is the job's work too: what other code would take is not in the log
            AtMost = Severity.Info,
        };
    }

    /// <summary>Run time that is neither CPU of the JVM, nor its pauses, nor waiting for a shuffle.</summary>
    static double OutsideMs(StageTasks s) =>
        s.Rows.Select((r, i) =>
        Math.Max(0, s.WorkMs[i] - s.Metric(r, TaskMetric.ExecutorCpuTime) / 1e6 - s.Metric(r, TaskMetric.ShuffleFetchWaitTime) - s
        .Metric(r, TaskMetric.ShuffleWriteTime) / 1e6)).Sum();
}
