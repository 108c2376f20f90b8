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
    public string? Decode(ReadOnlySpan<byte> body, Span<byte> destination) => DecodeUnchecked(body, destination) ?? Check(destination);

    /// <summary>As <see cref="Decode"/>, without the checksum.</summary>
    public string? DecodeUnchecked(ReadOnlySpan<byte> body, Span<byte> destination)
    {
        var written = Coding switch
        {
            BlockCoding.Lz4 => Lz4Block.Decode(body, destination),
            BlockCoding.Snappy => SnappyBlock.Decode(body, destination),
            BlockCoding.Lzf => LzfBlock.Decode(body, destination),
            _ => body.TryCopyTo(destination) ? body.Length : -1,
        };
        return written == destination.Length ? null : Name + " block does not decode to the size that is said";
    }

    /// <summary>Holds the decoded bytes against the checksum, if there is one.</summary>
    public string? Check(ReadOnlySpan<byte> plain) =>
        Checksum is null || IsChecksum(XxHash32.Hash(plain, ChecksumSeed)) ? null : WrongChecksum;

    /// <summary>As <see cref="Check"/>, of two blocks of the same size with checksums.</summary>
    public static (string? First, string? Second) CheckTwo(
        BlockHeader first, ReadOnlySpan<byte> firstPlain, BlockHeader second, ReadOnlySpan<byte> secondPlain)
    {
        var hashes = XxHash32.HashTwo(firstPlain, secondPlain, ChecksumSeed);
        return (first.IsChecksum(hashes.First) ? null : WrongChecksum, second.IsChecksum(hashes.Second) ? null : WrongChecksum);
    }

    const string WrongChecksum = "lz4 block checksum differs";

    bool IsChecksum(uint hash) => (hash & ChecksumMask) == Checksum;

    string Name => Checksum is not null ? Codec.Lz4 : Coding == BlockCoding.Snappy ? Codec.Snappy : Codec.Lzf;
}
