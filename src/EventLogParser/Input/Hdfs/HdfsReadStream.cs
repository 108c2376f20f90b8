namespace Rightsizer.EventLogParser.Input.Hdfs;

/// <summary>A file's bytes up to the length that it had when it was listed; a connection that breaks is taken up where it broke.</summary>
sealed class HdfsReadStream(HdfsClient client, HdfsAddress file, long length) : Stream
{
    /// <summary>Breaks in a row, with less than a megabyte between them, after which the file is given up.</summary>
    const int MaxBreaks = 4, ProgressBytes = 1 << 20;
    static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);

    /// <summary>Time that the whole of a file may take, as a log of a History Server: one that never ends is none.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(6);

    readonly long startedAt = Environment.TickCount64;
    Stream? current;
    long position;
    int breaks, sinceBreak;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value == position) return;
            Drop();
            position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || position >= length) return 0;
        if (Environment.TickCount64 - startedAt > Timeout.TotalMilliseconds)
            throw new RightsizerException(ExitCode.InputUnreadable, FormattableString.Invariant(
                $"{file}: HDFS sent {position} of {length} bytes in {Timeout.TotalHours:0.#} hours; try again"));
        buffer = buffer[..(int)Math.Min(buffer.Length, length - position)];
        while (true)
        {
            try
            {
                current ??= client.Open(file, position);
                var count = current.Read(buffer);
                // a DataNode that dies closes the connection as if the file ended
                if (count == 0) throw new RightsizerException(
                    ExitCode.InputUnreadable, FormattableString.Invariant($"{file}: HDFS sent {position} of {length} bytes; try again"));
                position += count;
                sinceBreak = Math.Min(sinceBreak + count, ProgressBytes);
                if (sinceBreak == ProgressBytes) breaks = 0;
                return count;
            }
            catch (RightsizerException) when (current is not null && ++breaks < MaxBreaks)
            {
                sinceBreak = 0;
                Drop();
                Thread.Sleep(FirstWait * breaks);
            }
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => position,
        _ => length,
    };

    void Drop()
    {
        current?.Dispose();
        current = null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Drop();
        base.Dispose(disposing);
    }

    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
