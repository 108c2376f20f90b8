using System.Buffers;
using System.Runtime.InteropServices;

namespace Rightsizer.Analyzer.Numerics.Internals;

/// <summary>
/// <see cref="Array.Sort{T}(T[])"/> for numbers, byte by byte: code that is compiled ahead calls a comparer for each pair, which was a
/// tenth of the time of diagnose.
/// </summary>
static class FastSort
{
    const int Radix = 256, FewestForRadix = 64;
    const ulong Sign = 1UL << 63;

    /// <summary>Ascending; what is no number comes first.</summary>
    public static void Sort(Span<double> values)
    {
        if (values.Length < 2) return;
        var keys = MemoryMarshal.Cast<double, ulong>(values);
        // as whole numbers, positive doubles are in order and negative ones in the opposite
        for (var i = 0; i < keys.Length; i++)
            keys[i] = double.IsNaN(values[i]) ? 0 : (keys[i] & Sign) == 0 ? keys[i] | Sign : ~keys[i];
        SortKeys(keys);
        for (var i = 0; i < keys.Length; i++) keys[i] = (keys[i] & Sign) == 0 ? ~keys[i] : keys[i] & ~Sign;
    }

    /// <summary>Ascending.</summary>
    public static void Sort(Span<long> values)
    {
        var keys = MemoryMarshal.Cast<long, ulong>(values);
        for (var i = 0; i < keys.Length; i++) keys[i] ^= Sign;
        SortKeys(keys);
        for (var i = 0; i < keys.Length; i++) keys[i] ^= Sign;
    }

    static void SortKeys(Span<ulong> keys)
    {
        if (keys.Length < FewestForRadix)
        {
            Insert(keys);
            return;
        }
        ulong differing = 0;
        var sorted = true;
        for (var i = 1; i < keys.Length; i++)
        {
            differing |= keys[i] ^ keys[0];
            sorted &= keys[i - 1] <= keys[i];
        }
        if (sorted) return;
        var rented = ArrayPool<ulong>.Shared.Rent(keys.Length);
        var from = keys;
        var to = rented.AsSpan(0, keys.Length);
        var swapped = false;
        for (var shift = 0; shift < 64; shift += 8)
        {
            if ((differing >> shift & Radix - 1) == 0) continue;
            Pass(from, to, shift);
            var done = to;
            to = from;
            from = done;
            swapped = !swapped;
        }
        if (swapped) from.CopyTo(keys);
        ArrayPool<ulong>.Shared.Return(rented);
    }

    static void Pass(Span<ulong> from, Span<ulong> to, int shift)
    {
        Span<int> next = stackalloc int[Radix];
        next.Clear();
        foreach (var key in from) next[(int)(key >> shift) & Radix - 1]++;
        var start = 0;
        for (var d = 0; d < Radix; d++) (next[d], start) = (start, start + next[d]);
        foreach (var key in from) to[next[(int)(key >> shift) & Radix - 1]++] = key;
    }

    static void Insert(Span<ulong> keys)
    {
        for (var i = 1; i < keys.Length; i++)
        {
            var key = keys[i];
            var at = i;
            for (; at > 0 && keys[at - 1] > key; at--) keys[at] = keys[at - 1];
            keys[at] = key;
        }
    }
}
