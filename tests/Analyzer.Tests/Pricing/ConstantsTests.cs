using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Construction;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Pricing;

/// <summary>The constants listed are those that the figures move with, and no others.</summary>
public class ConstantsTests
{
    static readonly Model.ApplicationRun run = ApplicationRunLoader.Load(
        EventLogLocator.Find(Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd"))[^1],
        new EventLogReaderOptions(), null, TestContext.Current.CancellationToken);

    [Fact]
    public void StartUp_IsListedExactlyWhereALedgerHasLinesOfIt()
    {
        var cost = CostModel.Price(run, new PriceContext());

        Assert.Contains(cost.Alternatives, a => a.Kind == LedgerKind.EmrOnDemandX86);
        foreach (var ledger in cost.Alternatives)
        {
            var pays = ledger.Lines.Any(l => l.Purpose == LinePurpose.StartUp);
            // 210 s on EMR on EC2; elsewhere diagnose counts none
            Assert.Equal(pays, ledger.Constants.Any(c => c is { Value: 210, Unit: "s" }));
        }
        Assert.Equal(cost.Constants.Distinct().Count(), cost.Constants.Count);
    }

    [Fact]
    public void GivenPrice_RestsOnNoConstant()
    {
        var cost = CostModel.Price(run, new PriceContext { UsdPerHour = 3 });

        Assert.Equal(LedgerKind.GivenPrice, cost.Actual!.Kind);
        Assert.Empty(cost.Actual.Constants);
    }

    [Fact]
    public void Size_ListsTheStartUpOfEachPlatformOnOffer_UnlessItIsGiven()
    {
        var sized = ClusterSizer.Size([run], new SizingRequest(), null, TestContext.Current.CancellationToken);
        var given = ClusterSizer.Size(
            [run], new SizingRequest { StartUpSeconds = 5 }, null, TestContext.Current.CancellationToken);

        foreach (var platform in sized.Offers.Where(o => o.Rank > 0).Select(o => o.Platform).Distinct())
            Assert.Contains(PlatformCatalog.Find(platform)!.StartUp, sized.Constants);
        // Glue bills no start-up: only the time rests on it
        Assert.DoesNotContain(PlatformCatalog.Find(RunPlatform.Glue)!.StartUp, given.Constants);
    }

    /// <summary>Values of docs/science.md; those of nodes, Spot and Graviton stand where such an option does.</summary>
    [Fact]
    public void Size_ListsTheConstantsOfTimesAndRooms()
    {
        var all = ClusterSizer.Size([run], new SizingRequest(), null, TestContext.Current.CancellationToken);
        var glue = ClusterSizer.Size(
            [run], new SizingRequest { Platforms = [RunPlatform.Glue] }, null, TestContext.Current.CancellationToken);

        Assert.Contains(all.Offers, o => o.IsArm && o.Nodes.Count > 0);
        decimal[] everywhere = [1.15m, 1.1m, 0.3m], ofNodes = [1.3m, 0.7m, 0.25m], ofGraviton = [0.10m];
        Assert.Empty(everywhere.Concat(ofNodes).Concat(ofGraviton).Except(all.Constants.Select(c => c.Value)));
        Assert.Empty(everywhere.Except(glue.Constants.Select(c => c.Value)));
        Assert.Empty(ofNodes.Intersect(glue.Constants.Select(c => c.Value)));
        Assert.All(all.Constants, c => Assert.NotEmpty(c.Source));
    }
}
