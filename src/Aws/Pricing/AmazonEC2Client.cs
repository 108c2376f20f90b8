using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Amazon.Runtime;

namespace Rightsizer.Aws.Pricing;

// AWSSDK.EC2 does not restore here (docs/adr/0001): these are its names, so that this file can go when it does.

/// <summary>Spot prices of a region.</summary>
sealed class AmazonEC2Client(AWSCredentials credentials, string region, Uri? endpoint, CallTuning tuning) : IDisposable
{
    const string ApiVersion = "2016-11-15";
    readonly SignedCalls calls = new("ec2", region, endpoint ?? new Uri($"https://ec2.{region}.amazonaws.com/"), credentials, tuning);

    public Task<DescribeSpotPriceHistoryResponse> DescribeSpotPriceHistoryAsync(DescribeSpotPriceHistoryRequest request, CancellationToken cancellation) =>
        calls.CallAsync("EC2 DescribeSpotPriceHistory", "application/x-www-form-urlencoded; charset=utf-8", null, Body(request), Response, cancellation);

    public void Dispose() => calls.Dispose();

    static string Body(DescribeSpotPriceHistoryRequest request)
    {
        var fields = new List<(string, string)>
        {
            ("Action", "DescribeSpotPriceHistory"),
            ("Version", ApiVersion),
            ("StartTime", request.StartTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
            ("MaxResults", request.MaxResults.ToString(CultureInfo.InvariantCulture)),
        };
        fields.AddRange(request.ProductDescriptions.Select((p, i) => (FormattableString.Invariant($"ProductDescription.{i + 1}"), p)));
        if (request.NextToken is { } token) fields.Add(("NextToken", token));
        return string.Join('&', fields.Select(f => $"{f.Item1}={Uri.EscapeDataString(f.Item2)}"));
    }

    static DescribeSpotPriceHistoryResponse Response(byte[] answer)
    {
        var root = XDocument.Parse(Encoding.UTF8.GetString(answer)).Root!;
        var set = Child(root, "spotPriceHistorySet") ?? throw new XmlException("no spotPriceHistorySet");
        return new DescribeSpotPriceHistoryResponse
        {
            SpotPriceHistory = [.. set.Elements().Where(e => e.Name.LocalName == "item").Select(i => new SpotPrice(
                Child(i, "availabilityZone")?.Value, Child(i, "availabilityZoneId")?.Value, Child(i, "instanceType")?.Value, Child(i, "productDescription")?.Value,
                Child(i, "spotPrice")?.Value, Child(i, "timestamp")?.Value))],
            NextToken = Child(root, "nextToken")?.Value,
        };
    }

    static XElement? Child(XElement of, string name) => of.Elements().FirstOrDefault(e => e.Name.LocalName == name);
}

sealed record DescribeSpotPriceHistoryRequest
{
    /// <summary>UTC; now gives the latest price of each type and zone alone.</summary>
    public required DateTime StartTime { get; init; }
    public IReadOnlyList<string> ProductDescriptions { get; init; } = [];
    public int MaxResults { get; init; } = 1000;
    public string? NextToken { get; init; }
}

sealed record DescribeSpotPriceHistoryResponse
{
    public required IReadOnlyList<SpotPrice> SpotPriceHistory { get; init; }
    public string? NextToken { get; init; }
}

/// <summary>Fields as they came; any may be missing.</summary>
sealed record SpotPrice(string? AvailabilityZone, string? AvailabilityZoneId, string? InstanceType, string? ProductDescription, string? Price, string? Timestamp);
