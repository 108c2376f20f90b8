using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>
/// Stages of a later job that make lost shuffle output again. Spark skips a stage whose output is still there, also that of another job.
/// Where a part of the output is lost it runs a new stage of the same RDD with a task for each partition that is missing
/// (ShuffleMapStage.findMissingPartitions).
/// </summary>
static class RecomputedStages
{
    /// <summary>In the run's order: stages of the first attempt that recompute what went with these executors.</summary>
    public static IEnumerable<StageAttempt> Find(ApplicationRun run, IReadOnlyList<ExecutorLoss> lost)
    {
        if (lost.Count == 0) yield break;
        // a result stage may run on some partitions only, as take() does; a stage whose output others read runs on all that are missing
        var isRead = run.Stages.SelectMany(s => s.Info.ParentIds).ToHashSet();
        var ofRdd = run.Stages.Where(s => isRead.Contains(s.StageId) && s.Info.Rdds.Count > 0).ToLookup(s => LastRdd(s).RddId);
        foreach (var stage in run.Stages)
        {
            if (stage.AttemptId > 0 || stage.Tasks.Count == 0 || !isRead.Contains(stage.StageId) || stage.Info.Rdds.Count == 0) continue;
            if (stage.Info.NumTasks >= LastRdd(stage).NumPartitions) continue;
            var before = ofRdd[LastRdd(stage).RddId].Where(
                s => s.StageId < stage.StageId && s.Status == "COMPLETE" && s.Info.CompletionTimeMs <= stage.Info.SubmissionTimeMs);
            if (stage.Info.NumTasks <= before.Sum(s => OnLost(s, stage.Info.SubmissionTimeMs ?? 0))) yield return stage;
        }

        int OnLost(StageAttempt made, long untilMs)
        {
            var gone = lost.Where(l => l.AtMs >= made.Info.CompletionTimeMs && l.AtMs <= untilMs).Select(l => l.Executor.Id)
                .ToHashSet(StringComparer.Ordinal);
            return Enumerable.Range(0, made.Tasks.Count).Count(
                r => made.Tasks.EndReason(r) is null or { Outcome: TaskOutcome.Success } && gone.Contains(made.Tasks.ExecutorId(r) ?? ""));
        }
    }

    /// <summary>What the stage makes: the last of its RDDs.</summary>
    static RddInfo LastRdd(StageAttempt s) => s.Info.Rdds.MaxBy(r => r.RddId)!;
}
