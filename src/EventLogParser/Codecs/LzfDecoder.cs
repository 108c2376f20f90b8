using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>com.ning compress-lzf chunks, what Spark writes for <c>lzf</c>. Chunks stand alone, so appended streams need no care.</summary>
sealed class LzfDecoder(StoredInput input) : BlockDecoder
{
    bool compressed;

    protected override bool NextBlock(out ReadOnlySpan<byte> block, out int plainBytes)
    {
        block = default;
        plainBytes = 0;
        if (input.AtEnd) return false;
        const string cut = "lzf stream ends inside a chunk";
        var header = input.Take(5, cut);
        if (!header.StartsWith("ZV"u8)) throw CodecException.Corrupt("lzf chunk magic missing");
        if (header[2] > 1) throw CodecException.Corrupt("lzf chunk of an unknown type");
        compressed = header[2] == 1;
        plainBytes = BinaryPrimitives.ReadUInt16BigEndian(header[3..]);
        var stored = plainBytes;
        if (compressed) plainBytes = BinaryPrimitives.ReadUInt16BigEndian(input.Take(2, cut));
        block = input.Take(stored, cut);
        return true;
    }

    protected override void Decode(ReadOnlySpan<byte> block, Span<byte> destination)
    {
        if (!compressed) block.CopyTo(destination);
        else if (LzfBlock.Decode(block, destination) != destination.Length) throw CodecException.Corrupt("lzf chunk does not decode to the size its header gives");
    }
}
