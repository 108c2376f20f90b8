using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>
/// The sequences section of a block (RFC 8878, 3.1.1.3.2): copy so many literals, then repeat so many bytes from so far back.
/// </summary>
sealed unsafe class ZstdSequences
{
    const int Predefined = 0, Single = 1, Repeat = 3, LoadBytes = 8;

    /// <summary>Where the three tables lie in their memory, so that the hot loop needs one address for them.</summary>
    const int LiteralCells = 0, OffsetCells = 1 << FseTable.MaxLog, MatchCells = 2 << FseTable.MaxLog;

    readonly FseCell[] cells = GC.AllocateArray<FseCell>(3 << FseTable.MaxLog, pinned: true);
    readonly Kind literalLengths, offsets, matchLengths;

    /// <summary>The offsets used last, newest first.</summary>
    Vector128<uint> recent;

    public ZstdSequences()
    {
        literalLengths = new Kind(Cells + LiteralCells, SymbolValues.LiteralLengths);
        offsets = new Kind(Cells + OffsetCells, SymbolValues.Offsets);
        matchLengths = new Kind(Cells + MatchCells, SymbolValues.MatchLengths);
    }

    FseCell* Cells => (FseCell*)Unsafe.AsPointer(ref cells[0]);

    public void StartFrame()
    {
        recent = Vector128.Create(1u, 4, 8, 0);
        literalLengths.IsSet = offsets.IsSet = matchLengths.IsSet = false;
    }

    /// <summary>Decodes the section, which goes to the end of the stored block, into the block that has its literals already.</summary>
    /// <param name="section">With <see cref="StoredInput.ReadableBefore"/> readable bytes before it.</param>
    /// <param name="block">Takes the sequences.</param>
    /// <param name="blockLimit">Bytes that the block may decode to.</param>
    /// <param name="history">Bytes of the frame before this block.</param>
    /// <param name="windowBytes">Farthest that a match may reach back.</param>
    public void Read(ReadOnlySpan<byte> section, ZstdBlock block, int blockLimit, long history, long windowBytes)
    {
        if (section.IsEmpty) throw Bad();
        var at = 1;
        int count = section[0];
        if (count >= 128)
        {
            var more = count == 255 ? 2 : 1;
            if (section.Length < 1 + more) throw Bad();
            count = count == 255 ? section[1] + (section[2] << 8) + 0x7F00 : (count - 128 << 8) + section[1];
            at += more;
        }
        if (count == 0)
        {
            if (section.Length != at) throw Bad();
            block.PlainBytes = block.LiteralCount;
            return;
        }
        if (section.Length <= at || count > ZstdBlock.MaxSequences) throw Bad();
        int modes = section[at++];
        if ((modes & 3) != 0) throw Bad();
        at += literalLengths.Read(section[at..], modes >> 6);
        at += offsets.Read(section[at..], modes >> 4 & 3);
        at += matchLengths.Read(section[at..], modes >> 2 & 3);
        if (at >= section.Length || section[^1] == 0) throw Bad();
        block.SetSequenceCount(count);
        fixed (byte* p = section) Decode(p + at, p + section.Length, block, blockLimit, history, windowBytes);
    }

    const int RecentCount = 3;

    /// <summary>How the recent offsets move, as bytes to choose: the first stays, the second or third comes first, a new one does. A
    /// row for each
    /// stored offset up to the first new one, without and with the shift by one where no literals stand before.</summary>
    static ReadOnlySpan<byte> Moves =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15,
        4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15,
        8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15,
        8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15,
        12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
        12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
        12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ];

    /// <summary>The row of the third offset without literals, which means the first less one.</summary>
    const nuint FirstLessOne = 5;

    /// <summary>
    /// Undoes the entropy coding, puts real offsets in the place of names of recent ones, and checks every sequence against what there
    /// is.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Decode(byte* start, byte* end, ZstdBlock block, int blockLimit, long history, long windowBytes)
    {
        var table = Cells;
        ZstdSequence* to = block.Sequences, toEnd = to + block.SequenceCount;
        // Bits are read from the end: `bits` holds eight bytes of which the low `left` bits are to come.
        byte* p = end - LoadBytes, low = start - LoadBytes;
        var left = 64 - (uint)HuffmanStreams.UsedAtEnd(end);
        var bits = *(ulong*)p;
        var literalState = Take(bits, ref left, (uint)literalLengths.Table.Log);
        var offsetState = Take(bits, ref left, (uint)offsets.Table.Log);
        var matchState = Take(bits, ref left, (uint)matchLengths.Table.Log);
        var last = recent;
        // Text before the match that is at its turn, and the literals of all. Neither can wrap: the block has few enough sequences.
        ulong text = (ulong)history, literals = 0, window = (ulong)windowBytes;
        while (true)
        {
            Refill(ref p, ref left);
            if (p < low) throw Bad();
            bits = *(ulong*)p;
            FseCell* literalCell = table + literalState, offsetCell = table + OffsetCells + offsetState,
                matchCell = table + MatchCells + matchState;
            uint offsetExtra = offsetCell->Extra, matchExtra = matchCell->Extra, literalExtra = literalCell->Extra;
            var stored = offsetCell->Base + Take(bits, ref left, offsetExtra);
            if (offsetExtra + matchExtra + literalExtra > 57 - 3 * FseTable.MaxLog)
            {
                Refill(ref p, ref left);
                if (p < low) throw Bad();
                bits = *(ulong*)p;
            }
            var matchLength = matchCell->Base + Take(bits, ref left, matchExtra);
            ulong literalLength = literalCell->Base;
            if (literalExtra != 0) literalLength += Take(bits, ref left, literalExtra);

            // Which kind of offset comes next cannot be foreseen, so a shuffle puts it first, without a branch; only the first less
            // one, which is
            // rare, has its own.
            var kind = (stored - 1 | (ulong)((long)(RecentCount - stored) >> 63)) & RecentCount;
            var row = 2 * kind + (literalLength == 0 ? 1u : 0u);
            last = last.WithElement(RecentCount, (uint)stored - RecentCount);
            if (row == FirstLessOne) last = last.WithElement(RecentCount, last.ToScalar() - 1);
            last = Vector128.ShuffleNative(last.AsByte(), Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Moves), (nuint)row * 16))
                .AsUInt32();
            ulong offset = last.ToScalar();

            text += literalLength;
            literals += literalLength;
            if (offset - 1 >= window || offset > text) throw TooFar();
            text += matchLength;
            to->Offset = (uint)offset;
            to->MatchLength = (uint)matchLength;
            to->LiteralLength = (uint)literalLength;
            if (++to == toEnd) break;
            literalState = literalCell->Next + Take(bits, ref left, literalCell->Bits);
            matchState = matchCell->Next + Take(bits, ref left, matchCell->Bits);
            offsetState = offsetCell->Next + Take(bits, ref left, offsetCell->Bits);
        }
        Refill(ref p, ref left);
        if (p != low || left != 64) throw Bad();
        recent = last;
        var rest = (ulong)block.LiteralCount - literals;
        if (literals > (ulong)block.LiteralCount || text - (ulong)history + rest > (ulong)blockLimit) throw Bad();
        block.PlainBytes = (int)(text - (ulong)history + rest);
    }

    /// <summary>Moves on by the whole bytes that were taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Refill(ref byte* p, ref uint left)
    {
        var taken = 64 - left >> 3;
        p -= taken;
        left += taken * 8;
    }

    /// <summary>The next bits. A shift by 64 is none at all, and comes only where no bits are taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Take(ulong bits, ref uint left, uint count)
    {
        left -= count;
        var value = bits >> (int)left;
        return Bmi2.X64.IsSupported ? Bmi2.X64.ZeroHighBits(value, count) : value & ((1ul << (int)count) - 1);
    }

    static CodecException Bad() => CodecException.Corrupt("zstd sequences make no sense");

    static CodecException TooFar() => CodecException.Corrupt("zstd match reaches before the start");

    /// <summary>One of the three kinds of symbols.</summary>
    sealed class Kind(FseCell* cells, SymbolValues values)
    {
        public FseTable Table { get; } = new(cells);

        /// <summary>False at the start of a frame: there is nothing to go on with.</summary>
        public bool IsSet { get; set; }

        /// <summary>Sets the table as the block says and gives the bytes that it takes.</summary>
        public int Read(ReadOnlySpan<byte> source, int mode)
        {
            if (mode == Repeat)
            {
                if (!IsSet) throw CodecException.Corrupt("zstd block goes on with a table that is not there");
                return 0;
            }
            IsSet = true;
            switch (mode)
            {
                case Predefined:
                    Table.Build(new FseDistribution { Counts = values.DefaultCounts, Log = values.DefaultLog }, values);
                    return 0;
                case Single:
                    if (source.IsEmpty || source[0] > values.MaxSymbol) throw Bad();
                    Table.BuildSingle(source[0], values);
                    return 1;
                default:
                    Span<short> counts = stackalloc short[FseDistribution.MaxSymbols];
                    Table.Build(FseDistribution.Read(source, counts, values.MaxSymbol, values.MaxLog, out var used), values);
                    return used;
            }
        }
    }
}
