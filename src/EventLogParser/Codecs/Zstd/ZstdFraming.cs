using System.Buffers.Binary;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>
/// Steps through zstd frames (RFC 8878) piece by piece: header, blocks, checksum. Whoever decodes gets one whole piece at a time.
/// </summary>
/// <remarks>Because of it every block before damage or a cut comes out, whichever decoder is at work.</remarks>
sealed class ZstdFraming(StoredInput input)
{
    public enum Piece { End, FrameHeader, Block, Checksum }

    /// <summary>Largest block of any frame, stored or decoded.</summary>
    public const int MaxBlockBytes = 1 << 17;

    const int BlockHeaderBytes = 3, ChecksumBytes = 4;
    const uint Magic = 0xFD2FB528, SkippableMagic = 0x184D2A50;
    const string Cut = "zstd frame not finished";

    bool inFrame;

    /// <summary>Bytes that matches may reach back in this frame.</summary>
    public long WindowBytes { get; private set; }

    /// <summary>Decoded size that the frame's header states; null when it does not.</summary>
    public ulong? ContentBytes { get; private set; }

    /// <summary>Largest block of this frame, stored or decoded.</summary>
    public int BlockLimit { get; private set; }

    /// <summary>A checksum of the content follows the last block.</summary>
    public bool HasChecksum { get; private set; }

    /// <summary>True after the frame's last block was given.</summary>
    public bool AfterLastBlock { get; private set; }

    /// <summary>The next piece, whole and taken from the input; valid until the next call.</summary>
    public Piece Next(out ReadOnlySpan<byte> bytes)
    {
        if (!inFrame) return NextFrame(out bytes);
        if (!AfterLastBlock)
        {
            bytes = NextBlock();
            return Piece.Block;
        }
        inFrame = false;
        if (!HasChecksum) return NextFrame(out bytes);
        bytes = input.Take(ChecksumBytes, Cut);
        return Piece.Checksum;
    }

    Piece NextFrame(out ReadOnlySpan<byte> bytes)
    {
        while (!input.AtEnd)
        {
            var magic = input.Peek(4);
            if (magic.Length < 4)
            {
                ReadOnlySpan<byte> frame = [0x28, 0xB5, 0x2F, 0xFD], skippable = [0x2A, 0x4D, 0x18];
                var fits = frame.StartsWith(magic) || (magic[0] >> 4 == 5 && skippable.StartsWith(magic[1..]));
                throw fits ? CodecException.Truncated(Cut) : CodecException.Corrupt("zstd frame magic missing");
            }
            var value = BinaryPrimitives.ReadUInt32LittleEndian(magic);
            if ((value & 0xFFFFFFF0) == SkippableMagic)
            {
                var length = BinaryPrimitives.ReadUInt32LittleEndian(input.Take(8, Cut)[4..]);
                if (!input.Skip(length)) throw CodecException.Truncated(Cut);
                continue;
            }
            if (value != Magic) throw CodecException.Corrupt("zstd frame magic missing");
            bytes = FrameHeader();
            return Piece.FrameHeader;
        }
        bytes = default;
        return Piece.End;
    }

    ReadOnlySpan<byte> FrameHeader()
    {
        if (input.Peek(5).Length < 5) throw CodecException.Truncated(Cut);
        int descriptor = input.Peek(5)[4];
        var singleSegment = (descriptor & 0x20) != 0;
        if ((descriptor & 0x08) != 0) throw CodecException.Corrupt("zstd frame header uses a reserved bit");
        HasChecksum = (descriptor & 0x04) != 0;
        var dictionaryBytes = (descriptor & 3) == 3 ? 4 : descriptor & 3;
        var contentBytes = (descriptor >> 6) switch { 0 => singleSegment ? 1 : 0, 1 => 2, 2 => 4, _ => 8 };
        var windowBytes = singleSegment ? 0 : 1;
        var header = input.Take(5 + windowBytes + dictionaryBytes + contentBytes, Cut);

        var rest = header[(5 + windowBytes)..];
        var dictionary = LittleEndian(rest[..dictionaryBytes]);
        if (dictionary != 0) throw CodecException.Corrupt($"zstd frame needs dictionary {dictionary}, and dictionaries are not supported");
        ContentBytes = contentBytes == 0 ? null : LittleEndian(rest[dictionaryBytes..]) + (contentBytes == 2 ? 256u : 0u);
        if (singleSegment) WindowBytes = (long)Math.Min(ContentBytes!.Value, long.MaxValue);
        else
        {
            var log = 10 + (header[5] >> 3);
            WindowBytes = (1L << log) + (1L << log) / 8 * (header[5] & 7);
        }
        if (WindowBytes > InputLimits.ZstdWindowBytes)
        {
            throw CodecException.Corrupt(
                $"zstd frame needs a window of {WindowBytes} bytes, over the limit of {InputLimits.ZstdWindowBytes} that "
                + $"{InputLimits.WindowVariable} lifts");
        }
        BlockLimit = (int)Math.Min(WindowBytes, MaxBlockBytes);
        inFrame = true;
        AfterLastBlock = false;
        return header;
    }

    ReadOnlySpan<byte> NextBlock()
    {
        var head = input.Peek(BlockHeaderBytes);
        if (head.Length < BlockHeaderBytes) throw CodecException.Truncated(Cut);
        var header = head[0] | head[1] << 8 | head[2] << 16;
        var (type, size) = (header >> 1 & 3, header >> 3);
        if (type == 3) throw CodecException.Corrupt("zstd block of a reserved type");
        if (size > BlockLimit) throw CodecException.Corrupt("zstd block larger than its frame allows");
        var block = input.Take(BlockHeaderBytes + (type == 1 ? 1 : size), Cut);
        AfterLastBlock = (header & 1) != 0;
        return block;
    }

    static ulong LittleEndian(ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }
}
