using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>com.ning compress-lzf chunks, what Spark writes for <c>lzf</c>. Chunks stand alone, so appended streams need no care.</summary>
sealed class LzfDecoder(StoredInput input) : BlockDecoder
{
    const string Cut = "lzf stream ends inside a chunk";

    public override bool NextBlock(out BlockHeader header, out ReadOnlySpan<byte> body)
    {
        header = default;
        body = default;
        if (input.AtEnd) return false;
        var head = input.Take(5, Cut);
        if (!head.StartsWith("ZV"u8)) throw CodecException.Corrupt("lzf chunk magic missing");
        if (head[2] > 1) throw CodecException.Corrupt("lzf chunk of an unknown type");
        var compressed = head[2] == 1;
        int stored = BinaryPrimitives.ReadUInt16BigEndian(head[3..]), plain = stored;
        if (compressed) plain = BinaryPrimitives.ReadUInt16BigEndian(input.Take(2, Cut));
        body = input.Take(stored, Cut);
        header = new BlockHeader(compressed ? BlockCoding.Lzf : BlockCoding.Raw, plain);
        return true;
    }
}
