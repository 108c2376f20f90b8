namespace Rightsizer.EventLogParser.Codecs;

/// <summary>Base of the codecs that store blocks which decode on their own: LZ4Block, snappy-java, LZF.</summary>
abstract class BlockDecoder : StreamDecoder
{
    /// <summary>Largest block that is decoded; LZ4BlockOutputStream's own maximum. Bounds what a hostile header can ask for.</summary>
    protected const int MaxBlockBytes = 1 << 25;

    byte[] plain = [];
    int given, have;

    /// <summary>Takes the next block from the input; false at a clean end.</summary>
    /// <param name="block">The block's body, valid until the next call.</param>
    /// <param name="plainBytes">Its size once decoded, at most <see cref="MaxBlockBytes"/>.</param>
    protected abstract bool NextBlock(out ReadOnlySpan<byte> block, out int plainBytes);

    /// <summary>Decodes the block taken last into exactly <paramref name="destination"/>.</summary>
    protected abstract void Decode(ReadOnlySpan<byte> block, Span<byte> destination);

    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty) return 0;
        while (given == have)
        {
            if (!NextBlock(out var block, out var size)) return 0;
            if (size == 0) continue;
            if (size <= destination.Length)
            {
                Decode(block, destination[..size]);
                return size;
            }
            if (plain.Length < size) plain = new byte[size];
            given = have = 0;
            Decode(block, plain.AsSpan(0, size));
            have = size;
        }
        var count = Math.Min(destination.Length, have - given);
        plain.AsSpan(given, count).CopyTo(destination);
        given += count;
        return count;
    }
}
