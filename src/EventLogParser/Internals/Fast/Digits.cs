using System.Numerics;
using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Whole numbers from ASCII digits, eight at a time.</summary>
static unsafe class Digits
{
    /// <summary>Reads the digits at <paramref name="p"/>; at least 16 bytes must be readable there.</summary>
    /// <returns>Just past the number, or null where there is none, it has a leading zero, or it is too long.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* Read(byte* p, out long value)
    {
        // a branch that is nearly always foreseen, and frees what follows from waiting for the length
        var first = (uint)(p[0] - '0');
        if ((uint)(p[1] - '0') > 9)
        {
            value = first;
            return first <= 9 ? p + 1 : null;
        }
        return first - 1 <= 8 ? ReadLong(p, out value) : Refuse(out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte* ReadLong(byte* p, out long value)
    {
        var low = Count(*(ulong*)p);
        if (low < 8)
        {
            value = Parse(*(ulong*)p, low);
            return p + low;
        }
        // the last eight digits are one word, what stands before them is the other
        var high = Count(*(ulong*)(p + 8));
        value = Parse(*(ulong*)p, high) * 100_000_000 + Parse(*(ulong*)(p + high), 8);
        return high < 8 ? p + 8 + high : null;
    }

    static byte* Refuse(out long value)
    {
        value = 0;
        return null;
    }

    /// <summary>Leading bytes of the word that are digits, 0 to 8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static int Count(ulong word)
    {
        var y = word ^ 0x3030303030303030;
        var others = (y | (y + 0x7676767676767676)) & 0x8080808080808080;
        return BitOperations.TrailingZeroCount(others) >> 3;
    }

    /// <summary>The number that the first <paramref name="count"/> bytes of the word spell.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static long Parse(ulong word, int count)
    {
        var v = word ^ 0x3030303030303030;
        // the last digit moves to the last byte; in two steps, as a shift by 64 is none at all
        v = v << 8 * (8 - count >> 1) << 8 * (8 - count - (8 - count >> 1));
        v = (v * 10 + (v >> 8)) & 0x00FF00FF00FF00FF;
        v = (v * 100 + (v >> 16)) & 0x0000FFFF0000FFFF;
        return (long)((v * 10000 + (v >> 32)) & 0xFFFFFFFF);
    }
}
