using System.Buffers;
using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>
/// Steps through JSON that is written as Spark writes it: no white space, fields in one order. Each method returns false at a surprise;
/// the caller then leaves the value to the full decoder, which also says what is wrong with it.
/// </summary>
/// <param name="text">Valid UTF-8.</param>
ref struct JsonWalker(ReadOnlySpan<byte> text)
{
    /// <summary>Digits of which every number fits a long.</summary>
    const int MostDigits = 18;

    static readonly SearchValues<byte> Special = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(c => (byte)c)]);

    readonly ReadOnlySpan<byte> text = text;

    /// <summary>Bytes that were stepped over.</summary>
    public int At { get; private set; }

    public readonly ReadOnlySpan<byte> Rest => text[At..];

    /// <summary>Steps over these very bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Take(ReadOnlySpan<byte> literal)
    {
        if (!text[At..].StartsWith(literal)) return false;
        At += literal.Length;
        return true;
    }

    /// <summary>Steps over so many bytes that somebody else has read.</summary>
    public void Step(int bytes) => At += bytes;

    /// <summary>A string that stands here.</summary>
    /// <param name="escaped">Between its quotes.</param>
    /// <param name="isEscaped">It has a backslash.</param>
    public bool TryString(out ReadOnlySpan<byte> escaped, out bool isEscaped)
    {
        escaped = default;
        isEscaped = false;
        if (At >= text.Length || text[At] != '"') return false;
        var start = At + 1;
        for (var end = start; ;)
        {
            var next = text[end..].IndexOfAny(Special);
            if (next < 0) return false;
            end += next;
            if (text[end] == '"')
            {
                escaped = text[start..end];
                At = end + 1;
                return true;
            }
            if (text[end] != '\\' || EscapeAt(end) is not (> 0 and var length)) return false;
            isEscaped = true;
            end += length;
        }
    }

    /// <summary>Bytes of the escape that stands there; 0 where it is none.</summary>
    readonly int EscapeAt(int at)
    {
        if (at + 1 >= text.Length) return 0;
        if (text[at + 1] != 'u') return "\"\\/bfnrt"u8.Contains(text[at + 1]) ? 2 : 0;
        if (at + 6 > text.Length) return 0;
        foreach (var digit in text.Slice(at + 2, 4))
        {
            if (!char.IsAsciiHexDigit((char)digit)) return 0;
        }
        return 6;
    }

    /// <summary>A whole number that is not negative.</summary>
    public bool TryNumber(out long value)
    {
        value = 0;
        var start = At;
        while (At < text.Length && (uint)(text[At] - '0') <= 9)
        {
            value = value * 10 + (text[At] - '0');
            if (++At - start > MostDigits) return false;
        }
        // a fraction or an exponent is a surprise where the caller takes the next byte
        return At > start && (At == start + 1 || text[start] != '0');
    }
}
