using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>net.jpountz.lz4.LZ4BlockOutputStream, what Spark writes for <c>lz4</c>; several streams in a row are read through.</summary>
/// <remarks>A running driver never writes the end mark, so a stream may end after any block.</remarks>
sealed class Lz4BlockDecoder(StoredInput input) : BlockDecoder
{
    const int HeaderBytes = 21, Raw = 0x10, Compressed = 0x20;

    /// <summary>Seed of the library's block checksum, of which the low 28 bits are kept.</summary>
    const uint ChecksumSeed = 0x9747B28C, ChecksumMask = 0x0FFFFFFF;

    int method;
    uint checksum;

    protected override bool NextBlock(out ReadOnlySpan<byte> block, out int plainBytes)
    {
        while (!input.AtEnd)
        {
            var header = input.Take(HeaderBytes, "lz4 stream ends inside a block header");
            if (!header.StartsWith(Codec.Lz4Magic)) throw CodecException.Corrupt("lz4 block magic missing");
            method = header[8] & 0xF0;
            var limit = 1 << (10 + (header[8] & 0x0F));
            var stored = BinaryPrimitives.ReadInt32LittleEndian(header[9..]);
            plainBytes = BinaryPrimitives.ReadInt32LittleEndian(header[13..]);
            checksum = BinaryPrimitives.ReadUInt32LittleEndian(header[17..]);
            if (method is not (Raw or Compressed) || stored < 0 || plainBytes < 0 || plainBytes > limit
                || stored > limit + limit / 255 + 16 || (plainBytes == 0) != (stored == 0) || (method == Raw && stored != plainBytes))
            {
                throw CodecException.Corrupt("lz4 block header makes no sense");
            }
            if (plainBytes == 0)
            {
                if (checksum != 0) throw CodecException.Corrupt("lz4 end mark makes no sense");
                continue; // an appended stream may follow
            }
            block = input.Take(stored, "lz4 stream ends inside a block");
            return true;
        }
        block = default;
        plainBytes = 0;
        return false;
    }

    protected override void Decode(ReadOnlySpan<byte> block, Span<byte> destination)
    {
        if (method == Raw) block.CopyTo(destination);
        else if (Lz4Block.Decode(block, destination) != destination.Length) throw CodecException.Corrupt("lz4 block does not decode to the size its header gives");
        if ((XxHash32.Hash(destination, ChecksumSeed) & ChecksumMask) != checksum) throw CodecException.Corrupt("lz4 block checksum differs");
    }
}
