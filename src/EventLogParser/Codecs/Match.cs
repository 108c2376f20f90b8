using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The copies at the heart of every LZ77 format.</summary>
static unsafe class Match
{
    /// <summary>The wide copies write and read up to so many bytes too far.</summary>
    public const int Overshoot = 32;

    /// <summary>
    /// Repeats text from <paramref name="offset"/> bytes back. The caller has checked that source and target lie in the buffer.
    /// </summary>
    public static void Copy(Span<byte> buffer, int to, int offset, int length)
    {
        var from = to - offset;
        if (offset >= length)
        {
            buffer.Slice(from, length).CopyTo(buffer[to..]);
            return;
        }
        if (offset == 1)
        {
            buffer.Slice(to, length).Fill(buffer[from]);
            return;
        }
        // Overlap: what was just written is the source. Each round doubles the run that can be copied at once.
        for (var run = offset; length > 0; run *= 2)
        {
            var step = Math.Min(run, length);
            buffer.Slice(from, step).CopyTo(buffer[to..]);
            to += step;
            length -= step;
        }
    }

    /// <summary>As <see cref="Copy"/>, where there is room for <see cref="Overshoot"/> bytes behind the match.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyWide(byte* to, nint offset, nint length)
    {
        var from = to - offset;
        if (offset >= 32) CopyApart(from, to, length);
        else if (offset >= 16)
        {
            for (nint i = 0; i < length; i += 16) Vector128.Store(Vector128.Load(from + i), to + i);
        }
        else if (offset >= 8)
        {
            for (nint i = 0; i < length; i += 8) *(ulong*)(to + i) = *(ulong*)(from + i);
        }
        else
        {
            for (nint i = 0; i < length; i++) to[i] = from[i];
        }
    }

    /// <summary>Copies between places at least 32 bytes apart, both with <see cref="Overshoot"/> bytes behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CopyApart(byte* from, byte* to, nint length)
    {
        Vector256.Store(Vector256.Load(from), to);
        for (nint i = 32; i < length; i += 32) Vector256.Store(Vector256.Load(from + i), to + i);
    }
}
