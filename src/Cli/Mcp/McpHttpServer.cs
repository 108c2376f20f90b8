using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Rightsizer.EventLogParser;

namespace Rightsizer.Cli.Mcp;

/// <summary>
/// Streamable HTTP of the Model Context Protocol on 127.0.0.1, without sessions: each POST is answered by itself. Whoever asks must bring
/// the token, since every user of the machine can reach the port; web pages are refused by their Origin.
/// </summary>
sealed class McpHttpServer : IDisposable
{
    /// <summary>Where a client brings the same token each time.</summary>
    public const string TokenVariable = "RIGHTSIZER_MCP_TOKEN";

    const string Path = "/mcp";
    const int ShortestToken = 16;
    const int LongestMessage = 1 << 20;
    const int MostRequests = 32;

    readonly HttpListener listener;
    readonly McpServerOptions options;
    readonly string token;
    readonly bool isGiven;

    McpHttpServer(HttpListener listener, McpServerOptions options, Uri address, string? given)
    {
        (this.listener, this.options, Address) = (listener, options, address);
        (token, isGiven) = (given ?? RandomNumberGenerator.GetHexString(32, lowercase: true), given is not null);
    }

    public Uri Address { get; }

    /// <summary>What a client has to be told; a token that was given is not repeated.</summary>
    public string Greeting =>
        $$"""
        rightsizer mcp: {{Address}} until Ctrl-C. In a client's configuration:
        { "mcpServers": { "rightsizer": { "type": "http", "url": "{{Address}}", "headers": { "Authorization": "Bearer {{(isGiven
            ? $"<{TokenVariable}>" : token)}}" } } } }
        """;

    /// <param name="port">0: one that is free.</param>
    /// <param name="options">What is served.</param>
    /// <exception cref="RightsizerException">The port is taken or not allowed; the token of the environment is too short.</exception>
    public static McpHttpServer Start(int port, McpServerOptions options)
    {
        var given = Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } text ? text : null;
        if (given is { Length: < ShortestToken })
            throw new RightsizerException(ExitCode.BadArguments,
                $"{TokenVariable} has fewer than {ShortestToken} characters; give a longer one, or unset it to have one made");
        if (port == 0) port = FreePort();
        var listener = new HttpListener();
        listener.Prefixes.Add(FormattableString.Invariant($"http://127.0.0.1:{port}/"));
        try
        {
            listener.Start();
        }
        catch (Exception e) when (e is HttpListenerException or SocketException)
        {
            ((IDisposable)listener).Dispose();
            throw new RightsizerException(ExitCode.BadArguments, $"--http {port}: {e.Message}; another port, or 0 for one that is free");
        }
        return new McpHttpServer(listener, options, new Uri(FormattableString.Invariant($"http://127.0.0.1:{port}{Path}")), given);
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = cancellation.Register(listener.Stop);
        var requests = new Task[MostRequests];
        Array.Fill(requests, Task.CompletedTask);
        while (true)
        {
            var free = Array.IndexOf(requests, await Task.WhenAny(requests));
            try
            {
                var http = await listener.GetContextAsync();
                requests[free] = Task.Run(() => AnswerAsync(http, cancellation), CancellationToken.None);
            }
            catch (Exception e) when (cancellation.IsCancellationRequested
                && e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                break;
            }
        }
        await Task.WhenAll(requests);
    }

    async Task AnswerAsync(HttpListenerContext http, CancellationToken cancellation)
    {
        var response = http.Response;
        try
        {
            if (Refusal(http.Request) is { } refusal)
            {
                if (refusal == HttpStatusCode.Unauthorized) response.AddHeader("WWW-Authenticate", "Bearer");
                if (refusal == HttpStatusCode.MethodNotAllowed) response.AddHeader("Allow", "POST");
                response.StatusCode = (int)refusal;
                return;
            }
            if (await ReadAsync(http.Request, cancellation) is not { } message)
            {
                response.StatusCode = (int)HttpStatusCode.BadRequest;
                return;
            }
            response.ContentType = "text/event-stream";
            response.AddHeader("Cache-Control", "no-cache, no-store");
            response.SendChunked = true;
            await using var transport = new StreamableHttpServerTransport { Stateless = true };
            await using var server = McpServer.Create(transport, options);
            var serving = server.RunAsync(cancellation);
            if (!await transport.HandlePostRequestAsync(message, response.OutputStream, cancellation))
            {
                response.SendChunked = false;
                response.ContentLength64 = 0;
                response.StatusCode = (int)HttpStatusCode.Accepted;
            }
            await transport.DisposeAsync();
            await serving;
        }
        catch (Exception e) when (e is HttpListenerException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            // the client went away, or the server ends
        }
        finally
        {
            Close(response);
        }
    }

    static void Close(HttpListenerResponse response)
    {
        try
        {
            response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            response.Abort();
        }
    }

    /// <summary>Null where the request is answered.</summary>
    HttpStatusCode? Refusal(HttpListenerRequest request)
    {
        if (request.Headers["Origin"] is { } origin && origin != Address.GetLeftPart(UriPartial.Authority)) return HttpStatusCode.Forbidden;
        if (!IsToken(request.Headers["Authorization"])) return HttpStatusCode.Unauthorized;
        if (request.Url?.AbsolutePath != Path) return HttpStatusCode.NotFound;
        if (request.HttpMethod != "POST") return HttpStatusCode.MethodNotAllowed;
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            return HttpStatusCode.UnsupportedMediaType;
        return request.ContentLength64 > LongestMessage ? HttpStatusCode.RequestEntityTooLarge : null;
    }

    bool IsToken(string? authorization)
    {
        const string Scheme = "Bearer ";
        return authorization?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true
            && CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(authorization[Scheme.Length..].Trim()), Encoding.UTF8.GetBytes(token));
    }

    /// <summary>Null where it is too long or no message of the protocol.</summary>
    static async Task<JsonRpcMessage?> ReadAsync(HttpListenerRequest request, CancellationToken cancellation)
    {
        var buffer = new byte[LongestMessage + 1];
        var length = await request.InputStream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return length > LongestMessage ? null : McpJson.Message(buffer.AsSpan(0, length));
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose() => ((IDisposable)listener).Dispose();
}
