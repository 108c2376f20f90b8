using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>"Task Info" of a task event.</summary>
static class TaskInfoDecoder
{
    enum Field
    {
        TaskId, Index, Attempt, PartitionId, LaunchTime, ExecutorId, Host, Locality, Speculative, GettingResultTime, FinishTime, Failed,
        Killed, Accumulables,
    }

    static readonly FieldNames<Field> Fields = new(
        (Field.TaskId, "Task ID"), (Field.Index, "Index"), (Field.Attempt, "Attempt"), (Field.PartitionId, "Partition ID"),
        (Field.LaunchTime, "Launch Time"), (Field.ExecutorId, "Executor ID"), (Field.Host, "Host"), (Field.Locality, "Locality"),
        (Field.Speculative, "Speculative"), (Field.GettingResultTime, "Getting Result Time"), (Field.FinishTime, "Finish Time"),
        (Field.Failed, "Failed"), (Field.Killed, "Killed"), (Field.Accumulables, "Accumulables"));

    /// <summary>What a task is taken for until its fields are read.</summary>
    public static readonly TaskInfo None = new() { Attempt = 1, PartitionId = -1 };

    /// <param name="r">On the value of "Task Info".</param>
    /// <param name="task">Filled.</param>
    /// <param name="context">Strings.</param>
    /// <param name="updates">Receives the accumulables; null where nobody wants them.</param>
    /// <returns>False where the value is no object.</returns>
    public static bool TryRead(ref Utf8JsonReader r, ref TaskInfo task, DecodeContext context, AccumulatorUpdateDecoder? updates)
    {
        if (!Json.EnterObject(ref r)) return false;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.TaskId: task.TaskId = Json.Long(ref r); break;
                case Field.Index: task.Index = Json.Int(ref r); break;
                case Field.Attempt: task.Attempt = Json.Int(ref r, 1); break;
                case Field.PartitionId: task.PartitionId = Json.Int(ref r, -1); break;
                case Field.LaunchTime: task.LaunchTimeMs = Json.Long(ref r); break;
                case Field.ExecutorId: task.ExecutorId = context.Pooled(ref r); break;
                case Field.Host: task.Host = context.Pooled(ref r); break;
                case Field.Locality: task.Locality = context.Pooled(ref r); break;
                case Field.Speculative: task.Speculative = Json.Bool(ref r); break;
                case Field.GettingResultTime: task.GettingResultTimeMs = Json.Long(ref r); break;
                case Field.FinishTime: task.FinishTimeMs = Json.Long(ref r); break;
                case Field.Failed: task.Failed = Json.Bool(ref r); break;
                case Field.Killed: task.Killed = Json.Bool(ref r); break;
                case Field.Accumulables when updates is not null: updates.Read(ref r); break;
                default: r.Skip(); break;
            }
        }
        return true;
    }
}
