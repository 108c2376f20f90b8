using System.Numerics;
using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>The Huffman code of a block's literals (RFC 8878, 4.2), decoded by one look-up a symbol.</summary>
sealed unsafe class HuffmanTree
{
    /// <summary>Longest code that the format allows.</summary>
    public const int MaxBits = 11;
    const int MaxSymbols = 256;

    /// <summary>Symbol in the upper byte, code length in the lower.</summary>
    readonly ushort[] cells = GC.AllocateArray<ushort>(1 << MaxBits, pinned: true);
    readonly FseTable weightTable = new();

    /// <summary>Length of the longest code; 0 before a tree was read. The table has 2 to this power cells, all of them set.</summary>
    public int Log { get; private set; }

    public ushort* Cells => (ushort*)Unsafe.AsPointer(ref cells[0]);

    /// <summary>Forgets the tree: a new frame may not go on with an older frame's.</summary>
    public void Clear() => Log = 0;

    /// <summary>Reads a tree and gives the bytes that it takes.</summary>
    public int Read(ReadOnlySpan<byte> source)
    {
        Log = 0;
        if (source.IsEmpty) throw NoTree();
        Span<byte> weights = stackalloc byte[MaxSymbols];
        int header = source[0], used, count;
        if (header < 128)
        {
            used = 1 + header;
            if (used > source.Length) throw NoTree();
            count = ReadCompressedWeights(source[1..used], weights);
        }
        else
        {
            count = header - 127;
            used = 1 + (count + 1) / 2;
            if (used > source.Length) throw NoTree();
            for (var i = 0; i < count; i++) weights[i] = (byte)((i & 1) == 0 ? source[1 + i / 2] >> 4 : source[1 + i / 2] & 15);
        }
        Build(weights, count);
        return used;
    }

    int ReadCompressedWeights(ReadOnlySpan<byte> source, Span<byte> weights)
    {
        Span<short> counts = stackalloc short[FseDistribution.MaxSymbols];
        var values = SymbolValues.Weights;
        weightTable.Build(FseDistribution.Read(source, counts, values.MaxSymbol, values.MaxLog, out var used), values);
        var bits = new BackwardBits(source[used..]);
        var cells = weightTable.Cells;
        // Two states take turns; the one that lacks bits for its next cell leaves the other's symbol as the last.
        uint one = bits.Read(weightTable.Log), other = bits.Read(weightTable.Log);
        var count = 0;
        while (true)
        {
            if (count > MaxSymbols - 3) throw NoTree();
            var cell = cells[one];
            weights[count++] = (byte)cell.Base;
            one = cell.Next + bits.Read(cell.Bits);
            if (bits.Left < 0)
            {
                weights[count++] = (byte)cells[other].Base;
                return count;
            }
            (one, other) = (other, one);
        }
    }

    /// <summary>A symbol of weight w has a code of <c>Log + 1 - w</c> bits; the last symbol's weight is what makes the code complete.</summary>
    void Build(Span<byte> weights, int count)
    {
        uint sum = 0;
        foreach (var weight in weights[..count])
        {
            if (weight > MaxBits) throw NoTree();
            if (weight > 0) sum += 1u << (weight - 1);
        }
        if (sum == 0) throw NoTree();
        var log = BitOperations.Log2(sum) + 1;
        var left = (1u << log) - sum;
        if (log > MaxBits || !BitOperations.IsPow2(left)) throw NoTree();
        weights[count++] = (byte)(BitOperations.Log2(left) + 1);

        // The lightest symbols come first; start[w] is the first cell of weight w.
        Span<int> start = stackalloc int[MaxBits + 2];
        start.Clear();
        foreach (var weight in weights[..count])
        {
            if (weight > 0) start[weight + 1] += 1 << (weight - 1);
        }
        if (start[2] < 2 || (start[2] & 1) != 0) throw NoTree(); // the longest codes come in pairs
        for (var weight = 2; weight <= MaxBits; weight++) start[weight] += start[weight - 1];
        for (var symbol = 0; symbol < count; symbol++)
        {
            int weight = weights[symbol];
            if (weight == 0) continue;
            var span = 1 << (weight - 1);
            cells.AsSpan(start[weight], span).Fill((ushort)(symbol << 8 | (log + 1 - weight)));
            start[weight] += span;
        }
        Log = log;
    }

    static CodecException NoTree() => CodecException.Corrupt("zstd Huffman tree makes no sense");
}
