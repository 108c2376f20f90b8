using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerApplicationEnd.</summary>
static class ApplicationEndDecoder
{
    enum Field { Timestamp, ExitCode }

    static readonly FieldNames<Field> Fields = new((Field.Timestamp, "Timestamp"), (Field.ExitCode, "ExitCode"));

    public static ApplicationEndEvent Read(ref Utf8JsonReader r)
    {
        long time = 0;
        long? code = null;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            if (field == Field.Timestamp) time = Json.Long(ref r);
            else code = Json.OptionalLong(ref r);
        }
        return new ApplicationEndEvent(time, (int?)code);
    }
}
