using System.Numerics;
using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>Decodes Huffman-coded literals, one stream or four side by side.</summary>
/// <remarks>
/// A stream is read from its end: eight bytes are loaded, <c>used</c> counts the bits gone from their top. Loads stay above
/// eight bytes before the stream's start, which the block's buffer always has.
/// </remarks>
static unsafe class HuffmanStreams
{
    const int LoadBytes = 8;

    /// <summary>Symbols that one load is sure to hold: 57 bits of codes of at most 11.</summary>
    const int SymbolsPerLoad = 5;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DecodeOne(HuffmanTree tree, byte* start, byte* end, byte* to, byte* toEnd)
    {
        if (end <= start || end[-1] == 0) throw Bad();
        Finish(tree.Cells, 64 - tree.Log, start, end - LoadBytes, UsedAtEnd(end), to, toEnd);
    }

    /// <summary>Decodes four streams that follow each other, each but the last giving <paramref name="segment"/> symbols.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DecodeFour(HuffmanTree tree, byte* start1, byte* start2, byte* start3, byte* start4, byte* end, byte* to, int segment, int total)
    {
        if (start2 <= start1 || start3 <= start2 || start4 <= start3 || end <= start4 || start2[-1] == 0 || start3[-1] == 0 || start4[-1] == 0 || end[-1] == 0) throw Bad();
        var cells = tree.Cells;
        var shift = 64 - tree.Log;
        byte* p1 = start2 - LoadBytes, p2 = start3 - LoadBytes, p3 = start4 - LoadBytes, p4 = end - LoadBytes;
        byte* low1 = start1 - LoadBytes, low2 = start2 - LoadBytes, low3 = start3 - LoadBytes, low4 = start4 - LoadBytes;
        int used1 = UsedAtEnd(start2), used2 = UsedAtEnd(start3), used3 = UsedAtEnd(start4), used4 = UsedAtEnd(end);
        byte* to1 = to, to2 = to + segment, to3 = to2 + segment, to4 = to3 + segment, toEnd = to + total;
        // The last stream is the shortest: while it has room, the others have.
        for (var last = toEnd - SymbolsPerLoad; to4 <= last;)
        {
            p1 -= used1 >> 3;
            p2 -= used2 >> 3;
            p3 -= used3 >> 3;
            p4 -= used4 >> 3;
            if (p1 < low1 || p2 < low2 || p3 < low3 || p4 < low4) throw Bad();
            used1 &= 7;
            used2 &= 7;
            used3 &= 7;
            used4 &= 7;
            ulong bits1 = *(ulong*)p1, bits2 = *(ulong*)p2, bits3 = *(ulong*)p3, bits4 = *(ulong*)p4;
            for (var i = 0; i < SymbolsPerLoad; i++)
            {
                uint cell1 = cells[bits1 << used1 >> shift], cell2 = cells[bits2 << used2 >> shift];
                uint cell3 = cells[bits3 << used3 >> shift], cell4 = cells[bits4 << used4 >> shift];
                to1[i] = (byte)(cell1 >> 8);
                to2[i] = (byte)(cell2 >> 8);
                to3[i] = (byte)(cell3 >> 8);
                to4[i] = (byte)(cell4 >> 8);
                used1 += (byte)cell1;
                used2 += (byte)cell2;
                used3 += (byte)cell3;
                used4 += (byte)cell4;
            }
            to1 += SymbolsPerLoad;
            to2 += SymbolsPerLoad;
            to3 += SymbolsPerLoad;
            to4 += SymbolsPerLoad;
        }
        Finish(cells, shift, start1, p1, used1, to1, to + segment);
        Finish(cells, shift, start2, p2, used2, to2, to + 2 * segment);
        Finish(cells, shift, start3, p3, used3, to3, to + 3 * segment);
        Finish(cells, shift, start4, p4, used4, to4, toEnd);
    }

    /// <summary>Decodes to the end of the room; the stream must end exactly there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Finish(ushort* cells, int shift, byte* start, byte* p, int used, byte* to, byte* toEnd)
    {
        var low = start - LoadBytes;
        while (to < toEnd)
        {
            p -= used >> 3;
            used &= 7;
            if (p < low) throw Bad();
            var bits = *(ulong*)p;
            for (var i = 0; i < SymbolsPerLoad && to < toEnd; i++)
            {
                uint cell = cells[bits << used >> shift];
                *to++ = (byte)(cell >> 8);
                used += (byte)cell;
            }
        }
        if (p - (used >> 3) != low || (used & 7) != 0) throw Bad();
    }

    /// <summary>Bits above and with the mark that ends a stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int UsedAtEnd(byte* end) => 8 - BitOperations.Log2(end[-1]);

    static CodecException Bad() => CodecException.Corrupt("zstd literals make no sense");
}
