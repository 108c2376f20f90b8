using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Files;

/// <summary>A stream whose failures, such as a full disk, are reported in one line that says what could not be written.</summary>
/// <param name="stream">What is written to.</param>
/// <param name="failed">From the failure to the error that is reported.</param>
sealed class OutputStream(Stream stream, Func<Exception, RightsizerException> failed) : Stream
{
    public override bool CanRead => false;
    public override bool CanSeek => stream.CanSeek;
    public override bool CanWrite => true;
    public override long Length => stream.Length;

    public override long Position
    {
        get => stream.Position;
        set => stream.Position = value;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw failed(e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        try
        {
            stream.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw failed(e);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

    public override void SetLength(long value) => stream.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        try
        {
            if (disposing) stream.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw failed(e);
        }
        base.Dispose(disposing);
    }
}
