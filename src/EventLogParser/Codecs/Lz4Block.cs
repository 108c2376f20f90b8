using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The LZ4 block format: sequences of literals and matches.</summary>
public static unsafe class Lz4Block
{
    const int MinMatch = 4;

    /// <summary>More than the usual sequence reads or writes: 14 literals and 273 bytes of match, and what is copied too far.</summary>
    const int SafeBytes = 14 + 273 + Match.Overshoot + 1;

    /// <summary>Decodes one block.</summary>
    /// <returns>Bytes written, or -1 when the block is malformed or does not fit.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination) => Decode(source, destination, 0);

    /// <summary>
    /// Decodes one block behind <paramref name="history"/> bytes of earlier text in the same buffer, to which matches may reach back.
    /// </summary>
    internal static int Decode(ReadOnlySpan<byte> source, Span<byte> buffer, int history)
    {
        // an empty block, one token that says nothing follows, has no place to write to
        if (buffer.Length == history) return source is [0] ? 0 : -1;
        fixed (byte* from = source, start = buffer)
        {
            return Decode(from, from + source.Length, start, start + history, start + buffer.Length);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Decode(byte* from, byte* fromEnd, byte* start, byte* to, byte* toEnd)
    {
        var first = to;
        // while there is this much room, the usual sequence needs no other look at the ends
        byte* fromSafe = fromEnd - SafeBytes, toSafe = toEnd - SafeBytes;
        while (from < fromEnd)
        {
            if (from < fromSafe && to < toSafe) UsualSequences(ref from, fromSafe, start, ref to, toSafe);
            int token = *from++;
            nint literals = token >> 4;
            if (literals == 15 && !AddLength(ref from, fromEnd, ref literals)) return -1;
            if (literals > fromEnd - from || literals > toEnd - to) return -1;
            if (literals + Match.Overshoot <= fromEnd - from && literals + Match.Overshoot <= toEnd - to)
                Match.CopyApart(from, to, literals);
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

    /// <summary>
    /// Carries out sequences of up to 14 literals and a match of up to 273 bytes from at least 32 bytes back; stops before any other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void UsualSequences(ref byte* source, byte* sourceSafe, byte* start, ref byte* target, byte* targetSafe)
    {
        byte* from = source, to = target;
        while (from < sourceSafe && to < targetSafe)
        {
            int token = *from;
            nint literals = token >> 4, length = token & 15;
            var next = from + 1 + literals;
            nint offset = *(ushort*)next;
            next += 2;
            if (length == 15)
            {
                length += *next;
                if (*next++ == 255) break;
            }
            if (literals == 15 || offset < 32 || offset > to + literals - start) break;
            length += MinMatch;
            Vector128.Store(Vector128.Load(from + 1), to);
            to += literals;
            var match = to - offset;
            Vector256.Store(Vector256.Load(match), to);
            for (nint i = 32; i < length; i += 32) Vector256.Store(Vector256.Load(match + i), to + i);
            to += length;
            from = next;
        }
        source = from;
        target = to;
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
