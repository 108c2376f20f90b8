using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Rightsizer.EventLogParser.Codecs.Zstd;

/// <summary>xxHash, 64 bits, seed 0: its low half is the checksum of a zstd frame's content.</summary>
sealed class XxHash64
{
    const ulong P1 = 11400714785074694791, P2 = 14029467366897019727, P3 = 1609587929392839161, P4 = 9650029242287828579, P5 = 2870177450012600261;
    const int StripeBytes = 32;

    readonly byte[] pending = new byte[StripeBytes];
    ulong a, b, c, d, total;
    int pendingBytes;

    public XxHash64() => Reset();

    public void Reset()
    {
        a = unchecked(P1 + P2);
        b = P2;
        c = 0;
        d = unchecked(0 - P1);
        total = 0;
        pendingBytes = 0;
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

    public ulong Digest()
    {
        ulong h;
        if (total >= StripeBytes)
        {
            h = BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
            h = Merge(Merge(Merge(Merge(h, a), b), c), d);
        }
        else h = P5;
        h += total;
        var rest = pending.AsSpan(0, pendingBytes);
        for (; rest.Length >= 8; rest = rest[8..]) h = BitOperations.RotateLeft(h ^ Round(0, BinaryPrimitives.ReadUInt64LittleEndian(rest)), 27) * P1 + P4;
        if (rest.Length >= 4)
        {
            h = BitOperations.RotateLeft(h ^ BinaryPrimitives.ReadUInt32LittleEndian(rest) * P1, 23) * P2 + P3;
            rest = rest[4..];
        }
        foreach (var x in rest) h = BitOperations.RotateLeft(h ^ x * P5, 11) * P1;
        h = (h ^ h >> 33) * P2;
        h = (h ^ h >> 29) * P3;
        return h ^ h >> 32;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Stripes(ReadOnlySpan<byte> data)
    {
        var (a, b, c, d) = (this.a, this.b, this.c, this.d);
        // Loads are in the machine's order, here as in the bit readers: little-endian, as all of Microsoft's own .NET ports are.
        var lanes = MemoryMarshal.Cast<byte, ulong>(data);
        for (; lanes.Length >= 4; lanes = lanes[4..])
        {
            a = Round(a, lanes[0]);
            b = Round(b, lanes[1]);
            c = Round(c, lanes[2]);
            d = Round(d, lanes[3]);
        }
        (this.a, this.b, this.c, this.d) = (a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Round(ulong h, ulong lane) => BitOperations.RotateLeft(h + lane * P2, 31) * P1;

    static ulong Merge(ulong h, ulong lane) => (h ^ Round(0, lane)) * P1 + P4;
}
