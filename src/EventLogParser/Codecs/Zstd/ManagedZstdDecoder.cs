namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>Our own zstd decoder, both halves on one thread.</summary>
/// <remarks>A block that is damaged gives nothing; all blocks before it were given. Memory is the frame's window and a constant.</remarks>
sealed unsafe class ManagedZstdDecoder(StoredInput input) : StreamDecoder
{
    readonly ZstdBlockReader reader = new(input);
    readonly ZstdWindow window = new(runBytes: ZstdFraming.MaxBlockBytes, heldBytes: 0);
    readonly ZstdBlock block = new();

    /// <summary>Text that was not yet given.</summary>
    byte* text;
    int left;

    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty) return 0;
        while (left == 0)
        {
            if (!reader.Read(block)) return 0;
            window.MakeRoom(block.PlainBytes, block.StartsWindowBytes);
            text = window.Next;
            if (!window.Execute(block)) throw ZstdStages.WrongChecksum();
            left = block.PlainBytes;
        }
        var count = Math.Min(destination.Length, left);
        new ReadOnlySpan<byte>(text, count).CopyTo(destination);
        text += count;
        left -= count;
        return count;
    }

    public override void Dispose()
    {
        window.Dispose();
        block.Dispose();
    }
}
