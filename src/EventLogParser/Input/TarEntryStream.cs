using System.Buffers;
using Rightsizer.EventLogParser.Codecs;

namespace Rightsizer.EventLogParser.Input;

/// <summary>The bytes of a file inside a tar.</summary>
sealed class TarEntryStream : ForwardStream
{
    const int StepBytes = 1 << 16;

    readonly DecodedStream archive;
    long left;

    /// <param name="archive">The tar from its first byte, unpacked; owned from now on.</param>
    /// <param name="offset">Of the file in it.</param>
    /// <param name="length">Bytes of the file.</param>
    public TarEntryStream(DecodedStream archive, long offset, long length)
    {
        this.archive = archive;
        left = length;
        var buffer = ArrayPool<byte>.Shared.Rent(StepBytes);
        for (int read; offset > 0; offset -= read)
        {
            read = archive.Read(buffer.AsSpan(0, (int)Math.Min(buffer.Length, offset)));
            if (read == 0) break;
        }
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <exception cref="CodecException">The tar ends inside the file; all before was given.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (left == 0 || buffer.IsEmpty) return 0;
        var count = archive.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        if (count == 0) throw CodecException.Truncated("tar ends inside a file");
        left -= count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) archive.Dispose();
        base.Dispose(disposing);
    }
}
