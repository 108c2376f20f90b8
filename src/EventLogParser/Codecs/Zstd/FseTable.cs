using System.Numerics;
using System.Runtime.CompilerServices;

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
    public FseCell* Cells => (FseCell*)Unsafe.AsPointer(ref cells[0]);

    public int Log { get; private set; }

    /// <summary>A table whose every symbol is <paramref name="symbol"/>.</summary>
    public void BuildSingle(int symbol, SymbolValues values)
    {
        Log = 0;
        cells[0] = new FseCell(0, values.Extra[symbol], 0, values.Base[symbol]);
    }

    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Build(FseDistribution distribution, SymbolValues values)
    {
        Log = distribution.Log;
        var counts = distribution.Counts;
        int size = 1 << Log, mask = size - 1, high = size - 1;
        var symbols = stackalloc byte[1 << MaxLog];
        var next = stackalloc uint[FseDistribution.MaxSymbols];
        for (var s = 0; s < counts.Length; s++)
        {
            next[s] = (uint)Math.Abs((int)counts[s]);
            if (counts[s] == -1) symbols[high--] = (byte)s;
        }
        var step = (size >> 1) + (size >> 3) + 3;
        var position = 0;
        for (var s = 0; s < counts.Length; s++)
        {
            for (int i = counts[s]; i > 0; i--)
            {
                symbols[position] = (byte)s;
                do position = (position + step) & mask;
                while (position > high);
            }
        }
        if (position != 0) throw CodecException.Corrupt("zstd table makes no sense");
        fixed (byte* extra = values.Extra)
        fixed (uint* bases = values.Base)
        {
            var cell = Cells;
            for (var i = 0; i < size; i++)
            {
                int s = symbols[i];
                var x = next[s]++;
                var bits = Log - BitOperations.Log2(x);
                cell[i] = new FseCell((ushort)((x << bits) - (uint)size), extra[s], (byte)bits, bases[s]);
            }
        }
    }
}
