namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>
/// Copy so many literals, then repeat so many bytes from so far back. All three have been checked against the block and the frame.
/// </summary>
struct ZstdSequence
{
    public uint LiteralLength, MatchLength, Offset;
}

/// <summary>
/// A block with its entropy coding undone: literals, and how they and earlier text make up its own. Reused: it keeps its memory.
/// </summary>
sealed unsafe class ZstdBlock : IDisposable
{
    /// <summary>More would not fit a block: a match is three bytes at least.</summary>
    public const int MaxSequences = ZstdFraming.MaxBlockBytes / 3;

    const int FirstSequences = 1 << 12, LiteralBytes = ZstdFraming.MaxBlockBytes + ZstdWindow.Slack;

    int sequenceRoom;

    long SequenceBytes => (long)sequenceRoom * sizeof(ZstdSequence);

    /// <summary>Room for the largest block, with <see cref="ZstdWindow.Slack"/> readable bytes behind it.</summary>
    public byte* Literals { get; private set; } = SpareMemory.Shared.Take(LiteralBytes);

    public int LiteralCount { get; set; }
    public ZstdSequence* Sequences { get; private set; }
    public int SequenceCount { get; private set; }

    /// <value>Bytes of text, literals behind the last sequence included.</value>
    public int PlainBytes { get; set; }

    /// <summary>The first of its frame, which needs a window of so many bytes; 0 in the others.</summary>
    public long StartsWindowBytes { get; set; }

    /// <summary>The frame has a checksum, so the text is to be hashed.</summary>
    public bool IsHashed { get; set; }

    /// <summary>No text: what the hash of the frame's must be.</summary>
    public uint? Checksum { get; set; }

    /// <summary>The literals are one byte, so many times.</summary>
    public void FillLiterals(byte value, int count)
    {
        var eight = value * 0x0101_0101_0101_0101ul;
        for (var i = 0; i < count; i += sizeof(ulong)) *(ulong*)(Literals + i) = eight;
        LiteralCount = count;
    }

    public void Reset()
    {
        LiteralCount = SequenceCount = PlainBytes = 0;
        StartsWindowBytes = 0;
        IsHashed = false;
        Checksum = null;
    }

    /// <summary>Makes room for so many sequences, all of which are then written.</summary>
    public void SetSequenceCount(int count)
    {
        SequenceCount = count;
        if (count <= sequenceRoom) return;
        SpareMemory.Shared.Give((byte*)Sequences, SequenceBytes);
        sequenceRoom = Math.Max(FirstSequences, Math.Min(count * 2, MaxSequences));
        Sequences = (ZstdSequence*)SpareMemory.Shared.Take(SequenceBytes);
    }

    public void Dispose()
    {
        SpareMemory.Shared.Give(Literals, LiteralBytes);
        SpareMemory.Shared.Give((byte*)Sequences, SequenceBytes);
        Literals = null;
        Sequences = null;
        sequenceRoom = 0;
    }
}
