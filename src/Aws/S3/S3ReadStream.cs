namespace Rightsizer.Aws.S3;

/// <summary>An object's bytes, fetched in ranges ahead of the reader by a few requests at a time.</summary>
/// <remarks>Seeking drops what was fetched ahead. A reader that stops within the head costs one request.</remarks>
sealed class S3ReadStream(S3Connection connection, S3Object source) : Stream
{
    readonly Queue<RangeDownload> ahead = new();
    readonly RangeBuffers buffers = new();
    long position, nextStart = source.Head.Length;
    int nextLength = connection.Tuning.FirstRangeBytes;
    int allowedAhead = Math.Min(2, connection.Tuning.RangesAhead);

    public override long Length => source.Length;

    public override long Position
    {
        get => position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            if (value == position) return;
            Drop();
            position = value;
            nextStart = Math.Max(value, source.Head.Length);
            nextLength = connection.Tuning.FirstRangeBytes;
            allowedAhead = Math.Min(2, connection.Tuning.RangesAhead);
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || position >= source.Length) return 0;
        int count;
        if (position < source.Head.Length)
        {
            count = Math.Min(buffer.Length, source.Head.Length - (int)position);
            source.Head.AsSpan((int)position, count).CopyTo(buffer);
        }
        else
        {
            FetchAhead();
            var current = ahead.Peek();
            count = current.Read(buffer);
            if (current.IsSpent) ahead.Dequeue().Dispose();
        }
        position += count;
        return count;
    }

    /// <summary>Starts small and grows with what is really read, for many readers want little more than the head.</summary>
    void FetchAhead()
    {
        while (ahead.Count < allowedAhead && nextStart < source.Length)
        {
            var length = (int)Math.Min(nextLength, source.Length - nextStart);
            ahead.Enqueue(new RangeDownload(connection, source, buffers, nextStart, length));
            nextStart += length;
            if (nextLength < connection.Tuning.RangeBytes)
            {
                nextLength = (int)Math.Min(nextLength * 2L, connection.Tuning.RangeBytes);
                continue;
            }
            allowedAhead = connection.Tuning.RangesAhead;
        }
    }

    void Drop()
    {
        while (ahead.TryDequeue(out var range)) range.Dispose();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) Drop();
        base.Dispose(disposing);
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = offset + origin switch
    {
        SeekOrigin.Begin => 0,
        SeekOrigin.Current => position,
        _ => source.Length,
    };

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
    public override bool CanRead => true;
    public override bool CanSeek => true;
    public override bool CanWrite => false;
    public override void Flush() { }
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
