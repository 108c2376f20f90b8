using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Driver;

/// <summary>Tasks send large results to the driver.</summary>
sealed class BigResultDetector : IDetector
{
    const double MinTaskBytes = 1 << 20, MinBytes = 10 << 20;

    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.BigResult, "bigResult", "Large results are collected to the driver", DetectorCategory.Plan,
        [
            new("minTaskBytes", MinTaskBytes, "bytes",
                "mean of a task's result: Spark's spark.task.maxDirectResultSize, above which the driver fetches it apart")
                { IsSettable = true },
            new("minBytes", MinBytes, "bytes", "of a stage's results; a hundredth of spark.driver.maxResultSize") { IsSettable = true },
        ],
        new("Write results instead of collecting them", Degree.Medium, Degree.Low, "code changes"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var stages = facts.ExecutedStages.Where(s => s.Count > 0).ToList();
        if (stages.Count == 0) return Verdict.NotApplicable("no task ended well");
        var (minTask, minBytes) = (context.Limit(Descriptor, "minTaskBytes"), context.Limit(Descriptor, "minBytes"));
        var big = stages.Where(s => Bytes(s) >= minBytes && Bytes(s) >= minTask * s.Count && !IsOfBroadcast(s))
            .OrderByDescending(Bytes).ToList();
        if (big.Count == 0) return Verdict.Clean("no stage sends much to the driver");
        var top = big[0];
        var total = big.Sum(Bytes);
        var ms = big.Sum(s => s.Rows.Sum(r => (double)s.Stage.Tasks.GettingResultMs(r)) / s.Slots);
        return new CauseFound
        {
            Where = [.. big.Select(s => s.Place(Bytes(s) / total, facts))],
            Evidence = [new("resultBytes", total, "bytes", minBytes), new("tasks", top.Count, "count"),
                new("gettingResultMs", Math.Round(ms), "ms")],
            Cause = $"Stage {top.Stage.StageId} sent {Quantity.Bytes(Bytes(top))} of results from "
                + $"{Quantity.Plural(top.Count, "task", "tasks")} to the driver, which holds and unpacks them alone while the "
                + $"executors wait.",
            Advice =
            [
                new("write the result from the executors, or collect less (limit, aggregate, toLocalIterator)", null, null,
                    $"{Quantity.Bytes(total)} pass through one process."),
            ],
            Confidence = Confidence.Medium,
            EstimatedMs = ms,
            IsFact = true,
            AtMost = Severity.Info,
        };
    }

    /// <summary>Spark collects it for a join, not the user's code: a large one is the finding largeBroadcast.</summary>
    static bool IsOfBroadcast(StageTasks s) =>
        s.Stage.Info.Rdds.Any(r => r.Scope?.Contains("BroadcastExchange", StringComparison.Ordinal) == true);

    static double Bytes(StageTasks s) => s.Sum(TaskMetric.ResultSize);
}
