using System.Buffers.Binary;
using Rightsizer.EventLogParser.Codecs;

namespace Rightsizer.Benchmarks.Generator;

/// <summary>LZ4BlockOutputStream as Spark uses it: blocks of 32 KB, each with a header and a checksum.</summary>
sealed class Lz4BlockOutput(Stream file) : PassingStream
{
    const int BlockBytes = 1 << 15, HeaderBytes = 21, MinMatch = 4, LastLiterals = 5, MatchLimit = 12;

    /// <summary>Level of a 32 KB block in the header, and the marks of its two methods.</summary>
    const byte Level = 5, Raw = 0x10, Compressed = 0x20;
    const uint ChecksumSeed = 0x9747B28C, ChecksumMask = 0x0FFFFFFF;

    readonly byte[] block = new byte[BlockBytes];
    readonly byte[] packed = new byte[BlockBytes * 2];
    readonly int[] places = new int[1 << 14];
    int used;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, BlockBytes - used);
            buffer[..count].CopyTo(block.AsSpan(used));
            used += count;
            buffer = buffer[count..];
            if (used == BlockBytes) WriteBlock();
        }
    }

    void WriteBlock()
    {
        var size = Compress(block.AsSpan(0, used));
        var raw = size >= used;
        WriteHeader(raw ? Raw : Compressed, raw ? used : size, used, XxHash32.Hash(block.AsSpan(0, used), ChecksumSeed) & ChecksumMask);
        file.Write(raw ? block.AsSpan(0, used) : packed.AsSpan(0, size));
        used = 0;
    }

    void WriteHeader(byte method, int stored, int plain, uint checksum)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        "LZ4Block"u8.CopyTo(header);
        header[8] = (byte)(method | Level);
        BinaryPrimitives.WriteInt32LittleEndian(header[9..], stored);
        BinaryPrimitives.WriteInt32LittleEndian(header[13..], plain);
        BinaryPrimitives.WriteUInt32LittleEndian(header[17..], checksum);
        file.Write(header);
    }

    /// <summary>Greedy: the last place where the same four bytes stood.</summary>
    int Compress(ReadOnlySpan<byte> from)
    {
        Array.Fill(places, -1);
        int at = 0, literals = 0, to = 0;
        while (at < from.Length - MatchLimit)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(from[at..]);
            ref var place = ref places[word * 2654435761 >> 18];
            var match = place;
            place = at;
            if (match < 0 || BinaryPrimitives.ReadUInt32LittleEndian(from[match..]) != word)
            {
                at++;
                continue;
            }
            var length = MinMatch + from[(at + MinMatch)..^LastLiterals].CommonPrefixLength(from[(match + MinMatch)..]);
            to = Sequence(from[literals..at], at - match, length - MinMatch, to);
            at += length;
            literals = at;
        }
        return Sequence(from[literals..], 0, 0, to);
    }

    int Sequence(ReadOnlySpan<byte> literals, int distance, int matchLength, int to)
    {
        packed[to] = (byte)(Math.Min(literals.Length, 15) << 4 | Math.Min(matchLength, 15));
        var next = MoreLength(literals.Length, to + 1);
        literals.CopyTo(packed.AsSpan(next));
        next += literals.Length;
        if (distance == 0) return next;
        BinaryPrimitives.WriteUInt16LittleEndian(packed.AsSpan(next), (ushort)distance);
        return MoreLength(matchLength, next + 2);
    }

    /// <summary>What of a length does not fit its half byte.</summary>
    int MoreLength(int length, int to)
    {
        if (length < 15) return to;
        for (length -= 15; length >= 255; length -= 255) packed[to++] = 255;
        packed[to++] = (byte)length;
        return to;
    }

    protected override void Dispose(bool disposing)
    {
        if (used > 0) WriteBlock();
        WriteHeader(Raw, 0, 0, 0);
        file.Dispose();
    }
}
