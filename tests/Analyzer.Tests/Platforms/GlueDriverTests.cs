using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Tests.Pricing;
using Rightsizer.Analyzer.Tests.Sizing;

namespace Rightsizer.Analyzer.Tests.Platforms;

/// <summary>A Glue job's driver is on a worker of the type of all, whose heap is 10 of 16 GB: G.1X 10 GiB, G.2X 20, R.1X 20.</summary>
public class GlueDriverTests
{
    [Theory]
    [InlineData("10g", "G.1X")]
    [InlineData("16g", "G.2X")]
    [InlineData("30g", "G.4X")]
    public void Alternative_HasWorkersThatHoldTheDriver(string driver, string worker)
    {
        var run = PricedRun.Of(1000, [("a", 4, 10, 1000), ("b", 4, 10, 1000)], ("spark.master", "spark://h:1"),
            ("spark.executor.memory", "8g"), ("spark.driver.memory", driver), ("spark.submit.deployMode", "cluster"));

        var glue = CostModel.Price(run, new PriceContext()).Alternatives.Single(l => l.Kind == LedgerKind.Glue);

        Assert.EndsWith(worker, glue.Name.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_HaveWorkersThatHoldTheDriver()
    {
        var job = SizedJobs.Sketch().Setting("spark.driver.memory", "16g").Setting("spark.submit.deployMode", "cluster").Build();

        var offers = ClusterSizer.Size([job], new SizingRequest { Platforms = [SizingPlatform.Glue] })
            .Offers.Where(o => o.Rank > 0).ToList();

        Assert.NotEmpty(offers);
        Assert.All(offers, o => Assert.True(o.Executor!.HeapMib >= 16 * 1024, o.Name.ToString()));
    }
}
