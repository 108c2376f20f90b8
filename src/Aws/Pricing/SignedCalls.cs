using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;
using Rightsizer.EventLogParser;

namespace Rightsizer.Aws.Pricing;

/// <summary>POST requests to one AWS service, signed, and made again where another try may help.</summary>
sealed class SignedCalls(string service, string region, Uri endpoint, AWSCredentials credentials, CallTuning tuning) : IDisposable
{
    readonly HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
    readonly Tries tries = new(service, region, endpoint.Host.EndsWith(".amazonaws.com", StringComparison.Ordinal), tuning);

    public void Dispose() => http.Dispose();

    /// <summary>Calls until an answer is whole.</summary>
    /// <remarks>
    /// <c>target</c>: The operation of a JSON service, null for a Query service. <c>read</c>: Throws a JSON or XML exception on an answer
    /// that is cut.
    /// </remarks>
    /// <exception cref="RightsizerException">One line, where tries do not help.</exception>
    public Task<T> CallAsync<T>(
        string operation, string contentType, string? target, string body, Func<byte[], T> read, CancellationToken cancellation) =>
        tries.RunAsync(operation, async stall =>
        {
            using var request = Sign(
                contentType, target, body, await credentials.GetCredentialsAsync().ConfigureAwait(false), DateTime.UtcNow);
            using var response = await http.SendAsync(request, stall).ConfigureAwait(false);
            var answer = await response.Content.ReadAsByteArrayAsync(stall).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? read(answer)
                : throw new ServiceFailure(ServiceError.Read(answer, (int)response.StatusCode));
        }, cancellation);

    /// <summary>Signature version 4 over a POST to the endpoint's root.</summary>
    internal HttpRequestMessage Sign(string contentType, string? target, string body, ImmutableCredentials keys, DateTime now)
    {
        var stamp = now.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        var bytes = Encoding.UTF8.GetBytes(body);
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = contentType,
            ["host"] = endpoint.IsDefaultPort ? endpoint.Host : endpoint.Authority,
            ["x-amz-date"] = stamp,
        };
        if (keys.UseToken) headers["x-amz-security-token"] = keys.Token;
        if (target is not null) headers["x-amz-target"] = target;

        var names = string.Join(';', headers.Keys);
        var canonical =
            $"POST\n/\n\n{string.Concat(headers.Select(h => $"{h.Key}:{h.Value}\n"))}\n{names}\n{Convert.ToHexStringLower(SHA256.HashData(
                bytes))}";
        var signed = AWS4Signer.ComputeSignature(keys.AccessKey, keys.SecretKey, region, now, service, names, canonical);

        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        foreach (var (name, value) in headers.Where(h => h.Key is not ("content-type" or "host")))
            request.Headers.TryAddWithoutValidation(name, value);
        request.Headers.TryAddWithoutValidation("Authorization", signed.ForAuthorizationHeader);
        return request;
    }
}

/// <summary>Patience with a service. Tests make it small.</summary>
sealed record CallTuning
{
    /// <summary>Tries of one request, the first included. With the waits between them some 40 s.</summary>
    public int MaxFailures { get; init; } = 7;

    /// <summary>
    /// Wait after the first failure; doubled by each next one up to <see cref="LongestWait"/>, then drawn from its upper half.
    /// </summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromMilliseconds(500);

    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Time for a whole answer.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
