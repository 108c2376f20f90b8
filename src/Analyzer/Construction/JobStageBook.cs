using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Jobs, stage attempts and their tasks, as AppStatusListener keeps them.</summary>
sealed class JobStageBook(ExecutorBook executors)
{
    readonly Dictionary<int, LiveJob> liveJobs = [];
    readonly Dictionary<int, LiveJob> jobs = [];

    // by StageKey.Packed and in no order: a sorted dictionary over a struct of ours is compiled anew in every process
    readonly Dictionary<long, LiveStage> liveStages = [];
    readonly Dictionary<long, StageGenerations> generations = [];

    /// <summary>The queue of live stages is not tidied for fewer.</summary>
    const int FewStages = 1000;

    // the live ones, and what they were before: who takes one looks whether it still is
    readonly PriorityQueue<LiveStage, long> bySubmission = new();

    // who lists whom, so that no event looks through all jobs or stages
    readonly Dictionary<int, List<LiveStage>> liveStagesById = [];
    readonly Dictionary<int, List<LiveJob>> liveJobsByStage = [];
    readonly Dictionary<long, TaskTable> tables = [];
    readonly Dictionary<long, (TaskTable Table, int Row)> liveTasks = [];
    StageKey lastKey = new(-1, -1), lastTableKey = new(-1, -1);
    LiveStage? lastStage;
    TaskTable? lastTable;

    public long EndsWithoutStart { get; private set; }
    public long EndsWithoutLiveStage { get; private set; }

    /// <summary>Successes that were taken back because their output was lost: a second end of the same task.</summary>
    public long TakenBack { get; private set; }

    /// <summary>Tasks of which the log has the end alone.</summary>
    public long RebuiltTasks { get; private set; }

    public bool AnyLiveStageSubmittedBefore(long timeMs) => EarliestLiveMs() < timeMs;

    /// <summary>When the first of the live stages was submitted, 0 where it was not yet; <see cref="long.MaxValue"/> without one.</summary>
    long EarliestLiveMs()
    {
        while (bySubmission.TryPeek(out var stage, out var ms))
        {
            var key = new StageKey(stage.Info.StageId, stage.Info.AttemptId);
            if (liveStages.TryGetValue(key.Packed, out var live) && live == stage && (stage.Info.SubmissionTimeMs ?? 0) == ms) return ms;
            bySubmission.Dequeue();
        }
        return long.MaxValue;
    }

    void SetInfo(LiveStage stage, StageInfo info, bool isNew)
    {
        var before = stage.Info.SubmissionTimeMs;
        stage.Info = info;
        if (!isNew && before == info.SubmissionTimeMs) return;
        bySubmission.Enqueue(stage, info.SubmissionTimeMs ?? 0);
        if (bySubmission.Count > 2 * liveStages.Count + FewStages) DropRetired();
    }

    /// <summary>
    /// Keeps the queue no longer than the stages are many: where no executor is lost, nobody takes the retired ones out, and jobs that
    /// list the same stages again and again retire as many as they list.
    /// </summary>
    void DropRetired()
    {
        bySubmission.Clear();
        foreach (var stage in liveStages.Values) bySubmission.Enqueue(stage, stage.Info.SubmissionTimeMs ?? 0);
    }

    public void OnJobStart(JobStartEvent e)
    {
        var job = new LiveJob(new Job
        {
            JobId = e.JobId,
            Name = e.Stages.Count == 0 ? "" : LastById(e.Stages).Name,
            Description = e.Properties.GetValueOrDefault("spark.job.description"),
            JobGroup = e.Properties.GetValueOrDefault("spark.jobGroup.id"),
            Tags = [.. (e.Properties.GetValueOrDefault("spark.job.tags") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct()
                .Order(StringComparer.Ordinal)],
            SqlExecutionId = SqlBook.ExecutionIdOf(e),
            IsStreaming = e.Properties.ContainsKey("sql.streaming.queryId")
                || e.Properties.ContainsKey("spark.streaming.internal.batchTime"),
            Pool = e.Properties.GetValueOrDefault("spark.scheduler.pool"),
            SubmissionTimeMs = e.SubmissionTimeMs > 0 ? e.SubmissionTimeMs : null,
            StageIds = [.. e.Stages.Select(s => s.StageId)],
            NumTasks = (int)Math.Min(int.MaxValue, e.Stages.Where(s => s.CompletionTimeMs is null).Sum(s => (long)s.NumTasks)),
        });
        if (liveJobs.Remove(e.JobId, out var before)) ForgetStages(before);
        liveJobs[e.JobId] = jobs[e.JobId] = job;
        foreach (var id in job.Job.StageIds.Distinct()) ListFor(liveJobsByStage, id).Add(job);
        foreach (var info in e.Stages)
        {
            var stage = StageFor(info);
            stage.Jobs.Add(job);
            stage.JobIds.Add(e.JobId);
        }
    }

    /// <summary>Spark names a job after its last stage; of equal ids the first.</summary>
    static StageInfo LastById(IReadOnlyList<StageInfo> stages) => stages.MaxBy(s => s.StageId)!;

    public void OnJobEnd(JobEndEvent e)
    {
        if (!liveJobs.Remove(e.JobId, out var job)) return;
        ForgetStages(job);
        foreach (var stage in job.Job.StageIds.Distinct().SelectMany(LiveStagesOf).Where(s => s.Status == "PENDING").ToList())
        {
            stage.Status = "SKIPPED";
            job.SkippedStages.Add(stage.Info.StageId);
            job.SkippedTasks += stage.Info.NumTasks;
            Retire(new StageKey(stage.Info.StageId, stage.Info.AttemptId));
        }
        job.Job.Status = e.Succeeded ? "SUCCEEDED" : "FAILED";
        job.Job.CompletionTimeMs = e.CompletionTimeMs > 0 ? e.CompletionTimeMs : null;
        if (!e.Succeeded) job.Job.Failure = e.FailureMessage;
        job.Save();
    }

    public void OnStageSubmitted(StageSubmittedEvent e)
    {
        var stage = StageFor(e.Stage);
        stage.Status = "ACTIVE";
        stage.Pool = e.Properties.GetValueOrDefault("spark.scheduler.pool") is { Length: > 0 } pool ? pool : "default";
        stage.Jobs = [.. liveJobsByStage.GetValueOrDefault(e.Stage.StageId) ?? []];
        stage.JobIds = [.. stage.Jobs.Select(j => j.Job.JobId)];
        stage.Description = e.Properties.GetValueOrDefault("spark.job.description");
        foreach (var job in stage.Jobs)
        {
            job.CompletedStages.Remove(e.Stage.StageId);
            job.ActiveStages++;
        }
    }

    public void OnStageCompleted(StageCompletedEvent e)
    {
        var key = new StageKey(e.Stage.StageId, e.Stage.AttemptId);
        if (liveStages.TryGetValue(key.Packed, out var stage))
        {
            SetInfo(stage, e.Stage, isNew: false);
            stage.Status = e.Stage.FailureReason is not null ? "FAILED" : e.Stage.SubmissionTimeMs is not null ? "COMPLETE" : "SKIPPED";
            foreach (var job in stage.Jobs)
            {
                if (stage.Status == "COMPLETE") job.CompletedStages.Add(e.Stage.StageId);
                else if (stage.Status == "SKIPPED")
                {
                    job.SkippedStages.Add(e.Stage.StageId);
                    job.SkippedTasks += e.Stage.NumTasks;
                }
                else job.FailedStages++;
                job.ActiveStages--;
            }
            foreach (var id in stage.Excluded) executors.Live(id)?.ExcludedInStages.Remove(e.Stage.StageId);
            if (stage.Active == 0) Retire(key);
        }
        if (executors.AnyDead) executors.ForgetDead(EarliestLiveMs());
    }

    public void OnExclusion(ExclusionEvent e)
    {
        if (e.StageId is not { } id || !liveStages.TryGetValue(new StageKey(id, e.StageAttemptId ?? 0).Packed, out var stage)) return;
        if (e.ExecutorId is { } executor) stage.Excluded.Add(executor);
        else stage.Excluded.UnionWith(executors.Targets(e).Select(x => x.Id));
    }

    public void OnStageMetrics(int stageId, int attemptId, in ExecutorMetrics metrics)
    {
        if (LiveStageOf(new StageKey(stageId, attemptId)) is { } stage) stage.Peak.Raise(metrics);
    }

    public void OnTaskStart(in TaskStartEvent e)
    {
        var key = new StageKey(e.StageId, e.StageAttemptId);
        var live = LiveStageOf(key);
        var table = TableOf(key, live);
        liveTasks[e.Task.TaskId] = (table, table.AddStarted(e.Task));
        if (live is { } stage)
        {
            if (e.Task.Speculative)
            {
                stage.Speculation ??= new int[5];
                stage.Speculation[0]++;
                stage.Speculation[1]++;
            }
            stage.Active++;
            stage.FirstLaunchMs = Math.Min(stage.FirstLaunchMs ?? long.MaxValue, e.Task.LaunchTimeMs);
            if (e.Task.Locality is { } locality) stage.CountLocality(locality);
            foreach (var job in stage.Jobs) job.Active++;
        }
        executors.OnTaskStart(e.Task.ExecutorId);
    }

    public void OnTaskGettingResult(TaskGettingResultEvent e)
    {
        if (liveTasks.TryGetValue(e.Task.TaskId, out var at)) at.Table.SetInfo(at.Row, e.Task);
    }

    public void OnTaskEnd(in TaskEndEvent e)
    {
        var key = new StageKey(e.StageId, e.StageAttemptId);
        var stage = LiveStageOf(key);
        var counts = TaskCounts.From(e.Reason.Outcome);
        if (liveTasks.Remove(e.Task.TaskId, out var at))
        {
            at.Table.SetInfo(at.Row, e.Task);
            SetMetrics(stage, at, e.Metrics);
            at.Table.SetEnd(at.Row, e.Reason, e.HasMetrics);
        }
        else
        {
            EndsWithoutStart++;
            if (e.Reason.Outcome == TaskOutcome.Resubmitted) TakenBack++;
            Rebuild(stage, key, e, counts);
        }

        if (stage is not null) EndInStage(stage, key, e, counts);
        else EndsWithoutLiveStage++;
        executors.OnTaskEnd(e, counts);
    }

    /// <summary>A task's end says all that the task did. One that ends for the second time is there already.</summary>
    void Rebuild(LiveStage? live, StageKey key, in TaskEndEvent e, in TaskCounts counts)
    {
        if (counts.Ended == 0 || (live ?? generations.GetValueOrDefault(key.Packed)?.Shown) is not { } stage) return;
        var table = TableOf(key, stage);
        if (table.AddRebuilt(e.Task) is not { } row) return;
        table.SetMetrics(row, e.Metrics);
        table.SetEnd(row, e.Reason, e.HasMetrics);
        (stage.Rebuilt ??= new RebuiltTasks()).Add(e, counts);
        RebuiltTasks++;
    }

    void EndInStage(LiveStage stage, StageKey key, in TaskEndEvent e, in TaskCounts counts)
    {
        stage.Active -= counts.Ended;
        stage.Completed += counts.Completed;
        if (counts.Completed > 0) stage.CompletedIndices.Add(e.Task.Index);
        stage.Failed += counts.Failed;
        stage.Killed += counts.Killed;
        var killReason = counts.Killed > 0 ? e.Reason.ErrorText ?? "" : null;
        if (killReason is not null) Count(ref stage.KilledSummary, killReason);
        stage.Peak.Raise(e.ExecutorMetrics);
        if (e.Task.Speculative)
        {
            stage.Speculation ??= new int[5];
            stage.Speculation[1]--;
            stage.Speculation[2] += counts.Completed;
            stage.Speculation[3] += counts.Failed;
            stage.Speculation[4] += counts.Killed;
        }
        var over = stage.Active == 0 && (stage.Status is "COMPLETE" or "FAILED");
        foreach (var job in stage.Jobs)
        {
            job.Active -= counts.Ended;
            job.Completed += counts.Completed;
            if (counts.Completed > 0) job.AddCompletedIndex(e.StageId, e.Task.Index);
            job.Failed += counts.Failed;
            job.Killed += counts.Killed;
            if (killReason is not null) Count(ref job.KilledSummary, killReason);
            if (over) job.Save();
        }
        if (over) Retire(key);
    }

    /// <summary>Metrics so far of a running task, from a heartbeat.</summary>
    public void OnTaskMetrics(TaskMetricsUpdate u)
    {
        if (!liveTasks.TryGetValue(u.TaskId, out var at)) return;
        SetMetrics(LiveStageOf(new StageKey(u.StageId, u.StageAttemptId)), at, u.Metrics);
    }

    /// <summary>What the task had counted so far gives way, in its row and in the sums of its stage.</summary>
    static void SetMetrics(LiveStage? stage, (TaskTable Table, int Row) at, in TaskMetrics metrics)
    {
        if (stage is not null)
        {
            stage.Metrics.Add(metrics);
            if (at.Table.HasMetrics(at.Row)) stage.Metrics.Subtract(at.Table.MetricsOf(at.Row));
        }
        at.Table.SetMetrics(at.Row, metrics);
    }

    public IReadOnlyList<Job> BuildJobs()
    {
        foreach (var job in jobs.Values.Where(j => !j.Saved || liveJobs.GetValueOrDefault(j.Job.JobId) == j)) job.Save();
        int[] ids = [.. jobs.Keys];
        Array.Sort(ids);
        return Array.ConvertAll(ids, id => jobs[id].Job);
    }

    /// <summary>The executed record of each attempt where there is one, else the latest.</summary>
    public IReadOnlyList<StageAttempt> BuildStages()
    {
        long[] keys = [.. generations.Keys];
        Array.Sort(keys);
        var stages = new List<StageAttempt>(keys.Length);
        foreach (var key in keys)
        {
            var records = generations[key];
            var shown = records.Shown;
            stages.Add(shown.Build(tables.GetValueOrDefault(key) ?? new TaskTable(), restShowsSkipped: shown != records.Latest));
        }
        return stages;
    }

    TaskTable TableOf(StageKey key, LiveStage? stage)
    {
        if (lastTable is not null && key == lastTableKey) return lastTable;
        if (!tables.TryGetValue(key.Packed, out var table)) tables[key.Packed] = table = new TaskTable(stage?.Info.NumTasks ?? 0);
        (lastTableKey, lastTable) = (key, table);
        return table;
    }

    LiveStage StageFor(StageInfo info)
    {
        var key = new StageKey(info.StageId, info.AttemptId);
        var isNew = !liveStages.TryGetValue(key.Packed, out var stage);
        if (stage is null)
        {
            stage = liveStages[key.Packed] = new LiveStage(info);
            lastStage = null;
            if (generations.TryGetValue(key.Packed, out var records)) records.Add(stage);
            else generations[key.Packed] = new StageGenerations(stage);
            ListFor(liveStagesById, info.StageId).Add(stage);
        }
        SetInfo(stage, info, isNew);
        return stage;
    }

    LiveStage? LiveStageOf(StageKey key)
    {
        if (lastStage is not null && key == lastKey) return lastStage;
        if (!liveStages.TryGetValue(key.Packed, out var stage)) return null;
        (lastKey, lastStage) = (key, stage);
        return stage;
    }

    void Retire(StageKey key)
    {
        if (!liveStages.Remove(key.Packed, out var stage)) return;
        lastStage = null;
        if (!liveStagesById.TryGetValue(key.StageId, out var attempts)) return;
        attempts.Remove(stage);
        if (attempts.Count == 0) liveStagesById.Remove(key.StageId);
    }

    IEnumerable<LiveStage> LiveStagesOf(int stageId) => liveStagesById.GetValueOrDefault(stageId) ?? [];

    void ForgetStages(LiveJob job)
    {
        foreach (var id in job.Job.StageIds.Distinct())
        {
            if (!liveJobsByStage.TryGetValue(id, out var listing)) continue;
            listing.Remove(job);
            if (listing.Count == 0) liveJobsByStage.Remove(id);
        }
    }

    static List<T> ListFor<T>(Dictionary<int, List<T>> lists, int id)
    {
        if (!lists.TryGetValue(id, out var list)) lists[id] = list = [];
        return list;
    }

    static void Count(ref SortedDictionary<string, int>? counts, string key)
    {
        counts ??= new SortedDictionary<string, int>(StringComparer.Ordinal);
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }
}
