using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>Per-task values of the SQL metrics of one stage, until its execution ends.</summary>
/// <param name="numTasks">Tasks of the stage; a metric that a task does not report counts as 0.</param>
/// <param name="attemptId">Only this attempt counts.</param>
/// <param name="definitions">Metrics of the execution, growing as AQE plans.</param>
sealed class SqlStage(int numTasks, int attemptId, Dictionary<long, SqlPlanMetric> definitions)
{
    readonly Dictionary<long, LongColumn> values = [];
    readonly IndexSet done = new();

    public int NumTasks { get; } = numTasks;
    public int AttemptId { get; } = attemptId;
    public Dictionary<long, SqlPlanMetric> Definitions { get; } = definitions;
    public IReadOnlyDictionary<long, LongColumn> Values => values;

    public void OnTaskEnd(in TaskInfo task, ReadOnlySpan<AccumulatorUpdate> updates)
    {
        if (done.Contains(task.Index) || task.Index < 0) return;
        foreach (var u in updates)
        {
            if (!Definitions.ContainsKey(u.AccumulatorId)) continue;
            if (task.Index >= NumTasks) return;
            if (!values.TryGetValue(u.AccumulatorId, out var column)) values[u.AccumulatorId] = column = new LongColumn();
            column.Set(task.Index, u.Value);
        }
        if (task.FinishTimeMs != 0 && !task.Failed && !task.Killed) done.Add(task.Index);
    }
}
