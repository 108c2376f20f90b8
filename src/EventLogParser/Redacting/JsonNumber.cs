using System.Buffers;

namespace Rightsizer.EventLogParser.Redacting;

/// <summary>
/// Tells the numbers of a line's JSON, which are the figures of a log and stay, from digits that stand in it otherwise: a line that is not
/// JSON may hold the number of a card or of a telephone.
/// </summary>
static class JsonNumber
{
    static readonly SearchValues<byte> Characters = SearchValues.Create("0123456789+-.eE"u8), Space = SearchValues.Create(" \t\r"u8);

    /// <summary>True for a byte that a number begins with, right or wrong.</summary>
    public static bool Begins(byte first) => first is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'+' or (byte)'.';

    /// <summary>Writes the number as it is where JSON has one, else with a 0 for each of its runs of digits.</summary>
    /// <param name="line">The line.</param>
    /// <param name="at">Where the number begins.</param>
    /// <param name="expectsValue">A value of JSON may be here.</param>
    /// <param name="output">Takes the number.</param>
    /// <returns>Where the number ends.</returns>
    public static int Redact(ReadOnlySpan<byte> line, int at, bool expectsValue, IBufferWriter<byte> output)
    {
        var length = line[at..].IndexOfAnyExcept(Characters);
        var end = length < 0 ? line.Length : at + length;
        var number = line[at..end];
        if (expectsValue && IsNumber(number) && IsAtEndOfValue(line, end)) output.Write(number);
        else WriteZeros(number, output);
        return end;
    }

    static bool IsAtEndOfValue(ReadOnlySpan<byte> line, int end)
    {
        var next = line[end..].IndexOfAnyExcept(Space);
        return next < 0 || line[end + next] is (byte)',' or (byte)'}' or (byte)']';
    }

    /// <summary>After RFC 8259, section 6: a sign, digits without leading zeros, a fraction, an exponent.</summary>
    static bool IsNumber(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("-"u8)) text = text[1..];
        var whole = Digits(text);
        if (whole == 0 || whole > 1 && text[0] == '0') return false;
        text = text[whole..];
        if (text.StartsWith("."u8))
        {
            var fraction = Digits(text[1..]);
            if (fraction == 0) return false;
            text = text[(1 + fraction)..];
        }
        if (text.IsEmpty) return true;
        if (text[0] is not ((byte)'e' or (byte)'E')) return false;
        text = text[1..];
        if (!text.IsEmpty && text[0] is (byte)'+' or (byte)'-') text = text[1..];
        return !text.IsEmpty && Digits(text) == text.Length;
    }

    static int Digits(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var end ? end : text.Length;

    /// <summary>A leading zero stays one, so that what is not JSON stays not JSON.</summary>
    static void WriteZeros(ReadOnlySpan<byte> text, IBufferWriter<byte> output)
    {
        while (!text.IsEmpty)
        {
            var digits = Digits(text);
            output.Write(digits == 0 ? text[..1] : digits > 1 && text[0] == '0' ? "00"u8 : "0"u8);
            text = text[Math.Max(1, digits)..];
        }
    }
}
