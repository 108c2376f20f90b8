using System.Net;
using System.Text;
using System.Text.Json;

namespace Rightsizer.EventLogParser.Tests.Input;

/// <summary>
/// A small WebHDFS in memory: a NameNode that sends readers to a DataNode by a redirect, as Hadoop's documentation of the REST API has it.
/// </summary>
sealed class WebHdfsStandIn : IDisposable
{
    readonly HttpListener listener = new();
    readonly Dictionary<string, byte[]> files = new(StringComparer.Ordinal);

    public WebHdfsStandIn()
    {
        for (Port = 41_000 + Environment.ProcessId % 10_000; ; Port++)
        {
            listener.Prefixes.Clear();
            listener.Prefixes.Add($"http://127.0.0.1:{Port}/");
            listener.Prefixes.Add($"http://localhost:{Port}/");
            try
            {
                listener.Start();
                break;
            }
            catch (HttpListenerException)
            {
                // the next port
            }
        }
        _ = Task.Run(ServeAsync);
    }

    public int Port { get; private set; }

    /// <summary>Requests as they came: method, path and query.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Bytes after which the DataNode closes the connection once.</summary>
    public int? BreakAfter { get; set; }

    /// <summary>It closes each connection so, not one.</summary>
    public bool BreaksAgain { get; set; }

    /// <summary>What every request is answered with in place of its answer.</summary>
    public (int Code, string Body, (string Name, string Value)? Header)? Always { get; set; }

    public void Add(string path, byte[] bytes) => files[path] = bytes;

    async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            try
            {
                Answer(context);
            }
            catch (Exception e) when (e is HttpListenerException or IOException or InvalidOperationException)
            {
                // the client has gone
            }
        }
    }

    void Answer(HttpListenerContext context)
    {
        var (request, response) = (context.Request, context.Response);
        lock (Requests) Requests.Add($"{request.UserHostName.Split(':')[0]} {request.RawUrl}");
        if (Always is { } always)
        {
            if (always.Header is { } header) response.AddHeader(header.Name, header.Value);
            Send(response, always.Code, always.Body);
            return;
        }
        var path = Uri.UnescapeDataString(request.Url!.AbsolutePath["/webhdfs/v1".Length..]);
        var query = request.QueryString;
        switch (query["op"])
        {
            case "GETFILESTATUS" when files.TryGetValue(path, out var file):
                Send(response, 200, $$"""{"FileStatus":{{Status("", file.Length)}}}""");
                break;
            case "GETFILESTATUS" when path == "/" || files.Keys.Any(f => f.StartsWith(path + "/", StringComparison.Ordinal)):
                Send(response, 200, $$"""{"FileStatus":{{Status("", null)}}}""");
                break;
            case "LISTSTATUS":
                var below = path.TrimEnd('/') + "/";
                var names = files.Keys.Where(f => f.StartsWith(below, StringComparison.Ordinal)).Select(f => f[below.Length..].Split(
                    '/')[0])
                    .Distinct().Select(n => Status(n, files.TryGetValue(below + n, out var f) ? f.Length : null));
                Send(response, 200, $$$"""{"FileStatuses":{"FileStatus":[{{{string.Join(',', names)}}}]}}""");
                break;
            case "OPEN" when files.ContainsKey(path) && query["datanode"] is null:
                response.RedirectLocation = $"http://localhost:{Port}{request.RawUrl}&datanode=1";
                Send(response, 307, "");
                break;
            case "OPEN" when files.TryGetValue(path, out var file):
                SendFile(response, file.AsSpan(int.Parse(query["offset"] ?? "0", System.Globalization.CultureInfo.InvariantCulture)));
                break;
            default:
                Send(response, 404,
                    $$$"""{"RemoteException":{"exception":"FileNotFoundException","message":"File does not exist: {{{path}}}"}}""");
                break;
        }
    }

    void SendFile(HttpListenerResponse response, ReadOnlySpan<byte> bytes)
    {
        if (BreakAfter is { } few && bytes.Length > few)
        {
            if (!BreaksAgain) BreakAfter = null;
            bytes = bytes[..few];
        }
        response.SendChunked = true;
        response.OutputStream.Write(bytes);
        response.Close();
    }

    static string Status(string name, int? length) => JsonSerializer.Serialize(new
    {
        pathSuffix = name,
        type = length is null ? "DIRECTORY" : "FILE",
        length = length ?? 0,
        modificationTime = 1_700_000_000_000,
    });

    static void Send(HttpListenerResponse response, int code, string body)
    {
        response.StatusCode = code;
        response.ContentType = "application/json";
        response.OutputStream.Write(Encoding.UTF8.GetBytes(body));
        response.Close();
    }

    public void Dispose() => listener.Close();
}
