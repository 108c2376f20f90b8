using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Web;
using Rightsizer.TestSupport;

namespace Rightsizer.Aws.Tests.Pricing;

/// <summary>
/// The Price List (JSON 1.1), EC2 and STS (XML Query) on loopback, two items a page; it fails on command.
/// </summary>
sealed class FakeAws : IDisposable
{
    const int PageSize = 2;
    readonly HttpListener listener;
    readonly ConcurrentQueue<Request> requests = new();
    int served;

    /// <param name="Number">From 1.</param>
    /// <param name="Service">pricing, ec2, sts, advisor.</param>
    /// <param name="Operation">Of ec2 and sts.</param>
    /// <param name="Body">As sent.</param>
    /// <param name="Answer">As it is before a fault.</param>
    public sealed record Request(int Number, string Service, string Operation, string Body, string Answer);

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

    /// <summary>Zones of the account that asks; the default is what one account has of eu-west-1.</summary>
    public List<(string Name, string Id)> Zones { get; } =
        [("eu-west-1a", "euw1-az3"), ("eu-west-1b", "euw1-az1"), ("eu-west-1c", "euw1-az2")];

    /// <summary>Items of DescribeInstanceTypes.</summary>
    public List<string> Types { get; } = [];

    public List<(string Region, string Zone, int Score)> Placements { get; } = [];

    public string Account { get; set; } = "123456789012";

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
            var operation = isFeed || isPriceList ? "" : HttpUtility.ParseQueryString(body)["Action"]!;
            var service = isFeed ? "advisor" : isPriceList ? "pricing" : operation == "GetCallerIdentity" ? "sts" : "ec2";
            var right = isFeed ? Advisor : isPriceList ? PriceList(body) : operation switch
            {
                "DescribeSpotPriceHistory" => SpotHistory(body),
                "DescribeAvailabilityZones" => AvailabilityZones(),
                "DescribeInstanceTypes" => InstanceTypes(body),
                "GetSpotPlacementScores" => Scores(),
                "GetCallerIdentity" => Identity(),
                _ => throw new InvalidOperationException(operation),
            };
            var request = new Request(Interlocked.Increment(ref served), service, operation, body, right);
            requests.Enqueue(request);
            var fault = FaultFor(request);
            var answer = Encoding.UTF8.GetBytes(fault is { Status: > 0 } ? fault.Body : right);
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
        var (items, next) = Page(question, [.. found.Select(s =>
            $"<item><instanceType>{s.Type}</instanceType><productDescription>{s.Product}</productDescription>"
            + $"<spotPrice>{s.Price}</spotPrice><timestamp>{s.Timestamp}</timestamp>"
            + $"<availabilityZone>{s.Zone}</availabilityZone><brandNew>1</brandNew></item>")]);
        return Answer("DescribeSpotPriceHistory", $"<spotPriceHistorySet>{items}</spotPriceHistorySet><nextToken>{next}</nextToken>");
    }

    string AvailabilityZones() => Answer("DescribeAvailabilityZones", $"<availabilityZoneInfo>{string.Concat(Zones.Select(z =>
        $"<item><zoneName>{z.Name}</zoneName><zoneState>available</zoneState><regionName>{z.Name[..^1]}</regionName><messageSet/>"
        + $"<zoneId>{z.Id}</zoneId><zoneType>availability-zone</zoneType></item>"))}</availabilityZoneInfo>");

    string InstanceTypes(string body)
    {
        var (items, next) = Page(HttpUtility.ParseQueryString(body), Types);
        return Answer("DescribeInstanceTypes", $"<instanceTypeSet>{items}</instanceTypeSet><nextToken>{next}</nextToken>");
    }

    string Scores() => Answer("GetSpotPlacementScores", $"<spotPlacementScoreSet>{string.Concat(Placements.Select(p =>
        $"<item><region>{p.Region}</region><availabilityZoneId>{p.Zone}</availabilityZoneId><score>{p.Score}</score></item>"))}"
        + "</spotPlacementScoreSet><nextToken>next</nextToken>");

    string Identity() => "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>"
        + $"<Arn>arn:aws:iam::{Account}:user/Alice</Arn><UserId>AIDACKCEVSQ6C2EXAMPLE</UserId><Account>{Account}</Account>"
        + "</GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>";

    static string Answer(string operation, string body) => "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        + $"<{operation}Response xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><requestId>1</requestId>{body}</{operation}Response>";

    static (string Items, string Next) Page(System.Collections.Specialized.NameValueCollection question, List<string> all)
    {
        var at = question["NextToken"] is { } token ? int.Parse(token, System.Globalization.CultureInfo.InvariantCulture) : 0;
        return (string.Concat(all.Skip(at).Take(PageSize)), at + PageSize < all.Count ? $"{at + PageSize}" : "");
    }

    /// <summary>An item of DescribeInstanceTypes: what is read here, and what AWS says beside it.</summary>
    /// <param name="type">Instance type.</param>
    /// <param name="vcpu">Its vCPUs.</param>
    /// <param name="mib">Its memory.</param>
    /// <param name="arch">Its processor.</param>
    /// <param name="disksGb">Local disks together, 0 without them.</param>
    /// <param name="gbps">Baseline of each network card.</param>
    public static string Type(string type, int vcpu, long mib, string arch = "x86_64", int disksGb = 0, params double[] gbps) =>
        $"<item><instanceType>{type}</instanceType><currentGeneration>true</currentGeneration><bareMetal>false</bareMetal>"
        + $"<processorInfo><supportedArchitectures><item>{arch}</item></supportedArchitectures><sustainedClockSpeedInGhz>3.1"
        + $"</sustainedClockSpeedInGhz><manufacturer>Intel</manufacturer></processorInfo><vCpuInfo><defaultVCpus>{vcpu}</defaultVCpus>"
        + $"</vCpuInfo><memoryInfo><sizeInMiB>{mib}</sizeInMiB></memoryInfo>"
        + (disksGb == 0 ? "<instanceStorageSupported>false</instanceStorageSupported>"
            : $"<instanceStorageSupported>true</instanceStorageSupported><instanceStorageInfo><totalSizeInGB>{disksGb}</totalSizeInGB>"
            + "<nvmeSupport>required</nvmeSupport></instanceStorageInfo>")
        + "<ebsInfo><ebsOptimizedSupport>default</ebsOptimizedSupport><ebsOptimizedInfo><baselineBandwidthInMbps>650"
        + "</baselineBandwidthInMbps><maximumBandwidthInMbps>4750</maximumBandwidthInMbps></ebsOptimizedInfo></ebsInfo>"
        + $"<networkInfo><networkPerformance>Up to 10 Gigabit</networkPerformance><networkCards>{string.Concat(gbps.Select((g, i) =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"<item><networkCardIndex>{i}</networkCardIndex>"
            + $"<baselineBandwidthInGbps>{g}</baselineBandwidthInGbps><peakBandwidthInGbps>{g * 2}</peakBandwidthInGbps></item>")))}"
        + "</networkCards></networkInfo></item>";
}
