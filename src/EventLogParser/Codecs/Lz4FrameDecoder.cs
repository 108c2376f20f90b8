using System.Buffers;
using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The standard LZ4 frame, as the <c>lz4</c> command writes it; frames in a row are read through.</summary>
sealed class Lz4FrameDecoder(StoredInput input) : StreamDecoder
{
    const uint Magic = 0x184D2204, SkippableMagic = 0x184D2A50, RawBlock = 0x80000000;
    const int HistoryBytes = 1 << 16;
    const string Cut = "lz4 frame not finished";

    /// <summary>History for linked blocks, then the block.</summary>
    byte[] text = [];
    int given, have, blockLimit;
    bool inFrame, linked, blockChecksums, contentChecksum;
    ulong? contentLeft;
    XxHash32 contentHash;

    public override int Read(Span<byte> destination)
    {
        while (given == have)
        {
            if (!inFrame && !StartFrame()) return 0;
            NextBlock();
        }
        var count = Math.Min(destination.Length, have - given);
        text.AsSpan(given, count).CopyTo(destination);
        given += count;
        return count;
    }

    bool StartFrame()
    {
        while (!input.AtEnd)
        {
            var magic = BinaryPrimitives.ReadUInt32LittleEndian(input.Take(4, Cut));
            if ((magic & 0xFFFFFFF0) == SkippableMagic)
            {
                if (!input.Skip(BinaryPrimitives.ReadUInt32LittleEndian(input.Take(4, Cut)))) throw CodecException.Truncated(Cut);
                continue;
            }
            if (magic != Magic) throw CodecException.Corrupt("lz4 frame magic missing");
            ReadHeader();
            return true;
        }
        return false;
    }

    void ReadHeader()
    {
        var flags = input.Peek(2) is { Length: 2 } two ? two[0] : throw CodecException.Truncated(Cut);
        if (flags >> 6 != 1 || (flags & 2) != 0) throw CodecException.Corrupt("lz4 frame of an unknown version");
        linked = (flags & 0x20) == 0;
        blockChecksums = (flags & 0x10) != 0;
        contentChecksum = (flags & 0x04) != 0;
        var hasSize = (flags & 0x08) != 0;
        var hasDictionary = (flags & 0x01) != 0;
        var header = input.Take(2 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0) + 1, Cut);
        if ((byte)(XxHash32.Hash(header[..^1], 0) >> 8) != header[^1]) throw CodecException.Corrupt("lz4 frame header checksum differs");
        if (hasDictionary) throw CodecException.Corrupt("lz4 frame needs a dictionary, and dictionaries are not supported");
        var sizeCode = header[1] >> 4;
        if (sizeCode is < 4 or > 7 || (header[1] & 0x8F) != 0) throw CodecException.Corrupt("lz4 frame block size unknown");
        blockLimit = 1 << (8 + 2 * sizeCode);
        contentLeft = hasSize ? BinaryPrimitives.ReadUInt64LittleEndian(header[2..]) : null;
        contentHash = new XxHash32(0);
        if (text.Length < HistoryBytes + blockLimit)
        {
            Dispose();
            text = ArrayPool<byte>.Shared.Rent(HistoryBytes + blockLimit);
        }
        given = have = 0;
        inFrame = true;
    }

    void NextBlock()
    {
        var size = BinaryPrimitives.ReadUInt32LittleEndian(input.Take(4, Cut));
        if (size == 0)
        {
            if (contentLeft is > 0) throw CodecException.Corrupt("lz4 frame content size differs");
            if (contentChecksum && BinaryPrimitives.ReadUInt32LittleEndian(input.Take(4, Cut)) != contentHash.Digest())
                throw CodecException.Corrupt("lz4 frame checksum differs");
            inFrame = false;
            return;
        }
        var stored = (int)(size & ~RawBlock);
        if (stored > blockLimit) throw CodecException.Corrupt("lz4 block larger than its frame allows");
        var body = input.Take(stored + (blockChecksums ? 4 : 0), Cut);
        var block = body[..stored];
        if (blockChecksums && XxHash32.Hash(block, 0) != BinaryPrimitives.ReadUInt32LittleEndian(body[stored..]))
            throw CodecException.Corrupt("lz4 block checksum differs");

        var history = linked ? Math.Min(have, HistoryBytes) : 0;
        text.AsSpan(have - history, history).CopyTo(text);
        given = have = history;
        var target = text.AsSpan(0, history + blockLimit);
        int count;
        if ((size & RawBlock) != 0)
        {
            block.CopyTo(target[history..]);
            count = stored;
        }
        else count = Lz4Block.Decode(block, target, history);
        if (count < 0) throw CodecException.Corrupt("lz4 block makes no sense");
        if (contentLeft is { } left)
            contentLeft = left >= (ulong)count ? left - (ulong)count : throw CodecException.Corrupt("lz4 frame content size differs");
        if (contentChecksum) contentHash.Append(target.Slice(history, count));
        have = history + count;
    }

    public override void Dispose()
    {
        if (text.Length > 0) ArrayPool<byte>.Shared.Return(text);
        text = [];
    }
}
