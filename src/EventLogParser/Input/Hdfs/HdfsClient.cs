using System.Net;
using System.Text.Json;
using Rightsizer.EventLogParser.Input.History;

namespace Rightsizer.EventLogParser.Input.Hdfs;

/// <summary>Requests to WebHDFS or HttpFS, their failures told in one line.</summary>
/// <remarks>
/// Who asks: a delegation token where <see cref="TokenVariable"/> has one; else <c>user.name</c>; and the Kerberos ticket at hand where a
/// server asks to negotiate. A NameNode sends the reader to a DataNode by a redirect, so redirects lead to other hosts, a few of them.
/// </remarks>
sealed class HdfsClient(CancellationToken cancellation)
{
    /// <summary>The text of a delegation token, as GETDELEGATIONTOKEN answers it.</summary>
    public const string TokenVariable = "RIGHTSIZER_HDFS_TOKEN";

    /// <summary>Hadoop's own variable for who asks where there is no Kerberos.</summary>
    const string UserVariable = "HADOOP_USER_NAME";

    /// <summary>NameNode to DataNode is one; HttpFS, proxies and a standby add some.</summary>
    const int MaxRedirects = 4;

    /// <summary>Bytes of an answer that are read at most: a hundred thousand files take some 40 MB.</summary>
    const int MaxAnswerBytes = 64 << 20;
    const int MaxErrorBytes = 64 << 10;

    static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(30), AnswerTimeout = TimeSpan.FromMinutes(1);

    // kept for the life of the process, as its connections want to be
    static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        // the ticket at hand, where a server asks to negotiate
        Credentials = CredentialCache.DefaultCredentials,
        // hadoop.auth spares another negotiation
        CookieContainer = new CookieContainer(),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>What a path is; null where there is no such file or folder.</summary>
    public HdfsStatus? Status(HdfsAddress place) => Ask(place, "GETFILESTATUS", orNull: true,
        answer => Read(answer.GetProperty("FileStatus")));

    /// <summary>What is right in a folder.</summary>
    public List<HdfsStatus> List(HdfsAddress folder) => Ask(folder, "LISTSTATUS", orNull: false,
        answer => answer.GetProperty("FileStatuses").GetProperty("FileStatus").EnumerateArray().Select(Read).ToList())!;

    /// <summary>The bytes of a file from an offset on.</summary>
    public Stream Open(HdfsAddress file, long offset) => new StallGuard(
        Get(file, offset == 0 ? "OPEN" : FormattableString.Invariant($"OPEN&offset={offset}")), file.ToString(), StallTimeout,
            cancellation);

    T? Ask<T>(HdfsAddress place, string operation, bool orNull, Func<JsonElement, T> read) where T : class
    {
        var response = Get(place, operation, orNull);
        if (response is null) return null;
        using var guard = new StallGuard(response, place.ToString(), StallTimeout, cancellation) { Deadline = AnswerTimeout };
        var bytes = ReadAnswer(guard, place);
        try
        {
            using var json = JsonDocument.Parse(bytes);
            return read(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw Unreadable(place, $"{place.Server} does not answer as WebHDFS does ({operation}); is it the HTTP address of a "
                + $"NameNode?", e);
        }
    }

    static byte[] ReadAnswer(Stream stream, HdfsAddress place)
    {
        using var answer = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            answer.Write(buffer, 0, count);
            if (answer.Length > MaxAnswerBytes)
                throw Unreadable(place, $"its answer is longer than {MaxAnswerBytes >> 20} MB; name one log");
        }
        return answer.ToArray();
    }

    HttpResponseMessage Get(HdfsAddress place, string operation) => Get(place, operation, orNull: false)!;

    HttpResponseMessage? Get(HdfsAddress place, string operation, bool orNull)
    {
        var at = place.Request(operation + Identity());
        for (var redirects = 0; ; redirects++)
        {
            var response = Send(at, place);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                if (Redirect(response) is { } target)
                {
                    if (redirects == MaxRedirects) throw Unreadable(place, $"the server redirects more than {MaxRedirects} times");
                    at = Follow(at, target, place);
                    continue;
                }
                var remote = RemoteException(response);
                if (orNull && response.StatusCode == HttpStatusCode.NotFound && remote.Name is "FileNotFoundException") return null;
                throw Unreadable(place, Refusal(place, response.StatusCode, remote));
            }
        }
    }

    static string Identity()
    {
        if (Environment.GetEnvironmentVariable(TokenVariable) is { Length: > 0 } token) return "&delegation=" + Uri.EscapeDataString(token);
        var user = Environment.GetEnvironmentVariable(UserVariable) is { Length: > 0 } named ? named : Environment.UserName;
        return "&user.name=" + Uri.EscapeDataString(user);
    }

    HttpResponseMessage Send(Uri at, HdfsAddress place)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(StallTimeout);
        try
        {
            return Http.Send(new HttpRequestMessage(HttpMethod.Get, at), HttpCompletionOption.ResponseHeadersRead, stall.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
        {
            // a cluster that is given by the name of its service has no such host
            throw Unreadable(place, $"{at.Scheme}://{at.Authority} cannot be reached: {e.GetBaseException().Message.TrimEnd('.')}; give "
                + $"the "
                + $"active NameNode's HTTP address, webhdfs://HOST:PORT/PATH, or set {HdfsAddress.ServerVariable}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Unreadable(place, $"{at.Scheme}://{at.Authority} does not answer; check the address and try again", e);
        }
    }

    static string? Redirect(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.TryGetValues("Location", out var values) ? values.FirstOrDefault() : null;

    /// <summary>Never from an encrypted connection to an open one.</summary>
    static Uri Follow(Uri from, string location, HdfsAddress place)
    {
        if (!Uri.TryCreate(from, location, out var to) || to.Scheme is not ("http" or "https"))
            throw Unreadable(place, "the server redirects to something that is not an http or https address");
        if (from.Scheme == "https" && to.Scheme == "http")
            throw Unreadable(place, "the server redirects from https to http, which is not followed");
        return to;
    }

    /// <summary>Hadoop's own words about what went wrong: {"RemoteException": {"exception": ..., "message": ...}}.</summary>
    static (string? Name, string? Message) RemoteException(HttpResponseMessage response)
    {
        try
        {
            using var body = response.Content.ReadAsStream();
            var bytes = new byte[MaxErrorBytes];
            using var json = JsonDocument.Parse(bytes.AsMemory(0, body.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
            var remote = json.RootElement.GetProperty("RemoteException");
            return (remote.GetProperty("exception").GetString(), remote.GetProperty("message").GetString());
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or KeyNotFoundException or IOException or HttpRequestException)
        {
            return default;
        }
    }

    static string Refusal(HdfsAddress place, HttpStatusCode code, (string? Name, string? Message) remote) => remote.Name switch
    {
        "FileNotFoundException" => "no such file or folder in HDFS; check the path",
        "StandbyException" => $"{place.Server} is a standby NameNode; give the active one",
        "AccessControlException" => $"HDFS does not let this user read it: {remote.Message} ({UserVariable} names another user)",
        _ when code == HttpStatusCode.Unauthorized =>
            $"{place.Server} wants a login by Kerberos and there is no ticket that it takes: run kinit, or put a delegation token into "
                + $"{TokenVariable}",
        { } name => $"{place.Server} answers {(int)code}: {name}: {remote.Message}",
        _ => $"{place.Server} answers {(int)code} {code}; is it the HTTP address of a NameNode?",
    };

    static RightsizerException Unreadable(HdfsAddress place, string what, Exception? cause = null) =>
        new(ExitCode.InputUnreadable, $"{place}: {what}", cause);

    static HdfsStatus Read(JsonElement status)
    {
        var name = status.GetProperty("pathSuffix").GetString() ?? throw new JsonException("null in place of a name");
        if (name.Contains('/') || name is "." or ".." || name.Any(char.IsControl)) throw new JsonException("not a name");
        return new HdfsStatus(name, status.GetProperty("type").GetString() == "DIRECTORY", status.GetProperty("length").GetInt64(),
            status.GetProperty("modificationTime").GetInt64());
    }
}
