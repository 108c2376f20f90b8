using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerApplicationStart.</summary>
static class ApplicationStartDecoder
{
    enum Field { AppName, AppId, Timestamp, User, AppAttemptId }

    static readonly FieldNames<Field> Fields = new(
        (Field.AppName, "App Name"), (Field.AppId, "App ID"), (Field.Timestamp, "Timestamp"), (Field.User, "User"),
        (Field.AppAttemptId, "App Attempt ID"));

    public static ApplicationStartEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        string? name = null, id = null, user = null, attempt = null;
        long? time = null;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.AppName: name = Json.Text(ref r, context); break;
                case Field.AppId: id = Json.Text(ref r, context); break;
                case Field.Timestamp: time = Json.OptionalLong(ref r); break;
                case Field.User: user = Json.Text(ref r, context); break;
                case Field.AppAttemptId: attempt = Json.Text(ref r, context); break;
            }
        }
        return new ApplicationStartEvent(id, name, attempt, user, time);
    }
}
