namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>How often each symbol stands in an FSE table: what a block stores in place of the table.</summary>
ref struct FseDistribution
{
    /// <summary>Symbols of any table in the format.</summary>
    public const int MaxSymbols = 64;

    /// <summary>Cells of each symbol; -1 for one that is rarer than one cell. As many as there are symbols.</summary>
    public ReadOnlySpan<short> Counts { get; init; }

    /// <summary>The table has 2 to this power cells.</summary>
    public int Log { get; init; }

    /// <summary>Reads a stored distribution (RFC 8878, 4.1.1).</summary>
    /// <param name="source">Where it starts; what follows it is not looked at.</param>
    /// <param name="counts">Room for <see cref="MaxSymbols"/>.</param>
    /// <param name="maxSymbol">Largest symbol that the table's kind has.</param>
    /// <param name="maxLog">Largest table that the kind allows.</param>
    /// <param name="used">Bytes that it takes.</param>
    public static FseDistribution Read(ReadOnlySpan<byte> source, Span<short> counts, int maxSymbol, int maxLog, out int used)
    {
        var bit = 4;
        var log = (int)Peek(source, 0, 4) + 5;
        if (log > maxLog) throw CodecException.Corrupt("zstd table too large");
        int remaining = (1 << log) + 1, threshold = 1 << log, bits = log + 1, symbols = 0;
        while (remaining > 1 && symbols <= maxSymbol)
        {
            // The values that cannot occur any more let the small ones do with one bit less.
            var spare = 2 * threshold - 1 - remaining;
            var value = (int)Peek(source, bit, bits);
            if ((value & (threshold - 1)) < spare)
            {
                value &= threshold - 1;
                bit += bits - 1;
            }
            else
            {
                if (value >= threshold) value -= spare;
                bit += bits;
            }
            var count = value - 1;
            remaining -= Math.Abs(count);
            counts[symbols++] = (short)count;
            if (count == 0) symbols = SkipAbsent(source, counts, symbols, maxSymbol, ref bit);
            while (remaining < threshold)
            {
                bits--;
                threshold >>= 1;
            }
        }
        used = (bit + 7) >> 3;
        if (remaining != 1 || used > source.Length) throw CodecException.Corrupt("zstd table makes no sense");
        return new FseDistribution { Counts = counts[..symbols], Log = log };
    }

    /// <summary>After an absent symbol, groups of two bits tell how many more are absent; 3 means that another group follows.</summary>
    static int SkipAbsent(ReadOnlySpan<byte> source, Span<short> counts, int symbols, int maxSymbol, ref int bit)
    {
        uint more;
        do
        {
            more = Peek(source, bit, 2);
            bit += 2;
            for (var i = 0; i < more && symbols <= maxSymbol; i++) counts[symbols++] = 0;
        }
        while (more == 3 && bit >> 3 < source.Length);
        return symbols;
    }

    static uint Peek(ReadOnlySpan<byte> source, int bit, int count) =>
        BackwardBits.Window(source, bit >> 3) >> (bit & 7) & ((1u << count) - 1);
}
