using System.Net;
using Amazon.Runtime;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.S3;

/// <summary>A range of an object on its way into memory. What has come can be read while the rest comes.</summary>
sealed class RangeDownload : IDisposable
{
    readonly S3Connection connection;
    readonly S3Object source;
    readonly int length;
    readonly RangeBuffers buffers;
    readonly byte[] buffer;
    readonly object gate = new();
    readonly CancellationTokenSource disposed;
    readonly Task running;
    int filled, given;
    Exception? failure;

    public RangeDownload(S3Connection connection, S3Object source, RangeBuffers buffers, long start, int length)
    {
        this.connection = connection;
        this.source = source;
        Start = start;
        this.length = length;
        this.buffers = buffers;
        buffer = buffers.Rent(length);
        disposed = CancellationTokenSource.CreateLinkedTokenSource(connection.Cancellation);
        running = Task.Run(RunAsync);
    }

    /// <summary>Offset of its first byte.</summary>
    public long Start { get; }

    /// <summary>True when every byte was read.</summary>
    public bool IsSpent => given == length;

    /// <summary>Waits for at least one byte.</summary>
    /// <exception cref="RightsizerException">It cannot be had.</exception>
    public int Read(Span<byte> destination)
    {
        int available;
        lock (gate)
        {
            while (filled == given && failure is null) Monitor.Wait(gate);
            available = filled - given;
            if (available == 0) throw Rethrown(failure!);
        }
        var count = Math.Min(available, destination.Length);
        buffer.AsSpan(given, count).CopyTo(destination);
        given += count;
        return count;
    }

    async Task RunAsync()
    {
        try
        {
            var failures = 0;
            while (filled < length)
            {
                var before = filled;
                try
                {
                    await FetchRestAsync().ConfigureAwait(false);
                }
                catch (Exception e) when (!disposed.IsCancellationRequested)
                {
                    if (e is AmazonServiceException { StatusCode: HttpStatusCode.PreconditionFailed }) throw source.Changed(e);
                    if (S3Errors.IsMissingKey(e)) throw source.Gone(e);
                    failures = filled > before ? 1 : failures + 1;
                    await connection.WaitAfterAsync(e, failures, source.Uri, disposed.Token).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e)
        {
            lock (gate)
            {
                failure = e;
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>One request, from the byte reached.</summary>
    async Task FetchRestAsync()
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(disposed.Token);
        stall.CancelAfter(connection.Tuning.StallTimeout);
        var first = Start + filled;
        using var response = await connection.GetAsync(source.Uri, first, Start + length - 1, source.ETag, stall.Token)
            .ConfigureAwait(false);
        source.Check(response, first);
        while (filled < length)
        {
            var count = await response.ResponseStream.ReadAsync(buffer.AsMemory(filled, length - filled), stall.Token)
                .ConfigureAwait(false);
            if (count == 0) throw new EndOfStreamException("the connection closed early");
            stall.CancelAfter(connection.Tuning.StallTimeout);
            lock (gate)
            {
                filled += count;
                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>The same complaint with the reader's own stack.</summary>
    static Exception Rethrown(Exception e) =>
        e is RightsizerException known ? new RightsizerException(known.ExitCode, known.Message, known) : e;

    public void Dispose()
    {
        disposed.Cancel();
        // the buffer is still written to until the request has noticed
        _ = running.ContinueWith(_ =>
        {
            buffers.Return(buffer);
            disposed.Dispose();
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
