using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>The sequences section of a block (RFC 8878, 3.1.1.3.2): copy so many literals, then repeat so many bytes from so far back.</summary>
sealed unsafe class ZstdSequences
{
    const int Predefined = 0, Single = 1, Repeat = 3, LoadBytes = 8;

    readonly Kind literalLengths = new(SymbolValues.LiteralLengths), offsets = new(SymbolValues.Offsets), matchLengths = new(SymbolValues.MatchLengths);

    /// <summary>The offsets used last, newest first.</summary>
    long last1, last2, last3;

    public void StartFrame()
    {
        (last1, last2, last3) = (1, 4, 8);
        literalLengths.Current = offsets.Current = matchLengths.Current = null;
    }

    /// <summary>Decodes the section, which goes to the end of the stored block, into the block that has its literals already.</summary>
    /// <param name="section">In memory that goes on for eight readable bytes on both sides.</param>
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
        fixed (byte* p = section) Decode(p + at, p + section.Length, block.Sequences, block.Sequences + count);
        block.PlainBytes = Resolve(block, blockLimit, history, windowBytes);
    }

    /// <summary>Undoes the entropy coding. Offsets are as stored: 1 to 3 name a recent one, all others are 3 too large.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Decode(byte* start, byte* end, ZstdSequence* to, ZstdSequence* toEnd)
    {
        FseCell* literalCells = literalLengths.Current!.Cells, offsetCells = offsets.Current!.Cells, matchCells = matchLengths.Current!.Cells;
        // Bits are read from the end: `bits` holds eight bytes of which the low `left` bits are to come.
        byte* p = end - LoadBytes, low = start - LoadBytes;
        var left = 64 - HuffmanStreams.UsedAtEnd(end);
        var bits = *(ulong*)p;
        var literalCell = literalCells + Take(bits, ref left, literalLengths.Current.Log);
        var offsetCell = offsetCells + Take(bits, ref left, offsets.Current.Log);
        var matchCell = matchCells + Take(bits, ref left, matchLengths.Current.Log);
        while (true)
        {
            Refill(ref p, ref left);
            if (p < low) throw Bad();
            bits = *(ulong*)p;
            int offsetExtra = offsetCell->Extra, matchExtra = matchCell->Extra, literalExtra = literalCell->Extra;
            to->Offset = offsetCell->Base + (uint)Take(bits, ref left, offsetExtra);
            if (offsetExtra + matchExtra + literalExtra > 57 - 3 * FseTable.MaxLog)
            {
                Refill(ref p, ref left);
                if (p < low) throw Bad();
                bits = *(ulong*)p;
            }
            to->MatchLength = matchCell->Base + (uint)Take(bits, ref left, matchExtra);
            to->LiteralLength = literalCell->Base + (uint)Take(bits, ref left, literalExtra);
            if (++to == toEnd) break;
            literalCell = literalCells + (literalCell->Next + Take(bits, ref left, literalCell->Bits));
            matchCell = matchCells + (matchCell->Next + Take(bits, ref left, matchCell->Bits));
            offsetCell = offsetCells + (offsetCell->Next + Take(bits, ref left, offsetCell->Bits));
        }
        Refill(ref p, ref left);
        if (p != low || left != 64) throw Bad();
    }

    const int RecentCount = 3;

    /// <summary>How the recent offsets move, as bytes to choose: the first stays, the second or third comes first, a new one does.</summary>
    static ReadOnlySpan<byte> Moves =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        4, 5, 6, 7, 0, 1, 2, 3, 8, 9, 10, 11, 12, 13, 14, 15,
        8, 9, 10, 11, 0, 1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15,
        12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ];

    /// <summary>Replaces stored offsets by real ones, and checks every sequence against what there is.</summary>
    /// <returns>Bytes that the block decodes to.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int Resolve(ZstdBlock block, int blockLimit, long history, long windowBytes)
    {
        // what is left of the literals and of the room for the block's text; below nought the block is bad
        long literalsLeft = block.LiteralCount, roomLeft = blockLimit, reach = history + blockLimit;
        // The offsets used last, newest first, and beside them the one that this sequence may bring.
        var recent = Vector128.Create((int)last1, (int)last2, (int)last3, 0);
        var end = block.Sequences + block.SequenceCount;
        for (var s = block.Sequences; s < end; s++)
        {
            long stored = s->Offset, literals = s->LiteralLength;
            // Names of recent offsets move on by one where there are no literals, as the first would do nothing. Which kind comes next
            // cannot be foreseen, so a shuffle puts the offset first, without a branch; only the first less one, which is rare, has its own.
            long isNew = RecentCount - stored >> 63, place = stored - 1 - (literals - 1 >> 63) & ~isNew | RecentCount & isNew;
            recent = recent.WithElement(RecentCount, (int)(stored - RecentCount));
            if (place + isNew == RecentCount) recent = recent.WithElement(RecentCount, recent[0] - 1);
            recent = Vector128.ShuffleNative(recent.AsByte(), Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(Moves), (nuint)place * 16)).AsInt32();
            long offset = recent[0];

            literalsLeft -= literals;
            roomLeft -= literals;
            if (offset <= 0 || offset > windowBytes || offset > reach - roomLeft) throw CodecException.Corrupt("zstd match reaches before the start");
            roomLeft -= s->MatchLength;
            if ((literalsLeft | roomLeft) < 0) throw Bad();
            s->Offset = (uint)offset;
        }
        if (literalsLeft > roomLeft) throw Bad();
        (last1, last2, last3) = (recent[0], recent[1], recent[2]);
        return (int)(blockLimit - roomLeft + literalsLeft);
    }

    /// <summary>Moves on by the whole bytes that were taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Refill(ref byte* p, ref int left)
    {
        var taken = 64 - left >> 3;
        p -= taken;
        left += taken * 8;
    }

    /// <summary>The next bits. A shift by 64 is none at all, and comes only where no bits are taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Take(ulong bits, ref int left, int count)
    {
        left -= count;
        var value = bits >> left;
        return Bmi2.X64.IsSupported ? Bmi2.X64.ZeroHighBits(value, (ulong)count) : value & ((1ul << count) - 1);
    }

    static CodecException Bad() => CodecException.Corrupt("zstd sequences make no sense");

    /// <summary>One of the three kinds of symbols: the table in use and where a block's own is built.</summary>
    sealed class Kind(SymbolValues values)
    {
        readonly FseTable own = new(), predefined = MakePredefined(values);

        /// <summary>Null at the start of a frame: there is nothing to go on with.</summary>
        public FseTable? Current;

        /// <summary>Sets the table as the block says and gives the bytes that it takes.</summary>
        public int Read(ReadOnlySpan<byte> source, int mode)
        {
            switch (mode)
            {
                case Predefined:
                    Current = predefined;
                    return 0;
                case Repeat:
                    if (Current is null) throw CodecException.Corrupt("zstd block goes on with a table that is not there");
                    return 0;
                case Single:
                    if (source.IsEmpty || source[0] > values.MaxSymbol) throw Bad();
                    own.BuildSingle(source[0], values);
                    Current = own;
                    return 1;
                default:
                    Span<short> counts = stackalloc short[FseDistribution.MaxSymbols];
                    own.Build(FseDistribution.Read(source, counts, values.MaxSymbol, values.MaxLog, out var used), values);
                    Current = own;
                    return used;
            }
        }

        static FseTable MakePredefined(SymbolValues values)
        {
            var table = new FseTable();
            table.Build(new FseDistribution { Counts = values.DefaultCounts, Log = values.DefaultLog }, values);
            return table;
        }
    }
}
