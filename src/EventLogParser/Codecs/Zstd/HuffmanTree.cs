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
    readonly FseCell[] weightCells = GC.AllocateArray<FseCell>(1 << SymbolValues.MaxWeightLog, pinned: true);
    readonly FseTable weightTable;

    public HuffmanTree() => weightTable = new FseTable((FseCell*)Unsafe.AsPointer(ref weightCells[0]));

    /// <summary>False before a tree was read: the cells are then not set.</summary>
    public bool IsRead { get; private set; }

    /// <summary>A cell for each way in which <see cref="MaxBits"/> bits can follow, however long the longest code is.</summary>
    public ushort* Cells => (ushort*)Unsafe.AsPointer(ref cells[0]);

    /// <summary>Forgets the tree: a new frame may not go on with an older frame's.</summary>
    public void Clear() => IsRead = false;

    /// <summary>Reads a tree and gives the bytes that it takes.</summary>
    public int Read(ReadOnlySpan<byte> source)
    {
        IsRead = false;
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

    /// <summary>
    /// A symbol of weight w has a code of <c>log + 1 - w</c> bits; the last symbol's weight is what makes the code complete.
    /// </summary>
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

        // The lightest symbols come first; start[w] is the first cell of weight w. A shorter longest code takes more cells each.
        var widen = MaxBits - log;
        Span<int> start = stackalloc int[MaxBits + 2];
        start.Clear();
        foreach (var weight in weights[..count])
        {
            if (weight > 0) start[weight + 1] += 1 << (weight - 1);
        }
        if (start[2] < 2 || (start[2] & 1) != 0) throw NoTree(); // the longest codes come in pairs
        for (var weight = 2; weight <= MaxBits; weight++) start[weight] += start[weight - 1];
        var table = Cells;
        for (var symbol = 0; symbol < count; symbol++)
        {
            int weight = weights[symbol];
            if (weight == 0) continue;
            var span = 1 << (weight - 1);
            Fill(table + (start[weight] << widen), span << widen, (ushort)(symbol << 8 | (log + 1 - weight)));
            start[weight] += span;
        }
        IsRead = true;
    }

    /// <param name="cells">The first.</param>
    /// <param name="count">A power of two.</param>
    /// <param name="cell">What they become.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Fill(ushort* cells, int count, ushort cell)
    {
        if (count < 4)
        {
            cells[0] = cells[count - 1] = cell;
            return;
        }
        var four = cell * 0x0001_0001_0001_0001ul;
        for (var i = 0; i < count; i += 4) *(ulong*)(cells + i) = four;
    }

    static CodecException NoTree() => CodecException.Corrupt("zstd Huffman tree makes no sense");
}
