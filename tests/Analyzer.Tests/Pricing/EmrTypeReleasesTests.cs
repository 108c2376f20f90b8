using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Tests.Pricing;

/// <summary>What ListSupportedInstanceTypes answered, by release.</summary>
public class EmrTypeReleasesTests
{
    [Theory]
    [InlineData("m5.xlarge", "emr-5.13.0", true)]
    [InlineData("m5.xlarge", "emr-5.12.3", false)]
    [InlineData("m7g.xlarge", "emr-6.10.0", true)]
    [InlineData("m7g.xlarge", "emr-6.9.0", false)]
    [InlineData("m8i.xlarge", "emr-7.0.0", true)] // in the list of 7.0.0, and not in those of 7.1.0 to 7.8.0
    [InlineData("m8i.xlarge", "emr-7.5.0", false)]
    [InlineData("m8i.xlarge", "emr-7.12.0", true)]
    [InlineData("m8i.xlarge", "emr-7.99.0", true)]
    [InlineData("m8i.xlarge", "emr-spark-8.0.0", true)]
    [InlineData("m8i.xlarge", null, true)]
    [InlineData("m8i.xlarge", "emr-5.36.1", false)]
    [InlineData("d3en.xlarge", "emr-6.14.0", true)]
    [InlineData("d3en.xlarge", "emr-6.15.0", false)]
    [InlineData("c5.large", "emr-7.12.0", false)] // EMR does not run it at all
    public void Type_RunsOnTheReleasesThatListIt(string type, string? release, bool runs) =>
        Assert.Equal(runs, PriceBook.Embedded.Type(type)!.RunsOnEmr(release));

    /// <summary>An answer of 7.12.0 has 731 types; 87 of them the Spot Advisor's feed of 2025 does not know.</summary>
    [Fact]
    public void Lists_Know731TypesOf712()
    {
        var rows = PriceBook.Embedded.TableText(PriceTables.EmrInstanceTypes)!.Split('\n')
            .Where(l => l.Contains(',') && !l.StartsWith('#') && !l.StartsWith("instance_type", StringComparison.Ordinal)).ToList();
        Assert.Equal(731, rows.Count(r => EmrTypeReleases.Parse(r.Split(',')[1])!.Include("emr-7.12.0")));
        Assert.Equal(731, rows.Count);
    }

    [Fact]
    public void FeeOfThePriceList_ProvesThatEmrRunsTheType()
    {
        Assert.Equal(EmrSupport.Unknown, PriceBook.Embedded.Type("c8a.xlarge")!.Emr);
        var fees = "instance_type,usd_per_hour,basis,confidence,date,source\nc8a.xlarge,0.05,published,high,2026-11-01,AWS Price List\n";
        var book = PriceBook.FromTables("mine", new Dictionary<string, string> { [PriceTables.EmrOnEc2] = fees });
        Assert.Equal(EmrSupport.Yes, book.Type("c8a.xlarge")!.Emr);
        Assert.True(book.Type("c8a.xlarge")!.RunsOnEmr("emr-7.12.0"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("7.0.0-7.1.0-7.2.0")]
    [InlineData("soon")]
    public void OtherText_IsRefused(string text) => Assert.Null(EmrTypeReleases.Parse(text));
}
