using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Tests.Pricing;

namespace Rightsizer.Analyzer.Tests.Ledgers;

/// <summary>What less time and less core time is worth, by list prices of us-east-1 worked out by hand.</summary>
public class MarginalCostTests
{
    /// <summary>EMR Serverless, 4 vCPU at 0.052624 and 16 GB at 0.0057785 an hour.</summary>
    const decimal WorkerUsdPerHour = 0.302952m;

    /// <summary>An m5.xlarge of EMR an hour: EC2 0.192, EMR 0.048, 79 GiB of gp3 at 0.08 a month of 730 hours.</summary>
    const decimal NodeUsdPerHour = 0.192m + 0.048m + 79 * 0.08m / 730;

    static MarginalCost Of(ApplicationRun run, PriceContext? options = null) =>
        MarginalCost.Of(CostModel.PricePaid(run, options ?? new PriceContext()).Ledger, run)!;

    static (string, int, long, long?)[] Executors(int count, int cores, long from, long? to = null) =>
        [.. Enumerable.Range(1, count).Select(i => ($"ip-10-0-0-{i}.ec2.internal", cores, from, to))];

    static SimulatedRun Simulated(double seconds, params (int Cores, double From, double To)[] executors) => new()
    {
        EndMs = seconds * 1000,
        Jobs = [],
        Stages = [],
        Executors = [.. executors.Select((x, i) => new SimulatedExecutor($"{i}", x.Cores, x.Cores, x.From * 1000, x.To * 1000))],
        BusySlotMs = 0,
        CoreMs = executors.Sum(x => x.Cores * (x.To - x.From) * 1000),
        Finished = true,
    };

    static void Equal(decimal expected, decimal? actual) => Assert.InRange(actual!.Value, expected - 0.000005m, expected + 0.000005m);

    static readonly ApplicationRun Serverless = PricedRun.Of(600, Executors(2, 4, 60, 180),
        ("spark.master", "custom:emr-serverless"), ("spark.driver.cores", "4"), ("spark.driver.memory", "14g"),
        ("spark.executor.cores", "4"), ("spark.executor.memory", "14g"), ("os.arch", "amd64"));

    [Fact]
    public void Serverless_TheDriverGoesWithTheTime_AndEachExecutorWithItsOwn()
    {
        var cost = Of(Serverless);

        // the executors are gone: an end 100 s sooner is 100 s less of the driver
        Equal(100 / 3600m * WorkerUsdPerHour, cost.Saved(100_000, 0));
        Equal(100 / 3600m * WorkerUsdPerHour, cost.Saved(null, 4 * 100_000));
        // 80 s more of the driver for 130 s less of an executor
        Equal(50 / 3600m * WorkerUsdPerHour, cost.Saved(-80_000, 4 * 130_000));
        Equal((300 + 200) / 3600m * WorkerUsdPerHour, cost.Of(Simulated(300, (4, 60, 160), (4, 60, 160))));
        Assert.Null(cost.Saved(null, null));
    }

    [Fact]
    public void NodesOfACluster_ArePaidWhileTheApplicationRuns_WithOrWithoutExecutors()
    {
        // four nodes and the primary, whose executors come after half of the time
        var run = PricedRun.Of(600, Executors(4, 4, 300), ("spark.master", "yarn"), ("spark.emr.default.executor.cores", "4"),
            ("spark.executor.memory", "9486M"), ("yarn.nodemanager.resource.memory-mb", "12288"),
            ("yarn.nodemanager.resource.cpu-vcores", "4"), ("os.arch", "amd64"));
        var cost = Of(run);

        Equal(5 * 100 / 3600m * NodeUsdPerHour, cost.Saved(100_000, 0));
        Equal(5 * 100 / 3600m * NodeUsdPerHour, cost.Saved(100_000, 16 * 100_000));
        // one executor less from beginning to end is one node less
        Equal(600 / 3600m * NodeUsdPerHour, cost.Saved(0, 4 * 600_000));
        // two executors that come late are two nodes and the primary all along
        Equal(3 * 900 / 3600m * NodeUsdPerHour, cost.Of(Simulated(900, (4, 300, 900), (4, 300, 900))));
    }

    /// <summary>A plan of 28 % covers half of EC2: what it covers costs, and is not saved.</summary>
    [Fact]
    public void WhatACommitmentCovers_IsACost_AndNoSaving()
    {
        var run = PricedRun.Of(600, Executors(4, 4, 0), ("spark.master", "yarn"), ("spark.emr.default.executor.cores", "4"),
            ("spark.executor.memory", "9486M"), ("yarn.nodemanager.resource.memory-mb", "12288"),
            ("yarn.nodemanager.resource.cpu-vcores", "4"), ("os.arch", "amd64"));
        var cost = Of(run, new PriceContext
        {
            Discounts = new([new DiscountEntry { Kind = DiscountKind.SavingsPlan, DiscountPct = 28, CoveredShare = 0.5m }]),
        });
        const decimal committed = 0.192m * 0.72m / 2, rest = NodeUsdPerHour - 0.192m / 2;

        Equal(5 * 100 / 3600m * rest, cost.Saved(100_000, 0));
        Equal(5 * 900 / 3600m * (rest + committed), cost.Of(Simulated(900, [.. Enumerable.Repeat((4, 0.0, 900.0), 4)])));
    }

    [Fact]
    public void PriceOfAWholeCluster_GoesWithTheTime()
    {
        var run = PricedRun.Of(600, [("h", 1, 0, null), ("i", 1, 100, null)], ("spark.master", "spark://host:7077"));

        Equal(45.688m / 1000, Of(run, new PriceContext { UsdPerHour = 3.60m }).Saved(45_688, 91_376));
    }

    /// <summary>1,000 of 4,000 core-s at a tenth of a cent each; 3,000 that are still paid for cost a fifth or two fifths more.</summary>
    [Theory]
    [InlineData("1", "1")]
    [InlineData("1.2", "0.4")]
    [InlineData("1.4", null)]
    [InlineData(null, null)]
    public void DearerExecutors_SaveWhatRemainsAfterTheirPrice(string? ratio, string? usd)
    {
        var cost = new MarginalCost { ExecutorsUsd = 4, ExecutorUsdPerCoreMs = 0.000001m };

        Assert.Equal(Number(usd), cost.Saved(null, 1_000_000, Number(ratio)));
    }

    static decimal? Number(string? text) =>
        text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void WithoutAPrice_NothingIsSaved() => Assert.Null(MarginalCost.Of(null, Serverless));
}
