using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.TestSupport;

/// <summary>A stage attempt of a <see cref="RunSketch"/>.</summary>
public sealed class StageSketch(RunSketch run, int id, int attempt, int[] parents)
{
    readonly TaskTable tasks = new();
    long nextTaskId = id * 100_000L + attempt * 10_000L;
    int active, complete, failed;

    public RunSketch Run => run;
    public int JobId { get; set; }

    /// <summary>Of a <see cref="RunSketch.Profiles"/>; 0 the default.</summary>
    public int ResourceProfileId { get; set; }
    public string Status { get; set; } = "COMPLETE";
    public string? FailureReason { get; set; }

    /// <summary>"Stage Name"; null makes one of the id.</summary>
    public string? Name { get; set; }

    /// <summary>"Details": the call stack of the job.</summary>
    public string Details { get; set; } = "";
    public IReadOnlyList<Accumulable> Accumulables { get; set; } = [];
    public IReadOnlyList<RddInfo> Rdds { get; set; } = [];
    public ExecutorMetrics? Peak { get; set; }

    /// <summary>Sums of the stage, which nothing adds up here.</summary>
    public TaskMetrics Metrics { get; set; }

    /// <summary>Submitted and ended; null takes them from the tasks.</summary>
    public (long SubmittedMs, long? EndedMs)? Times { get; set; }

    /// <summary>A task that runs all of its time on the CPU, unless <paramref name="with"/> says otherwise.</summary>
    public StageSketch Task(string executor, long launchMs, long durationMs, Action<TaskSketch>? with = null)
    {
        var v = new TaskSketch { Index = tasks.Count };
        v[TaskMetric.ExecutorRunTime] = durationMs;
        v[TaskMetric.ExecutorCpuTime] = durationMs * 1_000_000;
        with?.Invoke(v);
        var row = tasks.AddStarted(new TaskInfo
        {
            TaskId = nextTaskId++,
            Index = v.Index,
            Attempt = v.Attempt,
            PartitionId = v.Index,
            LaunchTimeMs = RunSketch.Epoch + launchMs,
            FinishTimeMs = v.Running ? 0 : RunSketch.Epoch + launchMs + durationMs,
            ExecutorId = executor,
            Locality = v.Locality,
            Speculative = v.Speculative,
            Failed = v.Reason is not (null or "TaskKilled"),
            Killed = v.Reason is "TaskKilled",
        });
        if (v.Running)
        {
            active++;
            return this;
        }
        tasks.SetMetrics(row, v.Metrics);
        tasks.SetEnd(row, v.Reason is null ? TaskEndReason.Success
            : new()
            {
                Reason = v.Reason,
                ErrorText = v.Error,
                ExceptionClass = v.ExceptionClass,
                ExecutorId = v.Reason is "ExecutorLostFailure" ? executor : v.Source
            }, true);
        if (v.Reason is null) complete++; else failed++;
        return this;
    }

    internal void Task(SketchTask task, double gcRatio) => Task(task.Executor, task.LaunchMs, task.DurationMs ?? 0, v =>
    {
        (v.Index, v.Attempt, v.Running, v.Reason) = (
            task.Index, task.Attempt, task.DurationMs is null, task.Failed ? "ExceptionFailure" : null);
        v[TaskMetric.ExecutorCpuTime] = (long)((task.DurationMs ?? 0) * (1 - gcRatio)) * 1_000_000;
        v[TaskMetric.JvmGcTime] = (long)((task.DurationMs ?? 0) * gcRatio);
    });

    /// <summary>Tasks of these durations on so many one-slot executors "1", "2" ..., each starting where a slot is free first.</summary>
    public StageSketch Tasks(long fromMs, int executors, IEnumerable<long> durationsMs, Action<int, TaskSketch>? with = null)
    {
        var free = Enumerable.Repeat(fromMs, executors).ToArray();
        var at = 0;
        foreach (var d in durationsMs)
        {
            var slot = Array.IndexOf(free, free.Min());
            var index = at++;
            Task((slot + 1).ToString(CultureInfo.InvariantCulture), free[slot], d, v => with?.Invoke(index, v));
            free[slot] += d;
        }
        return this;
    }

    internal StageAttempt Build()
    {
        var rows = Enumerable.Range(0, tasks.Count).ToList();
        return new()
        {
            Info = new()
            {
                StageId = id,
                AttemptId = attempt,
                Name = Name ?? $"stage {id}",
                Details = Details,
                NumTasks = tasks.Count,
                ParentIds = parents,
                SubmissionTimeMs = Times is { } t ? RunSketch.Epoch + t.SubmittedMs : rows.Min(r => (long?)tasks.LaunchTimeMs(r)),
                CompletionTimeMs = Times is { } u ? RunSketch.Epoch + u.EndedMs : rows.Max(tasks.FinishTimeMs),
                Accumulables = Accumulables,
                Rdds = Rdds,
                FailureReason = FailureReason,
                ResourceProfileId = ResourceProfileId,
            },
            Status = Status,
            Metrics = Metrics,
            Tasks = tasks,
            NumActiveTasks = active,
            NumCompleteTasks = complete,
            NumFailedTasks = failed,
            Peak = Peak,
            JobIds = [JobId],
        };
    }
}
