using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.EventLogParser;

namespace Rightsizer.Analyzer.Tests.Pricing;

public class PriceBookTests
{
    static PriceBook With(string table, string csv) => PriceBook.FromTables("mine", new Dictionary<string, string> { [table] = csv });

    [Fact]
    public void GivenTable_StandsInPlaceOfTheEmbeddedOne()
    {
        var book = With(
            PriceTables.Ec2OnDemand, "# ours\nregion,instance_type,usd_per_hour,date,source\nus-east-1,m5.xlarge,0.1,2026-11-01,refresh\n");
        Assert.Equal(new Price(0.1m, Ground.Billed, "ec2-on-demand.csv: refresh", "2026-11-01"),
            book.Ec2OnDemand("us-east-1", "m5.xlarge"));
        Assert.Null(book.Ec2OnDemand("us-east-1", "m5.2xlarge").Usd);
        Assert.Equal(0.048m, book.EmrOnEc2Fee("us-east-1", "m5.xlarge").Price.Usd);
        Assert.Equal("mine over embedded 2026-11-20", book.Name);
        Assert.Equal("2026-11-01", book.DateOf("us-east-1"));
    }

    [Fact]
    public void BookThatIsOneFile_IsCutIntoItsTables()
    {
        var tables = PriceTables.SplitFile(
            "#table book.csv\nkey,value\nname,mine\ngathered,2026-11-21\n#table "
            + "glue.csv\nregion,class,glue_version,usd_per_dpu_hour\neu-west-1,standard,<=5.1,0.5\n");
        var book = PriceBook.FromTables("prices.csv", tables);
        Assert.Equal(0.5m, book.Glue("eu-west-1", "standard", "5.0").Usd);
        Assert.Null(book.Glue("us-east-1", "standard", "5.0").Usd);
        Assert.Equal("mine 2026-11-21 (prices.csv)", book.Name);
    }

    [Theory]
    [InlineData("region,instance_type,usd_per_hour\nus-east-1,m5.xlarge,-1\n", "ec2-on-demand.csv:2: usd_per_hour is not a number: -1")]
    [InlineData("region,instance_type,usd_per_hour\nus-east-1,m5.xlarge,a\n", "ec2-on-demand.csv:2: usd_per_hour is not a number: a")]
    [InlineData("region,instance_type\nus-east-1,m5.xlarge\n", "no column \"usd_per_hour\"")]
    [InlineData("# nothing\n", "no header line")]
    public void BrokenTable_SaysWhere(string csv, string message)
    {
        var e = Assert.Throws<RightsizerException>(() => With(PriceTables.Ec2OnDemand, csv).Ec2OnDemand("us-east-1", "m5.xlarge"));
        Assert.Equal(ExitCode.BadArguments, e.ExitCode);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownTable_IsRefused() => Assert.Throws<RightsizerException>(() => With("prices.csv", "a,b\n"));

    [Fact]
    public void SpotPriceOfAKnownZone_IsThatZones()
    {
        var book = With(PriceTables.Spot, Zones);
        Assert.Equal(0.11m, book.Spot("us-east-1", "m5.xlarge", AwsZone.Written("us-east-1b"))!.Price.Usd);
        Assert.Null(book.Spot("us-east-1", "m5.xlarge", AwsZone.Written("us-east-1b"))!.LowUsd);
    }

    [Fact]
    public void SpotPriceWithoutAZone_IsTheUnroundedMeanWithItsRange()
    {
        var spot = With(PriceTables.Spot, Zones).Spot("us-east-1", "m5.xlarge", null)!;
        Assert.Equal((0.10m + 0.11m + 0.11m) / 3, spot.Price.Usd);
        Assert.Equal((0.10m, 0.11m), (spot.LowUsd, spot.HighUsd));
        Assert.Equal(Ground.Derived, spot.Price.Ground);
    }

    [Fact]
    public void ZoneIdAskedByName_IsNotFoundAmongNames() =>
        Assert.NotNull(With(PriceTables.Spot, Zones).Spot("us-east-1", "m5.xlarge", AwsZone.Written("use1-az2"))!.LowUsd);

    /// <summary>us-east-1a is use1-az4 in the account of the list and use1-az6 in another: AWS's own example of names and ids.</summary>
    [Theory]
    [InlineData("us-east-1a", null, "111122223333", 0.10)]
    [InlineData("us-east-1a", null, "444455556666", null)]
    [InlineData("us-east-1a", "use1-az6", "444455556666", 0.11)]
    [InlineData("us-east-1a", "use1-az4", "444455556666", 0.10)]
    [InlineData("us-east-1a", "use1-az1", "111122223333", null)]
    [InlineData(null, "use1-az6", null, 0.11)]
    [InlineData("us-east-1c", "use1-az2", "111122223333", 0.12)]
    [InlineData("us-east-1c", "use1-az2", "444455556666", null)]
    public void Zone_IsMatchedByItsIdElseByItsNameInOneAccount(string? name, string? id, string? account, double? usd)
    {
        var spot = With(PriceTables.Spot, "region,az_name,az_id,account,instance_type,spot_usd\n"
            + "us-east-1,us-east-1a,use1-az4,111122223333,m5.xlarge,0.10\n"
            + "us-east-1,us-east-1b,use1-az6,111122223333,m5.xlarge,0.11\n"
            + "us-east-1,us-east-1c,,111122223333,m5.xlarge,0.12\n")
            .Spot("us-east-1", "m5.xlarge", new AwsZone { Name = name, Id = id, Account = account })!;
        Assert.Equal(usd is null, spot.LowUsd is not null);
        Assert.Equal((decimal?)usd ?? 0.11m, spot.Price.Usd);
    }

    /// <summary>A list of before names no account: its names are not those of a cluster, but those of a person who writes one.</summary>
    [Fact]
    public void NamesOfNoAccount_AreThoseThatAPersonWrites()
    {
        var book = With(PriceTables.Spot, Zones);
        Assert.NotNull(book.Spot("us-east-1", "m5.xlarge", new AwsZone { Name = "us-east-1a", Account = "111122223333" })!.LowUsd);
        Assert.Equal(0.10m, book.Spot("us-east-1", "m5.xlarge", AwsZone.Written("us-east-1a"))!.Price.Usd);
    }

    [Theory]
    [InlineData("use1-az1", true)]
    [InlineData("usw2-lax1-az2", true)]
    [InlineData("us-east-1a", false)]
    [InlineData("us-west-2-lax-1a", false)]
    [InlineData("us-east-1-wl1-bos-wlz-1", false)]
    [InlineData("use1-az", false)]
    [InlineData("", false)]
    public void WrittenZone_IsAnIdByItsForm(string text, bool isId) =>
        Assert.Equal(isId ? new AwsZone { Id = text } : new AwsZone { Name = text }, AwsZone.Written(text));

    const string Zones =
        "region,az_name,instance_type,spot_usd,date,source\n"
        + "us-east-1,us-east-1a,m5.xlarge,0.10,2026-11-20,history\n"
        + "us-east-1,us-east-1b,m5.xlarge,0.11,2026-11-20,history\n"
        + "us-east-1,us-east-1c,m5.xlarge,0.11,2026-11-20,history\n";

    [Fact]
    public void SpotPriceOfTheAdvisor_CarriesItsWorstErrors()
    {
        var spot = PriceBook.Embedded.Spot("us-east-1", "c4.xlarge", null)!;
        Assert.Equal((0.0736m, 0.043294m, 0.184m), (spot.Price.Usd!.Value, spot.LowUsd!.Value, spot.HighUsd!.Value)); // / 1.70 and / 0.40
    }

    [Fact]
    public void FeeOfATypeThatEmrDoesNotRun_IsAHole()
    {
        var type = PriceBook.Embedded.Types.First(t => t.Emr == EmrSupport.No).Name;
        Assert.Null(PriceBook.Embedded.EmrOnEc2Fee("us-east-1", type).Price.Usd);
    }

    [Fact]
    public void FeeInGovCloud_IsAHole() => Assert.Null(PriceBook.Embedded.EmrOnEc2Fee("us-gov-west-1", "m5.xlarge").Price.Usd);

    [Theory]
    [InlineData(4, 11264, "4 vCPU, 11 GB")]
    [InlineData(4, 11265, "4 vCPU, 12 GB")]
    [InlineData(4, 1000, "4 vCPU, 8 GB")]
    [InlineData(4, 30720, "4 vCPU, 30 GB")]
    [InlineData(4, 30721, null)]
    [InlineData(8, 16385, "8 vCPU, 20 GB")]
    [InlineData(16, 32769, "16 vCPU, 40 GB")]
    [InlineData(32, 61441, "32 vCPU, 120 GB")]
    [InlineData(3, 1000, null)]
    public void ServerlessWorker_IsTheNextOnItsRow(int vcpu, long mib, string? worker) =>
        Assert.Equal(worker, PriceBook.Embedded.ServerlessGrid.Fit(vcpu, mib)?.ToString());

    [Theory]
    [InlineData("""{"region":"us-east-1"}""", "nothing to price")]
    [InlineData("""{"region":"us-east-1","glue":{"workerType":"G.1X","worker":3}}""", "worker")]
    [InlineData("""{"region":"us-east-1","glue":{"workerType":"G.1X","workers":-3,"seconds":1}}""", "glue.workers is -3")]
    [InlineData("""{"glue":{"workerType":"G.1X","workers":3,"seconds":1}}""", "region")]
    [InlineData("""{"region":"us-east-1","emrServerless":{"workers":[{"vcpu":4,"seconds":1}]}}""", "memoryGb or heapMiB")]
    [InlineData("""{"region":""", "shape.json")]
    [InlineData("""{"region":"us-east-1","crossZoneGb":1,"discounts":[{"discountPct":5,"unitPriceUsd":1}]}""", "one of them")]
    [InlineData("""{"region":"us-east-1","crossZoneGb":1,"discounts":[{"unitPriceUsd":1e27}]}""", "unitPriceUsd must be between")]
    [InlineData("""{"region":"us-east-1","emrOnEc2":{"nodes":[{"instanceType":"m5.xlarge","seconds":1e12}]}}""", "nodes.seconds")]
    [InlineData("""{"region":"us-east-1","s3":{"written":[{"count":1000000000000,"sizeBytes":1}]}}""", "s3.written.count")]
    public void BrokenShape_SaysWhat(string json, string message)
    {
        var e = Assert.Throws<RightsizerException>(
            () => ShapeQuote.Price(ShapeReader.Read("shape.json", json).Single(), PriceBook.Embedded));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    /// <summary>
    /// Every figure at its limit: 1,000 volumes of a million GiB on a million nodes for 10^10 s, at 0.08 a month of 2,628,000 s.
    /// </summary>
    [Fact]
    public void LargestShape_StillHasATotal()
    {
        var ledger = ShapeQuote.Price(ShapeReader.Read("shape.json", """
            {"region": "us-east-1", "release": "emr-7.1.0", "emrOnEc2": {"nodes": [{"instanceType": "m5.xlarge", "count": 1000000,
              "seconds": 10000000000, "purchase": "spot", "spotPriceUsd": 1000000, "rootVolume": {"sizeGiB": 0},
              "volumes": [{"sizeGiB": 1000000, "count": 1000, "iops": 1000000, "throughputMiBps": 1000000}]}]}}
            """).Single(), PriceBook.Embedded);

        var storage = ledger.Lines.Single(l => l.Unit == "GB-month").AmountUsd!.Value;
        Assert.InRange(storage / (1e25m * 0.08m / 2_628_000), 0.999999m, 1.000001m);
        Assert.Equal(ledger.TotalUsd, ledger.Lines.Sum(l => l.AmountUsd));
    }
}
