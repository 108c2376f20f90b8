using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>Small looks at bytes that may read up to <see cref="Overread"/> bytes past what they are asked about.</summary>
static unsafe class Bytes
{
    /// <summary>Bytes that must be readable after the last one of a text, whatever they are.</summary>
    public const int Overread = 128;

    /// <summary>Longest string that is taken; a longer one is left to the full reader.</summary>
    const int LongestText = 256;

    /// <summary>True when the 32 bytes at <paramref name="p"/> are these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Is32(byte* p, ReadOnlySpan<byte> text) =>
        Vector256.Load(p) == Vector256.LoadUnsafe(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(text));

    /// <summary>True when these bytes stand at <paramref name="p"/>; the JIT compares a constant in a few words.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool StartsWith(byte* p, ReadOnlySpan<byte> text) => new ReadOnlySpan<byte>(p, text.Length).SequenceEqual(text);

    /// <summary>The closing quote of the string whose first byte is at <paramref name="p"/>; null where it holds an escape, a control or
    /// non-ASCII character, or is long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* TextEnd(byte* p)
    {
        var v = Vector256.Load(p);
        var stop = Stops(v);
        if (stop == 0) return LongTextEnd(p);
        p += BitOperations.TrailingZeroCount(stop);
        return *p == '"' ? p : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static byte* LongTextEnd(byte* p)
    {
        for (var i = Vector256<byte>.Count; i < LongestText; i += Vector256<byte>.Count)
        {
            var stop = Stops(Vector256.Load(p + i));
            if (stop == 0) continue;
            p += i + BitOperations.TrailingZeroCount(stop);
            return *p == '"' ? p : null;
        }
        return null;
    }

    /// <summary>The next quote, backslash or control character at or behind <paramref name="p"/>.</summary>
    /// <param name="p">Somewhere before a newline.</param>
    /// <param name="ascii">Turned off where a byte above 0x7F may have been passed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* NextSpecial(byte* p, ref bool ascii)
    {
        while (true)
        {
            var v = Vector256.Load(p);
            ascii &= v.ExtractMostSignificantBits() == 0;
            var stop = (Vector256.Equals(v, Vector256.Create((byte)'"')) | Vector256.Equals(v, Vector256.Create((byte)'\\'))
                | Vector256.Equals(Vector256.Min(v, Vector256.Create((byte)0x1F)), v)).ExtractMostSignificantBits();
            if (stop != 0) return p + BitOperations.TrailingZeroCount(stop);
            p += Vector256<byte>.Count;
        }
    }

    /// <summary>Quote, backslash, below 0x20 or above 0x7F: as signed bytes the last two are one comparison.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Stops(Vector256<byte> v) =>
        (Vector256.Equals(v, Vector256.Create((byte)'"')) | Vector256.Equals(v, Vector256.Create((byte)'\\'))
            | Vector256.LessThan(v.AsSByte(), Vector256.Create((sbyte)0x20)).AsByte()).ExtractMostSignificantBits();
}
