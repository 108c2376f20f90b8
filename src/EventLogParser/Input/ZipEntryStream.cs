using System.Buffers.Binary;
using System.IO.Hashing;
using Rightsizer.EventLogParser.Codecs;
using Rightsizer.EventLogParser.Codecs.Deflate;

namespace Rightsizer.EventLogParser.Input;

/// <summary>The bytes of a file inside a zip, as they were before zipping.</summary>
sealed class ZipEntryStream : ForwardStream
{
    const int LocalHeaderBytes = 30, Stored = 0, Deflated = 8;
    const uint LocalSignature = 0x04034B50;

    readonly StoredInput input;
    readonly Inflater? inflater;
    readonly uint expectedCrc;
    readonly Crc32 crc = new();
    long left;

    ZipEntryStream(Stream archive, ZipEntry entry)
    {
        input = new StoredInput(new RangeStream(archive, entry.StoredBytes));
        expectedCrc = entry.Crc;
        left = entry.PlainBytes;
        if (entry.Method == Deflated) inflater = new Inflater(new BitInput(input, "zip entry ends inside its data"));
    }

    public static ZipEntryStream Open(LogPart archive, ZipEntry entry)
    {
        var where = archive.Location + "/" + entry.Name;
        if (entry.Encrypted)
            throw new RightsizerException(ExitCode.InputUnreadable, $"{where}: encrypted inside the zip; unzip it and give its path");
        if (entry.Method is not (Stored or Deflated))
            throw new RightsizerException(ExitCode.InputUnreadable,
                $"{where}: zipped by a method ({entry.Method}) that is not read here; unzip it and give its path");
        var stream = archive.OpenRead();
        try
        {
            // The local header repeats the name, with an extra field of a length of its own.
            Span<byte> header = stackalloc byte[LocalHeaderBytes];
            if (entry.HeaderOffset > stream.Length - LocalHeaderBytes) throw new EndOfStreamException();
            stream.Position = entry.HeaderOffset;
            stream.ReadExactly(header);
            if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature) throw new EndOfStreamException();
            stream.Position += BinaryPrimitives.ReadUInt16LittleEndian(header[26..])
                + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
            return new ZipEntryStream(stream, entry);
        }
        catch (IOException e)
        {
            stream.Dispose();
            throw new RightsizerException(ExitCode.InputUnreadable, $"{where}: the zip is damaged here; download it again", e);
        }
    }

    /// <exception cref="CodecException">The entry is cut or damaged; all before was given.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        var count = inflater is null ? input.Read(buffer) : inflater.Read(buffer);
        if (count > left) throw CodecException.Corrupt("zip entry is larger than the zip's directory says");
        left -= count;
        crc.Append(buffer[..count]);
        if (count == 0 && left > 0) throw CodecException.Truncated("zip entry ends inside its data");
        if (count == 0 && crc.GetCurrentHashAsUInt32() != expectedCrc) throw CodecException.Corrupt("zip entry checksum differs");
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) input.Dispose();
        base.Dispose(disposing);
    }
}
