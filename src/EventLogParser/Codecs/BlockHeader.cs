namespace Rightsizer.EventLogParser.Codecs;

/// <summary>How a block's body is coded.</summary>
enum BlockCoding { Raw, Lz4, Snappy, Lzf }

/// <summary>What stands before a block's body, in the codecs whose blocks decode on their own.</summary>
/// <param name="Coding">How the body is coded.</param>
/// <param name="PlainBytes">Size once decoded.</param>
/// <param name="Checksum">LZ4BlockOutputStream's checksum of the decoded bytes; null where the codec has none.</param>
readonly record struct BlockHeader(BlockCoding Coding, int PlainBytes, uint? Checksum = null)
{
    /// <summary>Seed of LZ4BlockOutputStream's checksum, of which the low 28 bits are kept.</summary>
    const uint ChecksumSeed = 0x9747B28C, ChecksumMask = 0x0FFFFFFF;

    /// <summary>Decodes the body into exactly <paramref name="destination"/>.</summary>
    /// <returns>Null, or what is wrong with the block.</returns>
    public string? Decode(ReadOnlySpan<byte> body, Span<byte> destination)
    {
        var written = Coding switch
        {
            BlockCoding.Lz4 => Lz4Block.Decode(body, destination),
            BlockCoding.Snappy => SnappyBlock.Decode(body, destination),
            BlockCoding.Lzf => LzfBlock.Decode(body, destination),
            _ => body.TryCopyTo(destination) ? body.Length : -1,
        };
        if (written != destination.Length) return Name + " block does not decode to the size that is said";
        if (Checksum is { } checksum && (XxHash32.Hash(destination, ChecksumSeed) & ChecksumMask) != checksum) return "lz4 block checksum differs";
        return null;
    }

    string Name => Checksum is not null ? Codec.Lz4 : Coding == BlockCoding.Snappy ? Codec.Snappy : Codec.Lzf;
}
