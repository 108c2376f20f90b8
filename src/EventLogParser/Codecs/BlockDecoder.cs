namespace Rightsizer.EventLogParser.Codecs;

/// <summary>Base of the codecs that store blocks which decode on their own: LZ4Block, snappy-java, LZF.</summary>
abstract class BlockDecoder : StreamDecoder
{
    /// <summary>Largest block that is decoded; LZ4BlockOutputStream's own maximum. Bounds what a hostile header can ask for.</summary>
    protected const int MaxBlockBytes = 1 << 25;

    byte[] plain = [];
    int given, have;

    /// <summary>Takes the next block from the input; false at a clean end.</summary>
    /// <param name="header">How it decodes, and to how many bytes: at most <see cref="MaxBlockBytes"/>.</param>
    /// <param name="body">Its stored bytes, valid until the next call.</param>
    public abstract bool NextBlock(out BlockHeader header, out ReadOnlySpan<byte> body);

    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty) return 0;
        while (given == have)
        {
            if (!NextBlock(out var header, out var body)) return 0;
            var size = header.PlainBytes;
            if (size <= destination.Length)
            {
                Decode(header, body, destination[..size]);
                if (size == 0) continue;
                return size;
            }
            if (plain.Length < size) plain = new byte[size];
            given = have = 0;
            Decode(header, body, plain.AsSpan(0, size));
            have = size;
        }
        var count = Math.Min(destination.Length, have - given);
        plain.AsSpan(given, count).CopyTo(destination);
        given += count;
        return count;
    }

    static void Decode(BlockHeader header, ReadOnlySpan<byte> body, Span<byte> destination)
    {
        if (header.Decode(body, destination) is { } error) throw CodecException.Corrupt(error);
    }
}
