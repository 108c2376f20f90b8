using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction.Plausibility;

/// <summary>Checks the events of jobs, stages and SQL executions.</summary>
sealed class StageGate(CredibleTimes times, ImplausibleTally tally)
{
    const string JobStart = "SparkListenerJobStart", JobEnd = "SparkListenerJobEnd", Submitted = "SparkListenerStageSubmitted",
        Completed = "SparkListenerStageCompleted", SqlStart = "SparkListenerSQLExecutionStart", SqlEnd = "SparkListenerSQLExecutionEnd";

    readonly Dictionary<int, long> jobStarts = [];
    readonly Dictionary<long, long> sqlStarts = [];

    /// <summary>Tasks that stage attempts have said they have, by packed key.</summary>
    readonly Dictionary<long, int> tasksOf = [];
    long tasks;

    public JobStartEvent Check(JobStartEvent e)
    {
        var submitted = times.Check(e.SubmissionTimeMs, JobStart, "Submission Time");
        if (submitted is { } at) jobStarts[e.JobId] = at;
        StageInfo[]? mended = null;
        for (var i = 0; i < e.Stages.Count; i++)
        {
            var stage = Check(e.Stages[i], JobStart);
            if (!ReferenceEquals(stage, e.Stages[i])) (mended ??= [.. e.Stages])[i] = stage;
        }
        return e with { SubmissionTimeMs = submitted ?? -1, Stages = mended ?? e.Stages };
    }

    public JobEndEvent Check(JobEndEvent e) =>
        e with { CompletionTimeMs = times.Check(e.CompletionTimeMs, JobEnd, "Completion Time", Started(jobStarts, e.JobId)) ?? -1 };

    public StageSubmittedEvent Check(StageSubmittedEvent e) => e with { Stage = Check(e.Stage, Submitted) };

    public StageCompletedEvent Check(StageCompletedEvent e) => e with { Stage = Check(e.Stage, Completed) };

    public SqlExecutionStartEvent Check(SqlExecutionStartEvent e)
    {
        var started = times.Check(e.TimeMs, SqlStart, "time");
        if (started is { } at) sqlStarts[e.ExecutionId] = at;
        return e with { TimeMs = started ?? -1 };
    }

    /// <summary>It has ended, if not when it says: then by the last event before.</summary>
    public SqlExecutionEndEvent Check(SqlExecutionEndEvent e) =>
        e with { TimeMs = times.Check(e.TimeMs, SqlEnd, "time", Started(sqlStarts, e.ExecutionId)) ?? times.LastSeenMs };

    StageInfo Check(StageInfo stage, string eventName)
    {
        var submitted = times.Check(stage.SubmissionTimeMs, eventName, "Submission Time");
        var completed = times.Check(stage.CompletionTimeMs, eventName, "Completion Time", submitted);
        // a stage is over once it says when: only the time is not believed
        if (completed is null && stage.CompletionTimeMs is not null and not -1) completed = times.LastSeenMs;
        if (submitted is null && stage.SubmissionTimeMs is not null and not -1)
            submitted = Math.Min(times.LastSeenMs, completed ?? long.MaxValue);
        var count = CheckTasks(stage, eventName);
        var rdds = CheckSizes(stage.Rdds, eventName);
        return submitted == stage.SubmissionTimeMs && completed == stage.CompletionTimeMs && count == stage.NumTasks
            && ReferenceEquals(rdds, stage.Rdds)
            ? stage
            : stage with { SubmissionTimeMs = submitted, CompletionTimeMs = completed, NumTasks = count, Rdds = rdds };
    }

    int CheckTasks(StageInfo stage, string eventName)
    {
        var key = new StageKey(stage.StageId, stage.AttemptId).Packed;
        var before = tasksOf.GetValueOrDefault(key);
        if (stage.NumTasks == before) return before;
        if (stage.NumTasks < 0 || tasks - before + stage.NumTasks > EventLimits.MaxTasksPerLog)
        {
            tally.Add(eventName, "Number of Tasks", DoubtSubject.Sums);
            return before;
        }
        tasks += stage.NumTasks - before;
        tasksOf[key] = stage.NumTasks;
        return stage.NumTasks;
    }

    IReadOnlyList<RddInfo> CheckSizes(IReadOnlyList<RddInfo> rdds, string eventName)
    {
        RddInfo[]? mended = null;
        for (var i = 0; i < rdds.Count; i++)
        {
            var rdd = rdds[i];
            if (rdd.NumPartitions >= 0 && rdd.NumCachedPartitions >= 0
                && Known(rdd.MemorySizeBytes) == rdd.MemorySizeBytes && Known(rdd.DiskSizeBytes) == rdd.DiskSizeBytes) continue;
            tally.Add(eventName, "RDD Info", DoubtSubject.Sums);
            (mended ??= [.. rdds])[i] = rdd with
            {
                NumPartitions = Math.Max(0, rdd.NumPartitions),
                NumCachedPartitions = Math.Max(0, rdd.NumCachedPartitions),
                MemorySizeBytes = Known(rdd.MemorySizeBytes),
                DiskSizeBytes = Known(rdd.DiskSizeBytes),
            };
        }
        return mended ?? rdds;
    }

    static long Known(long bytes) => bytes is >= 0 and <= EventLimits.MaxMemoryBytes ? bytes : 0;

    static long? Started(Dictionary<int, long> starts, int id) => starts.TryGetValue(id, out var at) ? at : null;

    static long? Started(Dictionary<long, long> starts, long id) => starts.TryGetValue(id, out var at) ? at : null;
}
