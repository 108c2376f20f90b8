using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Rightsizer.Aws.Calls;

namespace Rightsizer.Aws.Pricing;

// AWSSDK.Pricing does not restore here (docs/adr/0001): these are its names, so that this file can go when it does.

/// <summary>The AWS Price List API, as much of it as the price book needs.</summary>
sealed class AmazonPricingClient(AWSCredentials credentials, string region, Uri? endpoint, CallTuning tuning) : IDisposable
{
    readonly SignedCalls calls = new("pricing", endpoint ?? new Uri($"https://api.pricing.{region}.amazonaws.com/"),
        new ServicePlace(region, "prices refresh needs pricing:GetProducts", endpoint is null ? null : "--endpoint-url"), credentials,
        tuning);

    /// <summary>The API's region that answers for a region; unrelated to the region being priced.</summary>
    public static string RegionNear(string region) => region[..Math.Min(3, region.Length)] switch
    {
        "ap-" => "ap-south-1",
        "eu-" => "eu-central-1",
        _ => "us-east-1",
    };

    public Task<GetProductsResponse> GetProductsAsync(GetProductsRequest request, CancellationToken cancellation) =>
        calls.PostAsync("Price List GetProducts", "AWSPriceListService.GetProducts", Body(request), Response, cancellation);

    public void Dispose() => calls.Dispose();

    static string Body(GetProductsRequest request)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("ServiceCode", request.ServiceCode);
            json.WriteStartArray("Filters");
            foreach (var f in request.Filters)
            {
                json.WriteStartObject();
                json.WriteString("Type", f.Type);
                json.WriteString("Field", f.Field);
                json.WriteString("Value", f.Value);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteString("FormatVersion", request.FormatVersion);
            json.WriteNumber("MaxResults", request.MaxResults);
            if (request.NextToken is { } token) json.WriteString("NextToken", token);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    static GetProductsResponse Response(byte[] answer)
    {
        using var document = JsonDocument.Parse(answer);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new JsonException("not an object");
        return new GetProductsResponse
        {
            PriceList = root.TryGetProperty("PriceList", out var list) && list.ValueKind == JsonValueKind.Array
                ? [.. list.EnumerateArray().Select(p => p.ValueKind == JsonValueKind.String ? p.GetString()! : p.GetRawText())]
                : throw new JsonException("no PriceList"),
            NextToken = root.TryGetProperty("NextToken", out var next) && next.ValueKind == JsonValueKind.String ? next.GetString() : null,
        };
    }
}

sealed record GetProductsRequest
{
    public required string ServiceCode { get; init; }
    public IReadOnlyList<Filter> Filters { get; init; } = [];
    public string FormatVersion { get; init; } = "aws_v1";

    /// <summary>100 is the service's most.</summary>
    public int MaxResults { get; init; } = 100;
    public string? NextToken { get; init; }
}

/// <remarks><c>Type</c>: TERM_MATCH is equality.</remarks>
sealed record Filter(string Field, string Value, string Type = "TERM_MATCH");

sealed record GetProductsResponse
{
    /// <summary>Each one JSON document.</summary>
    public required IReadOnlyList<string> PriceList { get; init; }

    /// <summary>Null or empty on the last page.</summary>
    public string? NextToken { get; init; }
}
