using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>
/// Tasks did not get the shuffle output of executors that the log does not know as lost, and stages were repeated for it.
/// </summary>
sealed class FetchFailureDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.FetchFailure, "fetchFailure", "Shuffle output could not be fetched", DetectorCategory.Failures, [],
        new("Find out why shuffle output could not be fetched", Degree.Medium, Degree.Low, "none beyond the fix"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (!run.Stages.Any(s =>
            s.Tasks.HasColumn(TaskMetric.ShuffleWriteBytes) || s.Tasks.HasColumn(TaskMetric.ShuffleLocalBytesRead) || s.AttemptId > 0)
            && facts.Losses.FetchFailures.Count == 0)
            return Verdict.NotApplicable("no stage reads a shuffle");
        var losses = facts.Losses;
        if (losses.FetchFailures.Count == 0)
        {
            return Verdict.Clean(losses.WithShutDown.Count > 0 ? "every shuffle block was fetched until the application was shut down"
                : "every shuffle block was fetched");
        }
        if (losses.LoneFetches.Count == 0) return Verdict.NotApplicable("the shuffle output was lost with its executor");
        var again = LossEdits.Finishing(run, losses.LoneFetches);
        var edits = new LossEdits([], losses.LoneFetches, [.. losses.RepeatedFor(false, false), .. again]);
        var repeated = edits.Stages.Except(again).ToList();
        var rollbacks = losses.RollbacksFor(false, false);
        var (first, repeatedMs) = (losses.LoneFetches[0], repeated.Sum(s => facts.Of(s).DurationMs.Sum()));
        var lost = repeated.Sum(s => s.Info.NumTasks);
        var source = first.End?.ExecutorId;
        var places = repeated.Count + losses.LoneFetches.Select(f => f.Stage).Distinct().Count();
        return new CauseFound
        {
            Where =
            [
                .. repeated.Select(s => facts.Of(s).Place(1.0 / places, facts)),
                .. losses.LoneFetches.Select(f => f.Stage).Distinct().Select(s => facts.Of(s).Place(1.0 / places, facts)),
            ],
            Evidence =
            [
                new("fetchFailures", losses.LoneFetches.Count, "count", 0),
                new("repeatedStages", repeated.Count, "count"),
                new("repeatedTasks", lost, "count"),
                new("repeatedTaskMs", repeatedMs, "ms"),
                .. RollbackText.Evidence(rollbacks),
            ],
            Cause = $"{Quantity.Plural(losses.LoneFetches.Count, "task", "tasks")} of stage {first.Stage.StageId} could not fetch "
                + $"shuffle output" + (source is null ? "" : $" of executor {source}") + $": {Message(first)}"
                + (repeated.Count > 0
                ? $" Stage {repeated[0].StageId} was run again for {Quantity.Plural(lost, "lost partition", "lost partitions")}: "
                + $"{Quantity.Duration(repeatedMs)} of tasks, while the other slots waited{RollbackText.Clause(rollbacks)}." : "")
                + RollbackText.Sentence(rollbacks),
            Advice =
            [
                new($"read the log of {(source is null ? "the executor that held the blocks" : "executor " + source)} at that time", null,
                    null, "The log of the application does not say why it did not answer: a full disk, a long collection, a "
                    + "network fault."),
                new("spark.shuffle.io.maxRetries", facts.Settings["spark.shuffle.io.maxRetries"],
                    SettingText.Whole(2 * facts.Settings.Number("spark.shuffle.io.maxRetries", 3)),
                    $"A host that answers again within more tries, "
                        + $"{Quantity.Duration(facts.Settings.Ms("spark.shuffle.io.retryWait", 5_000))} apart, costs less than a "
                        + $"repeated stage.", "A host that is gone for good is noticed later."),
                new("spark.shuffle.service.enabled", facts.Settings["spark.shuffle.service.enabled"], "true",
                    "Another process than the executor then serves the blocks.", "The service has to run on each host."),
                .. RollbackText.Advice(rollbacks),
            ],
            Confidence = Confidence.Medium,
            EstimatedMs = edits.EstimatedMs(facts),
            IsFact = true,
            Without = plan => edits.Apply(plan, facts),
            // why the blocks were not served is not in the log, so neither is whether these would have helped
            Effects = Unknown.Effects("spark.shuffle.io.maxRetries", "spark.shuffle.service.enabled"),
        };
    }

    static string Message(TaskAttempt attempt)
    {
        var text = attempt.End?.ErrorText ?? attempt.Stage.Info.FailureReason ?? "";
        var lines = text.Split('\n').Select(l => l.Trim())
            .Where(l => l.Length > 0 && !l.StartsWith("FetchFailed(", StringComparison.Ordinal) && !l.StartsWith(')')).ToList();
        return lines.Count == 0 ? "the log has no message." : FailedAttemptsDetector.FirstLine(lines[0]).TrimEnd('.') + ".";
    }
}
