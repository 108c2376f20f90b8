namespace Rightsizer.EventLogParser.Input.History;

/// <summary>The body of an answer; a connection that breaks or stands still is told in one line.</summary>
sealed class StallGuard(HttpResponseMessage response, string place, TimeSpan timeout, CancellationToken cancellation) : ForwardStream
{
    readonly Stream body = response.Content.ReadAsStream(cancellation);
    byte[] scratch = [];
    long read;

    public override int Read(Span<byte> buffer)
    {
        if (scratch.Length < buffer.Length) scratch = new byte[Math.Min(buffer.Length, 1 << 18)];
        var wanted = Math.Min(buffer.Length, scratch.Length);
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(timeout);
        try
        {
            var count = body.ReadAsync(scratch.AsMemory(0, wanted), stall.Token).AsTask().GetAwaiter().GetResult();
            scratch.AsSpan(0, count).CopyTo(buffer);
            read += count;
            return count;
        }
        catch (Exception e) when (e is IOException or HttpRequestException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            var what = e is OperationCanceledException ? "stood still" : "broke";
            throw new RightsizerException(ExitCode.InputUnreadable, FormattableString.Invariant($"{place}: the connection {what} after {read} bytes; try again"), e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) response.Dispose();
        base.Dispose(disposing);
    }
}
