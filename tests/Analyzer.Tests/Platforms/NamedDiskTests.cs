using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Tests.Pricing;
using Rightsizer.Analyzer.Tests.Sizing;

namespace Rightsizer.Analyzer.Tests.Platforms;

/// <summary>Disks of EMR Serverless workers that the log names stay with the job wherever it is offered EMR Serverless.</summary>
public class NamedDiskTests
{
    const string Driver = "spark.emr-serverless.driver.disk", Executor = "spark.emr-serverless.executor.disk";

    [Fact]
    public void Alternatives_KeepTheDisks()
    {
        var run = PricedRun.Of(1000, [("a", 4, 10, 510), ("b", 4, 100, 130)], ("spark.master", "spark://h:1"),
            ("spark.executor.memory", "10g"), ("spark.driver.memory", "1g"), (Driver, "50G"), (Executor, "200G"));

        var ledgers = CostModel.Price(run, new PriceContext()).Alternatives
            .Where(l => l.Kind is LedgerKind.ServerlessX86 or LedgerKind.ServerlessGraviton).ToList();

        // 180 GB above the free 20 for 500 and (30, billed as) 60 s of executors, 30 GB for 1,000 s of the driver
        Assert.NotEmpty(ledgers);
        Assert.All(ledgers, l => Assert.Equal([28m, 8.333333m], l.Lines
            .Where(x => x.Unit == "GB-hour" && x.Name.ToString().Contains("storage", StringComparison.Ordinal))
            .Select(x => Math.Round(x.Quantity, 6)).OrderDescending()));
    }

    [Theory]
    [InlineData("120G", "50G", 120, 50)]
    [InlineData("10G", null, 20, 20)]
    public void Offers_HaveNoSmallerDisks(string executor, string? driver, int executorGb, int driverGb)
    {
        var sketch = SizedJobs.Sketch().Setting(Executor, executor);
        if (driver is not null) sketch.Setting(Driver, driver);

        var offers = ClusterSizer.Size([sketch.Build()], new SizingRequest { Platforms = [SizingPlatform.EmrServerless] })
            .Offers.Where(o => o.Rank > 0).ToList();

        Assert.NotEmpty(offers);
        Assert.All(offers, o => Assert.Equal((executorGb, driverGb), (o.Executor!.DiskGb, o.Driver!.DiskGb)));
    }

    /// <summary>No price is known of such a disk: what the work needs decides, and the rest is on the run's own ledger.</summary>
    [Fact]
    public void ShuffleOptimisedDisk_IsNotCarriedOver()
    {
        var run = SizedJobs.Sketch().Setting(Executor, "500G").Setting(Executor + ".type", "shuffle_optimized").Build();

        Assert.All(ClusterSizer.Size([run], new SizingRequest { Platforms = [SizingPlatform.EmrServerless] }).Offers.Where(o => o.Rank > 0),
            o => Assert.Equal(20, o.Executor!.DiskGb));
    }

    [Fact]
    public void ShuffleOptimisedDisk_IsSaidToBeMissingFromAnAlternative()
    {
        var run = PricedRun.Of(1000, [("a", 4, 10, 510)], ("spark.master", "spark://h:1"),
            ("spark.executor.memory", "10g"), (Executor, "500G"), (Executor + ".type", "shuffle_optimized"));

        Assert.All(CostModel.Price(run, new PriceContext()).Alternatives.Where(l => l.Kind == LedgerKind.ServerlessX86),
            l => Assert.Contains(l.Notes, n => n.ToString().Contains("have no price and are not in it", StringComparison.Ordinal)));
    }
}
