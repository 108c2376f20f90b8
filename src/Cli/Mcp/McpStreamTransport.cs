using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using ModelContextProtocol.Protocol;

namespace Rightsizer.Cli.Mcp;

/// <summary>
/// One message per line over two streams. When the input ends, the requests that were read are answered before the connection ends;
/// the package's own transport ends with its input and drops them. The streams are left open: the process closes them.
/// </summary>
sealed class McpStreamTransport : ITransport
{
    readonly Stream output;
    readonly Channel<JsonRpcMessage> messages = Channel.CreateUnbounded<JsonRpcMessage>();
    readonly SemaphoreSlim writing = new(1);
    readonly CancellationTokenSource stop;
    readonly TaskCompletionSource allAnswered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task reading;
    // requests without an answer, and whether the input has ended
    readonly List<RequestId> open = [];
    bool hasEnded;

    public McpStreamTransport(Stream input, Stream output, CancellationToken cancellation)
    {
        this.output = output;
        stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        reading = Task.Run(() => ReadAsync(input), CancellationToken.None);
    }

    public string? SessionId => null;

    public ChannelReader<JsonRpcMessage> MessageReader => messages.Reader;

    public async Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        var line = JsonSerializer.SerializeToUtf8Bytes(message, McpJson.MessageType);
        await writing.WaitAsync(cancellationToken);
        try
        {
            await output.WriteAsync(line, cancellationToken);
            await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
            await output.FlushAsync(cancellationToken);
        }
        finally
        {
            writing.Release();
            if (message is JsonRpcResponse or JsonRpcError) Close(((JsonRpcMessageWithId)message).Id);
        }
    }

    async Task ReadAsync(Stream input)
    {
        try
        {
            using var lines = new StreamReader(input, Encoding.UTF8, leaveOpen: true);
            while (await lines.ReadLineAsync(stop.Token) is { } line)
            {
                if (McpJson.Message(Encoding.UTF8.GetBytes(line)) is not { } message) continue;
                if (message is JsonRpcRequest request) Open(request.Id);
                await messages.Writer.WriteAsync(message, stop.Token);
                if (Cancelled(message) is { } id) Close(id);
            }
            End();
            await allAnswered.Task.WaitAsync(stop.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // the server ends, or the client went away
        }
        finally
        {
            messages.Writer.TryComplete();
        }
    }

    /// <summary>A request that the client took back gets no answer.</summary>
    static RequestId? Cancelled(JsonRpcMessage message) =>
        message is JsonRpcNotification { Method: NotificationMethods.CancelledNotification, Params: JsonObject given }
            ? given["requestId"] switch
            {
                JsonValue id when id.TryGetValue<long>(out var number) => new RequestId(number),
                JsonValue id when id.TryGetValue<string>(out var text) => new RequestId(text),
                _ => null,
            }
            : null;

    void Open(RequestId id)
    {
        lock (open) open.Add(id);
    }

    void Close(RequestId id)
    {
        lock (open)
        {
            open.Remove(id);
            if (hasEnded && open.Count == 0) allAnswered.TrySetResult();
        }
    }

    void End()
    {
        lock (open)
        {
            hasEnded = true;
            if (open.Count == 0) allAnswered.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        // a read of standard input cannot be cancelled: it is left to the end of the process
        if (hasEnded) await reading;
        messages.Writer.TryComplete();
    }
}
