using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerSQLExecutionEnd.</summary>
static class SqlExecutionEndDecoder
{
    enum Field { ExecutionId, Time, ErrorMessage }

    static readonly FieldNames<Field> Fields = new(
        (Field.ExecutionId, "executionId"), (Field.Time, "time"), (Field.ErrorMessage, "errorMessage"));

    public static SqlExecutionEndEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        long id = 0, time = 0;
        string? error = null;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.ExecutionId: id = Json.Long(ref r); break;
                case Field.Time: time = Json.Long(ref r); break;
                case Field.ErrorMessage: error = Json.Text(ref r, context, EventLimits.MaxMessageChars); break;
            }
        }
        return new SqlExecutionEndEvent(id, time, error);
    }
}
