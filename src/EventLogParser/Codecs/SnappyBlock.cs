using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The raw snappy block format.</summary>
public static class SnappyBlock
{
    /// <summary>Size that the block says it decodes to; -1 when its first bytes are malformed.</summary>
    public static long PlainLength(ReadOnlySpan<byte> source) => ReadVarint(source, out _);

    /// <summary>Decodes one block.</summary>
    /// <returns>Bytes written, or -1 when the block is malformed, does not fit or gives another size than it says.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var said = ReadVarint(source, out var at);
        if (said < 0 || said > destination.Length) return -1;
        destination = destination[..(int)said];
        var to = 0;
        while (at < source.Length)
        {
            int tag = source[at++];
            if ((tag & 3) == 0)
            {
                long literals = tag >> 2;
                if (literals >= 60)
                {
                    var bytes = (int)literals - 59;
                    if (bytes > source.Length - at) return -1;
                    literals = LittleEndian(source.Slice(at, bytes));
                    at += bytes;
                }
                literals++;
                if (literals > source.Length - at || literals > destination.Length - to) return -1;
                source.Slice(at, (int)literals).CopyTo(destination[to..]);
                at += (int)literals;
                to += (int)literals;
                continue;
            }

            int length;
            long offset;
            if ((tag & 3) == 1)
            {
                if (at >= source.Length) return -1;
                length = (tag >> 2 & 7) + 4;
                offset = (tag >> 5) << 8 | source[at++];
            }
            else
            {
                var bytes = (tag & 3) == 2 ? 2 : 4;
                if (bytes > source.Length - at) return -1;
                length = (tag >> 2) + 1;
                offset = bytes == 2 ? BinaryPrimitives.ReadUInt16LittleEndian(source[at..]) : BinaryPrimitives.ReadUInt32LittleEndian(source[at..]);
                at += bytes;
            }
            if (offset == 0 || offset > to || length > destination.Length - to) return -1;
            Match.Copy(destination, to, (int)offset, length);
            to += length;
        }
        return to == destination.Length ? to : -1;
    }

    static long LittleEndian(ReadOnlySpan<byte> bytes)
    {
        long value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }

    static long ReadVarint(ReadOnlySpan<byte> source, out int used)
    {
        long value = 0;
        for (used = 0; used < source.Length && used < 5;)
        {
            int b = source[used];
            value |= (long)(b & 0x7F) << (7 * used++);
            if (b < 0x80) return value;
        }
        return -1;
    }
}
