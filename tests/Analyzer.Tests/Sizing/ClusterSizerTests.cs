using System.Diagnostics;
using System.Text.Json;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

public class ClusterSizerTests(ITestOutputHelper output)
{
    static SizingResult Size(SizingRequest? request = null) => ClusterSizer.Size([SizedJobs.Run()], request ?? new SizingRequest());

    [Fact]
    public void AnyJob_TodayIsOnTheListWithItsOwnTimeAndPrice()
    {
        var result = Size();

        // 1,211 s as measured, after the 210 s in which its inferred cluster started
        Assert.Equal((0, true, 1_421_000), (result.Offers[0].Rank, result.Offers[0].IsToday, result.Today!.TimeMs!.P50));
        Assert.Equal("EMR on EC2 On-Demand, inferred: 4 x m5.xlarge + primary m5.xlarge", result.Today.Name);
        // 5 nodes x (1,211 + 210) s x (0.24 + 79 x 0.08 / 730) / 3600
        Assert.Equal(0.490754, (double)result.Today.Usd!.P50, 0.00001);
        Assert.Equal(Ground.Measured, result.Today.Ground);
        Assert.Equal((long)(1_421_000 * 1.1), result.DeadlineMs);
    }

    [Fact]
    public void SameTypeAndCount_AreSimulatedAtTheTimeThatWasSeen()
    {
        var result = Size(new SizingRequest
        {
            AllowTypes = ["m5.xlarge"],
            Purchases = [Purchase.OnDemand],
            Platforms = [SizingPlatform.EmrOnEc2],
            DeadlineMs = 1_300_000,
            MaxNodes = 4
        });
        var pick = result.Offers.Single(o => o.Rank == 1);

        Assert.Equal("4 x m5.xlarge On-Demand", pick.Name);
        // a deadline was given: 210 s of start-up are in the time
        Assert.InRange(pick.TimeMs!.P50, 1_206_000 + 210_000, 1_216_000 + 210_000);
        Assert.InRange(pick.RunMs!.Value, 1_206_000, 1_216_000);
        Assert.Equal("A", pick.Tier);
        Assert.Equal(SizingAdvice.Keep, result.Advice);
        Assert.True(result.Pick!.IsToday);
    }

    [Fact]
    public void EveryOffer_KeepsItsLimits()
    {
        var result = Size(new SizingRequest { MaxNodes = 12 });

        Assert.All(result.Offers.Skip(1), o =>
        {
            Assert.All(o.Nodes.Where(n => n.Role is "primary" or "core"), n => Assert.Equal(Purchase.OnDemand, n.Purchase));
            Assert.InRange(o.Nodes.Where(n => n.ExecutorsPerNode > 0).Sum(n => n.Count), 0, 12);
            Assert.Equal(o.Ledger!.TotalUsd, o.Ledger.Lines.Sum(l => l.AmountUsd));
            Assert.InRange(o.Executor!.HeapMib / (double)o.Executor.Cores, 9486 / 4.0, double.MaxValue);
            if (o.Platform == SizingPlatform.EmrOnEc2)
                Assert.InRange(o.Nodes.Sum(n => n.Count * n.ExecutorsPerNode), o.Executor.Count, o.Executor.Count + 1);
        });
        var spot = result.Offers.First(o => o.Spot is not null);
        Assert.Contains(spot.Nodes, n => n.Role == "core" && n.Count >= 1);
        Assert.Contains(spot.Nodes, n => n.Role == "task" && n.Purchase == Purchase.Spot);
        Assert.Equal(result.Offers.Skip(1).Select(o => o.Rank), Enumerable.Range(1, result.Offers.Count - 1));
    }

    [Fact]
    public void Front_HasNobodyWhoIsBothDearerAndLater()
    {
        var front = Size().Front;

        Assert.InRange(front.Count, 2, 20);
        for (var i = 1; i < front.Count; i++)
        {
            Assert.True(front[i].Usd!.P50 >= front[i - 1].Usd!.P50);
            Assert.True(front[i].TimeMs!.P90 < front[i - 1].TimeMs!.P90);
        }
    }

    [Fact]
    public void DeadlineThatNothingMeets_IsSaidAndTheSoonestNamed()
    {
        var result = Size(new SizingRequest { DeadlineMs = 20_000 });

        Assert.Equal(SizingAdvice.Keep, result.Advice);
        Assert.StartsWith("no option meets 20.0 s in 9 runs of 10; the fastest is ", result.Reason.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownType_IsLeftOutByName()
    {
        var result = Size(new SizingRequest { AllowTypes = ["m5", "zz9.large"] });

        Assert.Contains(
            result.LeftOut, l => l.What.ToString() == "zz9.large" && l.Why.ToString().Contains("price list", StringComparison.Ordinal));
        Assert.All(result.Offers.Skip(1).SelectMany(o => o.Nodes.Where(n => n.ExecutorsPerNode > 0)),
            n => Assert.StartsWith("m5.", n.InstanceType, StringComparison.Ordinal));
    }

    [Fact]
    public void RegionWithoutPrices_KeepsTodayAndSaysWhatIsMissing()
    {
        var result = Size(new SizingRequest { Pricing = new PriceContext { Region = "mars-north-1" } });

        Assert.Equal(SizingAdvice.Keep, result.Advice);
        Assert.Contains(result.LeftOut, l => l.Why.ToString().Contains("mars-north-1", StringComparison.Ordinal));
    }

    [Fact]
    public void RunUnderFiveSeconds_IsRefusedAndTodayStillShown()
    {
        var result = ClusterSizer.Size([SizedJobs.Run(stages: 1, waves: 1, taskMs: 10)], new SizingRequest());
        Assert.NotEqual(SizingAdvice.Refused, result.Advice);

        var short1 = new RunSketch(3000).Setting("spark.master", "yarn").Executor("1", 4).Job(0, 0, 2900, 0)
            .Stage(0, 0, 0, 2900, [], new SketchTask(0, 0, 2800, "1")).Build();
        var refused = ClusterSizer.Size([short1], new SizingRequest());
        Assert.Equal(SizingAdvice.Refused, refused.Advice);
        Assert.Contains("under 5 s", refused.Reason.ToString(), StringComparison.Ordinal);
        Assert.NotNull(refused.Today);
        Assert.Null(refused.Pick);
    }

    [Fact]
    public void SeveralRuns_TheSlowestTwentiethDecidesTheDeadline()
    {
        var runs = Enumerable.Range(0, 20).Select(i => SizedJobs.Run(taskMs: i == 19 ? 60_000 : 30_000)).ToList();
        var result = ClusterSizer.Size(runs, new SizingRequest { Platforms = [SizingPlatform.EmrOnEc2], AllowTypes = ["m5"] });

        // P95 of 20 is the 19th: 1,211 s and 210 s of start-up, a tenth more; the one slow run is the twentieth
        Assert.Equal(1_563_100, result.DeadlineMs);
        Assert.Equal(20, result.Runs.Count(r => r.NotUsed is null));
    }

    [Fact]
    public async Task OneThreadOrMany_SameAnswer()
    {
        var run = SizedJobs.Run();
        string Text() => JsonSerializer.Serialize(ClusterSizer.Size([run], new SizingRequest()));
        var many = Text();
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, 1).ExclusiveScheduler;

        var single = await Task.Factory.StartNew(Text, TestContext.Current.CancellationToken, TaskCreationOptions.None, scheduler);

        Assert.Equal(many, single);
    }

    /// <summary>Not part of the suite: the speed that docs/sizing.md quotes.</summary>
    [Fact(Explicit = true)]
    public void HundredThousandTasks_AreSizedWithinAMinute()
    {
        var run = SizedJobs.Run(executors: 32, stages: 20, waves: 40, taskMs: 5_000);
        var (watch, cpu) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);

        var result = ClusterSizer.Size([run], new SizingRequest());

        output.WriteLine(
            $"{run.Stages.Sum(s => s.Tasks.Count)} tasks: {watch.Elapsed.TotalSeconds:0.0} s, "
            + $"{(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:0.0} s of CPU; {result.Considered} considered; "
            + $"{result.Reason}");
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 60);
    }
}
