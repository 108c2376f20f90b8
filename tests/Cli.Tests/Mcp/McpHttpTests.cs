using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using ModelContextProtocol.Client;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Mcp;

/// <summary><c>mcp --http</c> with the protocol's own client, and with requests that no client of ours sends.</summary>
public sealed partial class McpHttpTests : IAsyncDisposable
{
    const string Ping = """{"jsonrpc":"2.0","id":1,"method":"ping"}""";

    static readonly string Samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

    readonly CancellationTokenSource stop = new();
    readonly GreetingWriter error = new();
    readonly HttpClient http = new();
    readonly Task<int> server;

    public McpHttpTests() => server = Task.Run(() => RightsizerCli.Run(["mcp", "--http", "0", Samples], new CliContext
    {
        Output = Stream.Null,
        Error = error,
        OpenInput = () => Stream.Null,
        Cancellation = stop.Token,
        ProgressAfter = TimeSpan.MaxValue,
    }));

    [Fact]
    public async Task Client_AsksAsOverStandardInput_AndCtrlCEndsTheServer()
    {
        var (address, token) = await ReadyAsync();
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = address,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
        }));
        await using var other = await McpSession.StartAsync(Samples);
        var log = Path.Combine(Samples, "app-20261121124741-0000.zstd");

        var tools = await client.ListToolsAsync();
        var said = McpSession.Text(await client.CallToolAsync("diagnose", new Dictionary<string, object?> { ["log"] = log }));

        Assert.Equal((await other.Client.ListToolsAsync()).Select(t => t.Name), tools.Select(t => t.Name));
        Assert.Equal(await other.AskAsync("diagnose", ("log", log)), said);
        await stop.CancelAsync();
        Assert.Equal(0, await server.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("the token", 200)]
    [InlineData("no token", 401)]
    [InlineData("another token", 401)]
    [InlineData("a web page", 403)]
    [InlineData("its own page", 200)]
    [InlineData("another path", 404)]
    [InlineData("GET", 405)]
    [InlineData("text", 415)]
    [InlineData("no JSON", 400)]
    [InlineData("no message", 400)]
    [InlineData("a notification", 202)]
    public async Task Request_IsAnsweredOrRefused(string what, int status)
    {
        var (address, token) = await ReadyAsync();
        using var request = new HttpRequestMessage(what == "GET" ? HttpMethod.Get : HttpMethod.Post,
            what == "another path" ? new Uri(address, "/other") : address);
        if (what != "no token")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", what == "another token" ? new string('0', 32) : token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        if (what == "a web page") request.Headers.Add("Origin", "http://example.org");
        if (what == "its own page") request.Headers.Add("Origin", address.GetLeftPart(UriPartial.Authority));
        if (what != "GET")
        {
            request.Content = new StringContent(what switch
            {
                "no JSON" => "{",
                "no message" => "[]",
                "a notification" => """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
                _ => Ping,
            }, Encoding.UTF8, what == "text" ? "text/plain" : "application/json");
        }

        using var response = await http.SendAsync(request);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        if (status == 200) Assert.Contains("\"id\":1", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>The rest is not read, so that the client may see a broken connection in place of the status.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MessageOfMoreThanAMegabyte_IsNotAnswered(bool chunked)
    {
        var (address, token) = await ReadyAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(new string(' ', 1 << 20) + Ping, Encoding.UTF8, "application/json"),
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.TransferEncodingChunked = chunked;
        try
        {
            using var response = await http.SendAsync(request);
            Assert.Equal(chunked ? HttpStatusCode.BadRequest : HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        }
        catch (HttpRequestException e)
        {
            Assert.Null(e.StatusCode);
        }
    }

    /// <summary>Address and token, as the greeting says them.</summary>
    async Task<(Uri Address, string Token)> ReadyAsync()
    {
        var greeting = await error.Said.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var found = Configuration().Match(greeting);
        Assert.True(found.Success, greeting);
        return (new Uri(found.Groups[1].Value), found.Groups[2].Value);
    }

    [GeneratedRegex("""
        "url": "(http://127\.0\.0\.1:[0-9]+/mcp)", "headers": { "Authorization": "Bearer ([0-9a-f]{32})" }
        """)]
    private static partial Regex Configuration();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await server;
        stop.Dispose();
        http.Dispose();
    }

    sealed class GreetingWriter : StringWriter
    {
        public TaskCompletionSource<string> Said { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.Contains("mcpServers", StringComparison.Ordinal) == true) Said.TrySetResult(value);
        }
    }
}
