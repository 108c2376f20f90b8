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

    /// <summary>What a run costs on a cluster of its own does not depend on how many there are; a year's cost is theirs.</summary>
    [Fact]
    public void RunsAWeek_ChangeTheYearAndNotTheRun()
    {
        var best = Best(Asked);
        var variants = Size(Asked with { RunsPerWeek = 10 }).Variants.ToDictionary(v => v.Change);

        foreach (var (change, runs) in new[] { (SizingChange.HalfTheRuns, 5), (SizingChange.TwiceTheRuns, 20) })
        {
            var v = variants[change];
            Assert.Equal((true, best.Usd!.P50), (v.IsSame, v.Usd!.P50));
            Assert.Equal((double)best.Usd.P50 * runs * 365.25 / 7, (double)v.YearUsd!, 0.0001);
        }
        Assert.DoesNotContain(Size(Asked).Variants, v => v.YearUsd is not null);
    }

    [Fact]
    public void EnoughRunsAWeek_ArePaidByTheHourOfAPermanentCluster()
    {
        var request = Asked with { AllowTypes = ["m5.xlarge"], Purchases = [Purchase.OnDemand] };
        var best = Best(request);
        SizingVariant Twice(double runsPerWeek) =>
            Size(request with { RunsPerWeek = (decimal)runsPerWeek }).Variants.Single(v => v.Change == SizingChange.TwiceTheRuns);
        // the nodes and a primary, each 0.24 USD and 79 GiB of disk an hour: a run pays for its time and its start, the week for 168 hours,
        // and 168 hours have room for as many runs as there are of its time alone
        var week = (int.Parse(best.Name.ToString().Split(' ')[0]) + 1) * 168 * (0.24 + 79 * 0.08 / 730);
        var (pays, room) = (week / (double)best.Usd!.P50, 168 * 3_600_000.0 / best.RunMs!.Value);
        Assert.InRange(pays, 1, room);

        var runs = (pays + room) / 2;
        var many = Twice(runs / 2);
        Assert.Equal("a permanent cluster of " + best.Name, many.Name);
        Assert.Equal((week / runs, week * 365.25 / 7), ((double)many.Usd!.P50, (double)many.YearUsd!), new Near(0.002));
        Assert.False(many.IsSame);
        Assert.True(Twice(pays / 2 * 0.98).IsSame);
        // more have no room in the week of one such cluster
        Assert.True(Twice(room / 2 * 1.02).IsSame);
    }

    sealed class Near(double ratio) : IEqualityComparer<(double, double)>
    {
        public bool Equals((double, double) x, (double, double) y) =>
            Math.Abs(x.Item1 / y.Item1 - 1) < ratio && Math.Abs(x.Item2 / y.Item2 - 1) < ratio;

        public int GetHashCode((double, double) o) => 0;
    }

    [Fact]
    public void NotAsked_IsNotSearched() => Assert.Empty(Size(Asked with { WithVariants = false }).Variants);
}
