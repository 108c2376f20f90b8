using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>The literals section of a block (RFC 8878, 3.1.1.3.1).</summary>
sealed unsafe class ZstdLiterals
{
    const int Raw = 0, Rle = 1, Treeless = 3;

    readonly byte[] literals = GC.AllocateUninitializedArray<byte>(ZstdFraming.MaxBlockBytes + ZstdWindow.Slack, pinned: true);
    readonly HuffmanTree tree = new();

    /// <summary>The literals of the block read last, with <see cref="ZstdWindow.Slack"/> readable bytes behind them.</summary>
    public byte* Bytes => (byte*)Unsafe.AsPointer(ref literals[0]);

    public int Count { get; private set; }

    public ReadOnlySpan<byte> Text => literals.AsSpan(0, Count);

    public void StartFrame() => tree.Clear();

    /// <summary>Reads the section at the start of a block and gives the bytes that it takes.</summary>
    /// <param name="block">The block, whose memory goes on for eight readable bytes on both sides.</param>
    /// <param name="blockLimit">Bytes that the block may decode to.</param>
    public int Read(ReadOnlySpan<byte> block, int blockLimit)
    {
        if (block.Length < 2) throw Bad();
        var (type, format) = (block[0] & 3, block[0] >> 2 & 3);
        return type is Raw or Rle ? ReadPlain(block, type, format, blockLimit) : ReadCoded(block, type, format, blockLimit);
    }

    int ReadPlain(ReadOnlySpan<byte> block, int type, int format, int blockLimit)
    {
        var header = format switch { 1 => 2, 3 => 3, _ => 1 };
        if (block.Length < header) throw Bad();
        Count = format switch
        {
            1 => BinaryPrimitives.ReadUInt16LittleEndian(block) >> 4,
            3 => (block[0] | block[1] << 8 | block[2] << 16) >> 4,
            _ => block[0] >> 3,
        };
        var stored = type == Raw ? Count : 1;
        if (Count > blockLimit || stored > block.Length - header) throw Bad();
        if (type == Raw) block.Slice(header, Count).CopyTo(literals);
        else literals.AsSpan(0, Count).Fill(block[header]);
        return header + stored;
    }

    int ReadCoded(ReadOnlySpan<byte> block, int type, int format, int blockLimit)
    {
        var header = format switch { 2 => 4, 3 => 5, _ => 3 };
        if (block.Length < header) throw Bad();
        ulong fields = 0;
        for (var i = header - 1; i >= 0; i--) fields = fields << 8 | block[i];
        var bits = format switch { 2 => 14, 3 => 18, _ => 10 };
        Count = (int)(fields >> 4) & ((1 << bits) - 1);
        var stored = (int)(fields >> (4 + bits));
        if (Count > blockLimit || Count == 0 || stored > block.Length - header) throw Bad();

        var at = header;
        if (type != Treeless) at += tree.Read(block.Slice(header, stored));
        else if (tree.Log == 0) throw CodecException.Corrupt("zstd block goes on with a Huffman tree that is not there");
        var used = header + stored;
        fixed (byte* p = block)
        {
            byte* start = p + at, end = p + used, to = Bytes;
            if (format == 0) HuffmanStreams.DecodeOne(tree, start, end, to, to + Count);
            else DecodeFour(start, end, to);
        }
        return used;
    }

    /// <summary>Three sizes of two bytes stand before the four streams.</summary>
    void DecodeFour(byte* start, byte* end, byte* to)
    {
        var segment = (Count + 3) / 4;
        if (end - start < 10 || segment * 3 > Count) throw Bad();
        byte* one = start + 6, two = one + *(ushort*)start, three = two + *(ushort*)(start + 2), four = three + *(ushort*)(start + 4);
        if (four >= end) throw Bad();
        HuffmanStreams.DecodeFour(tree, one, two, three, four, end, to, segment, Count);
    }

    static CodecException Bad() => CodecException.Corrupt("zstd literals make no sense");
}
