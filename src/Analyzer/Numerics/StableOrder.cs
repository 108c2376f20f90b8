namespace Rightsizer.Analyzer.Numerics;

/// <summary>
/// Sorts places by whole-number keys, equal keys in the order in which they stood: byte by byte, as many passes as the keys' range has
/// bytes.
/// </summary>
static class StableOrder
{
    const int Radix = 256;

    /// <summary>The places 0 to n-1 by their key.</summary>
    public static int[] Compute(long[] keys)
    {
        var order = new int[keys.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Sort(order, keys);
        return order;
    }

    /// <summary>Sorts <paramref name="order"/> by the keys of its places.</summary>
    public static void Sort(int[] order, long[] keys)
    {
        if (IsSorted(order, keys)) return;
        long least = long.MaxValue, most = long.MinValue;
        foreach (var place in order)
        {
            least = Math.Min(least, keys[place]);
            most = Math.Max(most, keys[place]);
        }
        var range = (ulong)most - (ulong)least;
        var (from, to) = (order, new int[order.Length]);
        for (var shift = 0; shift < 64 && range >> shift != 0; shift += 8)
        {
            Pass(from, to, keys, least, shift);
            (from, to) = (to, from);
        }
        if (!ReferenceEquals(from, order)) from.CopyTo(order, 0);
    }

    static void Pass(int[] from, int[] to, long[] keys, long least, int shift)
    {
        Span<int> next = stackalloc int[Radix];
        next.Clear();
        foreach (var place in from) next[Digit(keys[place], least, shift)]++;
        var start = 0;
        for (var d = 0; d < Radix; d++) (next[d], start) = (start, start + next[d]);
        foreach (var place in from) to[next[Digit(keys[place], least, shift)]++] = place;
    }

    static int Digit(long key, long least, int shift) => (int)(((ulong)key - (ulong)least) >> shift) & (Radix - 1);

    static bool IsSorted(int[] order, long[] keys)
    {
        for (var i = 1; i < order.Length; i++)
        {
            if (keys[order[i]] < keys[order[i - 1]]) return false;
        }
        return true;
    }
}
