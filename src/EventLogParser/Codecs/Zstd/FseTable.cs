using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>One cell of an FSE table.</summary>
/// <param name="Next">Next cell, before the bits that are read for it are added.</param>
/// <param name="Extra">Bits to read for the value.</param>
/// <param name="Bits">Bits to read for the next cell.</param>
/// <param name="Base">Value before its extra bits are added.</param>
[StructLayout(LayoutKind.Sequential)]
readonly record struct FseCell(ushort Next, byte Extra, byte Bits, uint Base);

/// <summary>The decoding table of one kind of symbol.</summary>
/// <param name="cells">Room for 2^<see cref="MaxLog"/> cells, or as many as the kind's largest table has; owned by another.</param>
sealed unsafe class FseTable(FseCell* cells)
{
    public const int MaxLog = 9;

    /// <summary>A state of <see cref="Log"/> bits is always inside.</summary>
    public FseCell* Cells => cells;

    public int Log { get; private set; }

    /// <summary>A table whose every symbol is <paramref name="symbol"/>.</summary>
    public void BuildSingle(int symbol, SymbolValues values)
    {
        Log = 0;
        cells[0] = values.Cells[symbol];
    }

    [SkipLocalsInit, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Build(FseDistribution distribution, SymbolValues values)
    {
        Log = distribution.Log;
        var counts = distribution.Counts;
        int size = 1 << Log, mask = size - 1, common = 0, rareCount = 0;
        // every symbol as often as it has cells, one behind the other
        byte* run = stackalloc byte[(1 << MaxLog) + sizeof(ulong)], rare = stackalloc byte[FseDistribution.MaxSymbols];
        var next = stackalloc uint[FseDistribution.MaxSymbols];
        for (var s = 0; s < counts.Length; s++)
        {
            int count = counts[s];
            if (common + rareCount + Math.Abs(count) > size) throw NotWhole();
            if (count < 0)
            {
                next[s] = 1;
                rare[rareCount++] = (byte)s;
                continue;
            }
            next[s] = (uint)count;
            var eight = (ulong)s * 0x0101_0101_0101_0101;
            for (var i = 0; i < count; i += sizeof(ulong)) *(ulong*)(run + common + i) = eight;
            common += count;
        }
        if (common + rareCount != size) throw NotWhole();
        // They are dealt out to the cells in steps; the cell at p gets the one at p times what undoes a step.
        var step = (size >> 1) + (size >> 3) + 3;
        var undo = step * (2 - step * step);
        undo *= 2 - step * undo; // right in twelve bits now
        if (rareCount > 0) PutIn(run, common, rare, rareCount, undo, mask);
        fixed (FseCell* prototypes = values.Cells)
        {
            var cell = (ulong*)cells;
            var surplus = 31 - Log;
            var place = 0u;
            for (var end = cell + size; cell < end; cell++)
            {
                uint s = run[place];
                var x = next[s]++;
                var bits = BitOperations.LeadingZeroCount(x) - surplus;
                *cell = ((ulong*)prototypes)[s] | (uint)bits << 24 | (x << bits) - (uint)size;
                place = place + (uint)undo & (uint)mask;
            }
        }
    }

    /// <summary>Puts the rare symbols, which have the last cells, the first of them the very last, where dealing finds them.</summary>
    static void PutIn(byte* run, int common, byte* rare, int rareCount, int undo, int mask)
    {
        var places = stackalloc int[FseDistribution.MaxSymbols];
        for (var i = 0; i < rareCount; i++)
        {
            var place = ((mask - i) * undo & mask) << 8 | rare[i];
            var sorted = i;
            for (; sorted > 0 && places[sorted - 1] > place; sorted--) places[sorted] = places[sorted - 1];
            places[sorted] = place;
        }
        // from behind: what lies behind a place has moved by all that come before it
        var end = common + rareCount;
        for (var i = rareCount - 1; i >= 0; i--)
        {
            var at = places[i] >> 8;
            Buffer.MemoryCopy(run + at - i, run + at + 1, end - at - 1, end - at - 1);
            run[at] = (byte)places[i];
            end = at;
        }
    }

    static CodecException NotWhole() => CodecException.Corrupt("zstd table makes no sense");
}
