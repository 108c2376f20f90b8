using System.Numerics;
using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>Decodes Huffman-coded literals, one stream or four side by side.</summary>
/// <remarks>
/// A stream is read from its end. Eight bytes are loaded, so that the next bits are on top, and the lowest bit is set: as bits are shifted
/// out above, it moves up and counts them. Loads stay above 16 bytes before the first stream's start, which <see cref="StoredInput"/>
/// always has.
/// </remarks>
static unsafe class HuffmanStreams
{
    const int LoadBytes = 8;

    /// <summary>Symbols that one load is sure to hold: 55 bits besides the mark and the up to eight that are gone.</summary>
    const int SymbolsPerLoad = 5;

    /// <summary>Most bytes that <see cref="SymbolsPerLoad"/> symbols move a stream on.</summary>
    const int BytesPerLoad = 7;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DecodeOne(HuffmanTree tree, byte* start, byte* end, byte* to, byte* toEnd)
    {
        if (end <= start || end[-1] == 0) throw Bad();
        Finish(tree.Cells, start - LoadBytes, end - LoadBytes, Load(end - LoadBytes, UsedAtEnd(end)), to, toEnd);
    }

    /// <summary>Decodes four streams that follow each other, each but the last giving <paramref name="segment"/> symbols.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DecodeFour(
        HuffmanTree tree, byte* start1, byte* start2, byte* start3, byte* start4, byte* end, byte* to, int segment, int total)
    {
        if (start2 <= start1 || start3 <= start2 || start4 <= start3 || end <= start4 || start2[-1] == 0 || start3[-1] == 0
            || start4[-1] == 0 || end[-1] == 0) throw Bad();
        // What a symbol does not need lies in memory by intent: the registers go to what it needs.
        var places = stackalloc byte*[4];
        byte* low1 = start1 - LoadBytes, low2 = start2 - LoadBytes, low3 = start3 - LoadBytes, low4 = start4 - LoadBytes;
        places[0] = low2;
        places[1] = low3;
        places[2] = low4;
        places[3] = end - LoadBytes;
        ulong bits1 = Load(low2, UsedAtEnd(start2)), bits2 = Load(low3, UsedAtEnd(start3)), bits3 = Load(low4, UsedAtEnd(start4)),
            bits4 = Load(places[3], UsedAtEnd(end));
        var cells = tree.Cells;
        nint second = segment, fourth = 3 * (nint)segment;
        var toEnd = to + total;
        while (true)
        {
            // The last stream has the least room. The others lie behind the first, so none gets below where the first may get.
            var rounds = Math.Min((toEnd - fourth - to) / SymbolsPerLoad, (places[0] - low1) / BytesPerLoad);
            if (places[1] < low2 || places[2] < low3 || places[3] < low4) throw Bad();
            if (rounds <= 0) break;
            for (; rounds > 0; rounds--)
            {
                for (var loadEnd = to + SymbolsPerLoad; to < loadEnd; to++)
                {
                    *to = Take(cells, ref bits1);
                    to[second] = Take(cells, ref bits2);
                    to[2 * second] = Take(cells, ref bits3);
                    to[fourth] = Take(cells, ref bits4);
                }
                Refill(ref places[0], ref bits1);
                Refill(ref places[1], ref bits2);
                Refill(ref places[2], ref bits3);
                Refill(ref places[3], ref bits4);
            }
        }
        var start = toEnd - total;
        Finish(cells, low1, places[0], bits1, to, start + segment);
        Finish(cells, low2, places[1], bits2, to + second, start + 2 * second);
        Finish(cells, low3, places[2], bits3, to + 2 * second, start + fourth);
        Finish(cells, low4, places[3], bits4, to + fourth, toEnd);
    }

    /// <summary>Decodes to the end of the room; the stream must end exactly there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Finish(ushort* cells, byte* low, byte* p, ulong bits, byte* to, byte* toEnd)
    {
        while (to < toEnd)
        {
            for (var i = 0; i < SymbolsPerLoad && to < toEnd; i++) *to++ = Take(cells, ref bits);
            Refill(ref p, ref bits);
            if (p < low) throw Bad();
        }
        Refill(ref p, ref bits);
        if (p != low || (bits & 1) == 0) throw Bad();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static byte Take(ushort* cells, ref ulong bits)
    {
        uint cell = cells[bits >> (64 - HuffmanTree.MaxBits)];
        bits <<= (int)cell; // by the lowest six bits, which hold the code's length
        return (byte)(cell >> 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Refill(ref byte* p, ref ulong bits)
    {
        var used = BitOperations.TrailingZeroCount(bits);
        p -= used >> 3;
        bits = Load(p, used & 7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Load(byte* p, int used) => (*(ulong*)p | 1) << used;

    /// <summary>Bits above and with the mark that ends a stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int UsedAtEnd(byte* end) => 8 - BitOperations.Log2(end[-1]);

    static CodecException Bad() => CodecException.Corrupt("zstd literals make no sense");
}
