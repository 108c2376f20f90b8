using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerExecutorRemoved.</summary>
static class ExecutorRemovedDecoder
{
    enum Field { Timestamp, ExecutorId, RemovedReason }

    static readonly FieldNames<Field> Fields = new(
        (Field.Timestamp, "Timestamp"), (Field.ExecutorId, "Executor ID"), (Field.RemovedReason, "Removed Reason"));

    /// <returns>Null without the executor's id.</returns>
    public static ExecutorRemovedEvent? Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var id = "";
        long time = 0;
        string? reason = null;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.Timestamp: time = Json.Long(ref r); break;
                case Field.ExecutorId: id = context.Pooled(ref r) ?? ""; break;
                case Field.RemovedReason: reason = Json.Text(ref r, context, EventLimits.MaxMessageChars); break;
            }
        }
        return id.Length > 0 ? new ExecutorRemovedEvent(id, time, reason) : null;
    }
}
