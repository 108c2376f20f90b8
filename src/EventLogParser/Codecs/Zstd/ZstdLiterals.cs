using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>The literals section of a block (RFC 8878, 3.1.1.3.1).</summary>
sealed unsafe class ZstdLiterals
{
    const int Raw = 0, Rle = 1, Treeless = 3;

    readonly HuffmanTree tree = new();

    public void StartFrame() => tree.Clear();

    /// <summary>Reads the section at the start of a block and gives the bytes that it takes.</summary>
    /// <param name="stored">The block, with <see cref="StoredInput.ReadableBefore"/> readable bytes before it.</param>
    /// <param name="block">Takes the literals.</param>
    /// <param name="blockLimit">Bytes that the block may decode to.</param>
    public int Read(ReadOnlySpan<byte> stored, ZstdBlock block, int blockLimit)
    {
        if (stored.Length < 2) throw Bad();
        var (type, format) = (stored[0] & 3, stored[0] >> 2 & 3);
        return type is Raw or Rle ? ReadPlain(stored, type, format, block, blockLimit) : ReadCoded(stored, type, format, block, blockLimit);
    }

    static int ReadPlain(ReadOnlySpan<byte> stored, int type, int format, ZstdBlock block, int blockLimit)
    {
        var header = format switch { 1 => 2, 3 => 3, _ => 1 };
        if (stored.Length < header) throw Bad();
        var count = format switch
        {
            1 => BinaryPrimitives.ReadUInt16LittleEndian(stored) >> 4,
            3 => (stored[0] | stored[1] << 8 | stored[2] << 16) >> 4,
            _ => stored[0] >> 3,
        };
        var taken = type == Raw ? count : 1;
        if (count > blockLimit || taken > stored.Length - header) throw Bad();
        if (type == Raw)
        {
            stored.Slice(header, count).CopyTo(new Span<byte>(block.Literals, count));
            block.LiteralCount = count;
        }
        else block.FillLiterals(stored[header], count);
        return header + taken;
    }

    int ReadCoded(ReadOnlySpan<byte> stored, int type, int format, ZstdBlock block, int blockLimit)
    {
        var header = format switch { 2 => 4, 3 => 5, _ => 3 };
        if (stored.Length < header) throw Bad();
        ulong fields = 0;
        for (var i = header - 1; i >= 0; i--) fields = fields << 8 | stored[i];
        var bits = format switch { 2 => 14, 3 => 18, _ => 10 };
        var count = (int)(fields >> 4) & ((1 << bits) - 1);
        var taken = (int)(fields >> (4 + bits));
        if (count > blockLimit || count == 0 || taken > stored.Length - header) throw Bad();

        var at = header;
        if (type != Treeless) at += tree.Read(stored.Slice(header, taken));
        else if (!tree.IsRead) throw CodecException.Corrupt("zstd block goes on with a Huffman tree that is not there");
        var used = header + taken;
        fixed (byte* p = stored)
        {
            byte* start = p + at, end = p + used, to = block.Literals;
            if (format == 0) HuffmanStreams.DecodeOne(tree, start, end, to, to + count);
            else DecodeFour(start, end, to, count);
        }
        block.LiteralCount = count;
        return used;
    }

    /// <summary>Three sizes of two bytes stand before the four streams.</summary>
    void DecodeFour(byte* start, byte* end, byte* to, int count)
    {
        var segment = (count + 3) / 4;
        if (end - start < 10 || segment * 3 > count) throw Bad();
        byte* one = start + 6, two = one + *(ushort*)start, three = two + *(ushort*)(start + 2), four = three + *(ushort*)(start + 4);
        if (four >= end) throw Bad();
        HuffmanStreams.DecodeFour(tree, one, two, three, four, end, to, segment, count);
    }

    static CodecException Bad() => CodecException.Corrupt("zstd literals make no sense");
}
