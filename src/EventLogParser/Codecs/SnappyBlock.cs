using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The raw snappy block format.</summary>
public static unsafe class SnappyBlock
{
    /// <summary>More than the usual element reads or writes.</summary>
    const int SafeBytes = 64 + 4;

    /// <summary>Size that the block says it decodes to; -1 when its first bytes are malformed.</summary>
    public static long PlainLength(ReadOnlySpan<byte> source) => ReadVarint(source, out _);

    /// <summary>Decodes one block.</summary>
    /// <returns>Bytes written, or -1 when the block is malformed, does not fit or gives another size than it says.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        var said = ReadVarint(source, out var used);
        if (said < 0 || said > destination.Length) return -1;
        // an empty block has no place to write to
        if (said == 0) return used == source.Length ? 0 : -1;
        fixed (byte* from = source, to = destination)
        {
            return Decode(from + used, from + source.Length, to, to + said) ? (int)said : -1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static bool Decode(byte* from, byte* fromEnd, byte* start, byte* toEnd)
    {
        var to = start;
        // while there is this much room, the usual elements need no other look at the ends
        byte* fromSafe = fromEnd - SafeBytes, toSafe = toEnd - SafeBytes;
        while (from < fromEnd)
        {
            if (from < fromSafe && to < toSafe) UsualElements(ref from, fromSafe, start, ref to, toSafe);
            int tag = *from++;
            nint length = tag >> 2, offset;
            switch (tag & 3)
            {
                case 0:
                    if (length >= 60 && !ReadLength(ref from, fromEnd, ref length)) return false;
                    length++;
                    if ((nuint)length > (nuint)(fromEnd - from) || length > toEnd - to) return false;
                    if (length + Match.Overshoot <= fromEnd - from && length + Match.Overshoot <= toEnd - to)
                        Match.CopyApart(from, to, length);
                    else Buffer.MemoryCopy(from, to, length, length);
                    from += length;
                    to += length;
                    continue;
                case 1:
                    if (fromEnd - from < 1) return false;
                    length = (length & 7) + 4;
                    offset = (tag >> 5) << 8 | *from++;
                    break;
                case 2:
                    if (fromEnd - from < 2) return false;
                    length++;
                    offset = *(ushort*)from;
                    from += 2;
                    break;
                default:
                    if (fromEnd - from < 4) return false;
                    length++;
                    offset = (nint)(*(uint*)from);
                    from += 4;
                    break;
            }
            if (offset == 0 || (nuint)offset > (nuint)(to - start) || length > toEnd - to) return false;
            if (length + Match.Overshoot <= toEnd - to) Match.CopyWide(to, offset, length);
            else Match.Copy(new Span<byte>(to - offset, (int)(offset + length)), (int)offset, (int)offset, (int)length);
            to += length;
        }
        return to == toEnd;
    }

    /// <summary>Carries out literals of up to 60 bytes and copies from 32 to 65535 bytes back; stops before any other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void UsualElements(ref byte* source, byte* sourceSafe, byte* start, ref byte* target, byte* targetSafe)
    {
        byte* from = source, to = target;
        while (from < sourceSafe && to < targetSafe)
        {
            int tag = *from, kind = tag & 3;
            nint length = (tag >> 2) + 1;
            byte* copied, next;
            if (kind == 0)
            {
                if (length > 60) break;
                copied = from + 1;
                next = copied + length;
            }
            else
            {
                if (kind == 3) break;
                nint offset = kind == 2 ? *(ushort*)(from + 1) : (tag >> 5) << 8 | from[1];
                if (kind == 1) length = (tag >> 2 & 7) + 4;
                if (offset < 32 || offset > to - start) break;
                copied = to - offset;
                next = from + 1 + kind;
            }
            Vector256.Store(Vector256.Load(copied), to);
            if (length > 32) Vector256.Store(Vector256.Load(copied + 32), to + 32);
            to += length;
            from = next;
        }
        source = from;
        target = to;
    }

    /// <summary>A tag of 60 to 63 is followed by 1 to 4 bytes of length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static bool ReadLength(ref byte* from, byte* fromEnd, ref nint length)
    {
        var bytes = (int)length - 59;
        if (bytes > fromEnd - from) return false;
        length = 0;
        for (var i = bytes - 1; i >= 0; i--) length = length << 8 | from[i];
        from += bytes;
        return true;
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
