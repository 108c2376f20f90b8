using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>SparkListenerDriverAccumUpdates.</summary>
static class DriverAccumUpdatesDecoder
{
    enum Field { ExecutionId, AccumUpdates }

    static readonly FieldNames<Field> Fields = new((Field.ExecutionId, "executionId"), (Field.AccumUpdates, "accumUpdates"));

    public static DriverAccumUpdatesEvent Read(ref Utf8JsonReader r)
    {
        long id = 0;
        var list = new List<AccumulatorUpdate>();
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            if (field == Field.ExecutionId) id = Json.Long(ref r);
            else if (Json.EnterArray(ref r)) ReadPairs(ref r, list);
        }
        return new DriverAccumUpdatesEvent(id, list);
    }

    static void ReadPairs(ref Utf8JsonReader r, List<AccumulatorUpdate> list)
    {
        while (r.Read() && r.TokenType != JsonTokenType.EndArray)
        {
            if (!Json.EnterArray(ref r)) continue;
            long id = 0, value = 0;
            var at = 0;
            while (r.Read() && r.TokenType != JsonTokenType.EndArray)
            {
                var n = Json.Long(ref r);
                if (at == 0) id = n;
                else if (at == 1) value = n;
                at++;
            }
            if (at >= 2) list.Add(new AccumulatorUpdate(id, value));
        }
    }
}
