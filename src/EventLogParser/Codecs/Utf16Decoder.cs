using System.Text;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>UTF-16 behind a byte-order mark, as a redirect of Windows PowerShell writes; given as UTF-8 without the mark.</summary>
/// <remarks>A half of a surrogate pair on its own becomes U+FFFD.</remarks>
sealed class Utf16Decoder : StreamDecoder
{
    const int ChunkBytes = 1 << 15, MarkBytes = 2;

    readonly StoredInput input;
    readonly Decoder decoder;
    readonly Encoder encoder = Encoding.UTF8.GetEncoder();
    readonly char[] chars = new char[ChunkBytes / 2 + 1];
    readonly byte[] plain = new byte[Encoding.UTF8.GetMaxByteCount(ChunkBytes / 2 + 1)];
    int start, end;
    bool begun, ended;

    public Utf16Decoder(StoredInput input, bool bigEndian)
    {
        this.input = input;
        decoder = (bigEndian ? Encoding.BigEndianUnicode : Encoding.Unicode).GetDecoder();
    }

    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty) return 0;
        if (!begun) input.Skip(MarkBytes);
        begun = true;
        while (start == end)
        {
            if (ended) return 0;
            Refill();
        }
        var count = Math.Min(destination.Length, end - start);
        plain.AsSpan(start, count).CopyTo(destination);
        start += count;
        return count;
    }

    void Refill()
    {
        var stored = input.Peek(ChunkBytes);
        if (stored.Length > ChunkBytes) stored = stored[..ChunkBytes];
        ended = stored.IsEmpty;
        var count = decoder.GetChars(stored, chars, flush: ended);
        input.Advance(stored.Length);
        start = 0;
        end = encoder.GetBytes(chars.AsSpan(0, count), plain, flush: ended);
    }
}
