using System.Net;
using System.Text.Json;

namespace Rightsizer.EventLogParser.Input.History;

/// <summary>Requests to a History Server, their failures told in one line.</summary>
/// <param name="cancellation">Ends waits on the network.</param>
/// <param name="login">Address that opens a session, which cookies keep; null for a server without one.</param>
sealed class HistoryServerClient(CancellationToken cancellation, Uri? login = null)
{
    /// <summary>Applications that are listed at most; the server's own default is all.</summary>
    const int MaxListed = 100_000;

    /// <summary>Bytes of a REST answer that are read at most: a hundred thousand applications take 40 MB.</summary>
    const int MaxAnswerBytes = 64 << 20;

    /// <summary>A server on the way to the right place redirects a few times, not for ever.</summary>
    const int MaxRedirects = 5;

    /// <summary>Time without progress after which the server is given up.</summary>
    static readonly TimeSpan StallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Time that the whole of a log may take: a log that never ends is none.</summary>
    static readonly TimeSpan LogTimeout = TimeSpan.FromHours(6);

    /// <summary>Time that the whole of a REST answer may take.</summary>
    static readonly TimeSpan AnswerTimeout = TimeSpan.FromMinutes(1);

    // kept for the life of the process, as its connections want to be
    static readonly HttpClient Shared = Create(useCookies: false);

    readonly HttpClient http = login is null ? Shared : Create(useCookies: true);
    bool isLoggedIn = login is null;

    static HttpClient Create(bool useCookies) => new(new SocketsHttpHandler
    {
        ConnectTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        AllowAutoRedirect = false,
        UseCookies = useCookies,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>All attempts of all applications, in the server's order: newest first.</summary>
    public List<HistoryAttempt> List(HistoryServerAddress server) => Ask(
        FormattableString.Invariant($"{server.Applications}?limit={MaxListed}"), server,
            "no list of applications there (NotFound); is it a Spark History Server?",
        answer => answer.EnumerateArray().SelectMany(Attempts));

    /// <summary>The answer of another REST service as it stands, within the same limits.</summary>
    public byte[] Answer(string url, string notFound)
    {
        var place = new HistoryServerAddress(url, null, null);
        using var guard = new StallGuard(Get(url, place, notFound), url, StallTimeout, cancellation) { Deadline = AnswerTimeout };
        return ReadAnswer(guard, place, "").ToArray();
    }

    /// <summary>The attempts of one application, in the server's order.</summary>
    public List<HistoryAttempt> Attempts(HistoryServerAddress application) =>
        Ask(application.ApplicationInfo, application,
            $"no such application on this History Server (NotFound); its list is at {application.Root}", Attempts);

    /// <summary>The zip of an attempt's log, from its first byte; it can be read once.</summary>
    public Stream OpenZip(HistoryServerAddress attempt) =>
        new StallGuard(
            Get(attempt.Logs, attempt, "the server gives no log of it (NotFound)"), attempt.ToString(), StallTimeout, cancellation)
        { Deadline = LogTimeout };

    List<HistoryAttempt> Ask(string url, HistoryServerAddress place, string notFound, Func<JsonElement, IEnumerable<HistoryAttempt>> read)
    {
        using var guard = new StallGuard(
            Get(url, place, notFound), place.ToString(), StallTimeout, cancellation)
        { Deadline = AnswerTimeout };
        var answer = ReadAnswer(guard, place, "; is it a Spark History Server?");
        try
        {
            using var json = JsonDocument.Parse(answer);
            return [.. read(json.RootElement)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Unreadable(place, "its answer makes no sense; is it a Spark History Server?", e);
        }
    }

    static ReadOnlyMemory<byte> ReadAnswer(Stream answer, HistoryServerAddress place, string hint)
    {
        var bytes = new byte[1 << 16];
        var have = 0;
        while (true)
        {
            var count = answer.Read(bytes, have, bytes.Length - have);
            if (count == 0) return bytes.AsMemory(0, have);
            have += count;
            if (have > MaxAnswerBytes)
            {
                throw Unreadable(place, $"its answer is longer than {MaxAnswerBytes >> 20} MB{hint}");
            }
            if (have == bytes.Length) Array.Resize(ref bytes, Math.Min(bytes.Length * 2, MaxAnswerBytes + 1));
        }
    }

    HttpResponseMessage Get(string url, HistoryServerAddress place, string notFound)
    {
        LogIn(place);
        var at = new Uri(url);
        for (var redirects = 0; ; redirects++)
        {
            var response = Send(at, place);
            if (response.IsSuccessStatusCode) return response;
            using (response)
            {
                if (Redirect(response) is not { } target) throw Unreadable(place, Refusal(response, notFound));
                if (redirects == MaxRedirects) throw Unreadable(place, $"the server redirects more than {MaxRedirects} times");
                at = Follow(at, target, place);
            }
        }
    }

    /// <summary>Once, before the first question. The address holds a secret and is in no message.</summary>
    void LogIn(HistoryServerAddress place)
    {
        if (isLoggedIn) return;
        isLoggedIn = true;
        Get(login!.AbsoluteUri, place, "the session cannot be opened (NotFound); try again").Dispose();
    }

    HttpResponseMessage Send(Uri at, HistoryServerAddress place)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(StallTimeout);
        try
        {
            return http.Send(new HttpRequestMessage(HttpMethod.Get, at), HttpCompletionOption.ResponseHeadersRead, stall.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidOperationException)
        {
            throw Unreadable(place, $"the server cannot be reached: {e.GetBaseException().Message.TrimEnd('.')}; check the address", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw Unreadable(place, "the server does not answer; check the address and try again", e);
        }
    }

    static string? Redirect(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        && response.Headers.TryGetValues("Location", out var values) ? values.FirstOrDefault() : null;

    /// <summary>Where a redirect leads: to the same host, and never from an encrypted connection to an open one.</summary>
    static Uri Follow(Uri from, string location, HistoryServerAddress place)
    {
        if (!Uri.TryCreate(from, location, out var to) || to.Scheme is not ("http" or "https"))
        {
            throw Unreadable(place, "the server redirects to something that is not an http or https address");
        }
        if (from.Scheme == "https" && to.Scheme == "http")
            throw Unreadable(place, "the server redirects from https to http, which is not followed");
        if (!string.Equals(from.IdnHost, to.IdnHost, StringComparison.OrdinalIgnoreCase))
        {
            throw Unreadable(place, $"the server redirects to another host, {to.IdnHost}; give that address if you trust it");
        }
        return to;
    }

    static string Refusal(HttpResponseMessage response, string notFound) => response.StatusCode switch
    {
        HttpStatusCode.NotFound => notFound,
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
            $"the server wants a login ({response.StatusCode}); download the log there and give its path",
        _ => $"the server answers {(int)response.StatusCode} {response.StatusCode}",
    };

    static RightsizerException Unreadable(HistoryServerAddress place, string what, Exception? cause = null) =>
        new(ExitCode.InputUnreadable, $"{place}: {what}", cause);

    static IEnumerable<HistoryAttempt> Attempts(JsonElement application)
    {
        var id = Name(application.GetProperty("id"));
        foreach (var attempt in application.GetProperty("attempts").EnumerateArray())
        {
            var number = attempt.TryGetProperty("attemptId", out var given) && given.ValueKind != JsonValueKind.Null ? Name(given) : null;
            yield return new HistoryAttempt(id, number, attempt.GetProperty("completed").GetBoolean());
        }
    }

    /// <summary>A name that can be part of an address.</summary>
    static string Name(JsonElement value)
    {
        const int LongestName = 256;
        var name = value.GetString() ?? throw new JsonException("null in place of a name");
        var isName = name.Length is > 0 and <= LongestName && name.Trim('.').Length > 0
            && !name.Any(c => char.IsControl(c) || c is '/' or '\\');
        return isName ? name : throw new JsonException("not a name");
    }
}
