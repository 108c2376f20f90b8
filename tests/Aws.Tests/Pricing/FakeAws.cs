using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Rightsizer.TestSupport;

namespace Rightsizer.Aws.Tests.Pricing;

/// <summary>
/// The Price List (JSON 1.1) and EC2's Spot price history (XML Query) on loopback, two items a page; it fails on command.
/// </summary>
sealed class FakeAws : IDisposable
{
    const int PageSize = 2;
    readonly HttpListener listener;
    readonly ConcurrentQueue<Request> requests = new();
    int served;

    public sealed record Request(int Number, string Service, string Body, string Authorization);

    /// <summary>What to answer instead. <c>CutAfter</c>: bytes of the right answer before the connection ends.</summary>
    public sealed record Fault(int Status = 0, string Body = "", int CutAfter = -1);

    public FakeAws()
    {
        listener = LoopbackListener.Start("", out var root);
        Endpoint = root;
        _ = Task.Run(ServeAsync);
    }

    public string Endpoint { get; }

    /// <summary>Whole Price List documents.</summary>
    public List<string> Products { get; } = [];

    public List<(string Zone, string Type, string Product, string Price, string Timestamp)> Spot { get; } = [];

    /// <summary>Answer to the one GET: the Spot Advisor's feed, as AWS publishes it.</summary>
    public string Advisor { get; set; } = """
        {"ranges":[{"index":0,"label":"<5%","dots":0,"max":5},{"index":1,"label":"5-10%","dots":1,"max":11},{"index":4,"label":">20%","dots":4,"max":100}],
         "spot_advisor":{"eu-west-1":{"Linux":{"m5.large":{"s":60,"r":1},"m5.xlarge":{"s":50,"r":9}},"Windows":{"m5.large":{"s":10,"r":4}}},"us-east-1":{"Linux":{"m5.large":{"s":1,"r":4}}}}}
        """;

    public Func<Request, Fault?> FaultFor { get; set; } = _ => null;

    public IReadOnlyList<Request> Requests => [.. requests];

    public void Dispose() => listener.Close();

    /// <summary>A product shaped as the captured m5.large of 2021, with what AWS has added since.</summary>
    public static string Product(string family, string usd, params (string Name, string Value)[] attributes) => JsonSerializer.Serialize(new
    {
        product = new { productFamily = family, attributes = attributes.ToDictionary(a => a.Name, a => a.Value), sku = "S" },
        serviceCode = "X",
        someNewField = new { nested = new[] { 1, 2 } },
        terms = new
        {
            OnDemand = new Dictionary<string, object>
            {
                ["S.T"] = new
                {
                    priceDimensions = new Dictionary<string, object>
                    {
                        [
                        "S.T.D"] = new { unit = "Hrs", endRange = "Inf", beginRange = "0", pricePerUnit = new { USD = usd } }
                    },
                    sku = "S",
                    effectiveDate = "2026-11-01T00:00:00Z",
                    offerTermCode = "T",
                    termAttributes = new { },
                },
            },
            Reserved = new Dictionary<string, object>
            {
                [
                "S.R"] = new
                {
                    priceDimensions = new Dictionary<string, object>
                    {
                        [
                "S.R.D"] = new { unit = "Hrs", pricePerUnit = new { USD = "0.01" } }
                    }
                }
            },
        },
        version = "20261101",
        publicationDate = "2026-11-18T00:00:00Z",
    });

    public static string Ec2(string region, string type, string usd) =>
        Product("Compute Instance", usd, ("servicecode", "AmazonEC2"), ("regionCode", region), ("instanceType", type),
        ("operatingSystem", "Linux"), ("tenancy", "Shared"), ("preInstalledSw", "NA"), ("capacitystatus", "Used"),
            ("marketoption", "OnDemand"));

    async Task ServeAsync()
    {
        try
        {
            while (true) Answer(await listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // closed
        }
    }

    void Answer(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            var body = reader.ReadToEnd();
            var isPriceList = context.Request.Headers["X-Amz-Target"] == "AWSPriceListService.GetProducts";
            var isFeed = context.Request.HttpMethod == "GET";
            var request = new Request(Interlocked.Increment(ref served), isFeed ? "advisor" : isPriceList ? "pricing" : "ec2", body,
                context.Request.Headers["Authorization"] ?? "");
            requests.Enqueue(request);
            var fault = FaultFor(request);
            var answer = Encoding.UTF8.GetBytes(
                fault is { Status: > 0 } ? fault.Body : isFeed ? Advisor : isPriceList ? PriceList(body) : SpotHistory(body));
            context.Response.StatusCode = fault is { Status: > 0 } ? fault.Status : 200;
            context.Response.ContentLength64 = answer.Length;
            if (fault is { CutAfter: >= 0 })
            {
                context.Response.OutputStream.Write(answer, 0, fault.CutAfter);
                context.Response.Abort();
                return;
            }
            context.Response.OutputStream.Write(answer);
            context.Response.Close();
        }
        catch (Exception e) when (e is IOException or HttpListenerException)
        {
            context.Response.Abort();
        }
    }

    string PriceList(string body)
    {
        var question = JsonNode.Parse(body)!;
        var filters = question["Filters"]!.AsArray().Select(f => ((string)f!["Field"]!, (string)f["Value"]!))
            .Append(("servicecode", (string)question["ServiceCode"]!)).ToList();
        var found = Products.Where(p => filters.All(f => Field(p, f.Item1) == f.Item2)).ToList();
        var at = (string?)question["NextToken"] is { } token ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var answer = new JsonObject
        {
            ["FormatVersion"] = "aws_v1",
            ["PriceList"] = new JsonArray([.. found.Skip(at).Take(PageSize).Select(p => JsonValue.Create(p))]),
            ["SomethingNew"] = true
        };
        if (at + PageSize < found.Count) answer["NextToken"] = (at + PageSize).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return answer.ToJsonString();
    }

    static string? Field(string product, string name)
    {
        using var document = JsonDocument.Parse(product);
        var root = document.RootElement.GetProperty("product");
        if (name == "productFamily") return root.GetProperty("productFamily").GetString();
        return root.GetProperty("attributes").TryGetProperty(name, out var v) ? v.GetString() : null;
    }

    string SpotHistory(string body)
    {
        var question = HttpUtility.ParseQueryString(body);
        var found = Spot.Where(s => s.Product == question["ProductDescription.1"]).ToList();
        var at = question["NextToken"] is { } token ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : 0;
        var items = string.Concat(found.Skip(at).Take(PageSize).Select(s =>
            $"<item><instanceType>{s.Type}</instanceType><productDescription>{s.Product}</productDescription>"
            + $"<spotPrice>{s.Price}</spotPrice><timestamp>{s.Timestamp}</timestamp>"
            + $"<availabilityZone>{s.Zone}</availabilityZone><brandNew>1</brandNew></item>"));
        var next = at + PageSize < found.Count ? $"{at + PageSize}" : "";
        return $"""<?xml version="1.0" encoding="UTF-8"?><DescribeSpotPriceHistoryResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId><spotPriceHistorySet>{items}</spotPriceHistorySet><nextToken>{next}</nextToken></DescribeSpotPriceHistoryResponse>""";
    }
}
