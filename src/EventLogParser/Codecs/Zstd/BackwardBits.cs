using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>
/// A bit stream that is read from its end, where the highest bit set only marks the end. For short streams; the hot loops have their
/// own.
/// </summary>
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
        Left -= count;
        var mask = (1u << count) - 1;
        if (Left >= 0) return Window(bytes, Left >> 3) >> (Left & 7) & mask;
        return -Left < count ? Window(bytes, 0) << -Left & mask : 0;
    }

    /// <summary>Four bytes from <paramref name="at"/> on; those behind the end are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Window(ReadOnlySpan<byte> bytes, int at)
    {
        if (at <= bytes.Length - sizeof(uint)) return BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
        uint value = 0;
        for (var i = bytes.Length - 1; i >= at; i--) value = value << 8 | bytes[i];
        return value;
    }
}
