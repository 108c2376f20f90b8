using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>
/// Lenient reads of one value: what is absent, null or of another kind becomes the default, as Spark's and the judges' readers have it.
/// </summary>
/// <remarks>Each method stands on the value's first token when called and on its last when it returns.</remarks>
static class Json
{
    /// <summary>True where the value is an object; anything else is stepped over.</summary>
    public static bool EnterObject(ref Utf8JsonReader r)
    {
        if (r.TokenType == JsonTokenType.StartObject) return true;
        r.Skip();
        return false;
    }

    /// <summary>True where the value is an array; anything else is stepped over.</summary>
    public static bool EnterArray(ref Utf8JsonReader r)
    {
        if (r.TokenType == JsonTokenType.StartArray) return true;
        r.Skip();
        return false;
    }

    /// <summary>Moves to the next object of the array that <paramref name="r"/> is in; other items are stepped over.</summary>
    /// <returns>False at the array's end.</returns>
    public static bool NextObject(ref Utf8JsonReader r)
    {
        while (r.Read() && r.TokenType != JsonTokenType.EndArray)
        {
            if (r.TokenType == JsonTokenType.StartObject) return true;
            r.Skip();
        }
        return false;
    }

    public static long Long(ref Utf8JsonReader r, long fallback = 0)
    {
        switch (r.TokenType)
        {
            case JsonTokenType.Number: return r.TryGetInt64(out var n) ? n : Saturate(r.GetDouble());
            case JsonTokenType.True: return 1;
            case JsonTokenType.False: return 0;
            case JsonTokenType.String: return r.ValueSpan.Length <= LongestNumber ? Parse(Unescape(ref r), fallback) : fallback;
            default: r.Skip(); return fallback;
        }
    }

    /// <summary>A number beyond <see cref="int"/> becomes the one nearest to it, so that it can be seen to be out of bounds.</summary>
    public static int Int(ref Utf8JsonReader r, int fallback = 0) => (int)Math.Clamp(Long(ref r, fallback), int.MinValue, int.MaxValue);

    public static long? OptionalLong(ref Utf8JsonReader r) => r.TokenType == JsonTokenType.Null ? null : Long(ref r);

    public static bool Bool(ref Utf8JsonReader r)
    {
        if (r.TokenType is JsonTokenType.True or JsonTokenType.False) return r.GetBoolean();
        return Long(ref r) != 0;
    }

    public static double Double(ref Utf8JsonReader r)
    {
        if (r.TokenType == JsonTokenType.Number) return r.GetDouble();
        return Long(ref r);
    }

    /// <summary>A property's name; null where it is too long to be one.</summary>
    public static string? Key(ref Utf8JsonReader r, DecodeContext context)
    {
        if (r.ValueSpan.Length <= EventLimits.MaxNameChars) return Unescape(ref r);
        context.CutTexts++;
        return null;
    }

    /// <summary>A string; null for null; anything else as its JSON text. A text over the limit is cut, and counted.</summary>
    public static string? Text(ref Utf8JsonReader r, DecodeContext context, int maxChars = EventLimits.MaxNameChars)
    {
        switch (r.TokenType)
        {
            case JsonTokenType.Null: return null;
            case JsonTokenType.String:
                if (r.ValueSpan.Length <= maxChars) return Unescape(ref r, RepeatedTexts.Takes(r.ValueSpan) ? context.Repeated : null);
                var text = LongTexts.Begin(r.ValueSpan, maxChars, out var cut);
                if (cut) context.CutTexts++;
                return text;
            case JsonTokenType.Number: return Encoding.UTF8.GetString(r.ValueSpan[..Math.Min(r.ValueSpan.Length, LongestNumber)]);
            case JsonTokenType.True: return "true";
            case JsonTokenType.False: return "false";
            default: return Raw(ref r, context);
        }
    }

    /// <summary>An object or array as its compact JSON text; null where that would be long.</summary>
    public static string? Raw(ref Utf8JsonReader r, DecodeContext context)
    {
        var ahead = r;
        ahead.Read();
        if (ahead.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
        {
            // spares a small log the start of the serializer
            r = ahead;
            return ahead.TokenType == JsonTokenType.EndObject ? "{}" : "[]";
        }
        ahead = r;
        ahead.Skip();
        if (ahead.BytesConsumed - r.TokenStartIndex > EventLimits.MaxPlanChars)
        {
            r = ahead;
            context.CutTexts++;
            return null;
        }
        using var document = JsonDocument.ParseValue(ref r);
        return JsonSerializer.Serialize(document.RootElement, RawContext.Default.JsonElement);
    }

    /// <summary>Digits of a number that is looked at: more make no number that counts.</summary>
    const int LongestNumber = 400;

    /// <summary>A string map from an object, or from Spark 1's list of [key, value] pairs.</summary>
    public static IReadOnlyDictionary<string, string> StringMap(ref Utf8JsonReader r, DecodeContext context)
    {
        if (r.TokenType == JsonTokenType.StartArray) return PairMap(ref r, context);
        if (!EnterObject(ref r)) return Empty;
        Dictionary<string, string>? map = null;
        while (r.Read() && r.TokenType != JsonTokenType.EndObject)
        {
            var key = Key(ref r, context);
            r.Read();
            if (key is null) r.Skip();
            else if (Text(ref r, context, EventLimits.MaxSettingChars) is { } value) (map ??= new(StringComparer.Ordinal))[key] = value;
        }
        return map ?? Empty;
    }

    static IReadOnlyDictionary<string, string> PairMap(ref Utf8JsonReader r, DecodeContext context)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        while (r.Read() && r.TokenType != JsonTokenType.EndArray)
        {
            if (!EnterArray(ref r)) continue;
            var items = new List<string?>();
            while (r.Read() && r.TokenType != JsonTokenType.EndArray) items.Add(Text(ref r, context, EventLimits.MaxSettingChars));
            if (items is [{ } key, { } value]) map[key] = value;
        }
        return map;
    }

    public static IReadOnlyList<int> IntList(ref Utf8JsonReader r)
    {
        if (!EnterArray(ref r)) return [];
        var list = new List<int>();
        while (r.Read() && r.TokenType != JsonTokenType.EndArray) list.Add(Int(ref r));
        return list;
    }

    public static readonly IReadOnlyDictionary<string, string> Empty = new Dictionary<string, string>();

    internal static string Unescape(ref Utf8JsonReader r, RepeatedTexts? repeated = null)
    {
        try { return repeated?.Get(ref r) ?? r.GetString()!; }
        catch (InvalidOperationException)
        {
            // half a surrogate pair, which a JVM writes without a blink: keep the text, lose the half
            return LoneSurrogates.Unescape(r.ValueSpan);
        }
    }

    static long Parse(string text, long fallback)
    {
        if (long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var n)) return n;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var d) && double.IsFinite(d) ? Saturate(d)
            : fallback;
    }

    static long Saturate(double d) => d >= long.MaxValue ? long.MaxValue : d <= long.MinValue ? long.MinValue : (long)d;
}
