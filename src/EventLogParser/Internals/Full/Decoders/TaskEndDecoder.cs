using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerTaskEnd. Keeps the event until the next one is read.</summary>
sealed class TaskEndDecoder
{
    enum Field { StageId, StageAttemptId, TaskEndReason, TaskInfo, ExecutorMetrics, TaskMetrics }

    static readonly FieldNames<Field> Fields = new(
        (Field.StageId, "Stage ID"), (Field.StageAttemptId, "Stage Attempt ID"), (Field.TaskEndReason, "Task End Reason"),
        (Field.TaskInfo, "Task Info"), (Field.ExecutorMetrics, "Task Executor Metrics"), (Field.TaskMetrics, "Task Metrics"));

    readonly AccumulatorUpdateDecoder updates = new();

    /// <summary>The event read last.</summary>
    public TaskEndEvent Event;

    /// <summary>Its accumulator updates; empty where nobody asked for them.</summary>
    public ReadOnlySpan<AccumulatorUpdate> Updates => updates.Values;

    /// <returns>False for an event without a stage or "Task Info", of which nothing can be used.</returns>
    public bool TryRead(ref Utf8JsonReader r, DecodeContext context)
    {
        Event = new TaskEndEvent
        {
            Task = TaskInfoDecoder.None,
            Reason = TaskEndReasonDecoder.None,
            ExecutorMetrics = ExecutorMetrics.None
        };
        updates.Clear();
        var hint = 0;
        bool hasStage = false, hasTask = false;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.StageId:
                    Event.StageId = Json.Int(ref r);
                    hasStage = true;
                    break;
                case Field.StageAttemptId: Event.StageAttemptId = Json.Int(ref r); break;
                case Field.TaskEndReason: Event.Reason = TaskEndReasonDecoder.Read(ref r, context); break;
                case Field.TaskInfo:
                    hasTask = TaskInfoDecoder.TryRead(ref r, ref Event.Task, context, context.ReadAccumulables ? updates : null);
                    break;
                case Field.ExecutorMetrics: ExecutorMetricsDecoder.Read(ref r, ref Event.ExecutorMetrics); break;
                case Field.TaskMetrics: Event.HasMetrics = TaskMetricsDecoder.TryRead(ref r, ref Event.Metrics); break;
            }
        }
        return hasStage && hasTask;
    }
}
