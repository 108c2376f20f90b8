using System.Text;
using System.Text.Json;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>One string object for equal texts: executor ids, hosts and localities stand in every task.</summary>
/// <remarks>Workers share one.</remarks>
sealed class StringPool
{
    const int LongestPooled = 256;

    /// <summary>Texts that are kept; a log with more has texts that do not come again.</summary>
    const int MaxStrings = 1 << 18;
    readonly HashSet<string> strings = new(StringComparer.Ordinal);
    readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;

    public StringPool() => lookup = strings.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The value that <paramref name="r"/> stands on, as <see cref="Json.Text"/> gives it.</summary>
    public string? Get(ref Utf8JsonReader r, DecodeContext context, int maxChars = EventLimits.MaxNameChars)
    {
        if (r.TokenType == JsonTokenType.String && !r.ValueIsEscaped && r.ValueSpan.Length <= LongestPooled) return Get(r.ValueSpan);
        return Json.Text(ref r, context, maxChars) is { } text ? Get(text) : null;
    }

    public string Get(ReadOnlySpan<byte> utf8)
    {
        Span<char> chars = stackalloc char[LongestPooled];
        if (!Encoding.UTF8.TryGetChars(utf8, chars, out var length)) return Get(Encoding.UTF8.GetString(utf8));
        lock (strings)
        {
            if (lookup.TryGetValue(chars[..length], out var known)) return known;
            var fresh = new string(chars[..length]);
            if (strings.Count < MaxStrings) strings.Add(fresh);
            return fresh;
        }
    }

    public string Get(string text)
    {
        lock (strings)
        {
            if (strings.TryGetValue(text, out var known)) return known;
            if (strings.Count < MaxStrings) strings.Add(text);
            return text;
        }
    }
}
