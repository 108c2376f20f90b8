namespace Rightsizer.EventLogParser.Input.History;

/// <summary>The body of an answer; a connection that breaks or stands still is told in one line.</summary>
sealed class StallGuard(HttpResponseMessage response, string place, TimeSpan timeout, CancellationToken cancellation) : ForwardStream
{
    readonly Stream body = response.Content.ReadAsStream(cancellation);
    /// <summary>Bytes that must come in each <see cref="timeout"/>: fewer are no progress.</summary>
    const int LeastBytes = 4096;

    readonly TimeSpan timeout = timeout;
    readonly CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    readonly long startedAt = Environment.TickCount64;
    byte[] scratch = [];
    long read, windowStart = Environment.TickCount64, windowBytes;

    /// <summary>Time that the whole body may take; null where it may be long.</summary>
    public TimeSpan? Deadline { get; init; }

    public override int Read(Span<byte> buffer)
    {
        if (scratch.Length < buffer.Length) scratch = new byte[Math.Min(buffer.Length, 1 << 18)];
        var wanted = Math.Min(buffer.Length, scratch.Length);
        stall.CancelAfter(timeout);
        try
        {
            var count = body.ReadAsync(scratch.AsMemory(0, wanted), stall.Token).AsTask().GetAwaiter().GetResult();
            // what the reader does until it asks again is no stall
            stall.CancelAfter(Timeout.InfiniteTimeSpan);
            scratch.AsSpan(0, count).CopyTo(buffer);
            read += count;
            if (count > 0) CheckPace(count);
            return count;
        }
        catch (Exception e) when (
            e is IOException or HttpRequestException || e is OperationCanceledException && !cancellation.IsCancellationRequested)
        {
            var what = e is OperationCanceledException ? "stood still" : "broke";
            throw new RightsizerException(
                ExitCode.InputUnreadable, FormattableString.Invariant($"{place}: the connection {what} after {read} bytes; try again"), e);
        }
    }

    void CheckPace(int count)
    {
        windowBytes += count;
        var now = Environment.TickCount64;
        var late = Deadline is { } deadline && now - startedAt > deadline.TotalMilliseconds;
        if (now - windowStart > timeout.TotalMilliseconds)
        {
            late |= windowBytes < LeastBytes;
            (windowStart, windowBytes) = (now, 0);
        }
        if (late) throw new RightsizerException(
            ExitCode.InputUnreadable,
            FormattableString.Invariant($"{place}: the server sends too slowly ({read} bytes so far); try again"));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
            stall.Dispose();
        }
        base.Dispose(disposing);
    }
}
