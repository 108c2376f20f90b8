using Amazon.Runtime;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Aws.Pricing;
using Rightsizer.EventLogParser;
using Rightsizer.TestSupport;

namespace Rightsizer.Aws.Tests.Pricing;

public sealed class PriceRefreshTests : IDisposable
{
    const string Region = "eu-west-1";
    readonly FakeAws aws = new();
    readonly List<string> said = [];

    public PriceRefreshTests()
    {
        aws.Products.AddRange(
        [
            FakeAws.Ec2(Region, "m5.large", "0.1070000000"), FakeAws.Ec2(Region, "m5.xlarge", "0.2140000000"), FakeAws.Ec2(Region, "m9z.large", "0.0990000000"),
            FakeAws.Ec2("us-east-1", "m5.large", "0.0960000000"),
            Emr("EMR", "m5.xlarge", "0.0480000000"), Emr("Hunk", "m5.xlarge", "9.0000000000"), Emr("EMR", "m9z.large", "0.0200000000"),
            Metered("CPUHours", "EU-EMR-SERVERLESS-CPUHours", "0.0600000000"), Metered("GBHours", "EU-EMR-SERVERLESS-GBHours", "0.0066000000"),
            Metered("ARMCPUHours", "EU-EMR-SERVERLESS-ARMCPUHours", "0.0500000000"), Metered("ARMGBHours", "EU-EMR-SERVERLESS-ARMGBHours", "0.0055000000"),
            Metered("StorageGBHours", "EU-EMR-SERVERLESS-StorageGBHours", "0.0001300000"),
            Pod("CPUHours", "EC2", "0.0110000000"), Pod("CPUHours", "Fargate", "0.0990000000"), Pod("GBHours", "EC2", "0.0012000000"),
        ]);
        aws.Spot.AddRange(
        [
            ("eu-west-1a", "m5.large", "Linux/UNIX", "0.043700", "2026-11-21T09:40:10.000Z"),
            ("eu-west-1a", "m5.large", "Linux/UNIX", "0.041000", "2026-11-20T09:40:10.000Z"),
            ("eu-west-1b", "m5.large", "Linux/UNIX", "0.038900", "2026-11-21T01:40:10.000Z"),
            ("eu-west-1b", "m5.large", "Windows", "0.138900", "2026-11-21T01:40:10.000Z"),
        ]);
    }

    static string Emr(string software, string type, string usd) =>
        FakeAws.Product("Elastic Map Reduce Instance", usd, ("servicecode", "ElasticMapReduce"), ("regionCode", Region), ("softwareType", software), ("instanceType", type));

    static string Metered(string meter, string usage, string usd) =>
        FakeAws.Product("EMR Serverless", usd, ("servicecode", "ElasticMapReduce"), ("regionCode", Region), ("meterunit", meter), ("usagetype", usage));

    static string Pod(string meter, string provider, string usd) => FakeAws.Product("EMR Containers", usd, ("servicecode", "ElasticMapReduce"), ("regionCode", Region),
        ("meterunit", meter), ("operation", "StartJobRun"), ("computeprovider", provider));

    public void Dispose() => aws.Dispose();

    Task<RefreshedPrices> RefreshAsync(string region = Region) => new PriceRefresh(
        new PriceRefreshOptions { Regions = [region], Now = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc), EndpointUrl = aws.Endpoint, Say = said.Add },
        new BasicAWSCredentials("key", "secret"),
        new CallTuning { FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(2) }).RunAsync(TestContext.Current.CancellationToken);

    async Task<PriceBook> BookAsync() => PriceBook.FromTables("new", (await RefreshAsync()).Over(PriceBook.Embedded));

    [Fact]
    public async Task EveryPage_EndsInTheBook()
    {
        var book = await BookAsync();
        Assert.Equal("refreshed 2026-11-21 (new)", book.Name);
        var price = book.Ec2OnDemand(Region, "m5.large");
        Assert.Equal((0.107m, "2026-11-01", Analyzer.Ground.Billed), (price.Usd, price.Date, price.Ground));
        Assert.Equal(0.099m, book.Ec2OnDemand(Region, "m9z.large").Usd);
        Assert.Equal((0.048m, Analyzer.Ground.Billed), (book.EmrOnEc2Fee(Region, "m5.xlarge").Price.Usd, book.EmrOnEc2Fee(Region, "m5.xlarge").Price.Ground));
        Assert.Equal((0.06m, 0.0066m, 0.00013m), (book.Serverless(Region, "x86_64").VcpuHour.Usd, book.Serverless(Region, "x86_64").GbHour.Usd, book.Serverless(Region, "x86_64").StorageGbHour.Usd));
        Assert.Equal((0.05m, Analyzer.Ground.Billed), (book.Serverless(Region, "arm64").VcpuHour.Usd, book.Serverless(Region, "arm64").VcpuHour.Ground));
        Assert.Equal((0.011m, 0.0012m), (book.Eks(Region, "vcpu").Usd, book.Eks(Region, "memory").Usd));
    }

    [Fact]
    public async Task SpotOfAZone_IsItsLatestLinuxPrice()
    {
        var book = await BookAsync();
        Assert.Equal(0.0437m, book.Spot(Region, "m5.large", "eu-west-1a")!.Price.Usd);
        Assert.Equal((0.0389m, 0.0437m), (book.Spot(Region, "m5.large", null)!.LowUsd, book.Spot(Region, "m5.large", null)!.HighUsd));
    }

    [Fact]
    public async Task WhatWasNotAsked_StaysWithItsOwnDate()
    {
        var book = await BookAsync();
        Assert.Equal(PriceBook.Embedded.Ec2OnDemand("us-east-1", "m5.large"), book.Ec2OnDemand("us-east-1", "m5.large"));
        Assert.Equal(PriceBook.Embedded.EmrOnEc2Fee(Region, "c5.18xlarge"), book.EmrOnEc2Fee(Region, "c5.18xlarge"));
        Assert.Equal(PriceBook.Embedded.Glue(Region, "standard", null), book.Glue(Region, "standard", null));
        Assert.Null(book.Ec2OnDemand(Region, "c5.xlarge").Usd); // AWS did not name it: no price rather than an old one beside new ones
    }

    [Fact]
    public async Task SameAnswers_SameBytes()
    {
        var once = (await RefreshAsync()).Over(PriceBook.Embedded);
        aws.Products.Reverse();
        var again = (await RefreshAsync()).Over(PriceBook.Embedded);
        Assert.Equal(once.Keys.Order(), again.Keys.Order());
        Assert.All(once, t => Assert.Equal(t.Value, again[t.Key]));
        var twice = (await RefreshAsync()).Over(PriceBook.FromTables("new", once));
        Assert.All(once.Where(t => t.Key != PriceTables.Book), t => Assert.Equal(t.Value, twice[t.Key]));
    }

    [Fact]
    public async Task Throttling_IsWaitedOut()
    {
        aws.FaultFor = r => r.Number % 3 == 0 ? null
            : r.Service == "pricing" ? new FakeAws.Fault(400, """{"__type":"ThrottlingException","message":"Rate exceeded"}""")
            : new FakeAws.Fault(503, "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Request limit exceeded.</Message></Error></Errors></Response>");
        var book = await BookAsync();
        Assert.Equal(0.107m, book.Ec2OnDemand(Region, "m5.large").Usd);
        Assert.Equal(0.0437m, book.Spot(Region, "m5.large", "eu-west-1a")!.Price.Usd);
    }

    [Fact]
    public async Task ThrottlingWithoutEnd_IsOneLine()
    {
        aws.FaultFor = _ => new FakeAws.Fault(400, """{"__type":"ThrottlingException","message":"Rate exceeded"}""");
        var e = await Assert.ThrowsAsync<RightsizerException>(() => RefreshAsync());
        Assert.Equal((ExitCode.InputUnreadable, "Price List GetProducts in us-east-1: the service asked to slow down and did not recover (ThrottlingException); try again later (7 tries)"), (e.ExitCode, e.Message));
        Assert.Equal(7, aws.Requests.Count);
    }

    [Fact]
    public async Task CutAnswer_IsAskedForAgain()
    {
        aws.FaultFor = r => r.Number is 1 or 3 or 12 ? new FakeAws.Fault(CutAfter: 60) : r.Number is 2 ? new FakeAws.Fault(200, """{"FormatVersion":"aws_v1","PriceList":["{\"prod""") : null;
        Assert.Equal(0.107m, (await BookAsync()).Ec2OnDemand(Region, "m5.large").Usd);
    }

    [Theory]
    [InlineData("UnrecognizedClientException", "the access key is not known, or not for this region (UnrecognizedClientException); check the credentials")]
    [InlineData("InvalidSignatureException", "the secret key is wrong, or this machine's clock is (InvalidSignatureException); check the credentials")]
    [InlineData("ExpiredTokenException", "the credentials have expired (ExpiredTokenException); log in again or renew the session")]
    [InlineData("AccessDeniedException", "access denied (AccessDeniedException); prices refresh needs pricing:GetProducts")]
    public async Task WrongCredentials_AreOneLineAfterOneTry(string code, string message)
    {
        aws.FaultFor = _ => new FakeAws.Fault(400, $$"""{"__type":"{{code}}","message":"no"}""");
        var e = await Assert.ThrowsAsync<RightsizerException>(() => RefreshAsync());
        Assert.Equal((ExitCode.InputUnreadable, "Price List GetProducts in us-east-1: " + message), (e.ExitCode, e.Message));
        Assert.Single(aws.Requests);
    }

    [Fact]
    public async Task RegionThatTheAccountMayNotAsk_HasNoSpotPrices()
    {
        aws.FaultFor = r => r.Service == "ec2" ? new FakeAws.Fault(403, "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>") : null;
        var book = await BookAsync();
        Assert.Equal(0.107m, book.Ec2OnDemand(Region, "m5.large").Usd);
        Assert.StartsWith("spot-advisor.csv", book.Spot(Region, "m5.large", null)!.Price.Source, StringComparison.Ordinal);
        Assert.Contains(said, s => s.Contains("needs ec2:DescribeSpotPriceHistory; no Spot prices of eu-west-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProductsThatCannotBeTrusted_AreLeftOutAndTold()
    {
        aws.Products.Add(FakeAws.Ec2(Region, "m5.xlarge", "0.3000000000"));
        aws.Products.Add(FakeAws.Ec2(Region, "c5.large", "1,5"));
        aws.Products.Add(FakeAws.Ec2(Region, "u-6tb1.metal", "0.0000000000"));
        var book = await BookAsync();
        Assert.All(["m5.xlarge", "c5.large", "u-6tb1.metal"], t => Assert.Null(book.Ec2OnDemand(Region, t).Usd));
        Assert.Contains("eu-west-1: EC2 of m5.xlarge has several prices and is left out", said);
        Assert.Contains(said, s => s.Contains("1 of 6 products left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UnknownRegion_IsNamed()
    {
        var e = await Assert.ThrowsAsync<RightsizerException>(() => RefreshAsync("eu-vest-1"));
        Assert.Equal((ExitCode.BadArguments, "--region eu-vest-1: the Price List has no EC2 price there; check its name"), (e.ExitCode, e.Message));
    }

    [Fact]
    public void CapturedProduct_IsReadToTheDigit()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var item = PriceListItem.Read(File.ReadAllText(Path.Combine(SharedFolder.Path!, "pricing", "api-shapes", "ec2-getproducts-m5.large.pricelist-item.json")))!;
        Assert.Equal((0.096m, "m5.large", "2021-02-01"), (item.Usd, item["instanceType"], item.EffectiveDate));
    }

    /// <remarks>Signatures of botocore 1.43.11 over the same request.</remarks>
    [Theory]
    [InlineData(null, "content-type;host;x-amz-date;x-amz-target", "6f6296272ef03e213390716f7aa22d3bf255cfd842d6ee7d80a7869fb5d7be7e")]
    [InlineData("TOKEN", "content-type;host;x-amz-date;x-amz-security-token;x-amz-target", "caea7be3bb012b7d258743ab920fd5a53c973672292daefe9a90b1091bb0901f")]
    public void Signature_IsThatOfBotocore(string? token, string names, string signature)
    {
        using var calls = new SignedCalls("pricing", "us-east-1", new Uri("https://api.pricing.us-east-1.amazonaws.com/"), new BasicAWSCredentials("a", "b"), new CallTuning());
        using var request = calls.Sign("application/x-amz-json-1.1", "AWSPriceListService.GetProducts", """{"ServiceCode":"AmazonEC2"}""",
            new ImmutableCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token), new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal($"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/pricing/aws4_request, SignedHeaders={names}, Signature={signature}",
            request.Headers.GetValues("Authorization").Single());
    }
}
