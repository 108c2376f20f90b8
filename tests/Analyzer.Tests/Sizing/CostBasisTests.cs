using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Tests.Sizing;

/// <summary>A probability, a saving and a change to save are stated against a known cost only.</summary>
public class CostBasisTests
{
    static LedgerLine Line(decimal usd, Ground ground) => new()
    {
        Name = "line",
        Service = CostService.Ec2,
        Quantity = 1,
        Unit = "instance-hour",
        UnitPriceUsd = usd,
        AmountUsd = usd,
        Source = "",
        Date = null,
        Ground = ground,
    };

    static CostBasis Basis(LedgerKind kind, decimal? total, params LedgerLine[] lines) => new Ledger
    {
        Kind = kind,
        DurationMs = 1,
        TotalUsd = total,
        PricedPartUsd = lines.Sum(l => l.AmountUsd ?? 0),
        Ground = lines.Min(l => l.Ground),
        Lines = lines,
    }.Basis;

    [Fact]
    public void Basis_IsThatOfWhatTheTotalRestsOn()
    {
        LedgerLine measured = Line(0.95m, Ground.Measured), small = Line(0.05m, Ground.Assumed), larger = Line(0.06m, Ground.Assumed);

        Assert.Equal(CostBasis.Known, Basis(LedgerKind.Billed, 1, Line(1, Ground.Billed)));
        Assert.Equal(CostBasis.Known, Basis(LedgerKind.FromLog, 1, Line(1, Ground.Derived)));
        // a twentieth at most: the root volume of a cluster whose release is not known
        Assert.Equal(CostBasis.Known, Basis(LedgerKind.GivenCluster, 1, measured, small));
        Assert.Equal(CostBasis.Assumed, Basis(LedgerKind.GivenCluster, 1.01m, measured, larger));
        // the nodes themselves are inferred, however well each line is known
        Assert.Equal(CostBasis.Assumed, Basis(LedgerKind.Inferred, 1, Line(1, Ground.Measured)));
        Assert.Equal(CostBasis.Assumed, Basis(LedgerKind.EmrOnDemandX86, 1, Line(1, Ground.Measured)));
        Assert.Equal(CostBasis.Missing, Basis(LedgerKind.FromLog, null, measured));
    }

    /// <summary>Four executors of 4 cores and 14 GiB for 1,209 s and a driver of that size for 1,211 s.</summary>
    /// <param name="arch">os.arch of the driver; "" is that of a log which does not name it.</param>
    static ApplicationRun Serverless(string arch = "") => SizedJobs.Sketch().Setting("spark.master", "custom:emr-serverless")
        .Setting("spark.executor.memory", "14g").Setting("spark.driver.memory", "14g").Setting("spark.driver.cores", "4")
        .Setting("spark.submit.deployMode", "cluster").SystemProperty("os.arch", arch).Build();

    static SizingResult Size(PriceContext pricing, int runs = 1) => ClusterSizer.Size(
        [.. Enumerable.Repeat(Serverless(), runs)],
        new SizingRequest { Platforms = [Facts.SizingPlatform.EmrServerless], Pricing = pricing });

    [Fact]
    public void ServerlessRunOfUnknownProcessor_GivesBothReadingsAndNoProbability()
    {
        var result = Size(new PriceContext());

        Assert.Equal((SizingAdvice.Keep, CostBasis.Assumed), (result.Advice, result.BaselineBasis));
        Assert.Null(result.SavingProbability);
        Assert.Null(result.SavingUsd);
        // 6,047 s of 4 vCPU and 16 GB: 6.7189 x 0.052624 + 26.8756 x 0.0057785, and on arm64 x 0.042094 and 0.004628
        Assert.Equal(0.508875, (double)result.Today!.Usd!.P50, 0.00001);
        Assert.Contains("~$0.51 a run on x86_64, ~$0.41 on arm64", result.Reason.ToString(), StringComparison.Ordinal);
        Assert.Contains("--ran-on", result.Reason.ToString(), StringComparison.Ordinal);
        // nor is a move judged by it later
        Assert.Null(ChosenMove.Record(result, result.Offers[1], [Serverless()])!.TodayUsd);
    }

    [Fact]
    public void ProcessorOfTheLog_IsKnown()
    {
        var result = ClusterSizer.Size([Serverless("aarch64")], new SizingRequest { Platforms = [Facts.SizingPlatform.EmrServerless] });

        Assert.Equal((CostBasis.Known, "arm64"), (result.BaselineBasis, result.Today!.Architecture));
        Assert.Equal(0.41, (double)result.Today.Usd!.P50, 2);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    public void ServerlessRunsOfKnownProcessor_HaveAProbabilityWhereTheyShowHowMuchRunsDiffer(int runs, bool hasProbability)
    {
        var result = Size(new PriceContext { RanOn = "x86_64" }, runs);

        Assert.Equal((SizingAdvice.Change, CostBasis.Known), (result.Advice, result.BaselineBasis));
        Assert.Equal(hasProbability, result.SavingProbability is not null);
        Assert.All(result.Offers.Where(o => !o.IsToday), o => Assert.Equal(hasProbability, o.DeadlineProbability is not null));
        Assert.Equal(hasProbability, result.Reason.ToString().Contains("likely", StringComparison.Ordinal));
        Assert.Equal(result.Today!.Usd!.P50 - result.Pick!.Usd!.P50, result.SavingUsd);
        Assert.Equal(result.Today.Usd.P50, ChosenMove.Record(result, null, [Serverless()])!.TodayUsd);
    }

    /// <summary>Five m5.xlarge for 1,421 s: 1.973611 instance-hours.</summary>
    static SizingResult OnACluster(Discounts? discounts, bool takenBack = false) =>
        ClusterSizer.Size([SizedJobs.Run()], Request(discounts, takenBack));

    static SizingRequest Request(Discounts? discounts, bool takenBack = false) => new()
    {
        Platforms = [Facts.SizingPlatform.EmrServerless],
        Pricing = new PriceContext
        {
            Discounts = discounts,
            Cluster = ClusterFileReader.Parse("c.json", """
                {"Cluster": {"Id": "j-1", "ReleaseLabel": "emr-7.1.0", "AutoTerminate": true, LIFE},
                 "Instances": [FIRST, FIRST, NODE, NODE, NODE]}
                """.Replace("FIRST", takenBack ? """
                    {"InstanceType": "m5.xlarge", "Market": "SPOT", "Status": {
                      "StateChangeReason": {"Message": "Server.SpotInstanceTermination"},
                      "Timeline": {"CreationDateTime": 1699999790, "EndDateTime": 1700001211}}}
                    """ : "NODE", StringComparison.Ordinal)
                .Replace("NODE", """{"InstanceType": "m5.xlarge", "Market": "ON_DEMAND", LIFE}""", StringComparison.Ordinal)
                .Replace("LIFE", """
                    "Status": {"Timeline": {"CreationDateTime": 1699999790, "EndDateTime": 1700001211}}
                    """, StringComparison.Ordinal)),
        },
    };

    /// <summary>A plan of 28 % on all EC2: 1.973611 x 0.192 x 0.72 = 0.272832 are paid with or without the cluster.</summary>
    [Fact]
    public void WhatACommitmentPaysFor_IsNotSavedByLeavingIt()
    {
        var plain = OnACluster(null);
        var covered = OnACluster(new([new DiscountEntry { Kind = DiscountKind.SavingsPlan, DiscountPct = 28 }]));
        var usd = plain.Offers.Single(o => o.Rank == plain.BestRank).Usd!.P50;

        Assert.Equal((CostBasis.Known, SizingAdvice.Keep), (covered.BaselineBasis, covered.Advice));
        Assert.Equal(1.973611 * (0.192 + 0.048 + 79 * 0.08 / 730) - (double)usd, (double)plain.SavingUsd!.Value, 0.00001);
        Assert.Equal(1.973611 * (0.192 * 0.72 + 0.048 + 79 * 0.08 / 730) - (double)usd - 0.272832, (double)covered.SavingUsd!.Value,
            0.00001);
        Assert.DoesNotContain("Savings Plan", plain.Reason.ToString(), StringComparison.Ordinal);
        Assert.Contains("~$0.27 a run of today's EC2 time is covered by a Savings Plan", covered.Reason.ToString(),
            StringComparison.Ordinal);
    }

    /// <summary>Two such runs: the plan's $0.545664 are paid wherever they go, and are a part of no saving.</summary>
    [Fact]
    public void Study_CountsWhatACommitmentPaysForInTheWaysThatLeaveIt()
    {
        var runs = new[] { "a", "b" }.Select(name => SizedJobs.Run() with { App = SizedJobs.Run().App with { Name = name, Id = name } });
        static decimal Usd(StudyResult s, string kind) => s.Ways.Single(w => w.Kind == kind).Usd!.Value;

        var plain = MigrationStudy.Run([.. runs], Request(null));
        var covered = MigrationStudy.Run(
            [.. runs], Request(new([new DiscountEntry { Kind = DiscountKind.SavingsPlan, DiscountPct = 28 }])));

        Assert.Equal(2 * 1.973611 * (0.192 * 0.72 + 0.048 + 79 * 0.08 / 730), (double)Usd(covered, "today"), 0.00001);
        Assert.Equal((double)Usd(plain, "serverless") + 2 * 0.272832, (double)Usd(covered, "serverless"), 0.00001);
        Assert.Contains(covered.Ways.Single(w => w.Kind == "serverless").Notes, n => n.ToString().StartsWith("~$0.55 of it is today's",
            StringComparison.Ordinal));
        Assert.DoesNotContain(covered.Ways.Single(w => w.Kind == "today").Notes, n => n.ToString().Contains("Savings Plan",
            StringComparison.Ordinal));
        // a permanent cluster uses the plan itself
        Assert.True(Usd(covered, "standingFixed") < Usd(plain, "standingFixed"));
    }

    /// <summary>The fees of two nodes that EC2 took back are more than a twentieth; how long the nodes ran is in the file.</summary>
    [Fact]
    public void FeeOfNodesThatWereTakenBack_IsWhatIsAssumed()
    {
        var result = OnACluster(null, takenBack: true);

        Assert.Equal(CostBasis.Assumed, result.BaselineBasis);
        Assert.Contains("~$0.0379 of it is assumed", result.Reason.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("how long", result.Reason.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WorkersKeptReady_AreReadWithAndWithoutTheirIdleTime()
    {
        var cluster = ClusterFileReader.Parse("a.json", """
            { "application": { "architecture": "X86_64", "initialCapacity": { "Executor": { "workerCount": 4,
              "workerConfiguration": { "cpu": "4 vCPU", "memory": "16 GB" } } }, "autoStopConfiguration": { "enabled": true, "idleTimeoutMinutes": 15 } } }
            """);
        var result = Size(new PriceContext { Cluster = cluster });

        // four workers for 1,211 and 900 s in place of 1,209: 3,608 s of 4 vCPU and 16 GB more than 0.508875, 0.303622
        Assert.Equal(CostBasis.Assumed, result.BaselineBasis);
        Assert.Equal(0.812497, (double)result.Today!.Usd!.P50, 0.00002);
        Assert.Contains("~$0.81 a run with all their idle time, ~$0.51 with none of it", result.Reason.ToString(),
            StringComparison.Ordinal);
    }
}
