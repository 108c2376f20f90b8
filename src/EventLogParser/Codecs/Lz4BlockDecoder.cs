using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>net.jpountz.lz4.LZ4BlockOutputStream, what Spark writes for <c>lz4</c>; several streams in a row are read through.</summary>
/// <remarks>A running driver never writes the end mark, so a stream may end after any block.</remarks>
sealed class Lz4BlockDecoder(StoredInput input) : BlockDecoder
{
    const int HeaderBytes = 21, Raw = 0x10, Compressed = 0x20;

    public override bool NextBlock(out BlockHeader header, out ReadOnlySpan<byte> body)
    {
        while (!input.AtEnd)
        {
            var head = input.Take(HeaderBytes, "lz4 stream ends inside a block header");
            if (!head.StartsWith(Codec.Lz4Magic)) throw CodecException.Corrupt("lz4 block magic missing");
            var method = head[8] & 0xF0;
            var limit = 1 << (10 + (head[8] & 0x0F));
            var stored = BinaryPrimitives.ReadInt32LittleEndian(head[9..]);
            var plain = BinaryPrimitives.ReadInt32LittleEndian(head[13..]);
            var checksum = BinaryPrimitives.ReadUInt32LittleEndian(head[17..]);
            if (method is not (Raw or Compressed) || stored < 0 || plain < 0 || plain > limit
                || stored > limit + limit / 255 + 16 || (plain == 0) != (stored == 0) || (method == Raw && stored != plain))
            {
                throw CodecException.Corrupt("lz4 block header makes no sense");
            }
            if (plain == 0)
            {
                if (checksum != 0) throw CodecException.Corrupt("lz4 end mark makes no sense");
                continue; // an appended stream may follow
            }
            body = input.Take(stored, "lz4 stream ends inside a block");
            header = new BlockHeader(method == Raw ? BlockCoding.Raw : BlockCoding.Lz4, plain, checksum);
            return true;
        }
        header = default;
        body = default;
        return false;
    }
}
