namespace Rightsizer.EventLogParser.Codecs.Deflate;

/// <summary>Decodes one DEFLATE stream (RFC 1951).</summary>
/// <remarks>Ours, because the framework's neither tells where a stream ends nor that it was cut.</remarks>
sealed class Inflater(BitInput input)
{
    const int WindowBytes = 1 << 15, MaxMatch = 258, EndOfBlock = 256;

    static ReadOnlySpan<ushort> LengthBase =>
        [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
    static ReadOnlySpan<byte> LengthBits => [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
    static ReadOnlySpan<ushort> DistanceBase =>
        [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289,
        16385, 24577];
    static ReadOnlySpan<byte> DistanceBits =>
        [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
    static ReadOnlySpan<byte> CodeLengthOrder => [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

    enum State { BlockHeader, Stored, Coded, End }

    readonly byte[] text = new byte[WindowBytes * 2];
    readonly HuffmanTable literals = new(), distances = new();
    State state;
    bool lastBlock;
    int storedLeft;
    int history; // bytes of this stream that matches may reach back to
    int given, have;
    CodecException? complaint;

    /// <summary>Makes ready for another stream of the same input.</summary>
    public void Restart()
    {
        state = State.BlockHeader;
        lastBlock = false;
        history = 0;
    }

    /// <summary>Gives at least one byte, or 0 at the stream's end.</summary>
    public int Read(Span<byte> destination)
    {
        if (given == have) Decode();
        var count = Math.Min(destination.Length, have - given);
        text.AsSpan(given, count).CopyTo(destination);
        given += count;
        return count;
    }

    void Decode()
    {
        if (complaint is not null) throw complaint;
        if (have > text.Length - WindowBytes)
        {
            // matches reach back no further than one window
            text.AsSpan(have - WindowBytes, WindowBytes).CopyTo(text);
            given = have = WindowBytes;
        }
        try
        {
            while (given == have && state != State.End)
            {
                if (state == State.BlockHeader) ReadBlockHeader();
                else if (state == State.Stored) CopyStored();
                else DecodeSymbols();
            }
        }
        catch (CodecException e) when (have > given)
        {
            complaint = e; // what was decoded goes out first
        }
    }

    void ReadBlockHeader()
    {
        if (lastBlock)
        {
            state = State.End;
            return;
        }
        lastBlock = input.Read(1) == 1;
        switch (input.Read(2))
        {
            case 0:
                input.AlignToByte();
                var length = input.Read(16);
                if (input.Read(16) != (length ^ 0xFFFF)) throw CodecException.Corrupt("deflate stored block lengths differ");
                storedLeft = (int)length;
                state = State.Stored;
                break;
            case 1:
                BuildFixedCodes();
                state = State.Coded;
                break;
            case 2:
                ReadDynamicCodes();
                state = State.Coded;
                break;
            default:
                throw CodecException.Corrupt("deflate block of an unknown type");
        }
    }

    void CopyStored()
    {
        if (storedLeft == 0)
        {
            state = State.BlockHeader;
            return;
        }
        var count = input.ReadBytes(text.AsSpan(have, Math.Min(storedLeft, text.Length - have)));
        Gain(count);
        storedLeft -= count;
    }

    void DecodeSymbols()
    {
        while (have <= text.Length - MaxMatch)
        {
            input.Refill();
            var entry = Next(literals);
            var symbol = entry >> 4;
            if (symbol < EndOfBlock)
            {
                text[have] = (byte)symbol;
                Gain(1);
                continue;
            }
            if (symbol == EndOfBlock)
            {
                state = State.BlockHeader;
                return;
            }
            symbol -= EndOfBlock + 1;
            if (symbol >= LengthBase.Length) throw CodecException.Corrupt("deflate length code makes no sense");
            var length = LengthBase[symbol] + Extra(LengthBits[symbol]);
            var code = Next(distances) >> 4;
            if (code >= DistanceBase.Length) throw CodecException.Corrupt("deflate distance code makes no sense");
            var distance = DistanceBase[code] + Extra(DistanceBits[code]);
            if (distance > history) throw CodecException.Corrupt("deflate distance reaches before the start");
            Match.Copy(text, have, distance, length);
            Gain(length);
        }
    }

    /// <summary>One code. The 48 bits of a refill hold a whole match: 15 + 5 + 15 + 13.</summary>
    int Next(HuffmanTable table)
    {
        var entry = table[input.Peek];
        input.Drop(entry & 15);
        return entry != 0 ? entry : throw CodecException.Corrupt("deflate code leads nowhere");
    }

    int Extra(int bits)
    {
        var value = (int)(input.Peek & ((1ul << bits) - 1));
        input.Drop(bits);
        return value;
    }

    void Gain(int count)
    {
        have += count;
        history = Math.Min(history + count, WindowBytes);
    }

    void BuildFixedCodes()
    {
        Span<byte> lengths = stackalloc byte[288];
        lengths[..144].Fill(8);
        lengths[144..256].Fill(9);
        lengths[256..280].Fill(7);
        lengths[280..].Fill(8);
        literals.Build(lengths, mayBeIncomplete: false);
        lengths[..32].Fill(5);
        distances.Build(lengths[..32], mayBeIncomplete: false);
    }

    void ReadDynamicCodes()
    {
        var literalCount = (int)input.Read(5) + 257;
        var distanceCount = (int)input.Read(5) + 1;
        var codeCount = (int)input.Read(4) + 4;
        if (literalCount > 286 || distanceCount > 30) throw CodecException.Corrupt("deflate block has too many codes");

        Span<byte> lengths = stackalloc byte[286 + 30];
        lengths.Clear();
        for (var i = 0; i < codeCount; i++) lengths[CodeLengthOrder[i]] = (byte)input.Read(3);
        if (!literals.Build(lengths[..19], mayBeIncomplete: false)) throw CodecException.Corrupt("deflate code lengths form no code");

        lengths.Clear();
        var total = literalCount + distanceCount;
        for (var at = 0; at < total;)
        {
            input.Refill();
            var symbol = Next(literals) >> 4;
            if (symbol < 16)
            {
                lengths[at++] = (byte)symbol;
                continue;
            }
            if (symbol == 16 && at == 0) throw CodecException.Corrupt("deflate code lengths repeat nothing");
            var repeated = symbol == 16 ? lengths[at - 1] : (byte)0;
            var times = symbol switch { 16 => 3 + Extra(2), 17 => 3 + Extra(3), _ => 11 + Extra(7) };
            if (times > total - at) throw CodecException.Corrupt("deflate code lengths run over");
            lengths.Slice(at, times).Fill(repeated);
            at += times;
        }
        if (lengths[EndOfBlock] == 0
            || !literals.Build(lengths[..literalCount], mayBeIncomplete: true)
            || !distances.Build(lengths[literalCount..total], mayBeIncomplete: true))
        {
            throw CodecException.Corrupt("deflate code lengths form no code");
        }
    }
}
