using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>Executors or tasks ran out of memory. The losses and fetch failures that follow are part of this cause.</summary>
sealed class OutOfMemoryDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.OutOfMemory, "outOfMemory", "Executors ran out of memory", DetectorCategory.Failures, [],
        new("Give each task more memory or less data", Degree.Low, Degree.Low, "larger executors may fit fewer to a node"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (!run.Stages.Any(s => s.Tasks.Count > 0)) return Verdict.NotApplicable("no task was started");
        var losses = facts.Losses;
        if (!losses.AnyMemory)
        {
            return losses.Executors.Any(l => l.Reason.Kind == LossKind.Killed)
                ? Verdict.NotApplicable("an executor was killed, and the log does not say whether for its memory: see lostExecutor")
                : Verdict.Clean("nothing ran out of memory");
        }
        var death = new MemoryDeath(facts);
        var ids = losses.ByMemory.Select(l => l.Executor.Id).ToHashSet(StringComparer.Ordinal);
        List<TaskAttempt> lost = [.. losses.OutOfMemoryTasks,
            .. losses.LostTasks.Where(t => ids.Contains(t.Stage.Tasks.ExecutorId(t.Row) ?? "")), .. losses.MemoryFetches];
        var edits = new LossEdits(
            losses.ByMemory, lost, [.. losses.RepeatedFor(true, false).Concat(LossEdits.Finishing(run, lost)).Distinct()]);
        var stages = edits.Tasks.Select(t => t.Stage).Distinct().Concat(edits.Stages).Distinct().ToList();
        var failedJobs = run.Jobs.Count(j =>
            j.Status == "FAILED" && j.StageIds.Any(id => losses.OutOfMemoryTasks.Concat(losses.LostTasks).Any(t => t.Stage.StageId == id)));
        var rollbacks = losses.RollbacksFor(true, false);
        List<Advice> advice = [.. death.Advice(), .. RollbackText.Advice(rollbacks)];
        return new CauseFound
        {
            Where =
            [
                .. stages.Select(s => facts.Of(s).Place(1.0 / (stages.Count + losses.ByMemory.Count), facts)),
                .. losses.ByMemory.Select(e =>
                new FindingPlace { ExecutorId = e.Executor.Id, Host = e.Executor.HostName, Label = e.Executor.RemoveReason,
                Share = 1.0 / (stages.Count + losses.ByMemory.Count) }),
            ],
            Evidence =
            [
                new("outOfMemoryTasks", losses.OutOfMemoryTasks.Count, "count", 0),
                new("lostExecutors", losses.ByMemory.Count, "count", 0),
                new("lostAttempts", edits.Tasks.Count, "count"),
                new("lostTaskMs", edits.LostMs, "ms"),
                new("repeatedStages", edits.Stages.Count, "count"),
                new("fetchFailures", losses.MemoryFetches.Count, "count"),
                new("failedJobs", failedJobs, "count"),
                new("heapBytes", facts.Settings.ExecutorHeapBytes, "bytes"),
                .. death.Slots is { } slots ? [new Evidence("tasksAtATime", slots, "count")] : Array.Empty<Evidence>(),
                .. RollbackText.Evidence(rollbacks),
            ],
            Cause = death.Sentence + (losses.ByMemory.Count > 1 ? $" {losses.ByMemory.Count} executors ended like this" : "")
                + (edits.Tasks.Count > 0
                ? $"{(losses.ByMemory.Count > 1 ? ", and" : "")} {Quantity.Plural(edits.Tasks.Count, "task attempt", "task attempts")} "
                + $"({Quantity.Duration(edits.LostMs)}) {(edits.Tasks.Count == 1 ? "was" : "were")} lost" : "")
                + (edits.Stages.Count > 0 ? $", {Quantity.Plural(edits.Stages.Count, "stage attempt", "stage attempts")} repeated" : "")
                + (failedJobs > 0 ? $". {Quantity.Plural(failedJobs, "job", "jobs")} failed because of it." : ".")
                + RollbackText.Sentence(rollbacks),
            Advice = advice,
            Confidence = death.IsCertain ? Confidence.High : Confidence.Medium,
            EstimatedMs = edits.EstimatedMs(facts),
            IsFact = true,
            AtLeast = failedJobs > 0 ? Severity.Critical : losses.ByMemory.Count > 0 ? Severity.Warning : Severity.Info,
            Without = plan => edits.Apply(plan, facts),
            // how much memory would have been enough, nobody knows
            Effects = Unknown.Effects([.. advice.Select(a => a.Setting)]),
        };
    }
}
