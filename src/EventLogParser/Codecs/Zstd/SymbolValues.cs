namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>What the symbols of one kind stand for: a base value and so many extra bits.</summary>
sealed class SymbolValues
{
    SymbolValues(ReadOnlySpan<byte> extra, uint first, uint step, ReadOnlySpan<short> defaultCounts, int defaultLog, int maxLog)
    {
        Cells = new FseCell[extra.Length];
        for (var s = 0; s < extra.Length; s++)
        {
            Cells[s] = new FseCell(0, extra[s], 0, first);
            first += extra[s] == 0 ? step : 1u << extra[s];
        }
        DefaultCounts = defaultCounts.ToArray();
        DefaultLog = defaultLog;
        MaxLog = maxLog;
    }

    /// <summary>A table's cell for each symbol, but for the way to the next cell.</summary>
    public FseCell[] Cells { get; }

    public int MaxSymbol => Cells.Length - 1;

    /// <summary>Largest table that a block may store.</summary>
    public int MaxLog { get; }

    public short[] DefaultCounts { get; }

    public int DefaultLog { get; }

    /// <summary>RFC 8878, 3.1.1.3.2.1.1 and 3.1.1.3.2.2.1.</summary>
    public static readonly SymbolValues LiteralLengths = new(
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16], first: 0,
            step: 1,
        [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1], defaultLog: 6,
            maxLog: 9);

    public static readonly SymbolValues MatchLengths = new(
        [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7,
            8, 9, 10, 11, 12, 13, 14, 15, 16], first: 3, step: 1,
        [1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, -1, -1, -1, -1, -1, -1, -1], defaultLog: 6, maxLog: 9);

    /// <summary>An offset's code is its number of extra bits; the values 1 to 3 mean the offsets used last.</summary>
    public static readonly SymbolValues Offsets = new(
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31], first: 1,
            step: 1,
        [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], defaultLog: 5, maxLog: 8);

    public const int MaxWeightLog = 6;

    /// <summary>Huffman weights stand for themselves.</summary>
    public static readonly SymbolValues Weights = new(new byte[16], first: 0, step: 1, [], defaultLog: 0, MaxWeightLog);
}
