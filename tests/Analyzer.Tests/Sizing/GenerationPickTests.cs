using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Sizing.Search;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Timing;
using Rightsizer.EventLogParser.Events;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>Newer processors may be the recommendation, with what that rests on.</summary>
public class GenerationPickTests
{
    static readonly SizingRequest onEc2 = new()
    {
        Platforms = [SizingPlatform.EmrOnEc2],
        Purchases = [Purchase.OnDemand],
        NoBaseline = true,
    };

    [Theory]
    [InlineData("m7g", "m6g,m7g")]
    [InlineData("r8g", "r6g,r7g,r8g")]
    [InlineData("m8i", "m5,m6i,m7i,m8i")]
    public void NewerGeneration_IsPickedWhereItDoesMoreWorkADollar(string pick, string allowed)
    {
        var result = ClusterSizer.Size([SizedJobs.Run()], onEc2 with { AllowTypes = allowed.Split(',') });

        var offer = result.Offers.Single(o => o.Rank == 1);
        Assert.All(offer.Nodes.Where(n => n.Role == "core"), n => Assert.StartsWith(pick + ".", n.InstanceType, StringComparison.Ordinal));
        Assert.True(offer.Generation!.FasterPctP10 < offer.Generation.FasterPct
            && offer.Generation.FasterPct < offer.Generation.FasterPctP90);
        Assert.Equal("Intel Skylake", offer.Generation.Against);
    }

    /// <summary>m8i is 10.25 % dearer a node than m5, so it may be about that much slower than simulated before m5 is as cheap.</summary>
    [Fact]
    public void BreakEven_SaysHowMuchSlowerItMayBe()
    {
        var result = ClusterSizer.Size([SizedJobs.Run(with: null, waves: 100)], onEc2 with { AllowTypes = ["m5", "m8i"] });

        var offer = result.Offers.Single(o => o.Rank == 1);
        var m5 = ClusterSizer.Size([SizedJobs.Run(with: null, waves: 100)], onEc2 with
        {
            AllowTypes = ["m5"],
            DeadlineMs = result.DeadlineMs,
        })
            .Offers.Single(o => o.Rank == 1);
        var slower = offer.Generation!.BreakEvenSlowdownPct!.Value;
        // paid per hour alike, so the time at which both cost the same follows from the two amounts
        Assert.InRange(slower, ((double)(m5.Usd!.P50 / offer.Usd!.P50) - 1) * 100 - 1,
            ((double)(m5.Usd.P50 / offer.Usd.P50) - 1) * 103 + 1);
        Assert.Contains(result.WhatWouldChange, w => w.ToString().Contains("Granite Rapids is more than", StringComparison.Ordinal));
    }

    [Fact]
    public void OldRelease_IsOfferedNothingThatItDoesNotRun()
    {
        var old = onEc2 with { Pricing = onEc2.Pricing with { Cluster = new ClusterFile { ReleaseLabel = "emr-6.9.0" } } };
        var result = ClusterSizer.Size([SizedJobs.Run()], old);

        Assert.All(result.Offers.Where(o => o.Rank > 0).SelectMany(o => o.Nodes), n =>
            Assert.DoesNotMatch("^[cmr](7g|8)", n.InstanceType));
        Assert.Contains(result.LeftOut, l => l.Reason == LeftOutReason.NotInRelease);
    }

    /// <summary>Two runs on named nodes of one job: what the second says of its processors corrects what AWS published.</summary>
    [Fact]
    public void OwnRuns_AreTakenFromNodesThatTheLogsName()
    {
        static ApplicationRun On(string type, double cpuRatio) => SizedJobs.Sketch(with: t =>
        {
            t[TaskMetric.ExecutorCpuTime] = (long)(30_000_000_000 * cpuRatio);
            t[TaskMetric.InputBytes] = 1 << 20;
        }).Setting("spark.databricks.workerNodeTypeId", type).Setting("spark.databricks.clusterUsageTags.clusterId", "1").Build();
        var prepared = Preparation.Prepare([On("m6gd.xlarge", 1), On("m7gd.xlarge", 0.99)], new SizingRequest(), default);
        Assert.All(prepared.Runs, r => Assert.Null(r.NotUsed));
        var job = prepared.Job!;

        Assert.Equal("m6gd.xlarge", job.Source!.Name);
        var g3 = Silicon.Find(job.Book.Type("m7g.xlarge")!);
        Assert.Equal(2, job.Learnt!.RunsOf(g3));
        // AWS says 0.177; the pair says 0.01: most of it is taken away
        Assert.InRange(job.Learnt.LogOf(g3)!.Value, 0.02, 0.10);
    }

    [Theory]
    [InlineData(30_000, 30_000)]
    [InlineData(36_000, 31_744)] // a heap of 32 to 48 GiB has wide pointers: 31 GiB and more outside
    [InlineData(60_000, 60_000)]
    public void HeapBetween32And48Gib_IsAvoidedWhereLessDoes(long heapMib, long offered)
    {
        var job = Preparation.Prepare([SizedJobs.Run()], new SizingRequest(), default).Job!;
        var container = (long)Math.Ceiling(heapMib * 1.1875);
        var plan = ExecutorFit.InContainer(job, 4, container, 0.1875m)!;

        Assert.InRange(plan.HeapMib, offered - 2, offered + 2);
        Assert.InRange(plan.ContainerMib, container - 2, container);
    }
}
