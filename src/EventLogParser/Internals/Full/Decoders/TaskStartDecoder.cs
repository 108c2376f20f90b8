using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerTaskStart.</summary>
static class TaskStartDecoder
{
    enum Field { StageId, StageAttemptId, TaskInfo }

    static readonly FieldNames<Field> Fields = new(
        (Field.StageId, "Stage ID"), (Field.StageAttemptId, "Stage Attempt ID"), (Field.TaskInfo, "Task Info"));

    /// <returns>False for an event without a stage or "Task Info", of which nothing can be used.</returns>
    public static bool TryRead(ref Utf8JsonReader r, DecodeContext context, out TaskStartEvent e)
    {
        e = new TaskStartEvent { Task = TaskInfoDecoder.None };
        var hint = 0;
        bool hasStage = false, hasTask = false;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.StageId:
                    e.StageId = Json.Int(ref r);
                    hasStage = true;
                    break;
                case Field.StageAttemptId: e.StageAttemptId = Json.Int(ref r); break;
                case Field.TaskInfo: hasTask = TaskInfoDecoder.TryRead(ref r, ref e.Task, context, updates: null); break;
            }
        }
        return hasStage && hasTask;
    }
}
