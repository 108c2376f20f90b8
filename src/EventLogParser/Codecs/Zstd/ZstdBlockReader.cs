using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>The first half of decoding zstd (RFC 8878, without dictionaries): undoes the entropy coding of block after block.</summary>
/// <remarks>Every check is made here, so that the second half, <see cref="ZstdWindow"/>, cannot fail but by the frame's checksum.</remarks>
sealed unsafe class ZstdBlockReader(StoredInput input)
{
    const int BlockHeaderBytes = 3, RawBlock = 0, RleBlock = 1;

    readonly ZstdFraming framing = new(input);
    readonly ZstdLiterals literals = new();
    readonly ZstdSequences sequences = new();

    long frameBytes;
    bool frameStarts;

    /// <summary>Reads the next block, or the checksum behind the last; false at a clean end.</summary>
    /// <exception cref="CodecException">The stream stops short or makes no sense; this block gives nothing.</exception>
    public bool Read(ZstdBlock block)
    {
        block.Reset();
        while (true)
        {
            switch (framing.Next(out var piece))
            {
                case ZstdFraming.Piece.End:
                    return false;
                case ZstdFraming.Piece.FrameHeader:
                    literals.StartFrame();
                    sequences.StartFrame();
                    frameBytes = 0;
                    frameStarts = true;
                    break;
                case ZstdFraming.Piece.Checksum:
                    block.Checksum = BinaryPrimitives.ReadUInt32LittleEndian(piece);
                    return true;
                default:
                    Decode(piece, block);
                    return true;
            }
        }
    }

    void Decode(ReadOnlySpan<byte> piece, ZstdBlock block)
    {
        var header = piece[0] | piece[1] << 8 | piece[2] << 16;
        var body = piece[BlockHeaderBytes..];
        switch (header >> 1 & 3)
        {
            case RawBlock:
                body.CopyTo(new Span<byte>(block.Literals, ZstdFraming.MaxBlockBytes));
                block.LiteralCount = block.PlainBytes = body.Length;
                break;
            case RleBlock:
                block.FillLiterals(body[0], header >> 3);
                block.PlainBytes = block.LiteralCount;
                break;
            default:
                Decompress(body, block);
                break;
        }
        frameBytes += block.PlainBytes;
        if (framing.AfterLastBlock && framing.ContentBytes is { } stated && stated != (ulong)frameBytes)
            throw CodecException.Corrupt("zstd frame content size differs");
        block.IsHashed = framing.HasChecksum;
        block.StartsWindowBytes = frameStarts ? Math.Max(1, framing.WindowBytes) : 0;
        frameStarts = false;
    }

    void Decompress(ReadOnlySpan<byte> body, ZstdBlock block)
    {
        // the bit readers load eight bytes at a time, from up to 16 before what they read: StoredInput has them
        var used = literals.Read(body, block, framing.BlockLimit);
        sequences.Read(body[used..], block, framing.BlockLimit, frameBytes, framing.WindowBytes);
    }
}
