using System.Text.Json;
using Rightsizer.EventLogParser.Events;
using Rightsizer.EventLogParser.Internals.Fast;

namespace Rightsizer.EventLogParser.Internals.Full.Decoders;

/// <summary>"Accumulables" of a stage.</summary>
static class AccumulableDecoder
{
    enum Field { Id, Name, Update, Value, Internal, CountFailedValues, Metadata }

    static readonly FieldNames<Field> Fields = new(
        (Field.Id, "ID"), (Field.Name, "Name"), (Field.Update, "Update"), (Field.Value, "Value"), (Field.Internal, "Internal"),
        (Field.CountFailedValues, "Count Failed Values"), (Field.Metadata, "Metadata"));

    const int MostPlaces = 4096;

    /// <summary>The last entry of an id counts, at the place of its first.</summary>
    public static IReadOnlyList<Accumulable> ReadAll(ref Utf8JsonReader r, DecodeContext context)
    {
        if (!Json.EnterArray(ref r)) return [];
        if (context.Walks && Walk(ref r, context) is { } walked) return walked;
        var list = new List<Accumulable>();
        var places = context.Places;
        // a hostile list leaves no large one behind
        if (places.Count > MostPlaces) places = context.Places = [];
        places.Clear();
        while (Json.NextObject(ref r))
        {
            var a = Read(ref r, context);
            if (places.TryGetValue(a.Id, out var at)) list[at] = a;
            else
            {
                places[a.Id] = list.Count;
                list.Add(a);
            }
        }
        return list;
    }

    static List<Accumulable>? Walk(ref Utf8JsonReader r, DecodeContext context)
    {
        var rest = context.Rest(ref r);
        if (AccumulableWalker.Read(rest, context, out var length) is not { } walked || !HaveOwnIds(walked, context)) return null;
        context.GoOn(ref r, rest[(length - 1)..]);
        return walked;
    }

    /// <summary>Spark writes each id once.</summary>
    static bool HaveOwnIds(List<Accumulable> list, DecodeContext context)
    {
        if (list.Count > MostPlaces) return false;
        context.Places.Clear();
        for (var i = 0; i < list.Count; i++)
        {
            if (!context.Places.TryAdd(list[i].Id, i)) return false;
        }
        return true;
    }

    static Accumulable Read(ref Utf8JsonReader r, DecodeContext context)
    {
        long id = 0;
        string? name = null, update = null, value = null, metadata = null;
        var isInternal = false;
        var hint = 0;
        while (Fields.Next(ref r, ref hint, out var field))
        {
            switch (field)
            {
                case Field.Id: id = Json.Long(ref r); break;
                case Field.Name: name = context.Pooled(ref r); break;
                case Field.Update: update = Json.Text(ref r, context, EventLimits.MaxMessageChars); break;
                case Field.Value: value = Json.Text(ref r, context, EventLimits.MaxMessageChars); break;
                case Field.Internal: isInternal = Json.Bool(ref r); break;
                case Field.Metadata: metadata = context.Pooled(ref r); break;
                default: r.Skip(); break;
            }
        }
        return new Accumulable(id, name, value, update, isInternal, metadata);
    }
}
