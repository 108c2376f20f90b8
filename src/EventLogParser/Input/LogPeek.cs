using System.Globalization;
using System.Text;
using Rightsizer.EventLogParser.Codecs;

namespace Rightsizer.EventLogParser.Input;

/// <summary>Looks at the start of a file, decompressed, to tell what it is.</summary>
static class LogPeek
{
    const int FirstLookBytes = 4 * 1024, LookBytes = 64 * 1024, IdentityBytes = 2 * 1024 * 1024;

    /// <summary>True for a text that starts with a JSON object and soon names an event.</summary>
    /// <param name="part">The file.</param>
    /// <param name="damage">Why its compressed stream breaks before it could show what it is; null where it does not.</param>
    public static bool LooksLikeEventLog(LogPart part, out string? damage)
    {
        damage = null;
        using var stream = DecodedStream.Open(part);
        var first = ReadStart(stream, FirstLookBytes);
        if (NamesEvent(first)) return true;
        var start = (byte[])[.. first, .. ReadStart(stream, LookBytes - FirstLookBytes)];
        if (NamesEvent(start)) return true;
        if (TrimStart(start) is [] or [(byte)'{', ..]) damage = stream.StreamError;
        return false;
    }

    /// <summary>True for text whose first sign opens a JSON object and that has the key of an event's name.</summary>
    public static bool NamesEvent(ReadOnlySpan<byte> start) => TrimStart(start) is [(byte)'{', ..] && start.IndexOf("\"Event\""u8) >= 0;

    static ReadOnlySpan<byte> TrimStart(ReadOnlySpan<byte> start) => start.TrimStart(" \t\r\n\uFEFF"u8);

    /// <summary>Bytes of a file by whose start an archive is told; gzip packs a tar's first header into fewer.</summary>
    const int ArchiveBytes = 4096;

    /// <summary>The kind of archive that a file is; null for another file.</summary>
    public static EventLogKind? ArchiveKind(LogPart part)
    {
        var head = new byte[ArchiveBytes];
        using (var stream = part.OpenRead())
        {
            head = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        }
        var codec = Codec.Sniff(head);
        if (codec == Codec.Zip) return EventLogKind.Zip;
        if (codec == Codec.None) return Codec.IsTar(head) ? EventLogKind.Tar : null;
        if (codec != Codec.Gzip) return null;
        using var decoder = StreamDecoder.Open(codec, new StoredInput(new MemoryStream(head)));
        return Codec.IsTar(Begin(decoder)) ? EventLogKind.Tar : null;
    }

    /// <summary>The first bytes of a stream of which only the start is there.</summary>
    static ReadOnlySpan<byte> Begin(StreamDecoder decoder)
    {
        var plain = new byte[Codec.TarHeadBytes];
        var have = 0;
        try
        {
            for (int read; have < plain.Length && (read = decoder.Read(plain.AsSpan(have))) > 0; have += read) { }
        }
        catch (CodecException)
        {
            // it ends where we stopped reading
        }
        return plain.AsSpan(0, have);
    }

    /// <summary>The application's id; null where it does not stand near the start.</summary>
    public static string? ApplicationId(LogPart part) => Value(ReadStart(part, IdentityBytes), "\"App ID\":"u8, '"');

    /// <summary>Databricks' number of a part, which its first line states; null where it does not.</summary>
    public static int? RolloverNumber(LogPart part)
    {
        var start = ReadStart(part, LookBytes);
        var newline = start.IndexOf((byte)'\n');
        return Value(newline < 0 ? start : start[..newline], "\"Rollover Number\":"u8, null) is { } text
            && int.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;
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

    static ReadOnlySpan<byte> ReadStart(LogPart part, int bytes)
    {
        using var stream = DecodedStream.Open(part);
        return ReadStart(stream, bytes);
    }

    static ReadOnlySpan<byte> ReadStart(DecodedStream stream, int bytes)
    {
        var buffer = new byte[bytes];
        return buffer.AsSpan(0, stream.ReadAtLeast(buffer, bytes, throwOnEndOfStream: false));
    }
}
