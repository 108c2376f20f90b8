namespace Rightsizer.EventLogParser.Input;

/// <summary>Counts what is read of another stream, which it owns.</summary>
sealed class CountingStream(Stream inner) : ForwardStream
{
    public long BytesRead { get; private set; }

    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(buffer);
        BytesRead += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
