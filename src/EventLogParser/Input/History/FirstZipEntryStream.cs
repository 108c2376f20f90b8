using System.Text;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Codecs.Deflate;

namespace Rightsizer.EventLogParser.Input.History;

/// <summary>The first file of a zip that comes over the network, unzipped as it comes.</summary>
/// <remarks>
/// Its directory, which comes last, is not needed: Java writes an entry's size and checksum behind its data, and DEFLATE knows its own end.
/// </remarks>
sealed class FirstZipEntryStream : ForwardStream
{
    const uint HeaderSignature = 0x04034B50, DescriptorSignature = 0x08074B50;
    const int Encrypted = 1, SizesFollow = 8, Deflated = 8;

    readonly StoredInput input;
    readonly BitInput bits;
    readonly Inflater inflater;
    readonly bool sizesFollow;
    readonly uint statedCrc;
    uint crc;
    bool ended;

    /// <exception cref="RightsizerException">No zip, or one that Spark does not write.</exception>
    public FirstZipEntryStream(Stream zip, string place)
    {
        input = new StoredInput(zip);
        bits = new BitInput(input, "zip ends inside its first file");
        inflater = new Inflater(bits);
        try
        {
            if (bits.Read(32) != HeaderSignature) throw new RightsizerException(ExitCode.InputUnreadable, $"{place}: the server's answer is not a zip with a log");
            bits.Read(16); // version
            var flags = bits.Read(16);
            var method = bits.Read(16);
            bits.Read(32); // time
            statedCrc = bits.Read(32);
            bits.Read(32); // sizes
            bits.Read(32);
            var name = new byte[bits.Read(16)];
            var extra = new byte[bits.Read(16)];
            Take(name);
            Take(extra);
            Name = Encoding.UTF8.GetString(name);
            sizesFollow = (flags & SizesFollow) != 0;
            if (!Name.EndsWith('/') && ((flags & Encrypted) != 0 || method != Deflated))
            {
                throw new RightsizerException(ExitCode.InputUnreadable, $"{place}: the server zips in a way that is not read here; download the log there, unzip it and give its path");
            }
        }
        catch (CodecException e)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{place}: the server's answer ends before a log begins", e);
        }
    }

    /// <summary>As it stands in the zip; ends in '/' for the folder of a rolling log.</summary>
    public string Name { get; }

    /// <exception cref="CodecException">The file is cut or damaged; all before was given.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (ended || buffer.IsEmpty) return 0;
        var count = inflater.Read(buffer);
        crc = Crc32.Append(crc, buffer[..count]);
        if (count > 0) return count;
        ended = true;
        bits.AlignToByte();
        if (crc != ExpectedCrc()) throw CodecException.Corrupt("zip entry checksum differs");
        return 0;
    }

    uint ExpectedCrc()
    {
        if (!sizesFollow) return statedCrc;
        var first = bits.Read(32);
        return first == DescriptorSignature ? bits.Read(32) : first; // the signature may be left out
    }

    void Take(Span<byte> destination)
    {
        while (!destination.IsEmpty) destination = destination[bits.ReadBytes(destination)..];
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }
}
