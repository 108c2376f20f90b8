using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerConnectSession... and SparkListenerConnectOperation...</summary>
static class ConnectDecoder
{
    enum Field { JobTag, OperationId, Time, SessionId, UserId, UserName, Statement, Rows, Error }

    static readonly FieldNames<Field> Fields = new(
        (Field.JobTag, "jobTag"), (Field.OperationId, "operationId"), (Field.Time, "eventTime"), (Field.SessionId, "sessionId"),
        (Field.UserId, "userId"), (Field.UserName, "userName"), (Field.Statement, "statementText"), (Field.Rows, "producedRowCount"),
        (Field.Error, "errorMessage"));

    /// <returns>Null without the session's id.</returns>
    public static ConnectSessionEvent? ReadSession(ref Utf8JsonReader r, DecodeContext context, bool closed)
    {
        string? id = null, user = null;
        long time = -1;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.SessionId: id = context.Pooled(ref r); break;
                case Field.UserId: user = context.Pooled(ref r); break;
                case Field.Time: time = Json.Long(ref r, -1); break;
            }
        }
        return id is null ? null : new ConnectSessionEvent(id, user, time, closed);
    }

    /// <returns>Null without the operation's id.</returns>
    public static ConnectOperationEvent? ReadOperation(ref Utf8JsonReader r, DecodeContext context, ConnectStep step)
    {
        var e = new ConnectOperationEvent(step, "", -1);
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.OperationId: e = e with { OperationId = context.Pooled(ref r) ?? "" }; break;
                case Field.JobTag: e = e with { JobTag = context.Pooled(ref r) }; break;
                case Field.Time: e = e with { TimeMs = Json.Long(ref r, -1) }; break;
                case Field.SessionId: e = e with { SessionId = context.Pooled(ref r) }; break;
                case Field.UserId: e = e with { UserId = context.Pooled(ref r) }; break;
                case Field.UserName: e = e with { UserName = context.Pooled(ref r) }; break;
                case Field.Statement: e = e with { Statement = Json.Text(ref r, context, EventLimits.MaxMessageChars) }; break;
                case Field.Rows: e = e with { ProducedRows = Json.OptionalLong(ref r) }; break;
                case Field.Error: e = e with { Error = Json.Text(ref r, context, EventLimits.MaxMessageChars) }; break;
            }
        }
        return e.OperationId.Length == 0 ? null : e;
    }
}
