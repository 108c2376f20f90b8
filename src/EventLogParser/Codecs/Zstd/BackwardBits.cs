using System.Numerics;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>A bit stream that is read from its end, where the highest bit set only marks the end. For short streams; the hot loops have their own.</summary>
ref struct BackwardBits
{
    readonly ReadOnlySpan<byte> bytes;

    public BackwardBits(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || bytes[^1] == 0) throw CodecException.Corrupt("zstd bit stream has no end");
        this.bytes = bytes;
        Left = bytes.Length * 8 - 8 + BitOperations.Log2(bytes[^1]);
    }

    /// <summary>Bits not yet read; negative once more were read than there are.</summary>
    public int Left { get; private set; }

    /// <summary>Reads up to 16 bits; those beyond the start are 0.</summary>
    public uint Read(int count)
    {
        uint value = 0;
        for (; count > 0; count--)
        {
            Left--;
            value = value << 1 | (Left >= 0 ? (uint)(bytes[Left >> 3] >> (Left & 7)) & 1 : 0);
        }
        return value;
    }
}
