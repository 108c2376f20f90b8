using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Replay.Preparation;

/// <summary>Which job each stage attempt belongs to, when it ran, and which attempts had to end before it.</summary>
sealed class StageNodes
{
    /// <summary>Events of one moment carry stamps a few milliseconds apart.</summary>
    const int ToleranceMs = 5;

    public required long[] SubmittedMs { get; init; }
    public required long[] EndedMs { get; init; }

    /// <summary>Place of the job, by stage.</summary>
    public required int[] Job { get; init; }
    public required int[][] Parents { get; init; }
    public required bool[] HoldsJob { get; init; }

    public static StageNodes Build(IReadOnlyList<StageAttempt> stages, IReadOnlyList<Job> jobs, ObservedTasks tasks, long endMs)
    {
        var n = stages.Count;
        var nodes = new StageNodes
        {
            SubmittedMs = new long[n],
            EndedMs = new long[n],
            Job = new int[n],
            Parents = new int[n][],
            HoldsJob = new bool[n],
        };
        var placeOfJob = new Dictionary<int, int>();
        for (var j = 0; j < jobs.Count; j++) placeOfJob[jobs[j].JobId] = j;
        var placeOfLoneStage = new Dictionary<int, int>();
        for (var j = 0; j < jobs.Count; j++)
        {
            foreach (var id in jobs[j].StageIds) placeOfLoneStage[id] = j;
        }
        var attempts = new Dictionary<int, List<int>>();
        for (var s = 0; s < n; s++)
        {
            nodes.Span(s, stages[s], tasks);
            nodes.Job[s] = JobOf(stages[s], nodes.SubmittedMs[s], jobs, placeOfJob, placeOfLoneStage, tasks.StartMs, endMs);
            var job = jobs[nodes.Job[s]];
            nodes.HoldsJob[s] = job.CompletionTimeMs is not { } done || nodes.EndedMs[s] <= done - tasks.StartMs + ToleranceMs;
            if (!attempts.TryGetValue(stages[s].StageId, out var list)) attempts[stages[s].StageId] = list = [];
            list.Add(s);
        }
        var unknown = JobsWithoutParents(stages, nodes.Job);
        for (var s = 0; s < n; s++)
        {
            var told = nodes.ParentsOf(s, stages[s], jobs, attempts, tasks.StartMs);
            nodes.Parents[s] = unknown.Contains(nodes.Job[s]) ? nodes.ByOrder(s, stages, told) : told;
        }
        return nodes;
    }

    void Span(int s, StageAttempt stage, ObservedTasks tasks)
    {
        long firstLaunch = long.MaxValue, lastFinish = 0;
        for (var t = tasks.FirstOfStage[s]; t < tasks.FirstOfStage[s + 1]; t++)
        {
            firstLaunch = Math.Min(firstLaunch, tasks.LaunchMs[t]);
            lastFinish = Math.Max(lastFinish, tasks.FinishMs(t));
        }
        // a task cannot have been launched before its stage was submitted
        SubmittedMs[s] = Math.Clamp((stage.Info.SubmissionTimeMs ?? tasks.StartMs + firstLaunch) - tasks.StartMs, 0, firstLaunch);
        EndedMs[s] = Math.Max(SubmittedMs[s], stage.Info.CompletionTimeMs is { } c ? c - tasks.StartMs : lastFinish);
    }

    /// <summary>The job that ran when the stage was submitted; jobs given by id.</summary>
    static int JobOf(StageAttempt stage, long submittedMs, IReadOnlyList<Job> jobs, Dictionary<int, int> placeOfJob,
        Dictionary<int, int> placeOfLoneStage, long startMs, long endMs)
    {
        var (best, bestRank) = (-1, int.MaxValue);
        foreach (var id in stage.JobIds)
        {
            if (!placeOfJob.TryGetValue(id, out var j)) continue;
            var begun = (jobs[j].SubmissionTimeMs ?? startMs) - startMs <= submittedMs + ToleranceMs;
            var running = begun && (jobs[j].CompletionTimeMs ?? endMs) - startMs >= submittedMs;
            var rank = running ? 0 : begun ? 1 : 2;
            if (rank < bestRank) (best, bestRank) = (j, rank);
        }
        // no job of the log claims it: one was put in its place
        return best >= 0 ? best : placeOfLoneStage[stage.StageId];
    }

    int[] ParentsOf(int s, StageAttempt stage, IReadOnlyList<Job> jobs, Dictionary<int, List<int>> attempts, long startMs)
    {
        var since = Math.Max(0, (jobs[Job[s]].SubmissionTimeMs ?? startMs) - startMs);
        var parents = new List<int>();
        foreach (var id in stage.Info.ParentIds.Distinct())
        {
            // ids grow from parent to child; anything else is a damaged log and could wait for itself
            if (id < stage.StageId) AddLatest(parents, s, id, since, attempts);
        }
        if (stage.AttemptId > 0) AddLatest(parents, s, stage.StageId, since, attempts);
        return [.. parents];
    }

    /// <summary>
    /// Jobs of several stages none of which names a parent: Spark before 1.4 did not write "Parent IDs". (With them, at least the last
    /// stage of such a job has one.)
    /// </summary>
    static HashSet<int> JobsWithoutParents(IReadOnlyList<StageAttempt> stages, int[] jobOf)
    {
        var several = new HashSet<int>();
        var told = new HashSet<int>();
        var first = new Dictionary<int, int>();
        for (var s = 0; s < stages.Count; s++)
        {
            if (stages[s].Info.ParentIds.Count > 0) told.Add(jobOf[s]);
            if (first.TryGetValue(jobOf[s], out var id) && id != stages[s].StageId) several.Add(jobOf[s]);
            first.TryAdd(jobOf[s], stages[s].StageId);
        }
        several.ExceptWith(told);
        return several;
    }

    /// <summary>
    /// A stage without parents is submitted with its job, any other when its parents end: so what of its job had ended by then, of lower
    /// id, are its parents or theirs.
    /// </summary>
    int[] ByOrder(int s, IReadOnlyList<StageAttempt> stages, int[] told)
    {
        var parents = new List<int>(told);
        for (var p = 0; p < s; p++)
        {
            if (Job[p] == Job[s] && stages[p].StageId != stages[s].StageId && EndedMs[p] <= SubmittedMs[s] + ToleranceMs
                && !parents.Contains(p)) parents.Add(p);
        }
        return [.. parents];
    }

    void AddLatest(List<int> parents, int s, int id, long since, Dictionary<int, List<int>> attempts)
    {
        if (!attempts.TryGetValue(id, out var list)) return;
        for (var i = list.Count - 1; i >= 0; i--)
        {
            var p = list[i];
            if (p >= s || EndedMs[p] > SubmittedMs[s] + ToleranceMs || EndedMs[p] < since) continue;
            parents.Add(p);
            return;
        }
    }
}
