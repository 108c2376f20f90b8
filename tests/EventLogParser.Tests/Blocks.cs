using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Tests;

/// <summary>
/// Walks the headers of a block-compressed stream without decompressing: where each block ends, and how many plain bytes stand before
/// that.
/// </summary>
static class Blocks
{
    const int Lz4HeaderBytes = 21;
    const int SnappyHeaderBytes = 16;

    public static IEnumerable<(int StoredBytes, int PlainBytes)> EndsOf(byte[] stream) => stream[0] switch
    {
        (byte)'L' => Lz4(stream),
        0x82 => Snappy(stream),
        (byte)'Z' => Lzf(stream),
        _ => throw new ArgumentException("not a block codec", nameof(stream)),
    };

    static IEnumerable<(int, int)> Lz4(byte[] s)
    {
        var plain = 0;
        for (var at = 0; at + Lz4HeaderBytes <= s.Length;)
        {
            plain += BinaryPrimitives.ReadInt32LittleEndian(s.AsSpan(at + 13));
            at += Lz4HeaderBytes + BinaryPrimitives.ReadInt32LittleEndian(s.AsSpan(at + 9));
            yield return (at, plain);
        }
    }

    static IEnumerable<(int, int)> Snappy(byte[] s)
    {
        var plain = 0;
        for (var at = SnappyHeaderBytes; at + 4 <= s.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(s.AsSpan(at));
            plain += Varint(s.AsSpan(at + 4));
            at += 4 + length;
            yield return (at, plain);
        }
    }

    static IEnumerable<(int, int)> Lzf(byte[] s)
    {
        var plain = 0;
        for (var at = 0; at + 5 <= s.Length;)
        {
            var stored = BinaryPrimitives.ReadUInt16BigEndian(s.AsSpan(at + 3));
            var compressed = s[at + 2] == 1;
            plain += compressed ? BinaryPrimitives.ReadUInt16BigEndian(s.AsSpan(at + 5)) : stored;
            at += (compressed ? 7 : 5) + stored;
            yield return (at, plain);
        }
    }

    /// <summary>Snappy's uncompressed length: little-endian groups of seven bits.</summary>
    static int Varint(ReadOnlySpan<byte> s)
    {
        var (value, shift) = (0, 0);
        for (var i = 0; ; i++, shift += 7)
        {
            value |= (s[i] & 0x7F) << shift;
            if (s[i] < 0x80) return value;
        }
    }
}
