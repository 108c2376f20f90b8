using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The LZ4 block format: sequences of literals and matches.</summary>
public static unsafe class Lz4Block
{
    const int MinMatch = 4;

    /// <summary>Decodes one block.</summary>
    /// <returns>Bytes written, or -1 when the block is malformed or does not fit.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination) => Decode(source, destination, 0);

    /// <summary>Decodes one block behind <paramref name="history"/> bytes of earlier text in the same buffer, to which matches may reach back.</summary>
    internal static int Decode(ReadOnlySpan<byte> source, Span<byte> buffer, int history)
    {
        fixed (byte* from = source, start = buffer)
        {
            return Decode(from, from + source.Length, start, start + history, start + buffer.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Decode(byte* from, byte* fromEnd, byte* start, byte* to, byte* toEnd)
    {
        var first = to;
        while (from < fromEnd)
        {
            int token = *from++;
            nint literals = token >> 4;
            if (literals == 15 && !AddLength(ref from, fromEnd, ref literals)) return -1;
            if (literals > fromEnd - from || literals > toEnd - to) return -1;
            if (literals + Match.Overshoot <= fromEnd - from && literals + Match.Overshoot <= toEnd - to) Match.CopyApart(from, to, literals);
            else Buffer.MemoryCopy(from, to, literals, literals);
            from += literals;
            to += literals;
            if (from == fromEnd) return (int)(to - first); // the last sequence has literals only

            if (fromEnd - from < 2) return -1;
            nint offset = *(ushort*)from;
            from += 2;
            nint length = token & 15;
            if (length == 15 && !AddLength(ref from, fromEnd, ref length)) return -1;
            length += MinMatch;
            if (offset == 0 || offset > to - start || length > toEnd - to) return -1;
            if (length + Match.Overshoot <= toEnd - to) Match.CopyWide(to, offset, length);
            else Match.Copy(new Span<byte>(to - offset, (int)(offset + length)), (int)offset, (int)offset, (int)length);
            to += length;
        }
        return -1;
    }

    /// <summary>Adds the bytes of a long length; stops at 2^30, far over any block, so that the sum cannot wrap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool AddLength(ref byte* from, byte* fromEnd, ref nint length)
    {
        while (from < fromEnd && length < 1 << 30)
        {
            int more = *from++;
            length += more;
            if (more != 255) return true;
        }
        return false;
    }
}
