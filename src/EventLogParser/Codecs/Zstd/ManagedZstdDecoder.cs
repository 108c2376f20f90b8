using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>A zstd decoder of our own (RFC 8878, without dictionaries), for machines without libzstd.</summary>
/// <remarks>A block that is damaged gives nothing; all blocks before it were given. Memory is the frame's window and a constant.</remarks>
sealed class ManagedZstdDecoder(StoredInput input) : StreamDecoder
{
    const int BlockHeaderBytes = 3, RawBlock = 0, RleBlock = 1;

    readonly ZstdFraming framing = new(input);
    readonly ZstdWindow window = new();
    readonly ZstdLiterals literals = new();
    readonly ZstdSequences sequences = new();
    readonly XxHash64 hash = new();

    /// <summary>The block being decoded, with readable bytes on both sides: the bit readers load eight at a time.</summary>
    readonly byte[] block = GC.AllocateUninitializedArray<byte>(ZstdFraming.MaxBlockBytes + 2 * ZstdWindow.Slack, pinned: true);

    ulong frameBytes;
    int given, have; // in the window

    public override int Read(Span<byte> destination)
    {
        if (destination.IsEmpty) return 0;
        while (given == have)
        {
            switch (framing.Next(out var piece))
            {
                case ZstdFraming.Piece.End:
                    return 0;
                case ZstdFraming.Piece.FrameHeader:
                    StartFrame();
                    break;
                case ZstdFraming.Piece.Block:
                    DecodeBlock(piece);
                    break;
                case ZstdFraming.Piece.Checksum:
                    if (BinaryPrimitives.ReadUInt32LittleEndian(piece) != (uint)hash.Digest()) throw CodecException.Corrupt("zstd frame checksum differs");
                    break;
            }
        }
        var count = Math.Min(destination.Length, have - given);
        window.Memory.Slice(given, count).CopyTo(destination);
        given += count;
        return count;
    }

    void StartFrame()
    {
        window.StartFrame(framing.WindowBytes);
        literals.StartFrame();
        sequences.StartFrame();
        hash.Reset();
        frameBytes = 0;
        given = have = 0;
    }

    void DecodeBlock(ReadOnlySpan<byte> piece)
    {
        window.MakeRoom();
        var header = piece[0] | piece[1] << 8 | piece[2] << 16;
        var body = piece[BlockHeaderBytes..];
        var count = (header >> 1 & 3) switch
        {
            RawBlock => CopyRaw(body),
            RleBlock => Repeat(body[0], header >> 3),
            _ => Decompress(body),
        };
        frameBytes += (uint)count;
        if (framing.AfterLastBlock && framing.ContentBytes is { } stated && stated != frameBytes) throw CodecException.Corrupt("zstd frame content size differs");
        if (framing.HasChecksum) hash.Append(window.Memory.Slice(window.Position, count));
        given = window.Position;
        have = given + count;
        window.Gain(count);
    }

    int CopyRaw(ReadOnlySpan<byte> body)
    {
        body.CopyTo(window.Memory[window.Position..]);
        return body.Length;
    }

    int Repeat(byte value, int count)
    {
        window.Memory.Slice(window.Position, count).Fill(value);
        return count;
    }

    int Decompress(ReadOnlySpan<byte> body)
    {
        body.CopyTo(block.AsSpan(ZstdWindow.Slack));
        body = block.AsSpan(ZstdWindow.Slack, body.Length);
        var used = literals.Read(body, framing.BlockLimit);
        return sequences.Execute(body[used..], literals, window, framing.BlockLimit);
    }

    public override void Dispose() => window.Dispose();
}
