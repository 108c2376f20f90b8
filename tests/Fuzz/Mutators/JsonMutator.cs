using System.Text;
using System.Text.Json;

namespace Rightsizer.Fuzz.Mutators;

/// <summary>Changes one thing in a JSON text and leaves every other byte as it was.</summary>
static class JsonMutator
{
    /// <summary>A value and, in an object, the name before it.</summary>
    /// <param name="Start">First byte: of the name where there is one.</param>
    /// <param name="ValueStart">First byte of the value.</param>
    /// <param name="End">Behind the last byte of the value.</param>
    /// <param name="Kind">What the value is.</param>
    readonly record struct Place(int Start, int ValueStart, int End, JsonTokenType Kind);

    /// <summary>The text changed; as bytes where it is not JSON.</summary>
    public static byte[] Mutate(byte[] json, Random random)
    {
        var places = Places(json);
        if (places.Count == 0 || random.Next(12) == 0) return ByteMutator.Mutate(json, random);
        var at = places[random.Next(places.Count)];
        var value = json[at.ValueStart..at.End];
        var whole = json[at.Start..at.End];
        return random.Next(12) switch
        {
            // a number mostly stays a number: else nothing past the first check is tried
            < 6 when at.Kind == JsonTokenType.Number => With(json, at.ValueStart, at.End, Near(value, random)),
            < 5 when at.Kind == JsonTokenType.String => With(json, at.ValueStart, at.End, Text(value, random)),
            < 7 => With(json, at.ValueStart, at.End, Encoding.UTF8.GetBytes(Edges.Any(random))),
            7 => Without(json, at),
            8 => With(json, at.End, at.End, [(byte)',', .. whole]),
            9 => Swap(json, at, places[random.Next(places.Count)]),
            10 => With(json, at.ValueStart, at.End, Nested(value, random)),
            _ => With(json, at.Start, at.Start, [.. Encoding.UTF8.GetBytes($"\"{random.Next(3)}\":{Edges.Any(random)},")]),
        };
    }

    static byte[] Near(byte[] value, Random random)
    {
        if (random.Next(3) > 0 || !long.TryParse(value, out var number))
            return Encoding.UTF8.GetBytes(Edges.Numbers[random.Next(Edges.Numbers.Length)]);
        var changed = random.Next(5) switch
        {
            0 => unchecked(number + 1),
            1 => unchecked(number - 1),
            2 => unchecked(-number),
            3 => unchecked(number * random.Next(2, 1_000_000)),
            _ => number / random.Next(2, 1_000_000),
        };
        return Encoding.UTF8.GetBytes(changed.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    static byte[] Text(byte[] value, Random random)
    {
        if (random.Next(2) == 0) return Encoding.UTF8.GetBytes(Edges.Texts[random.Next(Edges.Texts.Length)]);
        var inside = value[1..^1];
        if (random.Next(8) == 0)
            return [(byte)'"', .. Enumerable.Repeat(inside, random.Next(2, 2_000)).SelectMany(i => i).Take(1 << 18), (byte)'"'];
        return [(byte)'"', .. ByteMutator.Mutate(inside, random), (byte)'"'];
    }

    static byte[] Nested(byte[] value, Random random)
    {
        var depth = random.Next(10) == 0 ? random.Next(20_000) : random.Next(40);
        return random.Next(2) == 0 ? [.. Enumerable.Repeat((byte)'[', depth), .. value, .. Enumerable.Repeat((byte)']', depth)]
            : [.. Enumerable.Repeat("{\"a\":"u8.ToArray(), depth).SelectMany(b => b), .. value, .. Enumerable.Repeat((byte)'}', depth)];
    }

    static byte[] With(byte[] json, int from, int to, byte[] replacement) => [.. json.AsSpan(0, from), .. replacement, .. json.AsSpan(to)];

    static byte[] Without(byte[] json, Place at)
    {
        var end = at.End < json.Length && json[at.End] == ',' ? at.End + 1 : at.End;
        var start = end == at.End && at.Start > 0 && json[at.Start - 1] == ',' ? at.Start - 1 : at.Start;
        return With(json, start, end, []);
    }

    static byte[] Swap(byte[] json, Place a, Place b)
    {
        if (a.ValueStart > b.ValueStart) (a, b) = (b, a);
        if (a.End > b.ValueStart) return With(json, b.ValueStart, b.End, Encoding.UTF8.GetBytes("0"));
        return [.. json.AsSpan(0, a.ValueStart), .. json.AsSpan(b.ValueStart, b.End - b.ValueStart),
            .. json.AsSpan(a.End, b.ValueStart - a.End), .. json.AsSpan(a.ValueStart, a.End - a.ValueStart), .. json.AsSpan(b.End)];
    }

    /// <summary>Every value of the text, those within others included; empty where it is not JSON.</summary>
    static List<Place> Places(byte[] json)
    {
        var places = new List<Place>();
        var open = new Stack<(int Start, int ValueStart)>();
        var name = -1;
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 100_000 });
        try
        {
            while (reader.Read())
            {
                var start = (int)reader.TokenStartIndex;
                switch (reader.TokenType)
                {
                    case JsonTokenType.PropertyName:
                        name = start;
                        break;
                    case JsonTokenType.StartObject or JsonTokenType.StartArray:
                        open.Push((name < 0 ? start : name, start));
                        name = -1;
                        break;
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        var (from, valueStart) = open.Pop();
                        places.Add(new Place(from, valueStart, (int)reader.BytesConsumed, reader.TokenType));
                        break;
                    default:
                        places.Add(new Place(name < 0 ? start : name, start, (int)reader.BytesConsumed, reader.TokenType));
                        name = -1;
                        break;
                }
            }
        }
        catch (JsonException)
        {
            return [];
        }
        return places;
    }
}
