using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Per-task values of the SQL metrics of one stage, until its execution ends.</summary>
/// <param name="numTasks">Tasks of the stage; a metric that a task does not report counts as 0.</param>
/// <param name="attemptId">Only this attempt counts.</param>
/// <param name="definitions">Metrics of the execution, growing as AQE plans.</param>
sealed class SqlStage(int numTasks, int attemptId, Dictionary<long, SqlPlanMetric> definitions)
{
    /// <summary>Rows that a task's place in its stage may open without as many tasks having ended.</summary>
    const int FreeRows = 4096;

    readonly Dictionary<long, LongColumn> values = [], farValues = [];
    Dictionary<int, int>? farRows;
    int ended;
    readonly IndexSet done = new();

    public int NumTasks { get; } = numTasks;
    public int AttemptId { get; } = attemptId;
    public Dictionary<long, SqlPlanMetric> Definitions { get; } = definitions;

    /// <summary>Values by accumulator, in no order; what is missing to <see cref="NumTasks"/> is 0.</summary>
    public IEnumerable<KeyValuePair<long, LongColumn>> Values => values.Concat(farValues);

    public void OnTaskEnd(in TaskInfo task, ReadOnlySpan<AccumulatorUpdate> updates)
    {
        if (done.Contains(task.Index) || task.Index < 0) return;
        ended++;
        foreach (var u in updates)
        {
            if (!Definitions.ContainsKey(u.AccumulatorId)) continue;
            if (task.Index >= NumTasks) return;
            var (columns, row) = PlaceOf(task.Index);
            if (!columns.TryGetValue(u.AccumulatorId, out var column)) columns[u.AccumulatorId] = column = new LongColumn();
            column.Set(row, u.Value);
        }
        if (task.FinishTimeMs != 0 && !task.Failed && !task.Killed) done.Add(task.Index);
    }

    /// <summary>
    /// An index far beyond the tasks that ended gets the next row of its own: no memory is taken because a number is large.
    /// </summary>
    (Dictionary<long, LongColumn> Columns, int Row) PlaceOf(int index)
    {
        if (farRows is not null && farRows.TryGetValue(index, out var row)) return (farValues, row);
        if (index < FreeRows + 4L * ended) return (values, index);
        farRows ??= [];
        farRows.Add(index, row = farRows.Count);
        return (farValues, row);
    }
}
