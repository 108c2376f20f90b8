using Microsoft.Win32.SafeHandles;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Codecs.Zstd;

namespace Rightsizer.EventLogParser.Internals.Fast;

/// <summary>A run of a part's plain bytes, cut anywhere, and the events of the lines that lie in it whole. Used again and again.</summary>
sealed unsafe class LogChunk(int capacity) : IDisposable
{
    readonly NativeBuffer buffer = new(capacity);

    /// <summary>The first of the plain bytes: in our buffer, or where a decoder wrote them.</summary>
    byte* text;

    readonly List<StoredBlock> blocks = [];
    readonly List<long> storedBytesAfter = [];
    int blockCount, blockBytes;

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

    /// <summary>A block here is damaged: the part's text ends at the end of this chunk. Null when all is well.</summary>
    public string? Damage { get; private set; }

    public EventBatch Batch { get; } = new();

    /// <summary>
    /// Bytes up to and with the first newline: the end of a line that began before. All of them when there is no newline.
    /// </summary>
    public ReadOnlySpan<byte> Head => new(text, headLength);

    /// <summary>Bytes behind the last newline, empty when there is none.</summary>
    public ReadOnlySpan<byte> Tail => new(text + tailStart, Length - tailStart);

    public bool HasNewline { get; private set; }

    int headLength, tailStart;

    /// <summary>The blocks of a zstd stream that make up the chunk.</summary>
    public ZstdRun Run { get; } = new();

    public Span<byte> Room(int from) => new(buffer.Start + from, capacity - from);

    /// <summary>Forgets what the chunk was used for before.</summary>
    public void Reset()
    {
        EndsPart = false;
        Damage = null;
        Length = blockCount = blockBytes = 0;
    }

    /// <summary>A block to be filled and then added or put back.</summary>
    public StoredBlock SpareBlock()
    {
        if (blockCount == blocks.Count)
        {
            blocks.Add(new StoredBlock());
            storedBytesAfter.Add(0);
        }
        return blocks[blockCount];
    }

    /// <summary>Adds a block, ours or another chunk's, unless it would pass the capacity; the first one always fits.</summary>
    /// <param name="block">The block; another chunk's is exchanged for <see cref="SpareBlock"/>.</param>
    /// <param name="storedBytes">Stored bytes of the part consumed with it.</param>
    public bool TryAdd(StoredBlock block, long storedBytes)
    {
        if (blockCount > 0 && blockBytes + block.PlainBytes > capacity) return false;
        SpareBlock();
        if (blocks[blockCount] != block)
        {
            blocks[blockCount].Dispose();
            blocks[blockCount] = block;
        }
        storedBytesAfter[blockCount++] = storedBytes;
        blockBytes += block.PlainBytes;
        return true;
    }

    /// <summary>Gives up the block that did not fit, so that it can go into another chunk.</summary>
    public void Surrender(StoredBlock block)
    {
        if (blockCount < blocks.Count && blocks[blockCount] == block) blocks[blockCount] = new StoredBlock();
    }

    /// <summary>Reads or decodes the bytes, where that was left to the worker.</summary>
    public void Load()
    {
        if (Part!.Zstd is { } zstd)
        {
            Execute(zstd);
            return;
        }
        if (Part.Blocks is not null) Decode();
        else if (Part.File is { } file) Read(file);
        text = buffer.Start;
    }

    void Execute(ZstdStages zstd)
    {
        zstd.Execute(Run);
        text = Run.Text;
        Length = Run.TextBytes;
        Damage = Run.Damage;
        StoredBytes = Run.StoredBytes;
    }

    void Decode()
    {
        buffer.Grow(blockBytes, 0);
        for (var i = 0; i < blockCount && Damage is null;)
        {
            var room = new Span<byte>(buffer.Start + Length, buffer.Capacity - Length);
            int plainBytes;
            if (i + 1 < blockCount)
            {
                Damage = StoredBlock.DecodeTwo(blocks[i], blocks[i + 1], room, out plainBytes);
                StoredBytes = storedBytesAfter[Damage is null || plainBytes > 0 ? i + 1 : i];
                i += 2;
            }
            else
            {
                Damage = blocks[i].Decode(room);
                plainBytes = Damage is null ? blocks[i].PlainBytes : 0;
                StoredBytes = storedBytesAfter[i++];
            }
            Length += plainBytes;
        }
    }

    void Read(SafeFileHandle file)
    {
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
        var bytes = new ReadOnlySpan<byte>(text, Length);
        var first = bytes.IndexOf((byte)'\n');
        HasNewline = first >= 0;
        headLength = tailStart = Length;
        if (!HasNewline) return;
        headLength = first + 1;
        tailStart = bytes.LastIndexOf((byte)'\n') + 1;
        scanner.Scan(text + headLength, text + tailStart, text, Batch);
    }

    public void Dispose()
    {
        foreach (var block in blocks) block.Dispose();
        Run.Dispose();
        buffer.Dispose();
    }
}
