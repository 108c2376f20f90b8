namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>A run of a part's plain bytes, cut anywhere, and the events of the lines that lie in it whole. Used again and again.</summary>
sealed unsafe class LogChunk(int capacity) : IDisposable
{
    readonly NativeBuffer buffer = new(capacity);

    public int Capacity => capacity;
    public PartReading? Part { get; set; }

    /// <summary>Place in the order in which chunks were handed out.</summary>
    public long Ticket { get; set; }

    /// <value>Offset in the part's plain bytes.</value>
    public long Offset { get; set; }

    /// <value>Plain bytes here.</value>
    public int Length { get; set; }

    /// <summary>The last chunk of its part.</summary>
    public bool EndsPart { get; set; }

    /// <value>Stored bytes of the part consumed when this chunk had been read.</value>
    public long StoredBytes { get; set; }

    public EventBatch Batch { get; } = new();

    /// <summary>Bytes up to and with the first newline: the end of a line that began before. All of them when there is no newline.</summary>
    public ReadOnlySpan<byte> Head => new(buffer.Start, headLength);

    /// <summary>Bytes behind the last newline, empty when there is none.</summary>
    public ReadOnlySpan<byte> Tail => new(buffer.Start + tailStart, Length - tailStart);

    public bool HasNewline { get; private set; }

    int headLength, tailStart;

    public Span<byte> Room(int from) => new(buffer.Start + from, capacity - from);

    /// <summary>Reads the bytes, where that was left to the worker.</summary>
    public void Load()
    {
        if (Part!.File is not { } file) return;
        var have = 0;
        while (have < Length)
        {
            var read = RandomAccess.Read(file, new Span<byte>(buffer.Start + have, Length - have), Offset + have);
            if (read == 0) break;
            have += read;
        }
        Length = have;
        StoredBytes = Offset + have;
    }

    /// <summary>Reads the events of all lines that begin and end here.</summary>
    public void Scan(LineScanner scanner)
    {
        Batch.Clear();
        var bytes = new ReadOnlySpan<byte>(buffer.Start, Length);
        var first = bytes.IndexOf((byte)'\n');
        HasNewline = first >= 0;
        headLength = tailStart = Length;
        if (!HasNewline) return;
        headLength = first + 1;
        tailStart = bytes.LastIndexOf((byte)'\n') + 1;
        scanner.Scan(buffer.Start + headLength, buffer.Start + tailStart, buffer.Start, Batch);
    }

    public void Dispose() => buffer.Dispose();
}
