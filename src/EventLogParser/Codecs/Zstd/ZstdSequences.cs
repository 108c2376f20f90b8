using System.Runtime.CompilerServices;

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

    /// <summary>Decodes the section, which fills the block, and writes the block's text at the window's position.</summary>
    /// <returns>Bytes written.</returns>
    public int Execute(ReadOnlySpan<byte> section, ZstdLiterals literals, ZstdWindow window, int blockLimit)
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
            if (section.Length != at || literals.Count > blockLimit) throw Bad();
            literals.Text.CopyTo(window.Memory[window.Position..]);
            return literals.Count;
        }
        if (section.Length <= at) throw Bad();
        int modes = section[at++];
        if ((modes & 3) != 0) throw Bad();
        at += literalLengths.Read(section[at..], modes >> 6);
        at += offsets.Read(section[at..], modes >> 4 & 3);
        at += matchLengths.Read(section[at..], modes >> 2 & 3);
        if (at >= section.Length || section[^1] == 0) throw Bad();
        fixed (byte* p = section, history = window.Memory) return Run(p + at, p + section.Length, count, literals, history, window, blockLimit);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    int Run(byte* start, byte* end, int count, ZstdLiterals literals, byte* history, ZstdWindow window, int blockLimit)
    {
        FseCell* literalCells = literalLengths.Current!.Cells, offsetCells = offsets.Current!.Cells, matchCells = matchLengths.Current!.Cells;
        byte* from = literals.Bytes, fromEnd = from + literals.Count;
        byte* block = history + window.Position, to = block, limit = block + blockLimit;
        var (recent1, recent2, recent3) = (last1, last2, last3);

        // Bits are read from the end: `bits` holds eight bytes of which `used` bits are gone from the top.
        byte* p = end - LoadBytes, low = start - LoadBytes;
        var used = HuffmanStreams.UsedAtEnd(end);
        var bits = *(ulong*)p;
        var literalState = Take(bits, ref used, literalLengths.Current.Log);
        var offsetState = Take(bits, ref used, offsets.Current.Log);
        var matchState = Take(bits, ref used, matchLengths.Current.Log);

        while (true)
        {
            p -= used >> 3;
            used &= 7;
            if (p < low) throw Bad();
            bits = *(ulong*)p;
            FseCell literalCell = literalCells[literalState], offsetCell = offsetCells[offsetState], matchCell = matchCells[matchState];

            long offset = offsetCell.Base + (uint)Take(bits, ref used, offsetCell.Extra);
            if (offsetCell.Extra + matchCell.Extra + literalCell.Extra > 57 - 3 * FseTable.MaxLog)
            {
                p -= used >> 3;
                used &= 7;
                if (p < low) throw Bad();
                bits = *(ulong*)p;
            }
            var matchLength = (nint)(matchCell.Base + Take(bits, ref used, matchCell.Extra));
            var literalLength = (nint)(literalCell.Base + Take(bits, ref used, literalCell.Extra));

            if (offset > 3)
            {
                offset -= 3;
                recent3 = recent2;
                recent2 = recent1;
                recent1 = offset;
            }
            else
            {
                // 1 to 3 name a recent offset; without literals the first would do nothing, so they move on by one
                if (literalLength == 0) offset++;
                if (offset == 1) offset = recent1;
                else
                {
                    var named = offset switch { 2 => recent2, 3 => recent3, _ => recent1 - 1 };
                    if (named == 0) throw Bad();
                    if (offset != 2) recent3 = recent2;
                    recent2 = recent1;
                    recent1 = offset = named;
                }
            }

            if (literalLength > fromEnd - from || literalLength + matchLength > limit - to) throw Bad();
            Match.CopyApart(from, to, literalLength);
            from += literalLength;
            to += literalLength;
            if (offset <= to - history) Match.CopyWide(to, (nint)offset, matchLength);
            else CopyFromOldText(window, history, to, offset, matchLength);
            to += matchLength;

            if (--count == 0) break;
            literalState = literalCell.Next + Take(bits, ref used, literalCell.Bits);
            matchState = matchCell.Next + Take(bits, ref used, matchCell.Bits);
            offsetState = offsetCell.Next + Take(bits, ref used, offsetCell.Bits);
        }
        if (p - (used >> 3) != low || (used & 7) != 0) throw Bad();
        var rest = fromEnd - from;
        if (rest > limit - to) throw Bad();
        Buffer.MemoryCopy(from, to, rest, rest);
        (last1, last2, last3) = (recent1, recent2, recent3);
        return (int)(to + rest - block);
    }

    /// <summary>The next bits; none when <paramref name="count"/> is 0, which a single shift could not give.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Take(ulong bits, ref int used, int count)
    {
        var value = bits << used >> 1 >> (63 - count);
        used += count;
        return value;
    }

    /// <summary>A match that starts in the text before writing started over at the front, and may run on from there.</summary>
    static void CopyFromOldText(ZstdWindow window, byte* history, byte* to, long offset, nint count)
    {
        var back = offset - (to - history);
        if (offset > window.WindowBytes || back > window.OldEnd) throw CodecException.Corrupt("zstd match reaches before the start");
        var run = Math.Min(back, count);
        var from = history + window.OldEnd - back;
        Buffer.MemoryCopy(from, to, run, run);
        for (var i = run; i < count; i++) to[i] = history[i - run];
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
