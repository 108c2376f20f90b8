namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The compressed body of an LZF chunk.</summary>
public static class LzfBlock
{
    const int MaxLiteralTag = 32;

    /// <summary>Decodes one body.</summary>
    /// <returns>Bytes written, or -1 when the body is malformed or does not fit.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        int at = 0, to = 0;
        while (at < source.Length)
        {
            int tag = source[at++];
            if (tag < MaxLiteralTag)
            {
                var literals = tag + 1;
                if (literals > source.Length - at || literals > destination.Length - to) return -1;
                source.Slice(at, literals).CopyTo(destination[to..]);
                at += literals;
                to += literals;
                continue;
            }
            var length = tag >> 5;
            if (length == 7)
            {
                if (at >= source.Length) return -1;
                length += source[at++];
            }
            if (at >= source.Length) return -1;
            var offset = ((tag & 0x1F) << 8 | source[at++]) + 1;
            length += 2;
            if (offset > to || length > destination.Length - to) return -1;
            Match.Copy(destination, to, offset, length);
            to += length;
        }
        return to;
    }
}
