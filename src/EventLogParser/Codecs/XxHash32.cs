using System.Buffers.Binary;
using System.Numerics;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>xxHash, 32 bits: the checksum of LZ4 blocks and frames.</summary>
struct XxHash32
{
    const uint P1 = 2654435761, P2 = 2246822519, P3 = 3266489917, P4 = 668265263, P5 = 374761393;
    const int StripeBytes = 16;

    readonly uint seed;
    readonly byte[] pending = new byte[StripeBytes];
    uint a, b, c, d;
    int pendingBytes;
    ulong total;

    public XxHash32(uint seed)
    {
        this.seed = seed;
        a = unchecked(seed + P1 + P2);
        b = unchecked(seed + P2);
        c = seed;
        d = unchecked(seed - P1);
    }

    public static uint Hash(ReadOnlySpan<byte> data, uint seed)
    {
        var hash = new XxHash32(seed);
        hash.Append(data);
        return hash.Digest();
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        total += (uint)data.Length;
        if (pendingBytes > 0)
        {
            var step = Math.Min(StripeBytes - pendingBytes, data.Length);
            data[..step].CopyTo(pending.AsSpan(pendingBytes));
            pendingBytes += step;
            data = data[step..];
            if (pendingBytes < StripeBytes) return;
            Stripes(pending);
            pendingBytes = 0;
        }
        var whole = data.Length & ~(StripeBytes - 1);
        Stripes(data[..whole]);
        data[whole..].CopyTo(pending);
        pendingBytes = data.Length - whole;
    }

    public readonly uint Digest()
    {
        var h = total >= StripeBytes
            ? BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18)
            : seed + P5;
        h += (uint)total;
        var rest = pending.AsSpan(0, pendingBytes);
        for (; rest.Length >= 4; rest = rest[4..]) h = BitOperations.RotateLeft(h + BinaryPrimitives.ReadUInt32LittleEndian(rest) * P3, 17) * P4;
        foreach (var x in rest) h = BitOperations.RotateLeft(h + x * P5, 11) * P1;
        h = (h ^ h >> 15) * P2;
        h = (h ^ h >> 13) * P3;
        return h ^ h >> 16;
    }

    void Stripes(ReadOnlySpan<byte> data)
    {
        for (; data.Length >= StripeBytes; data = data[StripeBytes..])
        {
            a = BitOperations.RotateLeft(a + BinaryPrimitives.ReadUInt32LittleEndian(data) * P2, 13) * P1;
            b = BitOperations.RotateLeft(b + BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) * P2, 13) * P1;
            c = BitOperations.RotateLeft(c + BinaryPrimitives.ReadUInt32LittleEndian(data[8..]) * P2, 13) * P1;
            d = BitOperations.RotateLeft(d + BinaryPrimitives.ReadUInt32LittleEndian(data[12..]) * P2, 13) * P1;
        }
    }
}
