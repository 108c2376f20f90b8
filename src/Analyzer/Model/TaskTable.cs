using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>Status of a task attempt, as REST shows it.</summary>
public enum TaskStatus : byte { Running, GettingResult, Success, Failed, Killed }

/// <summary>The task attempts of one stage attempt, stored by column; a column that is all zero takes no memory.</summary>
/// <remarks>Rows are in the order of task start. 10^6 tasks take well under 150 MB.</remarks>
public sealed class TaskTable
{
    readonly int expected;
    readonly LongColumn launchDelta, duration, executor, locality, flags;
    LongColumn? taskIdDelta, indexDelta, attempt, gettingResult;
    readonly LongColumn?[] metrics = new LongColumn?[TaskMetrics.Count];
    readonly List<string?> executorNames = [], localityNames = [];
    long baseTaskId, baseLaunchMs, largestTaskId;
    Dictionary<long, int>? rowsById;
    Dictionary<string, int>? executorPlaces, localityPlaces;
    Dictionary<int, TaskEndReason>? reasons;

    /// <param name="expectedTasks">So many are to come, as far as is known.</param>
    public TaskTable(int expectedTasks = 0)
    {
        // what a log only announces is not believed without end
        expected = Math.Clamp(expectedTasks, 0, MaxExpected);
        (launchDelta, duration, executor, locality, flags) = (new(expected), new(expected), new(expected), new(expected), new(expected));
    }

    public int Count { get; private set; }

    public long TaskId(int row) => baseTaskId + row + (taskIdDelta?[row] ?? 0);
    public int Index(int row) => (int)(row + (indexDelta?[row] ?? 0));
    public int Attempt(int row) => (int)(attempt?[row] ?? 0);

    /// <value>Epoch milliseconds.</value>
    public long LaunchTimeMs(int row) => baseLaunchMs + launchDelta[row];

    /// <summary>Finish less launch; null while the task runs. May be negative where a log's clock ran backwards.</summary>
    public long? DurationMs(int row) => (flags[row] & FlagFinished) != 0 ? duration[row] : null;

    /// <value>Epoch milliseconds; null while the task runs.</value>
    public long? FinishTimeMs(int row) => DurationMs(row) is { } d ? LaunchTimeMs(row) + d : null;

    /// <summary>Epoch milliseconds at which the result fetch began; 0 when the result came with the status.</summary>
    public long ResultFetchStartMs(int row) => gettingResult?[row] is null or 0 ? 0 : LaunchTimeMs(row) + gettingResult[row] - 1;
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

    /// <summary>True where the log has the end of the task and not its start.</summary>
    public bool IsRebuilt(int row) => (flags[row] & FlagRebuilt) != 0;

    /// <summary>Some task is rebuilt from its end.</summary>
    public bool HasRebuilt { get; private set; }

    /// <summary>The driver fetched the result of some task on its own.</summary>
    public bool AnyResultFetched => gettingResult is not null;

    public long Metric(int row, TaskMetric metric) => metrics[(int)metric]?[row] ?? 0;

    /// <summary>Shuffle bytes read, local and remote.</summary>
    public long ShuffleReadBytes(int row) => Metric(row, TaskMetric.ShuffleLocalBytesRead) + Metric(row, TaskMetric.ShuffleRemoteBytesRead);

    /// <summary>False means that the column is 0 for every task.</summary>
    public bool HasColumn(TaskMetric metric) => metrics[(int)metric] is not null;

    public TaskStatus Status(int row)
    {
        var f = flags[row];
        if ((f & FlagFinished) == 0) return ResultFetchStartMs(row) != 0 ? TaskStatus.GettingResult : TaskStatus.Running;
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

    /// <summary>The metric for the rows given, in their order.</summary>
    internal double[] Values(TaskMetric metric, int[] rows)
    {
        var values = new double[rows.Length];
        metrics[(int)metric]?.Read(rows, values);
        return values;
    }

    /// <summary>The sum of the metric over the rows given.</summary>
    internal double Sum(TaskMetric metric, int[] rows)
    {
        double sum = 0;
        if (metrics[(int)metric] is not { } column) return sum;
        foreach (var row in rows) sum += column[row];
        return sum;
    }

    const int MaxExpected = 1 << 20, ManyNames = 16;

    const int FlagFinished = 1, FlagFailed = 2, FlagKilled = 4, FlagSpeculative = 8, FlagHasMetrics = 16, FlagMetricsObject = 32,
        FlagEnded = 64,
        FlagRebuilt = 128;

    /// <summary>
    /// Adds a started task and returns its row. An id that is there already starts anew in its old row, as in Spark's store.
    /// </summary>
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
        Set(ref taskIdDelta, row, task.TaskId - baseTaskId - row);
        rowsById?.Add(task.TaskId, row);
        SetInfo(row, task);
        return row;
    }

    /// <summary>Adds a task of which the log has the end alone.</summary>
    /// <returns>Its row; null where the task is there already.</returns>
    public int? AddRebuilt(in TaskInfo task)
    {
        if (Count > 0 && task.TaskId <= largestTaskId && RowOf(task.TaskId) is not null) return null;
        var row = AddStarted(task);
        flags.Set(row, (int)flags[row] | FlagRebuilt);
        HasRebuilt = true;
        return row;
    }

    /// <summary>The same tasks by ascending id, which is the order in which they were started.</summary>
    public TaskTable InOrderOfStart()
    {
        var ids = new long[Count];
        var rows = new int[Count];
        for (var row = 0; row < rows.Length; row++) (ids[row], rows[row]) = (TaskId(row), row);
        Array.Sort(ids, rows);
        var sorted = new TaskTable(Count) { HasRebuilt = HasRebuilt };
        foreach (var row in rows)
        {
            var to = sorted.AddStarted(InfoOf(row));
            if (HasMetrics(row)) sorted.SetMetrics(to, MetricsOf(row));
            if (EndReason(row) is { } reason) sorted.SetEnd(to, reason, HasMetricsObject(row));
            if (IsRebuilt(row)) sorted.flags.Set(to, (int)sorted.flags[to] | FlagRebuilt);
        }
        return sorted;
    }

    TaskInfo InfoOf(int row) => new()
    {
        TaskId = TaskId(row),
        Index = Index(row),
        Attempt = Attempt(row),
        LaunchTimeMs = LaunchTimeMs(row),
        FinishTimeMs = FinishTimeMs(row) ?? 0,
        GettingResultTimeMs = ResultFetchStartMs(row),
        ExecutorId = ExecutorId(row),
        Locality = Locality(row),
        Speculative = Speculative(row),
        Failed = (flags[row] & FlagFailed) != 0,
        Killed = (flags[row] & FlagKilled) != 0,
    };

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
        Set(ref indexDelta, row, (long)task.Index - row);
        Set(ref attempt, row, task.Attempt);
        launchDelta.Set(row, task.LaunchTimeMs - baseLaunchMs);
        duration.Set(row, task.DurationMs ?? 0);
        Set(ref gettingResult, row, task.GettingResultTimeMs <= 0 ? 0 : task.GettingResultTimeMs - task.LaunchTimeMs + 1);
        if (executor.Length <= row || !ReferenceEquals(executorNames[(int)executor[row]], task.ExecutorId))
            executor.Set(row, PlaceOf(executorNames, ref executorPlaces, task.ExecutorId));
        locality.Set(row, PlaceOf(localityNames, ref localityPlaces, task.Locality));
        var f = flags.Length > row ? (int)flags[row] & (FlagHasMetrics | FlagMetricsObject | FlagEnded | FlagRebuilt) : 0;
        if (task.FinishTimeMs != 0) f |= FlagFinished;
        if (task.Failed) f |= FlagFailed;
        if (task.Killed) f |= FlagKilled;
        if (task.Speculative) f |= FlagSpeculative;
        flags.Set(row, f);
    }

    public void SetMetrics(int row, in TaskMetrics values)
    {
        flags.Set(row, (int)flags[row] | FlagHasMetrics);
        var all = values.AsReadOnlySpan();
        var columns = metrics;
        for (var m = 0; m < columns.Length; m++)
        {
            if (all[m] != 0 || columns[m] is not null) (columns[m] ??= new LongColumn(expected)).Set(row, all[m]);
        }
    }

    /// <summary>A column comes into being with its first value that is not 0.</summary>
    void Set(ref LongColumn? column, int row, long value)
    {
        if (value != 0 || column is not null) (column ??= new LongColumn(expected)).Set(row, value);
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

    /// <summary>Few names are looked through, many are looked up.</summary>
    static int PlaceOf(List<string?> names, ref Dictionary<string, int>? places, string? name)
    {
        if (names.Count < ManyNames || name is null) return NameIndex(names, name);
        if (places is null)
        {
            places = new(StringComparer.Ordinal);
            for (var i = 0; i < names.Count; i++) places[names[i] ?? ""] = i;
        }
        if (places.TryGetValue(name, out var at) && names[at] is not null) return at;
        names.Add(name);
        return places[name] = names.Count - 1;
    }

    static int NameIndex(List<string?> names, string? name)
    {
        // names are interned, so most are found without a look at their letters
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
