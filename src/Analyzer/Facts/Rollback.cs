using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>
/// An attempt in which Spark ran all tasks of a stage again although output of an earlier attempt was still there: a stage before it was
/// repeated and gave other rows, or may give other rows each time. Spark 2.4 does so where it knows beforehand that a stage's output is
/// indeterminate (SPARK-25342); from 4.1 on where the checksum of what a task repeated differs from before (SPARK-51756, SPARK-54556).
/// </summary>
/// <param name="Again">The attempt that began from nothing.</param>
/// <param name="KeptTasks">Tasks of earlier attempts whose output was still there and was discarded.</param>
readonly record struct Rollback(StageAttempt Again, int KeptTasks)
{
    /// <summary>Spark's words for a job that it ends because a result that was given out cannot be taken back.</summary>
    const string Refusal = "A shuffle map stage with indeterminate output was failed and retried";

    /// <summary>A job failed because a stage could not be rolled back.</summary>
    public static bool EndedJob(Job job) => job.Failure?.Contains(Refusal, StringComparison.Ordinal) == true;

    /// <param name="run">Of which no executor's removal is missing.</param>
    /// <param name="fetchFailures">Attempts that did not get the shuffle output of others.</param>
    public static IReadOnlyList<Rollback> Find(ApplicationRun run, IReadOnlyList<TaskAttempt> fetchFailures)
    {
        if (run.Log.LacksWork || run.Log.Lacks("ExecutorRemoved")) return [];
        var retried = run.Stages.Where(s => s.AttemptId > 0 && s.Tasks.Count > 0 && !s.Info.Rdds.Any(r => r.IsBarrier)).ToList();
        if (retried.Count == 0) return [];
        var hosts = run.WorkerExecutors.GroupBy(e => e.Id).ToDictionary(g => g.Key, g => g.Last().HostName, StringComparer.Ordinal);
        var found = new List<Rollback>();
        foreach (var again in retried)
        {
            var from = again.Info.SubmissionTimeMs ?? again.FirstTaskLaunchedMs ?? 0;
            // output counts as gone with its executor and, to be sure, with its host
            var gone = run.WorkerExecutors.Where(e => e.RemoveTimeMs <= from).Select(e => e.HostName)
                .Concat(fetchFailures.Where(f => f.FinishMs <= from && f.End?.ExecutorId is not null)
                    .Select(f => hosts.GetValueOrDefault(f.End!.ExecutorId!))).ToHashSet(StringComparer.Ordinal);
            // blocks of an unknown owner: which output is gone is not known
            if (fetchFailures.Any(f => f.FinishMs <= from && f.End?.ExecutorId is null or "")) continue;
            var earlier = run.Stages.Where(s => s.StageId == again.StageId && s.AttemptId < again.AttemptId).ToList();
            if (earlier.Count == 0 || earlier.Any(e => e.Info.NumTasks > again.Info.NumTasks)) continue;
            var kept = earlier.Sum(e => Enumerable.Range(0, e.Tasks.Count).Count(r =>
                e.Tasks.EndReason(r) is { Outcome: TaskOutcome.Success }
                && e.Tasks.ExecutorId(r) is { } id && hosts.TryGetValue(id, out var host) && !gone.Contains(host)
                && e.Tasks.FinishTimeMs(r) <= from));
            if (kept > 0) found.Add(new Rollback(again, kept));
        }
        return found;
    }
}
