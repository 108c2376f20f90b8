using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>xxHash, 32 bits: the checksum of LZ4 blocks and frames.</summary>
struct XxHash32
{
    const uint P1 = 2654435761, P2 = 2246822519, P3 = 3266489917, P4 = 668265263, P5 = 374761393;
    const int StripeBytes = 16;

    [InlineArray(StripeBytes)]
    struct Stripe
    {
        byte first;
    }

    readonly uint seed;
    Stripe pending;
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

    /// <summary>
    /// Hashes of two texts of the same length, side by side: one text waits for the multiplications of each step, two share the wait.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (uint First, uint Second) HashTwo(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, uint seed)
    {
        XxHash32 one = new(seed), two = new(seed);
        var state = Vector256.Create(one.a, one.b, one.c, one.d, two.a, two.b, two.c, two.d);
        var (p1, p2) = (Vector256.Create(P1), Vector256.Create(P2));
        ref byte firstText = ref MemoryMarshal.GetReference(first), secondText = ref MemoryMarshal.GetReference(second);
        var whole = first.Length & ~(StripeBytes - 1);
        for (nuint i = 0; i < (nuint)whole; i += StripeBytes)
        {
            var lanes = Vector256.Create(Vector128.LoadUnsafe(ref firstText, i), Vector128.LoadUnsafe(ref secondText, i)).AsUInt32();
            state += lanes * p2;
            state = (state << 13 | state >> 19) * p1;
        }
        (one.a, one.b, one.c, one.d) = (state[0], state[1], state[2], state[3]);
        (two.a, two.b, two.c, two.d) = (state[4], state[5], state[6], state[7]);
        one.total = two.total = (uint)whole;
        one.Append(first[whole..]);
        two.Append(second[whole..]);
        return (one.Digest(), two.Digest());
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        total += (uint)data.Length;
        if (pendingBytes > 0)
        {
            var step = Math.Min(StripeBytes - pendingBytes, data.Length);
            data[..step].CopyTo(pending[pendingBytes..]);
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
            ? BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12)
            + BitOperations.RotateLeft(d, 18)
            : seed + P5;
        h += (uint)total;
        ReadOnlySpan<byte> rest = pending[..pendingBytes];
        for (; rest.Length >= 4; rest = rest[4..])
            h = BitOperations.RotateLeft(h + BinaryPrimitives.ReadUInt32LittleEndian(rest) * P3, 17) * P4;
        foreach (var x in rest) h = BitOperations.RotateLeft(h + x * P5, 11) * P1;
        h = (h ^ h >> 15) * P2;
        h = (h ^ h >> 13) * P3;
        return h ^ h >> 16;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Stripes(ReadOnlySpan<byte> data)
    {
        var (a, b, c, d) = (this.a, this.b, this.c, this.d);
        for (var lanes = MemoryMarshal.Cast<byte, uint>(data); lanes.Length >= 4; lanes = lanes[4..])
        {
            a = Round(a, lanes[0]);
            b = Round(b, lanes[1]);
            c = Round(c, lanes[2]);
            d = Round(d, lanes[3]);
        }
        (this.a, this.b, this.c, this.d) = (a, b, c, d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static uint Round(uint h, uint lane) => BitOperations.RotateLeft(h + lane * P2, 13) * P1;
}
