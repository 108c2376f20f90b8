using System.IO.Pipelines;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Rightsizer.Cli.Tests.Mcp;

/// <summary>The command <c>mcp</c> in this process, and the protocol's own client that talks to it.</summary>
sealed class McpSession : IAsyncDisposable
{
    readonly StringWriter error;
    readonly Task<int> server;
    readonly Action closeInput;

    McpSession(McpClient client, Task<int> server, StringWriter error, Action closeInput) =>
        (Client, this.server, this.error, this.closeInput) = (client, server, error, closeInput);

    public McpClient Client { get; }

    /// <summary>What the server wrote on stderr, once it ended.</summary>
    public string Error => error.ToString();

    public static async Task<McpSession> StartAsync(params string[] arguments)
    {
        var pipes = new Pipe[] { new(), new() };
        var errors = new StringWriter();
        var running = Task.Run(() => RightsizerCli.Run(["mcp", .. arguments], new CliContext
        {
            Output = pipes[1].Writer.AsStream(),
            Error = errors,
            OpenInput = () => pipes[0].Reader.AsStream(),
            ProgressAfter = TimeSpan.MaxValue,
        }));
        var client = await McpClient.CreateAsync(new StreamClientTransport(pipes[0].Writer.AsStream(), pipes[1].Reader.AsStream()));
        return new McpSession(client, running, errors, () => pipes[0].Writer.Complete());
    }

    public async Task<CallToolResult> CallAsync(string tool, params (string Name, object Value)[] arguments) =>
        await Client.CallToolAsync(tool, arguments.ToDictionary(a => a.Name, a => (object?)a.Value));

    /// <summary>The text of an answer that is no error.</summary>
    public async Task<string> AskAsync(string tool, params (string Name, object Value)[] arguments)
    {
        var result = await CallAsync(tool, arguments);
        var text = Text(result);
        Assert.False(result.IsError ?? false, text);
        return text;
    }

    /// <summary>The text of an answer that is an error.</summary>
    public async Task<string> FailAsync(string tool, params (string Name, object Value)[] arguments)
    {
        var result = await CallAsync(tool, arguments);
        Assert.True(result.IsError, Text(result));
        return Text(result);
    }

    public static string Text(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    /// <summary>Closes the connection; the server's exit code.</summary>
    public async Task<int> EndAsync()
    {
        await Client.DisposeAsync();
        closeInput();
        return await server.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync() => await EndAsync();
}
