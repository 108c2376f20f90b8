namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>Blocks that follow each other, on their way through <see cref="ZstdStages"/>. Reused: it keeps its memory.</summary>
sealed unsafe class ZstdRun : IDisposable
{
    /// <summary>Blocks may be empty, so their text alone would not bound how many are taken; each has memory for the largest.</summary>
    public const int MaxBlocks = 64;

    readonly List<ZstdBlock> blocks = [];

    public int Count { get; private set; }

    /// <value>Bytes of text in all blocks.</value>
    public int PlainBytes { get; private set; }

    /// <summary>Place among the runs of the stream.</summary>
    public long Place { get; set; }

    /// <value>Stored bytes of the stream consumed with this run.</value>
    public long StoredBytes { get; set; }

    /// <summary>The text once it was carried out, in memory that others own; 128 bytes more can be read behind it.</summary>
    public byte* Text { get; set; }

    public int TextBytes { get; set; }

    /// <summary>What is wrong where the text ends; null when all is well.</summary>
    public string? Damage { get; set; }

    public ZstdBlock this[int index] => blocks[index];

    /// <summary>The block to fill next; it counts once <see cref="Add"/> is called.</summary>
    public ZstdBlock Spare
    {
        get
        {
            if (Count == blocks.Count) blocks.Add(new ZstdBlock());
            return blocks[Count];
        }
    }

    public void Add() => PlainBytes += blocks[Count++].PlainBytes;

    public void Reset()
    {
        Count = PlainBytes = TextBytes = 0;
        Damage = null;
    }

    public void Dispose()
    {
        foreach (var block in blocks) block.Dispose();
        blocks.Clear();
    }
}
