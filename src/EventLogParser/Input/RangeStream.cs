namespace Rightsizer.EventLogParser.Input;

/// <summary>The next so many bytes of another stream, which it owns.</summary>
sealed class RangeStream(Stream inner, long length) : ForwardStream
{
    long left = length;

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        left -= count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
