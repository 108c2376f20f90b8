using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>What would be cheapest if one thing were otherwise: as if that had been asked.</summary>
public class SizingVariantsTests
{
    static readonly SizingRequest Asked = new()
    {
        Platforms = [SizingPlatform.EmrOnEc2],
        AllowTypes = ["m5.xlarge", "m6g.xlarge"],
        DeadlineMs = 2_700_000,
        MaxNodes = 6,
        WithVariants = true,
    };

    static SizingResult Size(SizingRequest request) => ClusterSizer.Size([SizedJobs.Run()], request);

    static SizingCandidate Best(SizingRequest request) => Size(request with { WithVariants = false }) is { BestRank: { } rank } r
        ? r.Offers.Single(o => o.Rank == rank) : throw new InvalidOperationException("no option");

    [Fact]
    public void EachChange_CostsWhatTheSearchFindsThatIsAskedSo()
    {
        var variants = Size(Asked).Variants.ToDictionary(v => v.Change);

        foreach (var (change, asked) in new (SizingChange, SizingRequest)[]
        {
            (SizingChange.OnDemandOnly, Asked with { Purchases = [Purchase.OnDemand] }),
            (SizingChange.X86Only, Asked with { Architectures = ["x86_64"] }),
            (SizingChange.NoStartUp, Asked with { StartUpSeconds = 0 }),
            // 210 s are assumed of EMR on EC2
            (SizingChange.DoubleStartUp, Asked with { StartUpSeconds = 420 }),
        })
        {
            var best = Best(asked);
            Assert.Equal((change, best.Name.ToString(), best.Usd!.P50), (change, variants[change].Name, variants[change].Usd!.P50));
        }
    }

    [Fact]
    public void MoreData_TakesLongerByThatRatioAtMost_AndCostsItsTime()
    {
        var request = Asked with { AllowTypes = ["m5.xlarge"], Purchases = [Purchase.OnDemand], MaxNodes = 4 };
        var more = Size(request).Variants.Single(v => v.Change == SizingChange.MoreData);

        Assert.Equal("4 x m5.xlarge On-Demand", more.Name);
        // 1,211 s were measured on these nodes; the driver's part does not grow
        var runMs = more.TimeMs!.P50 - 210_000;
        Assert.InRange(runMs, 1_211_000 * 1.2, 1_211_000 * 1.51);
        // 5 nodes x (the time + 210 s) x (0.24 + 79 x 0.08 / 730) / 3600
        Assert.Equal(5 * more.TimeMs.P50 / 1000.0 * (0.24 + 79 * 0.08 / 730) / 3600, (double)more.Usd!.P50, 0.0005);
    }

    [Fact]
    public void NotAsked_IsNotSearched() => Assert.Empty(Size(Asked with { WithVariants = false }).Variants);
}
