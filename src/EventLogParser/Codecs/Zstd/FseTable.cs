using System.Numerics;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>One cell of an FSE table.</summary>
/// <param name="Next">Next cell, before the bits that are read for it are added.</param>
/// <param name="Extra">Bits to read for the value.</param>
/// <param name="Bits">Bits to read for the next cell.</param>
/// <param name="Base">Value before its extra bits are added.</param>
readonly record struct FseCell(ushort Next, byte Extra, byte Bits, uint Base);

/// <summary>The decoding table of one kind of symbol.</summary>
sealed unsafe class FseTable
{
    public const int MaxLog = 9;

    readonly FseCell[] cells = GC.AllocateArray<FseCell>(1 << MaxLog, pinned: true);

    /// <summary>The first of 2^<see cref="MaxLog"/> cells, pinned; a state of <see cref="Log"/> bits is always inside.</summary>
    public FseCell* Cells => (FseCell*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref cells[0]);

    public int Log { get; private set; }

    /// <summary>A table whose every symbol is <paramref name="symbol"/>.</summary>
    public void BuildSingle(int symbol, SymbolValues values)
    {
        Log = 0;
        cells[0] = new FseCell(0, values.Extra[symbol], 0, values.Base[symbol]);
    }

    public void Build(FseDistribution distribution, SymbolValues values)
    {
        Log = distribution.Log;
        var counts = distribution.Counts;
        int size = 1 << Log, mask = size - 1, high = size - 1;
        Span<byte> symbols = stackalloc byte[1 << MaxLog];
        Span<ushort> next = stackalloc ushort[FseDistribution.MaxSymbols];
        for (var s = 0; s < counts.Length; s++)
        {
            next[s] = (ushort)Math.Abs(counts[s]);
            if (counts[s] == -1) symbols[high--] = (byte)s;
        }
        var step = (size >> 1) + (size >> 3) + 3;
        var position = 0;
        for (var s = 0; s < counts.Length; s++)
        {
            for (var i = 0; i < counts[s]; i++)
            {
                symbols[position] = (byte)s;
                do position = (position + step) & mask;
                while (position > high);
            }
        }
        if (position != 0) throw CodecException.Corrupt("zstd table makes no sense");
        for (var i = 0; i < size; i++)
        {
            var s = symbols[i];
            uint x = next[s]++;
            var bits = Log - BitOperations.Log2(x);
            cells[i] = new FseCell((ushort)((x << bits) - size), values.Extra[s], (byte)bits, values.Base[s]);
        }
    }
}
