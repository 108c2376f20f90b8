using System.Text;
using Rightsizer.EventLogParser.Codecs;

namespace Rightsizer.EventLogParser.Input;

/// <summary>Looks at the start of a file, decompressed, to tell what it is.</summary>
static class LogPeek
{
    const int LookBytes = 64 * 1024, IdentityBytes = 2 * 1024 * 1024;

    /// <summary>True for a text that starts with a JSON object and soon names an event.</summary>
    public static bool LooksLikeEventLog(LogPart part)
    {
        var start = ReadStart(part, LookBytes).AsSpan().TrimStart(" \t\r\n\uFEFF"u8);
        return start is [(byte)'{', ..] && start.IndexOf("\"Event\""u8) >= 0;
    }

    public static bool IsZip(LogPart part)
    {
        using var stream = part.OpenRead();
        Span<byte> head = stackalloc byte[4];
        var count = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return Codec.Sniff(head[..count]) == Codec.Zip;
    }

    /// <summary>The application's id; null where it does not stand near the start.</summary>
    public static string? ApplicationId(LogPart part) => Value(ReadStart(part, IdentityBytes), "\"App ID\":"u8, '"');

    /// <summary>Databricks' number of a part, which its first line states; null where it does not.</summary>
    public static int? RolloverNumber(LogPart part)
    {
        var start = ReadStart(part, LookBytes).AsSpan();
        var newline = start.IndexOf((byte)'\n');
        return Value(newline < 0 ? start : start[..newline], "\"Rollover Number\":"u8, null) is { } text && int.TryParse(text, out var number) ? number : null;
    }

    /// <summary>Text after a key: what stands between quotes, or the digits of a whole number.</summary>
    static string? Value(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key, char? quote)
    {
        var at = text.IndexOf(key);
        if (at < 0) return null;
        text = text[(at + key.Length)..].TrimStart((byte)' ');
        if (quote is null)
        {
            var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            return Encoding.UTF8.GetString(digits < 0 ? text : text[..digits]);
        }
        if (text is not [(byte)'"', ..]) return null;
        text = text[1..];
        var end = text.IndexOf((byte)'"');
        return end < 0 ? null : Encoding.UTF8.GetString(text[..end]);
    }

    static byte[] ReadStart(LogPart part, int bytes)
    {
        using var stream = DecodedStream.Open(part);
        var buffer = new byte[bytes];
        return buffer[..stream.ReadAtLeast(buffer, bytes, throwOnEndOfStream: false)];
    }
}
