namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The LZ4 block format: sequences of literals and matches.</summary>
public static class Lz4Block
{
    const int MinMatch = 4;

    /// <summary>Decodes one block.</summary>
    /// <returns>Bytes written, or -1 when the block is malformed or does not fit.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination) => Decode(source, destination, 0);

    /// <summary>Decodes one block behind <paramref name="history"/> bytes of earlier text in the same buffer, to which matches may reach back.</summary>
    internal static int Decode(ReadOnlySpan<byte> source, Span<byte> buffer, int history)
    {
        int at = 0, to = history;
        while (at < source.Length)
        {
            int token = source[at++];
            var literals = token >> 4;
            if (literals == 15 && !AddLength(source, ref at, ref literals)) return -1;
            if (literals > source.Length - at || literals > buffer.Length - to) return -1;
            source.Slice(at, literals).CopyTo(buffer[to..]);
            at += literals;
            to += literals;
            if (at == source.Length) return to - history; // the last sequence has literals only

            if (source.Length - at < 2) return -1;
            var offset = source[at] | source[at + 1] << 8;
            at += 2;
            var length = token & 15;
            if (length == 15 && !AddLength(source, ref at, ref length)) return -1;
            length += MinMatch;
            if (offset == 0 || offset > to || length > buffer.Length - to) return -1;
            Match.Copy(buffer, to, offset, length);
            to += length;
        }
        return -1;
    }

    /// <summary>Adds the bytes of a long length; stops at 2^30, far over any block, so that the sum cannot wrap.</summary>
    static bool AddLength(ReadOnlySpan<byte> source, ref int at, ref int length)
    {
        while (at < source.Length && length < 1 << 30)
        {
            int more = source[at++];
            length += more;
            if (more != 255) return true;
        }
        return false;
    }
}
