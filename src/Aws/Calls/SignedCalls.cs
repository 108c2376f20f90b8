using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.Calls;

/// <summary>Requests to one AWS service, signed, and made again where another try may help.</summary>
/// <param name="service">As it is signed: pricing, elasticmapreduce.</param>
/// <param name="endpoint">Where it answers.</param>
/// <param name="place">The same for messages.</param>
/// <param name="credentials">Who asks.</param>
/// <param name="tuning">How patient to be.</param>
sealed class SignedCalls(string service, Uri endpoint, ServicePlace place, AWSCredentials credentials, CallTuning tuning) : IDisposable
{
    /// <summary>Bytes of an answer that are read at most; a page of 50 clusters or 2,000 instances takes a few MB.</summary>
    const int MaxAnswerBytes = 64 << 20;

    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };
    readonly Tries tries = new(place, tuning);

    public void Dispose() => http.Dispose();

    /// <summary>A POST to the endpoint's root, as services of JSON 1.1 take it.</summary>
    /// <param name="operation">For messages.</param>
    /// <param name="target">The operation as the service names it.</param>
    /// <param name="body">JSON.</param>
    /// <param name="read">Throws a JSON exception on an answer that is cut.</param>
    /// <param name="cancellation">Of the whole program.</param>
    /// <exception cref="RightsizerException">One line, where tries do not help.</exception>
    /// <exception cref="ServiceRefusal">The service said no.</exception>
    public Task<T> PostAsync<T>(string operation, string target, string body, Func<byte[], T> read, CancellationToken cancellation) =>
        CallAsync(operation, keys => Sign("/", target, body, keys, DateTime.UtcNow), read, cancellation);

    /// <summary>A GET of a path that needs no escapes, as services of REST take it.</summary>
    /// <exception cref="RightsizerException">One line, where tries do not help.</exception>
    /// <exception cref="ServiceRefusal">The service said no.</exception>
    public Task<T> GetAsync<T>(string operation, string path, Func<byte[], T> read, CancellationToken cancellation) =>
        CallAsync(operation, keys => Sign(path, null, null, keys, DateTime.UtcNow), read, cancellation);

    Task<T> CallAsync<T>(
        string operation, Func<ImmutableCredentials, HttpRequestMessage> sign, Func<byte[], T> read, CancellationToken cancellation) =>
        tries.RunAsync(operation, async stall =>
        {
            using var request = sign(await credentials.GetCredentialsAsync().ConfigureAwait(false));
            using var response = await http.SendAsync(request, stall).ConfigureAwait(false);
            var answer = await response.Content.ReadAsByteArrayAsync(stall).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return read(answer);
            var type = response.Headers.TryGetValues("x-amzn-ErrorType", out var values) ? values.FirstOrDefault() : null;
            throw new ServiceFailure(ServiceError.Read(answer, (int)response.StatusCode, type));
        }, cancellation);

    /// <summary>Signature version 4. With a body it is a POST, else a GET.</summary>
    internal HttpRequestMessage Sign(string path, string? target, string? body, ImmutableCredentials keys, DateTime now)
    {
        const string json = "application/x-amz-json-1.1";
        var stamp = now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes(body ?? "");
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = endpoint.IsDefaultPort ? endpoint.Host : endpoint.Authority,
            ["x-amz-date"] = stamp,
        };
        if (body is not null) headers["content-type"] = json;
        if (keys.UseToken) headers["x-amz-security-token"] = keys.Token;
        if (target is not null) headers["x-amz-target"] = target;

        var method = body is null ? HttpMethod.Get : HttpMethod.Post;
        var address = new Uri(endpoint, path);
        var names = string.Join(';', headers.Keys);
        var canonical =
            $"{method}\n{address.AbsolutePath}\n\n{string.Concat(headers.Select(h => $"{h.Key}:{h.Value}\n"))}\n{names}\n"
            + Convert.ToHexStringLower(SHA256.HashData(bytes));
        var signed = AWS4Signer.ComputeSignature(keys.AccessKey, keys.SecretKey, place.Region, now, service, names, canonical);

        var request = new HttpRequestMessage(method, address);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(bytes);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(json);
        }
        foreach (var (name, value) in headers.Where(h => h.Key is not ("content-type" or "host")))
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", signed.ForAuthorizationHeader);
        return request;
    }
}
