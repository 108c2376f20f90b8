using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using TaskStatus = Rightsizer.Analyzer.Model.TaskStatus;

namespace Rightsizer.Analyzer.Detectors.Hosts;

/// <summary>Copies of slow tasks were started, and one of each pair worked for nothing.</summary>
sealed class SpeculationDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.Speculation, "speculation", "Speculative copies were run", DetectorCategory.Scheduling, [],
        new("Change what speculation copies", Degree.Low, Degree.Medium, "real stragglers are no longer copied"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        var stages = run.Stages.Where(s => Enumerable.Range(0, s.Tasks.Count).Any(s.Tasks.Speculative)).ToList();
        if (stages.Count == 0)
        {
            return facts.Settings.Flag("spark.speculation", false) ? Verdict.Clean("speculation is on and no copy was started")
                : Verdict.NotApplicable("speculation is off");
        }
        var copies = stages.Sum(s => Enumerable.Range(0, s.Tasks.Count).Count(s.Tasks.Speculative));
        var won = stages
            .Sum(s => Enumerable.Range(0, s.Tasks.Count).Count(r => s.Tasks.Speculative(r) && s.Tasks.Status(r) == TaskStatus.Success));
        var wasted = stages.ToDictionary(s => (s.StageId, s.AttemptId), s => Losers(s));
        var ms = stages.ToDictionary(
            s => (s.StageId, s.AttemptId), s => wasted[(s.StageId, s.AttemptId)].Sum(r => (double)Math.Max(0, s.Tasks.DurationMs(r) ?? 0)));
        var total = ms.Values.Sum();
        return new CauseFound
        {
            Where = [.. stages
                .Select(s => facts.Of(s).Place(total > 0 ? ms[(s.StageId, s.AttemptId)] / total : 1.0 / stages.Count, facts))],
            Evidence =
            [
                new("speculativeAttempts", copies, "count", 0),
                new("speculativeWins", won, "count"),
                new("wastedTaskMs", total, "ms"),
            ],
            Cause = $"{Quantity.Plural(copies, "copy", "copies")} of slow tasks {(copies == 1 ? "was" : "were")} started and {won} "
                + "ended first" + (total > 0 ? $"; {Quantity.Duration(total)} of task time went into copies that did not." : "."),
            Advice = [won > 0
                ? new("find what makes the copied tasks slow", null, null,
                $"{won} of {copies} copies were quicker than the first attempt: the tasks were slow for their place, not their work. A "
                + $"slow host, if any, is named apart.")
                : new("spark.speculation", facts.Settings.Now("spark.speculation", "false"), "false",
                "No copy was quicker: the tasks are slow for their work, and a copy has the same work.",
                "No cover against a host that gets slow.")],
            Confidence = Confidence.High,
            EstimatedMs = 0,
            EstimatedCoreMs = total,
            IsFact = true,
            AtMost = Severity.Info,
            Without = plan =>
                plan.WithTasks(
                (stage, row, d) => wasted.TryGetValue((stage.StageId, stage.AttemptId), out var rows) && rows.Contains(row) ? null : d),
        };
    }

    /// <summary>Copies that did not end well. Originals that were overtaken are left: without the copy they would have run on.</summary>
    static HashSet<int> Losers(StageAttempt s) =>
        [.. Enumerable.Range(0, s.Tasks.Count).Where(r => s.Tasks.Speculative(r) && s.Tasks.Status(r) != TaskStatus.Success)];
}
