using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors.Failures;

/// <summary>
/// An executor was lost with its running tasks and its shuffle output, and work was done again. Those that ran out of memory are the cause
/// of outOfMemory.
/// </summary>
sealed class LostExecutorDetector : IDetector
{
    public DetectorDescriptor Descriptor { get; } = new(
        DetectorIds.LostExecutor, "lostExecutor", "Executors were lost", DetectorCategory.Failures, [],
        new("Keep executors from being lost", Degree.Medium, Degree.Medium, "nodes that are not taken back cost more"));

    public Verdict Detect(ApplicationRun run, DetectorContext context)
    {
        var facts = context.Facts;
        if (!run.WorkerExecutors.Any()) return Verdict.NotApplicable("the log has no executors besides the driver");
        var losses = facts.Losses;
        if (losses.Executors.Count == 0)
        {
            return Verdict.Clean(losses.WithShutDown.Count > 0 ? "executors went when the application was shut down, and not before"
                : "no executor was lost while the run needed it");
        }
        if (losses.ByOther.Count == 0) return Verdict.NotApplicable("the executors that were lost ran out of memory: see outOfMemory");
        var ids = losses.ByOther.Select(l => l.Executor.Id).ToHashSet(StringComparer.Ordinal);
        List<TaskAttempt> lostTasks = [
            .. losses.LostTasks.Where(t => ids.Contains(t.Stage.Tasks.ExecutorId(t.Row) ?? "")), .. losses.OtherFetches];
        var edits = new LossEdits(
            losses.ByOther, lostTasks, [.. losses.RepeatedFor(false, true).Concat(LossEdits.Finishing(run, lostTasks)).Distinct()]);
        if (edits.Tasks.Count == 0 && edits.Stages.Count == 0) return Verdict.Clean("no task was lost with the executors that went");
        var rollbacks = losses.RollbacksFor(false, true);
        var (lostMs, redoneMs, top) = (edits.LostMs, edits.RepeatedMs(facts), losses.ByOther[0]);
        var places = losses.ByOther.Count + edits.Stages.Count;
        return new CauseFound
        {
            Where =
            [
                .. losses.ByOther.Select(e =>
                new FindingPlace { ExecutorId = e.Executor.Id, Host = e.Executor.HostName, Label = e.Executor.RemoveReason,
                Share = 1.0 / places }),
                .. edits.Stages.Select(s => facts.Of(s).Place(1.0 / places, facts)),
            ],
            Evidence =
            [
                new("lostExecutors", losses.ByOther.Count, "count", 0),
                new("lostAttempts", edits.Tasks.Count, "count"),
                new("lostTaskMs", lostMs, "ms"),
                new("repeatedStages", edits.Stages.Count, "count"),
                new("repeatedTaskMs", redoneMs, "ms"),
                .. RollbackText.Evidence(rollbacks),
            ],
            Cause = $"Executor {top.Executor.Id} on {top.Executor.HostName} was lost after "
                + $"{Quantity.Duration(Math.Max(0, top.AtMs - top.Executor.AddTimeMs))}: "
                + $"{FailedAttemptsDetector.FirstLine(top.Executor.RemoveReason).TrimEnd('.')}"
                + $". {Quantity.Duration(lostMs)} of running tasks were lost"
                + (edits.Stages.Count > 0
                ? $", and {Quantity.Plural(edits.Stages.Count, "stage attempt", "stage attempts")} ({Quantity.Duration(redoneMs)} of "
                + $"tasks) repeated, because shuffle output was lost with it"
                + $"{RollbackText.Clause(rollbacks)}." : ".")
                + RollbackText.Sentence(rollbacks),
            Advice = [.. AdviceFor(losses.ByOther, facts), .. RollbackText.Advice(rollbacks)],
            Confidence = Confidence.Medium,
            EstimatedMs = edits.EstimatedMs(facts),
            IsFact = true,
            Without = plan => edits.Apply(plan, facts),
            Effects = new Dictionary<string, Func<ReplayPlan, ReplayPlan>?>(StringComparer.Ordinal)
            {
                // what ran on the executor is lost all the same; its shuffle output is not
                ["spark.shuffle.service.enabled"] = plan => new LossEdits([], losses.OtherFetches, edits.Stages).Apply(plan, facts),
                // helps where a loss is announced, and the log does not tell whether the next one is
                ["spark.decommission.enabled"] = null,
            },
        };
    }

    static IEnumerable<Advice> AdviceFor(IReadOnlyList<ExecutorLoss> lost, RunFacts facts)
    {
        var ofDisk = lost.Where(l => l.Reason.Kind == LossKind.DiskFull).ToList();
        if (ofDisk.Count > 0) yield return FullDisk.Advice(facts);
        if (ofDisk.Count == lost.Count) yield break;
        var crashed = lost.Except(ofDisk).All(
            l => l.Reason.Kind is LossKind.NoHeartbeat or LossKind.Killed || l.Reason is { Kind: LossKind.Unknown, ExitCode: not null });
        if (lost.Any(l => l.Reason.Kind is LossKind.NoHeartbeat))
            yield return new("look for long pauses of the collector on the executors that were lost", null, null,
                "An executor that does not answer within spark.network.timeout is taken for dead. Long full collections are the "
                + "usual reason.");
        if (crashed)
            yield return new("read the log of the executors that were lost", null, null,
                "They ended by themselves or were killed, and the event log does not say why."
                + (lost.Any(l => l.Reason.ExitCode == 137) ? " Exit code 137 is a kill from outside: by a person or a program, or by the "
                    + "kernel of a host whose memory was full." : ""));
        else
            yield return new("spark.decommission.enabled", facts.Settings.Now("spark.decommission.enabled", "false"), "true",
                "Where the loss is announced (Spot, scale-in), shuffle blocks are moved before the executor goes "
                    + "(spark.storage.decommission.shuffleBlocks.enabled).", "Needs a moment's notice; does not help after a crash.");
        yield return new("spark.shuffle.service.enabled", facts.Settings.Now("spark.shuffle.service.enabled", "false"), "true",
            "Shuffle output then outlives an executor that dies while its host stays.", "The service has to run on each host.");
    }
}
