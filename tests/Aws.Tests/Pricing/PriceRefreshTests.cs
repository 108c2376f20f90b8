using Amazon.Runtime;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Aws.Calls;
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
            FakeAws.Ec2(Region, "m5.large", "0.1070000000"), FakeAws.Ec2(Region, "m5.xlarge", "0.2140000000"),
                FakeAws.Ec2(Region, "m9z.large", "0.0990000000"),
            FakeAws.Ec2("us-east-1", "m5.large", "0.0960000000"),
            Emr("EMR", "m5.xlarge", "0.0480000000"), Emr("Hunk", "m5.xlarge", "9.0000000000"), Emr("EMR", "m9z.large", "0.0200000000"),
            Worker("EU-EMR-SERVERLESS-vCPUHours", "0.0600000000"), Worker("EU-EMR-SERVERLESS-MemoryGBHours", "0.0066000000"),
            Worker("EU-EMR-SERVERLESS-ARM-vCPUHours", "0.0500000000"), Worker("EU-EMR-SERVERLESS-ARM-MemoryGBHours", "0.0055000000"),
            Worker("EU-EMR-SERVERLESS-StorageGBHours", "0.0001300000"),
            Pod("EU-EMR-EKS-EC2-vCPUHours", "0.0110000000"), Pod("EU-EMR-EKS-Fargate-vCPUHours", "0.0990000000"),
                Pod("EU-EMR-EKS-EC2-GBHours", "0.0012000000"),
            Other("AmazonEKS", "Compute", "EU-AmazonEKS-Hours:perCluster", "0.1000000000"),
                Other("AmazonEKS", "Compute", "EU-AmazonEKS-Hours:extendedSupport", "0.5000000000"),
            Other("AmazonEKS", "Compute", "EU-Fargate-vCPU-Hours:perCPU", "0.0405000000"),
                Other("AmazonEKS", "Compute", "EU-Fargate-GB-Hours", "0.0044000000"),
            Other("AmazonEKS", "Compute", "EU-SpotUsage:Fargate-GB-Hours", "0.0010000000"),
            Other("AWSGlue", "AWS Glue", "EU-ETL-DPU-Hour", "0.4500000000", "Jobrun"),
                Other("AWSGlue", "AWS Glue", "EU-ETL-DPU-Hour", "0.9900000000", "InteractiveSession"),
            Other("AWSGlue", "AWS Glue", "EU-ETL-Flex-DPU-Hour", "0.3000000000", "FlexJobrun"),
                Other("AWSGlue", "AWS Glue", "EU-ETL-DPU-Hour-Gen2", "0.3100000000", "Jobrun"),
            Other("AmazonEC2", "Storage", "EU-EBS:VolumeUsage.gp3", "0.0900000000"),
                Other("AmazonEC2", "Storage", "EU-EBS:VolumeUsage.gp2", "0.1200000000"),
            Other("AmazonEC2", "System Operation", "EU-EBS:VolumeP-IOPS.gp3", "0.0060000000"),
                Other("AmazonEC2", "Provisioned Throughput", "EU-EBS:VolumeP-Throughput.gp3", "45.0000000000"),
            Other("AmazonS3", "API Request", "EU-Requests-Tier1", "0.0000060000"),
                Other("AmazonS3", "API Request", "EU-Requests-Tier2", "0.0000005000"),
            Other("AmazonS3", "API Request", "EU-Requests-GIR-Tier1", "0.0000200000"),
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
        FakeAws.Product("Elastic Map Reduce Instance", usd, ("servicecode", "ElasticMapReduce"), ("regionCode", Region),
            ("softwareType", software), ("instanceType", type));

    static string Worker(string usage, string usd) => Other("ElasticMapReduce", "EMR Serverless", usage, usd);

    static string Pod(string usage, string usd) => Other("ElasticMapReduce", "EMR Containers", usage, usd, "StartJobRun");

    static string Other(string service, string family, string usage, string usd, string operation = "") =>
        FakeAws.Product(family, usd, ("servicecode", service), ("regionCode", Region), ("usagetype", usage), ("operation", operation));

    public void Dispose() => aws.Dispose();

    Task<RefreshedPrices> RefreshAsync(params string[] regions) => new PriceRefresh(
        new PriceRefreshOptions
        {
            Regions = regions is [] ? [Region] : regions,
            Now = new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc),
            EndpointUrl = aws.Endpoint,
            Say = said.Add
        },
        new BasicAWSCredentials("key", "secret"),
        new CallTuning { FirstWait = TimeSpan.FromMilliseconds(1), LongestWait = TimeSpan.FromMilliseconds(2) })
            .RunAsync(TestContext.Current.CancellationToken);

    async Task<PriceBook> BookAsync() => PriceBook.FromTables("new", (await RefreshAsync()).Over(PriceBook.Embedded));

    [Fact]
    public async Task EveryPage_EndsInTheBook()
    {
        var book = await BookAsync();
        Assert.Equal("refreshed 2026-11-21 (new)", book.Name);
        var price = book.Ec2OnDemand(Region, "m5.large");
        Assert.Equal((0.107m, "2026-11-01", Analyzer.Ground.Billed), (price.Usd, price.Date, price.Ground));
        Assert.Equal(0.099m, book.Ec2OnDemand(Region, "m9z.large").Usd);
        Assert.Equal((0.048m, Analyzer.Ground.Billed),
            (book.EmrOnEc2Fee(Region, "m5.xlarge").Price.Usd, book.EmrOnEc2Fee(Region, "m5.xlarge").Price.Ground));
        Assert.Equal((0.06m, 0.0066m, 0.00013m),
            (book.Serverless(Region, "x86_64").VcpuHour.Usd, book.Serverless(Region, "x86_64").GbHour.Usd,
            book.Serverless(Region, "x86_64").StorageGbHour.Usd));
        Assert.Equal((0.05m, Analyzer.Ground.Billed),
            (book.Serverless(Region, "arm64").VcpuHour.Usd, book.Serverless(Region, "arm64").VcpuHour.Ground));
        Assert.Equal((0.011m, 0.0012m), (book.Eks(Region, "vcpu").Usd, book.Eks(Region, "memory").Usd));
    }

    /// <summary>Extended support is 0.50 USD on top of the cluster's 0.10; a thousand requests are a thousand times one.</summary>
    [Fact]
    public async Task EveryService_EndsInItsTable()
    {
        var book = await BookAsync();
        Assert.Equal((0.1m, 0.6m), (book.Eks(Region, "eks_cluster").Usd, book.Eks(Region, "eks_cluster_extended_support").Usd));
        Assert.Equal((0.0405m, 0.0044m), (book.Eks(Region, "fargate_vcpu").Usd, book.Eks(Region, "fargate_memory").Usd));
        Assert.Equal((0.45m, 0.3m, 0.31m),
            (book.Glue(Region, "standard", "5.0").Usd, book.Glue(Region, "flex", "5.0").Usd, book.Glue(Region, "standard", "6.0").Usd));
        Assert.Equal(Analyzer.Ground.Billed, book.Glue(Region, "standard", "5.0").Ground);
        Assert.Equal((0.09m, 0.12m), (book.Ebs(Region, "gp3", "GB-month").Usd, book.Ebs(Region, "gp2", "GB-month").Usd));
        Assert.Equal((0.006m, 45m),
            (book.Ebs(Region, "gp3", "IOPS-month above 3000").Usd, book.Ebs(Region, "gp3", "GiBps-month above 125 MiB/s").Usd));
        Assert.Equal((0.006m, 0.0005m),
            (book.S3AndNetwork(Region, "s3_put_copy_post_list").Usd, book.S3AndNetwork(Region, "s3_get_and_other").Usd));
    }

    /// <summary>
    /// The feed's own band and saving, over today's On-Demand price: 0.107 x (1 - 60 %). A band that its list has not got is no band.
    /// </summary>
    [Fact]
    public async Task AdvisorsFeed_GivesBandsOfTheRegionsAskedFor()
    {
        aws.Spot.Clear();
        var book = await BookAsync();
        Assert.Equal(new InterruptionBand("5-10%", 60, "2026-11-21"), book.Interruption(Region, "m5.large"));
        Assert.Equal(0.0428m, book.Spot(Region, "m5.large", null)!.Price.Usd);
        Assert.Null(book.Interruption(Region, "m5.xlarge"));
        Assert.Equal(PriceBook.Embedded.Interruption("us-east-1", "m5.large"), book.Interruption("us-east-1", "m5.large"));
    }

    [Theory]
    [InlineData("<html>not found</html>")]
    [InlineData("{}")]
    public async Task AdvisorsFeedThatCannotBeRead_LeavesTheBooksBands(string feed)
    {
        aws.Advisor = feed;
        var book = await BookAsync();
        Assert.Equal(PriceBook.Embedded.Interruption(Region, "m5.large"), book.Interruption(Region, "m5.large"));
        Assert.Equal(0.107m, book.Ec2OnDemand(Region, "m5.large").Usd);
        Assert.Contains(said, s => s.EndsWith("the bands of the price list are kept", StringComparison.Ordinal));
    }

    /// <summary>Memory of arm64 has two figures: it keeps the book's, its neighbours are new; so is disk, with one figure.</summary>
    [Fact]
    public async Task PriceWithTwoFigures_DoesNotDropItsNeighbours()
    {
        aws.Products.Add(Worker("EU-EMR-SERVERLESS-ARM-MemoryGBHours", "0.0099000000"));
        var (old, price) = (PriceBook.Embedded.Serverless(Region, "arm64"), (await BookAsync()).Serverless(Region, "arm64"));
        Assert.Equal((0.05m, old.GbHour.Usd, 0.00013m), (price.VcpuHour.Usd, price.GbHour.Usd, price.StorageGbHour.Usd));
        Assert.Equal((Analyzer.Ground.Derived, old.GbHour.Date), (price.GbHour.Ground, price.GbHour.Date));
        Assert.Contains("eu-west-1: EMR-SERVERLESS-ARM-MemoryGBHours has several prices; the row of the price list is kept", said);
        Assert.Equal(0.06m, (await BookAsync()).Serverless(Region, "x86_64").VcpuHour.Usd);
    }

    [Theory]
    [InlineData("ETL-DPU-Hour", true)]
    [InlineData("USE1-ETL-DPU-Hour", true)]
    [InlineData("EU-ETL-DPU-Hour", true)]
    [InlineData("USE1-ETL-DPU-Hour-Gen2", false)]
    [InlineData("USE1-DBrew-ETL-DPU-Hour", false)]
    [InlineData("USE1-SpotUsage:ETL-DPU-Hour", false)]
    public void UsageType_IsItsNameBehindTheRegionsPrefix(string usageType, bool expected) =>
        Assert.Equal(expected, RegionPrices.IsUsage(usageType, "ETL-DPU-Hour"));

    [Fact]
    public async Task SpotOfAZone_IsItsLatestLinuxPrice()
    {
        var book = await BookAsync();
        Assert.Equal(0.0437m, book.Spot(Region, "m5.large", new AwsZone { Name = "eu-west-1a", Account = aws.Account })!.Price.Usd);
        Assert.Equal((0.0389m, 0.0437m), (book.Spot(Region, "m5.large", null)!.LowUsd, book.Spot(Region, "m5.large", null)!.HighUsd));
    }

    const string Denied =
        "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>";

    /// <summary>euw1-az3 is this account's eu-west-1a: a cluster of another account whose eu-west-1c it is has the same price.</summary>
    [Fact]
    public async Task ZonesHaveTheirIds_AndTheAccountWhoseNamesTheyAre()
    {
        var book = await BookAsync();
        Assert.Equal(0.0437m, Spot(new AwsZone { Name = "eu-west-1c", Id = "euw1-az3", Account = "444455556666" }).Price.Usd);
        Assert.Equal(0.0389m, Spot(new AwsZone { Name = "eu-west-1b", Account = "123456789012" }).Price.Usd);
        Assert.NotNull(Spot(new AwsZone { Name = "eu-west-1b", Account = "444455556666" }).LowUsd);
        Assert.Single(aws.Requests, r => r.Operation == "DescribeAvailabilityZones");
        Assert.Single(aws.Requests, r => r.Operation == "GetCallerIdentity");

        SpotPrice Spot(AwsZone zone) => book.Spot(Region, "m5.large", zone)!;
    }

    [Fact]
    public async Task WithoutSpotPrices_NeitherZonesNorAccountAreAskedFor()
    {
        aws.Spot.Clear();
        await BookAsync();
        Assert.DoesNotContain(aws.Requests, r => r.Operation is "DescribeAvailabilityZones" or "GetCallerIdentity");
    }

    /// <summary>Zones without ids, or an account that is not known, leave the refresh as it was: told, and the prices are there.</summary>
    [Theory]
    [InlineData("DescribeAvailabilityZones", 403, Denied, "EC2 DescribeAvailabilityZones in eu-west-1: access denied "
        + "(UnauthorizedOperation); prices refresh needs ec2:DescribeAvailabilityZones; the zones of eu-west-1 have no ids in the price "
        + "list, and their names are those of this account")]
    [InlineData("GetCallerIdentity", 403, Denied, "STS GetCallerIdentity in us-east-1: access denied (UnauthorizedOperation); prices "
        + "refresh needs sts:GetCallerIdentity; Spot prices of zones are used for a cluster only where the ids of its zones are known")]
    [InlineData("GetCallerIdentity", 200, "<html><body>a proxy</body></html>", "STS GetCallerIdentity: no account in the answer; Spot "
        + "prices of zones are used for a cluster only where the ids of its zones are known")]
    [InlineData("GetCallerIdentity", 503, "", null)]
    [InlineData("DescribeAvailabilityZones", 200, "<other><availabilityZoneInfo/></other>", null)]
    [InlineData("DescribeInstanceTypes", 403, Denied, "EC2 DescribeInstanceTypes in eu-west-1: access denied (UnauthorizedOperation); "
        + "prices refresh needs ec2:DescribeInstanceTypes; the price list's facts of instance types are kept")]
    [InlineData("DescribeInstanceTypes", 200, "<other/>", null)]
    public async Task WhatIsNotToBeHad_IsToldAndLeftOut(string operation, int status, string answer, string? told)
    {
        aws.Types.Add(FakeAws.Type("m5.large", 2, 8192, gbps: 0.75));
        aws.FaultFor = r => r.Operation == operation ? new FakeAws.Fault(status, answer) : null;
        var book = await BookAsync();
        Assert.Equal(0.107m, book.Ec2OnDemand(Region, "m5.large").Usd);
        Assert.Equal((0.0389m, 0.0437m), (book.Spot(Region, "m5.large", null)!.LowUsd, book.Spot(Region, "m5.large", null)!.HighUsd));
        Assert.Equal((2, 8m), (book.Type("m5.large")!.Vcpu, book.Type("m5.large")!.MemoryGib));
        if (told is not null) Assert.Contains(told, said);
    }

    /// <summary>A zone table of before has neither ids nor accounts: both columns are put in, and what else it has stays.</summary>
    [Fact]
    public async Task SpotTableOfBefore_GetsIdsAndAccount()
    {
        const string before = "region,az_name,instance_type,spot_usd,date,source\n"
            + "us-east-1,us-east-1a,m5.large,0.05,2026-01-01,history\n";
        var old = PriceBook.FromTables("old", new Dictionary<string, string> { [PriceTables.Spot] = before });
        Assert.Equal("region,az_name,instance_type,spot_usd,date,source,az_id,account\n"
            + "us-east-1,us-east-1a,m5.large,0.05,2026-01-01,history,,\n"
            + "eu-west-1,eu-west-1a,m5.large,0.0437,2026-11-21,EC2 DescribeSpotPriceHistory,euw1-az3,123456789012\n"
            + "eu-west-1,eu-west-1b,m5.large,0.0389,2026-11-21,EC2 DescribeSpotPriceHistory,euw1-az1,123456789012\n",
            (await RefreshAsync()).Over(old)[PriceTables.Spot]);
    }

    /// <summary>m9z.large is in no table: its price comes with a shape now. What EC2 does not say of m5.large stays.</summary>
    [Fact]
    public async Task DescribedTypes_TakeThePlaceOfTheBooksFacts()
    {
        aws.Types.AddRange([FakeAws.Type("m5.large", 2, 8192, gbps: 0.75), FakeAws.Type("m9z.large", 2, 8448, "arm64", 118, 6.25, 6.25),
            FakeAws.Type("x9.huge", 8, 8192), FakeAws.Type("m5.xlarge", 4, 16384, "x86_64_mac")]);
        var refreshed = await RefreshAsync();
        Assert.Equal([new TypeDifference("m5.large", "ebs_baseline_mbps", "4750", "650"),
            new TypeDifference("m5.large", "network_burst_gbps", "10", "1.5")],
            refreshed.DifferentTypes(PriceBook.Embedded).OrderBy(d => d.Fact, StringComparer.Ordinal));
        var book = PriceBook.FromTables("new", refreshed.Over(PriceBook.Embedded));
        var old = PriceBook.Embedded.Type("m5.large")!;
        Assert.Equal(old with { EbsBaselineMbps = 650 }, book.Type("m5.large"));
        var added = book.Type("m9z.large")!;
        Assert.Equal((2, 8.25m, "arm64", 118m, 12.5m, 650m, EmrSupport.Yes), (added.Vcpu, added.MemoryGib, added.Arch, added.LocalStorageGb,
            added.NetworkBaselineGbps!.Value, added.EbsBaselineMbps!.Value, added.Emr));
        Assert.Null(book.Type("x9.huge")); // has no price
        Assert.Equal(PriceBook.Embedded.TableText(PriceTables.InstanceTypes)!.Split('\n').Single(IsXlarge),
            book.TableText(PriceTables.InstanceTypes)!.Split('\n').Single(IsXlarge));
        Assert.Equal(2, aws.Requests.Count(r => r.Operation == "DescribeInstanceTypes"));
        Assert.Empty(refreshed.DifferentTypes(book));

        static bool IsXlarge(string line) => line.StartsWith("m5.xlarge,", StringComparison.Ordinal);
    }

    [Fact]
    public async Task RegionWhoseTypesAreDescribed_IsNotAsked()
    {
        aws.Types.AddRange([FakeAws.Type("m5.large", 2, 8192), FakeAws.Type("m5.xlarge", 4, 16384), FakeAws.Type("m9z.large", 2, 8192)]);
        await RefreshAsync(Region, "us-east-1");
        Assert.Equal(2, aws.Requests.Count(r => r.Operation == "DescribeInstanceTypes")); // both pages of eu-west-1
    }

    [Fact]
    public async Task PagesWithoutEnd_AreOneLine()
    {
        var pages = 0;
        aws.FaultFor = r => r.Operation != "DescribeInstanceTypes" ? null : new FakeAws.Fault(200,
            $"<DescribeInstanceTypesResponse><instanceTypeSet/><nextToken>{++pages}</nextToken></DescribeInstanceTypesResponse>");
        var e = await Assert.ThrowsAsync<RightsizerException>(() => RefreshAsync());
        Assert.Equal((ExitCode.InputUnreadable,
            "DescribeInstanceTypes: the answer has more than 120 pages, which no region of AWS has; check the endpoint"),
            (e.ExitCode, e.Message));
    }

    [Theory]
    [InlineData(0, 8192)]
    [InlineData(-1, 8192)]
    [InlineData(2, 0)]
    [InlineData(2, long.MaxValue)]
    public async Task TypeWithoutASize_IsLeftOut(int vcpu, long mib)
    {
        aws.Types.Add(FakeAws.Type("m5.large", vcpu, mib, "x86_64", -5, double.NaN, -1));
        Assert.Equal(PriceBook.Embedded.Type("m5.large"), (await BookAsync()).Type("m5.large"));
    }

    /// <summary>A name from a server does not end the row that it is in.</summary>
    [Fact]
    public async Task FieldWithALineEnd_StaysInItsRow()
    {
        aws.Zones[0] = ("eu-west-1a", "euw1-az3&#10;us-east-1,a,b,,m5.large,,0.01,");
        var book = await BookAsync();
        Assert.Equal(PriceBook.Embedded.Spot("us-east-1", "m5.large", null), book.Spot("us-east-1", "m5.large", null));
    }

    [Fact]
    public async Task WhatWasNotAsked_StaysWithItsOwnDate()
    {
        var book = await BookAsync();
        Assert.Equal(PriceBook.Embedded.Ec2OnDemand("us-east-1", "m5.large"), book.Ec2OnDemand("us-east-1", "m5.large"));
        Assert.Equal(PriceBook.Embedded.EmrOnEc2Fee(Region, "c5.18xlarge"), book.EmrOnEc2Fee(Region, "c5.18xlarge"));
        Assert.Equal(PriceBook.Embedded.Glue(Region, "mdpu", null), book.Glue(Region, "mdpu", null));
        Assert.Equal(PriceBook.Embedded.Ebs(Region, "st1", "GB-month"), book.Ebs(Region, "st1", "GB-month"));
        Assert.Equal(PriceBook.Embedded.S3AndNetwork(Region, "inter_az_transfer"), book.S3AndNetwork(Region, "inter_az_transfer"));
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
            : new FakeAws.Fault(503,
            "<Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Request limit "
            + "exceeded.</Message></Error></Errors></Response>");
        var book = await BookAsync();
        Assert.Equal(0.107m, book.Ec2OnDemand(Region, "m5.large").Usd);
        Assert.Equal(0.0437m, book.Spot(Region, "m5.large", new AwsZone { Name = "eu-west-1a", Account = aws.Account })!.Price.Usd);
    }

    [Fact]
    public async Task ThrottlingWithoutEnd_IsOneLine()
    {
        aws.FaultFor = _ => new FakeAws.Fault(400, """{"__type":"ThrottlingException","message":"Rate exceeded"}""");
        var e = await Assert.ThrowsAsync<RightsizerException>(() => RefreshAsync());
        Assert.Equal((ExitCode.InputUnreadable,
            "Price List GetProducts in us-east-1: the service asked to slow down and did not recover (ThrottlingException); try again "
            + "later (7 tries)"), (e.ExitCode, e.Message));
        Assert.Equal(7, aws.Requests.Count);
    }

    [Fact]
    public async Task CutAnswer_IsAskedForAgain()
    {
        aws.FaultFor = r => r.Number is 1 or 3 or 12 ? new FakeAws.Fault(CutAfter: 60) : r.Number is 2 ? new FakeAws.Fault(200, """{"FormatVersion":"aws_v1","PriceList":["{\"prod""") : null;
        Assert.Equal(0.107m, (await BookAsync()).Ec2OnDemand(Region, "m5.large").Usd);
    }

    [Theory]
    [InlineData("UnrecognizedClientException",
        "the access key is not known, or not for this region (UnrecognizedClientException); check the credentials")]
    [InlineData("InvalidSignatureException",
        "the secret key is wrong, or this machine's clock is (InvalidSignatureException); check the credentials")]
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
        aws.FaultFor = r =>
            r.Service == "ec2" ? new FakeAws.Fault(
            403, "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>") : null;
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
        Assert.Equal((ExitCode.BadArguments, "--region eu-vest-1: the Price List has no EC2 price there; check its name"),
            (e.ExitCode, e.Message));
    }

    [Fact]
    public void CapturedProduct_IsReadToTheDigit()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var item = PriceListItem.Read(
            File.ReadAllText(Path.Combine(SharedFolder.Path!, "pricing", "api-shapes", "ec2-getproducts-m5.large.pricelist-item.json")))!;
        Assert.Equal((0.096m, "m5.large", "2021-02-01"), (item.Usd, item["instanceType"], item.EffectiveDate));
    }

    /// <remarks>Signatures of botocore 1.43.11 over the same request.</remarks>
    [Theory]
    [InlineData(null, "content-type;host;x-amz-date;x-amz-target", "6f6296272ef03e213390716f7aa22d3bf255cfd842d6ee7d80a7869fb5d7be7e")]
    [InlineData("TOKEN", "content-type;host;x-amz-date;x-amz-security-token;x-amz-target",
        "caea7be3bb012b7d258743ab920fd5a53c973672292daefe9a90b1091bb0901f")]
    public void Signature_IsThatOfBotocore(string? token, string names, string signature)
    {
        using var calls = new SignedCalls("pricing", new Uri("https://api.pricing.us-east-1.amazonaws.com/"),
            new ServicePlace("us-east-1", "", null), new BasicAWSCredentials("a", "b"), new CallTuning());
        using var request = calls.Sign("/", "AWSPriceListService.GetProducts", """{"ServiceCode":"AmazonEC2"}""",
            new ImmutableCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token),
                new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal($"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/pricing/aws4_request, SignedHeaders={names}, "
            + $"Signature={signature}",
            request.Headers.GetValues("Authorization").Single());
    }

    /// <remarks>Signatures of botocore 1.43.11 over the same request.</remarks>
    [Theory]
    [InlineData(null, "host;x-amz-date", "95c8d597decf342863d06d6848263c3680e1f9108b8570575d4127160c504701")]
    [InlineData("TOKEN", "host;x-amz-date;x-amz-security-token", "d8c71603bcc043e66cede7cf7ddff389071f38982005fd204e7eb6d9c9daea70")]
    public void SignatureOfAGet_IsThatOfBotocore(string? token, string names, string signature)
    {
        using var calls = new SignedCalls("emr-serverless", new Uri("https://emr-serverless.us-east-1.amazonaws.com/"),
            new ServicePlace("us-east-1", "", null), new BasicAWSCredentials("a", "b"), new CallTuning());
        using var request = calls.Sign("/applications/00f1abc2def34567/jobruns/00f9876543210abc", null, null,
            new ImmutableCredentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", token),
            new DateTime(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc));
        Assert.Equal($"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261121/us-east-1/emr-serverless/aws4_request, SignedHeaders={names}, "
            + $"Signature={signature}", request.Headers.GetValues("Authorization").Single());
    }
}
