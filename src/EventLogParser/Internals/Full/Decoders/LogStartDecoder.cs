using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>The first line of a log: Spark's SparkListenerLogStart, or Databricks' DBCEventLoggingListenerMetadata.</summary>
static class LogStartDecoder
{
    enum Field { SparkVersion, RolloverNumber }

    static readonly FieldNames<Field> Fields = new((Field.SparkVersion, "Spark Version"), (Field.RolloverNumber, "Rollover Number"));

    public static LogStartEvent Read(ref Utf8JsonReader r, DecodeContext context)
    {
        var (version, _) = ReadFields(ref r, context);
        return new LogStartEvent(version);
    }

    public static DatabricksMetadataEvent ReadDatabricks(ref Utf8JsonReader r, DecodeContext context)
    {
        var (version, rollover) = ReadFields(ref r, context);
        return new DatabricksMetadataEvent(version, rollover);
    }

    static (string? Version, long? Rollover) ReadFields(ref Utf8JsonReader r, DecodeContext context)
    {
        string? version = null;
        long? rollover = null;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            if (field == Field.SparkVersion) version = Json.Text(ref r, context);
            else rollover = Json.OptionalLong(ref r);
        }
        return (version, rollover);
    }
}
