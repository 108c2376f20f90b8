using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>Status of a task attempt, as REST shows it.</summary>
public enum TaskStatus : byte { Running, GettingResult, Success, Failed, Killed }

/// <summary>The task attempts of one stage attempt, stored by column; a column that is all zero takes no memory.</summary>
/// <remarks>Rows are in the order of task start. 10^6 tasks take well under 150 MB.</remarks>
public sealed class TaskTable
{
    readonly LongColumn taskIdDelta = new(), index = new(), attempt = new(), launchDelta = new(), duration = new(), gettingResult = new();
    readonly LongColumn executor = new(), locality = new(), flags = new();
    readonly LongColumn?[] metrics = new LongColumn?[TaskMetrics.Count];
    readonly List<string?> executorNames = [], localityNames = [];
    long baseTaskId, baseLaunchMs, largestTaskId;
    Dictionary<long, int>? rowsById;
    Dictionary<int, TaskEndReason>? reasons;

    public int Count { get; private set; }

    public long TaskId(int row) => baseTaskId + taskIdDelta[row];
    public int Index(int row) => (int)index[row];
    public int Attempt(int row) => (int)attempt[row];

    /// <value>Epoch milliseconds.</value>
    public long LaunchTimeMs(int row) => baseLaunchMs + launchDelta[row];

    /// <summary>Finish less launch; null while the task runs. May be negative where a log's clock ran backwards.</summary>
    public long? DurationMs(int row) => (flags[row] & FlagFinished) != 0 ? duration[row] : null;

    /// <value>Epoch milliseconds; null while the task runs.</value>
    public long? FinishTimeMs(int row) => DurationMs(row) is { } d ? LaunchTimeMs(row) + d : null;

    /// <summary>Epoch milliseconds at which the result fetch began; 0 when the result came with the status.</summary>
    public long ResultFetchStartMs(int row) => gettingResult[row] == 0 ? 0 : LaunchTimeMs(row) + gettingResult[row] - 1;
    public string? ExecutorId(int row) => executorNames[(int)executor[row]];

    /// <summary>0-based number of the executor id within this table; see <see cref="ExecutorIds"/>.</summary>
    public int ExecutorIndex(int row) => (int)executor[row];

    /// <summary>Executor ids met in this table.</summary>
    public IReadOnlyList<string?> ExecutorIds => executorNames;
    public string? Locality(int row) => localityNames[(int)locality[row]];
    public bool Speculative(int row) => (flags[row] & FlagSpeculative) != 0;

    /// <summary>True once metrics are known, all-zero ones of an event without "Task Metrics" included.</summary>
    public bool HasMetrics(int row) => (flags[row] & FlagHasMetrics) != 0;

    /// <summary>True when the TaskEnd carried a "Task Metrics" object.</summary>
    public bool HasMetricsObject(int row) => (flags[row] & FlagMetricsObject) != 0;

    public long Metric(int row, TaskMetric metric) => metrics[(int)metric]?[row] ?? 0;

    /// <summary>Shuffle bytes read, local and remote.</summary>
    public long ShuffleReadBytes(int row) => Metric(row, TaskMetric.ShuffleLocalBytesRead) + Metric(row, TaskMetric.ShuffleRemoteBytesRead);

    /// <summary>False means that the column is 0 for every task.</summary>
    public bool HasColumn(TaskMetric metric) => metrics[(int)metric] is not null;

    public TaskStatus Status(int row)
    {
        var f = flags[row];
        if ((f & FlagFinished) == 0) return gettingResult[row] != 0 ? TaskStatus.GettingResult : TaskStatus.Running;
        if ((f & FlagFailed) != 0) return TaskStatus.Failed;
        return (f & FlagKilled) != 0 ? TaskStatus.Killed : TaskStatus.Success;
    }

    /// <summary>How the attempt ended; null while it runs, <see cref="TaskEndReason.Success"/> for a success.</summary>
    public TaskEndReason? EndReason(int row) =>
        reasons is not null && reasons.TryGetValue(row, out var r) ? r : (flags[row] & FlagEnded) != 0 ? TaskEndReason.Success : null;

    /// <summary>REST's gettingResultTime.</summary>
    public long GettingResultMs(int row)
    {
        var start = ResultFetchStartMs(row);
        return start > 0 && DurationMs(row) is { } d and not 0 ? LaunchTimeMs(row) + d - start : 0;
    }

    /// <summary>REST's schedulerDelay: what of the duration neither run, (de)serialisation nor result fetch explain.</summary>
    public long SchedulerDelayMs(int row) => DurationMs(row) is not { } d || !HasMetrics(row) ? 0
        : Math.Max(0, d - Metric(row, TaskMetric.ExecutorRunTime) - Metric(row, TaskMetric.ExecutorDeserializeTime)
            - Metric(row, TaskMetric.ResultSerializationTime) - GettingResultMs(row));

    const int FlagFinished = 1, FlagFailed = 2, FlagKilled = 4, FlagSpeculative = 8, FlagHasMetrics = 16, FlagMetricsObject = 32, FlagEnded = 64;

    /// <summary>Adds a started task and returns its row. An id that is there already starts anew in its old row, as in Spark's store.</summary>
    public int AddStarted(in TaskInfo task)
    {
        if (Count == 0) (baseTaskId, baseLaunchMs, largestTaskId) = (task.TaskId, task.LaunchTimeMs, task.TaskId - 1);
        if (task.TaskId <= largestTaskId && RowOf(task.TaskId) is { } known)
        {
            Clear(known);
            SetInfo(known, task);
            return known;
        }
        largestTaskId = Math.Max(largestTaskId, task.TaskId);
        var row = Count++;
        taskIdDelta.Append(task.TaskId - baseTaskId);
        rowsById?.Add(task.TaskId, row);
        SetInfo(row, task);
        return row;
    }

    /// <summary>Ids ascend in any log that Spark wrote: the index is built only for one that does not.</summary>
    int? RowOf(long taskId)
    {
        if (rowsById is null)
        {
            rowsById = [];
            for (var row = 0; row < Count; row++) rowsById[TaskId(row)] = row;
        }
        return rowsById.TryGetValue(taskId, out var found) ? found : null;
    }

    void Clear(int row)
    {
        flags.Set(row, 0);
        reasons?.Remove(row);
        foreach (var column in metrics) column?.Set(row, 0);
    }

    /// <summary>Replaces what "Task Info" says, as each later event of the task does.</summary>
    public void SetInfo(int row, in TaskInfo task)
    {
        index.Set(row, task.Index);
        attempt.Set(row, task.Attempt);
        launchDelta.Set(row, task.LaunchTimeMs - baseLaunchMs);
        duration.Set(row, task.DurationMs ?? 0);
        gettingResult.Set(row, task.GettingResultTimeMs <= 0 ? 0 : task.GettingResultTimeMs - task.LaunchTimeMs + 1);
        executor.Set(row, NameIndex(executorNames, task.ExecutorId));
        locality.Set(row, NameIndex(localityNames, task.Locality));
        var f = flags.Length > row ? (int)flags[row] & (FlagHasMetrics | FlagMetricsObject | FlagEnded) : 0;
        if (task.FinishTimeMs != 0) f |= FlagFinished;
        if (task.Failed) f |= FlagFailed;
        if (task.Killed) f |= FlagKilled;
        if (task.Speculative) f |= FlagSpeculative;
        flags.Set(row, f);
    }

    public void SetMetrics(int row, in TaskMetrics values)
    {
        flags.Set(row, (int)flags[row] | FlagHasMetrics);
        for (var m = 0; m < TaskMetrics.Count; m++)
        {
            if (values[m] == 0 && metrics[m] is null) continue;
            (metrics[m] ??= new LongColumn()).Set(row, values[m]);
        }
    }

    public void SetEnd(int row, TaskEndReason reason, bool hasMetricsObject)
    {
        flags.Set(row, (int)flags[row] | FlagEnded | (hasMetricsObject ? FlagMetricsObject : 0));
        if (reason.Outcome != TaskOutcome.Success) (reasons ??= [])[row] = reason;
    }

    /// <summary>Metrics so far, for a task whose heartbeat came before its end.</summary>
    public TaskMetrics MetricsOf(int row)
    {
        var m = default(TaskMetrics);
        for (var i = 0; i < TaskMetrics.Count; i++) m[i] = metrics[i]?[row] ?? 0;
        return m;
    }

    static int NameIndex(List<string?> names, string? name)
    {
        for (var i = names.Count - 1; i >= 0; i--)
        {
            if (ReferenceEquals(names[i], name)) return i;
        }
        var at = names.IndexOf(name);
        if (at >= 0) return at;
        names.Add(name);
        return names.Count - 1;
    }
}
