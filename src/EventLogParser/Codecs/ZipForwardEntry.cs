using System.IO.Hashing;
using System.Text;
using Rightsizer.EventLogParser.Codecs.Deflate;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.EventLogParser.Codecs;

/// <summary>The bytes of one entry of a zip that is read from front to back; its size may stand only behind it.</summary>
sealed class ZipForwardEntry : ForwardStream
{
    /// <summary>What an entry's header begins with.</summary>
    public const uint Signature = 0x04034B50;

    const int Stored = 0, Deflated = 8, Encrypted = 1, HasDescriptor = 8;
    const uint DescriptorSignature = 0x08074B50;

    readonly BitInput bits;
    readonly Inflater? inflater;
    readonly bool hasDescriptor;
    readonly Crc32 runningCrc = new();
    uint expectedCrc;
    long storedLeft, plainBytes;
    bool ended;

    /// <param name="bits">The zip, behind the entry's header.</param>
    /// <param name="inflater">Shared by all entries.</param>
    /// <param name="flags">As the header gives them, like the rest.</param>
    /// <param name="method"/>
    /// <param name="crc"/>
    /// <param name="stored"/>
    /// <param name="plain"/>
    ZipForwardEntry(BitInput bits, Inflater inflater, uint flags, uint method, uint crc, uint stored, uint plain)
    {
        this.bits = bits;
        hasDescriptor = (flags & HasDescriptor) != 0;
        expectedCrc = crc;
        if ((flags & Encrypted) != 0) throw CodecException.Corrupt("zip entry is encrypted");
        if (method == Deflated)
        {
            inflater.Restart();
            this.inflater = inflater;
        }
        else if (method != Stored || hasDescriptor && stored == 0 || stored == uint.MaxValue || stored != plain)
        {
            throw CodecException.Corrupt("zip entry can be read only from a file; save the zip and give its path");
        }
        else storedLeft = stored;
    }

    /// <summary>Reads an entry's header, behind its signature.</summary>
    public static ZipForwardEntry Open(BitInput bits, Inflater inflater, out string name)
    {
        bits.Read(16); // version
        var flags = bits.Read(16);
        var method = bits.Read(16);
        bits.Read(32); // time
        uint crc = bits.Read(32), stored = bits.Read(32), plain = bits.Read(32);
        var nameBytes = new byte[bits.Read(16)];
        var extraBytes = bits.Read(16);
        for (var i = 0; i < nameBytes.Length; i++) nameBytes[i] = (byte)bits.Read(8);
        for (; extraBytes > 0; extraBytes--) bits.Read(8);
        name = Encoding.UTF8.GetString(nameBytes);
        return new ZipForwardEntry(bits, inflater, flags, method, crc, stored, plain);
    }

    public override int Read(Span<byte> buffer)
    {
        if (ended || buffer.IsEmpty) return 0;
        var count = inflater is not null ? inflater.Read(buffer)
            : storedLeft > 0 ? bits.ReadBytes(buffer[..(int)Math.Min(buffer.Length, storedLeft)]) : 0;
        if (inflater is null) storedLeft -= count;
        runningCrc.Append(buffer[..count]);
        plainBytes += count;
        if (count > 0) return count;
        ended = true;
        bits.AlignToByte();
        if (hasDescriptor) ReadDescriptor();
        if (runningCrc.GetCurrentHashAsUInt32() != expectedCrc) throw CodecException.Corrupt("zip entry checksum differs");
        return 0;
    }

    /// <summary>Checksum and sizes behind the data; the sizes have eight bytes each where four do not do.</summary>
    void ReadDescriptor()
    {
        var first = bits.Read(32);
        expectedCrc = first == DescriptorSignature ? bits.Read(32) : first;
        bits.Read(32);
        if (bits.Read(32) == (uint)plainBytes) return;
        bits.Read(32);
        bits.Read(32);
    }
}
