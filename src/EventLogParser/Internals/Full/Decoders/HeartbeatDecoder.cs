using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerExecutorMetricsUpdate: a heartbeat.</summary>
static class HeartbeatDecoder
{
    enum Field { ExecutorId, MetricsUpdated, ExecutorMetricsUpdated }

    enum TaskField { TaskId, StageId, StageAttemptId, AccumulatorUpdates }

    enum UpdateField { Name, Update }

    static readonly FieldNames<Field> Fields = new(
        (Field.ExecutorId, "Executor ID"), (Field.MetricsUpdated, "Metrics Updated"),
        (Field.ExecutorMetricsUpdated, "Executor Metrics Updated"));

    static readonly FieldNames<TaskField> TaskFields = new(
        (TaskField.TaskId, "Task ID"), (TaskField.StageId, "Stage ID"), (TaskField.StageAttemptId, "Stage Attempt ID"),
        (TaskField.AccumulatorUpdates, "Accumulator Updates"));

    static readonly FieldNames<UpdateField> UpdateFields = new((UpdateField.Name, "Name"), (UpdateField.Update, "Update"));

    public static ExecutorMetricsUpdateEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var id = "";
        var tasks = new List<TaskMetricsUpdate>();
        var stages = new List<StageExecutorMetricsEvent>();
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.ExecutorId: id = context.Pooled(ref r) ?? ""; break;
                case Field.MetricsUpdated when Json.EnterArray(ref r):
                    while (Json.NextObject(ref r)) tasks.Add(ReadTask(ref r, context));
                    break;
                case Field.ExecutorMetricsUpdated when Json.EnterArray(ref r):
                    while (Json.NextObject(ref r)) stages.Add(StageExecutorMetricsDecoder.Read(ref r, context));
                    break;
            }
        }
        return new ExecutorMetricsUpdateEvent(id, tasks, [.. stages.Select(s => s with { ExecutorId = id })]);
    }

    static TaskMetricsUpdate ReadTask(ref Utf8JsonReader r, DecodeContext context)
    {
        long task = 0;
        int stage = 0, attempt = 0, hint = 0;
        var metrics = default(TaskMetrics);
        while (TaskFields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case TaskField.TaskId: task = Json.Long(ref r); break;
                case TaskField.StageId: stage = Json.Int(ref r); break;
                case TaskField.StageAttemptId: attempt = Json.Int(ref r); break;
                case TaskField.AccumulatorUpdates when Json.EnterArray(ref r): ReadUpdates(ref r, ref metrics, context); break;
            }
        }
        return new TaskMetricsUpdate(task, stage, attempt, metrics);
    }

    static void ReadUpdates(ref Utf8JsonReader r, ref TaskMetrics metrics, DecodeContext context)
    {
        while (Json.NextObject(ref r))
        {
            string? name = null;
            long? update = null;
            var hint = 0;
            while (UpdateFields.Next(ref r, ref hint, out var field))
            {
                if (field == UpdateField.Name) name = context.Pooled(ref r);
                else update = Json.OptionalLong(ref r);
            }
            if (update is { } value && name is not null && InternalAccumulators.TryGetMetric(name, out var metric)) metrics[metric] = value;
        }
    }
}
