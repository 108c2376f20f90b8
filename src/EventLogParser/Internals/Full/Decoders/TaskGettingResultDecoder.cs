using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerTaskGettingResult.</summary>
static class TaskGettingResultDecoder
{
    enum Field { TaskInfo }

    static readonly FieldNames<Field> Fields = new((Field.TaskInfo, "Task Info"));

    public static TaskGettingResultEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var task = TaskInfoDecoder.None;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out _)) TaskInfoDecoder.TryRead(ref r, ref task, context, updates: null);
        return new TaskGettingResultEvent(task);
    }
}
