namespace Rightsizer.Cli.Commands;

/// <summary>Sorts whole numbers digit by digit.</summary>
/// <remarks>The runtime's own sort of <see cref="long"/> is compiled while the clock runs, and for a short run never well: it took 40 ms at the end of a log of a million tasks.</remarks>
static class DigitSort
{
    const int Bits = 8, Digits = 1 << Bits, FewValues = 32;

    /// <summary>The values, ascending; they lie in one of the two spans, and the other holds nothing of use.</summary>
    /// <param name="values">What is sorted.</param>
    /// <param name="spare">As long.</param>
    public static ReadOnlySpan<long> Sort(Span<long> values, Span<long> spare)
    {
        if (values.Length <= FewValues)
        {
            Insert(values);
            return values;
        }
        var first = values[0];
        long differing = 0;
        foreach (var value in values) differing |= value ^ first;
        Span<int> places = stackalloc int[Digits];
        for (var shift = 0; shift < 64; shift += Bits)
        {
            if ((differing >> shift & (Digits - 1)) == 0) continue;
            // of the highest digit, the upper half is negative
            var flip = shift == 64 - Bits ? Digits / 2 : 0;
            places.Clear();
            foreach (var value in values) places[Digit(value, shift) ^ flip]++;
            var place = 0;
            foreach (ref var count in places) (count, place) = (place, place + count);
            foreach (var value in values) spare[places[Digit(value, shift) ^ flip]++] = value;
            var sorted = spare;
            spare = values;
            values = sorted;
        }
        return values;
    }

    static int Digit(long value, int shift) => (int)(value >> shift) & (Digits - 1);

    static void Insert(Span<long> values)
    {
        for (var i = 1; i < values.Length; i++)
        {
            var value = values[i];
            var at = i;
            for (; at > 0 && values[at - 1] > value; at--) values[at] = values[at - 1];
            values[at] = value;
        }
    }
}
