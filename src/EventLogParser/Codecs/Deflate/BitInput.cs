using System.Buffers.Binary;

namespace Rightsizer.EventLogParser.Codecs.Deflate;

/// <summary>Reads DEFLATE's bits, lowest first, and the whole bytes between streams.</summary>
sealed class BitInput(StoredInput input, string cut)
{
    ulong bits;
    int count;

    /// <summary>Brings at least 48 bits into sight, or all that are left.</summary>
    public void Refill()
    {
        if (count >= 48) return;
        var available = input.Available;
        if (available.Length >= 8)
        {
            bits |= BinaryPrimitives.ReadUInt64LittleEndian(available) << count;
            var bytes = (63 - count) >> 3;
            input.Advance(bytes);
            count += bytes * 8;
            bits &= ulong.MaxValue >> (64 - count);
            return;
        }
        while (count <= 56 && !input.AtEnd)
        {
            bits |= (ulong)input.Available[0] << count;
            input.Advance(1);
            count += 8;
        }
    }

    /// <summary>The bits in sight; those beyond the end are 0.</summary>
    public ulong Peek => bits;

    public void Drop(int n)
    {
        if (n > count) throw CodecException.Truncated(cut);
        bits >>= n;
        count -= n;
    }

    public uint Read(int n)
    {
        Refill();
        var value = (uint)(bits & ((1ul << n) - 1));
        Drop(n);
        return value;
    }

    public void AlignToByte() => Drop(count & 7);

    /// <summary>True when no bit is left.</summary>
    public bool AtEnd => count == 0 && input.AtEnd;

    /// <summary>Copies whole bytes; at least one.</summary>
    public int ReadBytes(Span<byte> destination)
    {
        if (count >= 8)
        {
            destination[0] = (byte)Read(8);
            return 1;
        }
        var read = input.Read(destination);
        return read > 0 ? read : throw CodecException.Truncated(cut);
    }
}
