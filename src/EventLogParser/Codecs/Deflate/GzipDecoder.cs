using System.IO.Hashing;

namespace Rightsizer.EventLogParser.Codecs.Deflate;

/// <summary>gzip (RFC 1952), members in a row read through, each checked by its CRC and size.</summary>
sealed class GzipDecoder : StreamDecoder
{
    const int HasHeaderCrc = 2, HasExtra = 4, HasName = 8, HasComment = 16, Reserved = 0xE0;

    readonly BitInput bits;
    readonly Inflater inflater;
    bool inMember;
    readonly Crc32 crc = new();
    uint size;

    public GzipDecoder(StoredInput input)
    {
        bits = new BitInput(input, "gzip member not finished");
        inflater = new Inflater(bits);
    }

    public override int Read(Span<byte> destination)
    {
        while (true)
        {
            if (!inMember)
            {
                if (bits.AtEnd) return 0;
                ReadHeader();
            }
            var count = inflater.Read(destination);
            crc.Append(destination[..count]);
            size += (uint)count;
            if (count > 0 || destination.IsEmpty) return count;
            CheckTrailer();
        }
    }

    void ReadHeader()
    {
        if (bits.Read(8) != 0x1F || bits.Read(8) != 0x8B) throw CodecException.Corrupt("gzip magic missing");
        if (bits.Read(8) != 8) throw CodecException.Corrupt("gzip method unknown");
        var flags = bits.Read(8);
        if ((flags & Reserved) != 0) throw CodecException.Corrupt("gzip header flags unknown");
        for (var i = 0; i < 6; i++) bits.Read(8); // time, hints, system
        if ((flags & HasExtra) != 0)
        {
            for (var left = bits.Read(16); left > 0; left--) bits.Read(8);
        }
        if ((flags & HasName) != 0) SkipText();
        if ((flags & HasComment) != 0) SkipText();
        if ((flags & HasHeaderCrc) != 0) bits.Read(16);
        inflater.Restart();
        inMember = true;
        crc.Reset();
        size = 0;
    }

    void SkipText()
    {
        while (bits.Read(8) != 0) { }
    }

    void CheckTrailer()
    {
        bits.AlignToByte();
        if (bits.Read(32) != crc.GetCurrentHashAsUInt32()) throw CodecException.Corrupt("gzip checksum differs");
        if (bits.Read(32) != size) throw CodecException.Corrupt("gzip size differs");
        inMember = false;
    }
}
