using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerUnpersistRDD.</summary>
static class UnpersistRddDecoder
{
    enum Field { RddId }

    static readonly FieldNames<Field> Fields = new((Field.RddId, "RDD ID"));

    public static UnpersistRddEvent Read(ref Utf8JsonReader r)
    {
        var id = 0;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out _)) id = Json.Int(ref r);
        return new UnpersistRddEvent(id);
    }
}
