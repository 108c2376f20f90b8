using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>org.xerial.snappy.SnappyOutputStream, what Spark writes for <c>snappy</c>; several streams in a row are read through.</summary>
sealed class SnappyDecoder(StoredInput input) : BlockDecoder
{
    const int HeaderBytes = 16;
    bool started;

    public override bool NextBlock(out BlockHeader header, out ReadOnlySpan<byte> body)
    {
        if (!started)
        {
            input.Take(HeaderBytes, "snappy stream ends inside its header");
            started = true;
        }
        while (!input.AtEnd)
        {
            var head = input.Take(4, "snappy stream ends inside a block length");
            if (head.SequenceEqual(Codec.SnappyMagic[..4]))
            {
                input.Take(HeaderBytes - 4, "snappy stream ends inside the header of an appended stream");
                continue;
            }
            var stored = BinaryPrimitives.ReadInt32BigEndian(head);
            if (stored is <= 0 or > MaxBlockBytes) throw CodecException.Corrupt($"snappy block length {stored} makes no sense");
            body = input.Take(stored, "snappy stream ends inside a block");
            var said = SnappyBlock.PlainLength(body);
            if (said is < 0 or > MaxBlockBytes) throw CodecException.Corrupt("snappy block says a size that makes no sense");
            header = new BlockHeader(BlockCoding.Snappy, (int)said);
            return true;
        }
        header = default;
        body = default;
        return false;
    }
}
