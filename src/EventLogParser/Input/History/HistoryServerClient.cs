using System.Net;
using System.Text.Json;

namespace Rightsizer.EventLogParser.Input.History;

/// <summary>Requests to a History Server, their failures told in one line.</summary>
sealed class HistoryServerClient(CancellationToken cancellation)
{
    /// <summary>Applications that are listed at most; the server's own default is all.</summary>
    const int MaxListed = 100_000;

    /// <summary>Bytes of a REST answer that are read at most.</summary>
    const int MaxAnswerBytes = 1 << 28;

    /// <summary>Time without a byte after which the server is given up. It may first have to read a long log itself.</summary>
    static readonly TimeSpan StallTimeout = TimeSpan.FromMinutes(2);

    // kept for the life of the process, as its connections want to be
    static readonly HttpClient Http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(15), PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>All attempts of all applications, in the server's order: newest first.</summary>
    public List<HistoryAttempt> List(HistoryServerAddress server) => Ask(
        FormattableString.Invariant($"{server.Applications}?limit={MaxListed}"), server, "no list of applications there (NotFound); is it a Spark History Server?",
        answer => answer.EnumerateArray().SelectMany(Attempts));

    /// <summary>The attempts of one application, in the server's order.</summary>
    public List<HistoryAttempt> Attempts(HistoryServerAddress application) =>
        Ask(application.ApplicationInfo, application, $"no such application on this History Server (NotFound); its list is at {application.Root}", Attempts);

    /// <summary>The zip of an attempt's log, from its first byte; it can be read once.</summary>
    public Stream OpenZip(HistoryServerAddress attempt) =>
        new StallGuard(Get(attempt.Logs, attempt, "the server gives no log of it (NotFound)"), attempt.ToString(), StallTimeout, cancellation);

    List<HistoryAttempt> Ask(string url, HistoryServerAddress place, string notFound, Func<JsonElement, IEnumerable<HistoryAttempt>> read)
    {
        using var answer = new RangeStream(new StallGuard(Get(url, place, notFound), place.ToString(), StallTimeout, cancellation), MaxAnswerBytes);
        try
        {
            using var json = JsonDocument.Parse(answer);
            return [.. read(json.RootElement)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{place}: its answer makes no sense; is it a Spark History Server?", e);
        }
    }

    HttpResponseMessage Get(string url, HistoryServerAddress place, string notFound)
    {
        HttpResponseMessage response;
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        stall.CancelAfter(StallTimeout);
        try
        {
            response = Http.Send(new HttpRequestMessage(HttpMethod.Get, url), HttpCompletionOption.ResponseHeadersRead, stall.Token);
        }
        catch (HttpRequestException e)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{place}: the server cannot be reached: {e.GetBaseException().Message.TrimEnd('.')}; check the address", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{place}: the server does not answer; check the address and try again", e);
        }
        if (response.IsSuccessStatusCode) return response;
        using (response)
        {
            throw new RightsizerException(ExitCode.InputUnreadable, $"{place}: " + response.StatusCode switch
            {
                HttpStatusCode.NotFound => notFound,
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"the server wants a login ({response.StatusCode}); download the log there and give its path",
                _ => $"the server answers {(int)response.StatusCode} {response.ReasonPhrase}",
            });
        }
    }

    static IEnumerable<HistoryAttempt> Attempts(JsonElement application)
    {
        var id = application.GetProperty("id").GetString()!;
        foreach (var attempt in application.GetProperty("attempts").EnumerateArray())
        {
            yield return new HistoryAttempt(id, attempt.TryGetProperty("attemptId", out var number) ? number.GetString() : null, attempt.GetProperty("completed").GetBoolean());
        }
    }
}
