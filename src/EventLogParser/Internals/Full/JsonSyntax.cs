using System.Buffers;
using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>Tells whether a line is JSON without throwing, for logs in which many lines are not.</summary>
/// <remarks>Refuses what <see cref="System.Text.Json.Utf8JsonReader"/> refuses, and property names with half a surrogate pair.</remarks>
static class JsonSyntax
{
    static readonly SearchValues<byte> Special = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(c => (byte)c)]);

    /// <param name="text">UTF-8.</param>
    /// <param name="maxDepth">Objects and arrays in each other at most.</param>
    [SkipLocalsInit]
    public static bool IsValid(ReadOnlySpan<byte> text, int maxDepth)
    {
        Span<bool> isObject = stackalloc bool[maxDepth];
        var depth = 0;
        var at = 0;
        while (true)
        {
            if (!SkipSpace(text, ref at)) return false;
            // a value begins here
            var c = text[at];
            if (c is (byte)'{' or (byte)'[')
            {
                if (depth == maxDepth) return false;
                isObject[depth++] = c == '{';
                at++;
                if (!SkipSpace(text, ref at)) return false;
                if (text[at] == (c == '{' ? '}' : ']'))
                {
                    at++;
                    depth--;
                }
                else if (c == '[') continue;
                else if (!SkipName(text, ref at)) return false;
                else continue;
            }
            else if (!SkipScalar(text, ref at)) return false;
            // a value has ended here
            while (true)
            {
                var more = SkipSpace(text, ref at);
                if (depth == 0) return !more;
                if (!more) return false;
                c = text[at++];
                if (c == ',')
                {
                    if (!isObject[depth - 1]) break;
                    if (!SkipSpace(text, ref at) || !SkipName(text, ref at)) return false;
                    break;
                }
                if (c != (isObject[depth - 1] ? '}' : ']')) return false;
                depth--;
            }
        }
    }

    static bool SkipSpace(ReadOnlySpan<byte> text, ref int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') at++;
        return at < text.Length;
    }

    /// <summary>A name and its colon.</summary>
    static bool SkipName(ReadOnlySpan<byte> text, ref int at)
    {
        if (text[at] != '"' || !SkipString(text, ref at, surrogatesPair: true) || !SkipSpace(text, ref at) || text[at] != ':') return false;
        at++;
        return true;
    }

    static bool SkipScalar(ReadOnlySpan<byte> text, ref int at)
    {
        var c = text[at];
        if (c == '"') return SkipString(text, ref at, surrogatesPair: false);
        if (c is (byte)'-' or (>= (byte)'0' and <= (byte)'9')) return SkipNumber(text, ref at);
        var literal = c switch { (byte)'t' => "true"u8, (byte)'f' => "false"u8, (byte)'n' => "null"u8, _ => [] };
        if (literal.IsEmpty || !text[at..].StartsWith(literal)) return false;
        at += literal.Length;
        return true;
    }

    static bool SkipString(ReadOnlySpan<byte> text, ref int at, bool surrogatesPair)
    {
        at++;
        var isHighBefore = false;
        while (true)
        {
            var next = text[at..].IndexOfAny(Special);
            if (next < 0) return false;
            if (next > 0 && isHighBefore) return false;
            at += next;
            if (text[at] == '"')
            {
                at++;
                return !isHighBefore;
            }
            if (text[at] != '\\' || ++at >= text.Length) return false;
            var c = text[at++];
            if (c != 'u')
            {
                if (isHighBefore || !"\"\\/bfnrt"u8.Contains(c)) return false;
                continue;
            }
            if (!TryHex(text, ref at, out var code)) return false;
            if (!surrogatesPair) continue;
            var isLow = code is >= 0xDC00 and <= 0xDFFF;
            if (isLow != isHighBefore) return false;
            isHighBefore = code is >= 0xD800 and <= 0xDBFF;
        }
    }

    static bool TryHex(ReadOnlySpan<byte> text, ref int at, out int code)
    {
        code = 0;
        if (at + 4 > text.Length) return false;
        for (var end = at + 4; at < end; at++)
        {
            var c = (char)text[at];
            if (!char.IsAsciiHexDigit(c)) return false;
            code = code << 4 | (char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }
        return true;
    }

    static bool SkipNumber(ReadOnlySpan<byte> text, ref int at)
    {
        if (text[at] == '-') at++;
        if (at >= text.Length) return false;
        if (text[at] == '0') at++;
        else if (!SkipDigits(text, ref at)) return false;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (!SkipDigits(text, ref at)) return false;
        }
        if (at >= text.Length || text[at] is not ((byte)'e' or (byte)'E')) return true;
        at++;
        if (at < text.Length && text[at] is (byte)'+' or (byte)'-') at++;
        return SkipDigits(text, ref at);
    }

    static bool SkipDigits(ReadOnlySpan<byte> text, ref int at)
    {
        var length = text[at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (length < 0) length = text.Length - at;
        at += length;
        return length > 0;
    }
}
