using System.Buffers.Text;
using System.Text.Json;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>"Accumulables" of a task that have a whole number as "Update". Used again and again.</summary>
sealed class AccumulatorUpdateDecoder
{
    enum Field { Id, Update }

    static readonly FieldNames<Field> Fields = new((Field.Id, "ID"), (Field.Update, "Update"));

    AccumulatorUpdate[] updates = new AccumulatorUpdate[64];
    int count;

    public ReadOnlySpan<AccumulatorUpdate> Values => updates.AsSpan(0, count);

    public void Clear() => count = 0;

    public void Read(ref Utf8JsonReader r)
    {
        if (!Json.EnterArray(ref r)) return;
        while (Json.NextObject(ref r))
        {
            long id = 0;
            long? update = null;
            var hint = 0;
            while (Fields.Next(ref r, ref hint, out var field))
            {
                if (field == Field.Id) id = Json.Long(ref r);
                else update = WholeNumber(ref r);
            }
            if (update is not { } value) continue;
            if (count == updates.Length) Array.Resize(ref updates, count * 2);
            updates[count++] = new AccumulatorUpdate(id, value);
        }
    }

    static long? WholeNumber(ref Utf8JsonReader r)
    {
        switch (r.TokenType)
        {
            case JsonTokenType.Number: return r.TryGetInt64(out var n) ? n : null;
            case JsonTokenType.String:
                return Utf8Parser.TryParse(r.ValueSpan, out long s, out var used) && used == r.ValueSpan.Length ? s
                : null;
            default: r.Skip(); return null;
        }
    }
}
