using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Rightsizer.Aws.S3;
using Rightsizer.TestSupport;

namespace Rightsizer.Aws.Tests.S3;

/// <summary>A store of one bucket on loopback that speaks as much S3 as the reader asks for and fails on command.</summary>
sealed class FakeStore : IDisposable
{
    public const string Bucket = "logs";

    readonly HttpListener listener;
    readonly CancellationTokenSource closing = new();
    readonly ConcurrentDictionary<string, (byte[] Bytes, string ETag)> objects = new(StringComparer.Ordinal);
    readonly ConcurrentQueue<Request> requests = new();
    int served, underWay, mostUnderWay;

    /// <summary>A request as it came in.</summary>
    public sealed record Request(int Number, string Key, string? Range, string? IfMatch, string? Region, string? Payer);

    /// <summary>What to do instead of answering well. Body bytes are sent before the connection is cut or stands still.</summary>
    public sealed record Fault(
        int Status = 0, string Code = "", string Message = "", int CutAfter = -1, int StallAfter = -1, string? BucketRegion = null);

    public FakeStore()
    {
        listener = LoopbackListener.Start("", out var root);
        Port = new Uri(root).Port;
        _ = ServeAsync();
    }

    public int Port { get; }

    public string Endpoint => $"http://127.0.0.1:{Port}";

    /// <summary>Asked for every request; null answers well.</summary>
    public Func<Request, Fault?> FaultFor { get; set; } = _ => null;

    /// <summary>Called when a GET's headers went out, before its body.</summary>
    public Action<Request> BeforeBody { get; set; } = _ => { };

    /// <summary>From the number of a listing, from 1, to what is told instead of what is there; null tells that.</summary>
    public Func<int, string?> ListingFor { get; set; } = _ => null;

    /// <summary>When every object was last written.</summary>
    public DateTime Modified { get; set; } = new(2026, 11, 21, 10, 0, 0, DateTimeKind.Utc);

    /// <summary>Wait before each answer.</summary>
    public TimeSpan Latency { get; set; }

    public IReadOnlyList<Request> Requests => [.. requests];

    public int MostUnderWay => Volatile.Read(ref mostUnderWay);

    public void Put(string key, byte[] bytes, string etag = "one") => objects[key] = (bytes, $"\"{etag}\"");

    public void Delete(string key) => objects.TryRemove(key, out _);

    /// <summary>A reader of this store that waits only milliseconds between tries.</summary>
    public S3Connection Connect(S3Tuning? tuning = null, S3Options? options = null) =>
        new(options ?? new S3Options(), tuning ?? Quick, new S3Place(Endpoint, null, "us-east-1"),
            at => S3Clients.Create(at, new BasicAWSCredentials("key", "secret")));

    public static readonly S3Tuning Quick = new()
    {
        HeadBytes = 100,
        FirstRangeBytes = 1000,
        RangeBytes = 4000,
        RangesAhead = 3,
        StallTimeout = TimeSpan.FromMinutes(1),
        FirstWait = TimeSpan.FromMilliseconds(1),
        LongestWait = TimeSpan.FromMilliseconds(5),
    };

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // closed
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        var now = Interlocked.Increment(ref underWay);
        InterlockedMax(ref mostUnderWay, now);
        try
        {
            var path = Uri.UnescapeDataString(context.Request.RawUrl!.Split('?')[0]);
            var key = path.StartsWith($"/{Bucket}/", StringComparison.Ordinal) ? path[(Bucket.Length + 2)..] : "";
            var authorization = context.Request.Headers["Authorization"] ?? "";
            var request = new Request(
                Interlocked.Increment(ref served), key, context.Request.Headers["Range"], context.Request.Headers["If-Match"],
                authorization.Split('/').ElementAtOrDefault(2), context.Request.Headers["x-amz-request-payer"]);
            requests.Enqueue(request);
            await Task.Delay(Latency);
            var fault = FaultFor(request);
            if (fault is { Status: > 0 }) Refuse(context, fault);
            else if (context.Request.HttpMethod == "PUT") await TakeAsync(context, key);
            else if (context.Request.HttpMethod == "DELETE")
            {
                Delete(key);
                context.Response.StatusCode = 204;
                context.Response.Close();
            }
            else if (key.Length == 0) List(context, context.Request.QueryString["prefix"] ?? "");
            else await GiveAsync(context, request, fault);
        }
        catch (Exception e) when (
            e is HttpListenerException or IOException or ObjectDisposedException or OperationCanceledException or SocketException)
        {
            context.Response.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref underWay);
        }
    }

    /// <summary>Every key there is.</summary>
    public IReadOnlyList<string> Keys => [.. objects.Keys.Order(StringComparer.Ordinal)];

    async Task TakeAsync(HttpListenerContext context, string key)
    {
        using var body = new MemoryStream();
        await context.Request.InputStream.CopyToAsync(body);
        var etag = $"\"{Convert.ToHexStringLower(System.Security.Cryptography.MD5.HashData(body.ToArray()))}\"";
        if (context.Request.Headers["If-None-Match"] != "*") objects[key] = (body.ToArray(), etag);
        else if (!objects.TryAdd(key, (body.ToArray(), etag)))
        {
            Refuse(context, new Fault(412, "PreconditionFailed"));
            return;
        }
        context.Response.Headers["ETag"] = etag;
        context.Response.Close();
    }

    async Task GiveAsync(HttpListenerContext context, Request request, Fault? fault)
    {
        if (!objects.TryGetValue(request.Key, out var found))
        {
            Refuse(context, new Fault(404, "NoSuchKey"));
            return;
        }
        if (request.IfMatch is { } wanted && wanted != found.ETag)
        {
            Refuse(context, new Fault(412, "PreconditionFailed"));
            return;
        }
        var range = request.Range!["bytes=".Length..].Split('-');
        var first = long.Parse(range[0], CultureInfo.InvariantCulture);
        if (first >= found.Bytes.Length)
        {
            Refuse(context, new Fault(416, "InvalidRange"));
            return;
        }
        var last = Math.Min(long.Parse(range[1], CultureInfo.InvariantCulture), found.Bytes.Length - 1);
        var body = found.Bytes[(int)first..(int)(last + 1)];
        var response = context.Response;
        response.StatusCode = 206;
        response.Headers["ETag"] = found.ETag;
        response.Headers["Content-Range"] = $"bytes {first}-{last}/{found.Bytes.Length}";
        response.ContentLength64 = body.Length;
        BeforeBody(request);
        if (fault is { CutAfter: >= 0 } or { StallAfter: >= 0 })
        {
            await response.OutputStream.WriteAsync(body.AsMemory(0, Math.Min(body.Length, Math.Max(fault.CutAfter, fault.StallAfter))));
            await response.OutputStream.FlushAsync();
            if (fault.StallAfter >= 0) await Task.Delay(Timeout.Infinite, closing.Token);
            response.Abort();
            return;
        }
        await response.OutputStream.WriteAsync(body);
        response.Close();
    }

    int listings;

    void List(HttpListenerContext context, string prefix)
    {
        if (ListingFor(Interlocked.Increment(ref listings)) is { } told)
        {
            Answer(context, 200, $"<ListBucketResult><Name>{Bucket}</Name>{told}</ListBucketResult>");
            return;
        }
        var contents = string
            .Concat(objects.Where(o => o.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(o => o.Key, StringComparer.Ordinal)
            .Select(o => $"<Contents><Key>{WebUtility.HtmlEncode(o.Key)}</Key><Size>{o.Value.Bytes.Length}</Size>"
                + $"<ETag>{WebUtility.HtmlEncode(o.Value.ETag)}</ETag>"
                + $"<LastModified>{Modified:yyyy-MM-dd'T'HH:mm:ss}.000Z</LastModified></Contents>"));
        Answer(context, 200, $"<ListBucketResult><Name>{Bucket}</Name><IsTruncated>false</IsTruncated>{contents}</ListBucketResult>");
    }

    static void Refuse(HttpListenerContext context, Fault fault)
    {
        if (fault.BucketRegion is { } region) context.Response.Headers["x-amz-bucket-region"] = region;
        Answer(context, fault.Status, $"<Error><Code>{fault.Code}</Code><Message>{fault.Message}</Message></Error>");
    }

    static void Answer(HttpListenerContext context, int status, string xml)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/xml";
        context.Response.Close(Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml), willBlock: true);
    }

    static void InterlockedMax(ref int place, int value)
    {
        for (var seen = place; value > seen;)
        {
            var before = Interlocked.CompareExchange(ref place, value, seen);
            if (before == seen) return;
            seen = before;
        }
    }

    public void Dispose()
    {
        closing.Cancel();
        listener.Close();
    }
}
