using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Jobs in place of those whose start the log lost: stages that wait for each other are of one job.</summary>
/// <remarks>
/// Such a job must not begin before its stages do: the time before the first job is one a session or a driver waited, and none of a job's.
/// </remarks>
static class JobsNotInLog
{
    /// <param name="stages">Those that ran tasks, by id and attempt.</param>
    /// <param name="jobs">By job id.</param>
    /// <param name="startMs">Application's start, epoch milliseconds.</param>
    /// <returns>By their first stage, with ids after those of the log; none where each stage has a job.</returns>
    public static List<Job> Find(IReadOnlyList<StageAttempt> stages, IReadOnlyList<Job> jobs, long startMs)
    {
        var known = jobs.Select(j => j.JobId).ToHashSet();
        var groups = new List<List<StageAttempt>>();
        var groupOf = new Dictionary<int, int>();
        foreach (var stage in stages.Where(s => !s.JobIds.Any(known.Contains)))
        {
            // ids grow from parent to child, and a later attempt is of the same job
            var group = stage.Info.ParentIds.Prepend(stage.StageId).Select(id => groupOf.GetValueOrDefault(id, -1)).Max();
            if (group < 0)
            {
                group = groups.Count;
                groups.Add([]);
            }
            groups[group].Add(stage);
            groupOf[stage.StageId] = group;
        }
        var next = jobs.Count == 0 ? 0 : jobs[^1].JobId + 1;
        return [.. groups.Select((group, i) => new Job
        {
            JobId = next + i,
            StageIds = [.. group.Select(s => s.StageId).Distinct()],
            SubmissionTimeMs = Math.Max(startMs, group.Min(s => FromMs(s))),
            CompletionTimeMs = group.Max(s => UntilMs(s)),
        })];
    }

    static long FromMs(StageAttempt stage)
    {
        var first = Rows(stage).Min(r => stage.Tasks.LaunchTimeMs(r));
        return Math.Min(stage.Info.SubmissionTimeMs ?? first, first);
    }

    static long UntilMs(StageAttempt stage) =>
        stage.Info.CompletionTimeMs ?? Rows(stage).Max(r => stage.Tasks.FinishTimeMs(r) ?? stage.Tasks.LaunchTimeMs(r));

    static IEnumerable<int> Rows(StageAttempt stage) => Enumerable.Range(0, stage.Tasks.Count);
}
