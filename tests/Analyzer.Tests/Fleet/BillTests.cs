using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Ledgers.Prices;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

public class BillTests
{
    const string Cluster = "j-2ABCDEFGHIJKL", Other = "j-3ZYXWVUTSRQPO";

    static FleetReport Report(TextBill bill, params RunSummary[] runs)
    {
        var report = FleetAnalyzer.Analyze(runs, new FleetOptions { Bill = bill });
        Assert.Equal(report.Bill!.TotalUsd, report.Bill.Parts.Sum(p => p.Usd));
        return report;
    }

    static Dictionary<string, decimal> Parts(FleetReport report) => report.Bill!.Parts.ToDictionary(p => p.Kind, p => p.Usd);

    static RunSummary On(string cluster, RunSummary run) =>
        run with { Key = run.Key with { Uri = $"s3://logs/{cluster}/apps/{run.App!.Name}-{run.StartMs}" } };

    /// <summary>aws-samples/aws-emr-utilities, benchpipe: two runs on x86 in us-east-1, billed $62.79 together.</summary>
    [Fact]
    public void RecordedServerlessRuns_AreBilledAsTheListPricesSay()
    {
        var shape = ShapeReader.Read("runs", """
            {"region": "us-east-1", "emrServerless": {"architecture": "x86_64",
             "billed": {"vCPUHour": 799.634, "memoryGBHour": 3200.667, "storageGBHour": 19884.417}}}
            """).Single();
        var ledger = ShapeQuote.Price(shape, PriceBook.Embedded);
        Assert.Equal(62.78m, Math.Round(ledger.TotalUsd!.Value, 2));
        var bill = new TextBill().Line("62.79", "ElasticMapReduce", "USE1-EMR-SERVERLESS-vCPUHours",
            "arn:aws:emr-serverless:us-east-1:111122223333:/applications/00fapplication1/jobruns/00gjobrun000001", hour: 5, hours: 4);

        var report = Report(bill, Run("benchpipe", 0, platform: "emr-serverless", usd: ledger.TotalUsd, id: "00gjobrun000001"));

        Assert.Equal((62.79m, ledger.TotalUsd), (report.Bill!.BilledUsd, report.Bill.EstimatedUsd));
        Assert.InRange(Math.Abs(report.Bill.EstimatedUsd / report.Bill.BilledUsd - 1), 0, 0.0002m);
        Assert.Equal((62.79m, Ground.Billed), (Assert.Single(report.Runs).Usd, report.Runs[0].Ground));
    }

    /// <summary>With one of its lines unreadable the rest is not what the run cost; the run beside it is billed.</summary>
    [Theory]
    [InlineData("not a number")]
    [InlineData("")]
    [InlineData("1,2")] // one cell too many
    public void LineThatCannotBeRead_LeavesItsRunAtTheEstimate(string usd)
    {
        const string Application = "arn:aws:emr-serverless:us-east-1:111122223333:/applications/00fapplication1";
        TextBill Line(TextBill bill, string cost, string resource) => bill.Line(cost, "ElasticMapReduce",
            "USE1-EMR-SERVERLESS-vCPUHours", resource, hour: 5, hours: 4);
        var runs = new[] { "00gjobrun000001", "00gjobrun000002" }.Select(id => Run(id, 0, platform: "emr-serverless", usd: 9, id: id))
            .ToArray();
        var bill = Line(Line(Line(new TextBill(), "5", $"{Application}/jobruns/00gjobrun000001"), usd,
            $"{Application}/jobruns/00gjobrun000001"), "7", $"{Application}/jobruns/00gjobrun000002");

        var report = Report(bill, runs);

        Assert.Equal((1L, 12m), (report.Bill!.DamagedLines, report.Bill.TotalUsd));
        Assert.Equal([(9m, Ground.Derived), (7m, Ground.Billed)], report.Runs.OrderBy(r => r.Job, StringComparer.Ordinal)
            .Select(r => (r.Usd!.Value, r.Ground)));
    }

    [Theory]
    [InlineData("0.0x")]
    [InlineData("0.04,8")]
    public void LineOfAClusterThatCannotBeRead_LeavesItsRunsAtTheEstimate(string usd)
    {
        var bill = new TextBill().Node(Cluster, "i-1", 6, 2, "0.192", "0.048").Node(Other, "i-2", 6, 2, "0.192", "0.048")
            .Node(Cluster, "i-3", 6, 2, "0.192", usd);

        var report = Report(bill, On(Cluster, Run("a", 0, hour: 6.1, hours: 1.8, usd: 0.9m)),
            On(Other, Run("b", 0, hour: 6.1, hours: 1.8, usd: 0.9m)));

        Assert.Equal([(0.9m, Ground.Derived), (0.48m, Ground.Billed)], report.Runs.OrderBy(r => r.Job, StringComparer.Ordinal)
            .Select(r => (r.Usd!.Value, r.Ground)));
    }

    [Fact]
    public void OwnCluster_IsAllOfItsRuns_StartAndTailIncluded()
    {
        // by hand: two nodes, 06:00 to 08:00, (0.192 + 0.048) x 2 x 2 h = 0.96
        var bill = new TextBill().Node(Cluster, "i-1", 6, 2, "0.192", "0.048").Node(Cluster, "i-2", 6, 2, "0.192", "0.048");

        var report = Report(bill, On(Cluster, Run("etl", 0, hour: 6.1, hours: 1.8, usd: 0.9m)));

        Assert.Equal((0.96m, Ground.Billed), (report.Runs[0].Usd, report.Runs[0].Ground));
        // no line of EBS: no storage, whatever the estimate says
        Assert.Equal(["executors", "driver"], report.CostParts.Select(p => p.Kind));
        Assert.Equal(0.96m, report.CostParts.Sum(p => p.Usd));
        Assert.Equal(("cluster", 0.96m, 0.9m), (report.Bill!.Runs[0].By, report.Bill.Runs[0].BilledUsd, report.Bill.Runs[0].EstimatedUsd));
        Assert.Equal(1.0667m, report.Bill.Correction!.Factor);
        Assert.Equal(0.96m, report.Total.Usd);
    }

    [Fact]
    public void SharedCluster_IsSharedOutHourByHour_AndIdleIsALineOfItsOwn()
    {
        // hour 6: both hold 8 of 16 cores all hour; hour 7: one holds 8 of 16; hour 8: nobody. 1 USD, 2 USD, 4 USD an hour.
        var bill = new TextBill();
        foreach (var (hour, usd) in new[] { (6, "0.8"), (7, "1.8"), (8, "3.8") }) bill.Node(Cluster, "i-1", hour, 1, usd, "0.2");

        var report = Report(bill, On(Cluster, Run("a", 0, hour: 6, hours: 1, usd: 1)), On(Cluster, Run("b", 0, hour: 6, hours: 2, usd: 1)));

        Assert.Equal(0.5m, report.Runs.Single(r => r.Name == "a").Usd);
        Assert.Equal(1.5m, report.Runs.Single(r => r.Name == "b").Usd);
        Assert.All(report.Runs, r => Assert.Equal(Ground.Derived, r.Ground));
        Assert.Equal((2m, 5m), (Parts(report)["runs"], Parts(report)["clusterIdle"]));
        Assert.Equal(7m, report.Total.Usd);
        Assert.Equal(5m, report.Waste.Single(w => w.Kind == "sharedIdle").Usd);
    }

    [Fact]
    public void ClusterWithoutAName_IsFoundByTheStartOfItsResourceManager()
    {
        var started = At(0, 6.2);
        var run = Run("etl", 0, hour: 6.3, hours: 1.5, usd: 0.4m, cluster: $"yarn {started}");
        var bill = new TextBill().Node(Cluster, "i-1", 6, 2, "0.192", "0.048");

        Assert.Equal(0.48m, Report(bill, run).Runs[0].Usd);
        // another cluster began in the same hour: nothing tells which of the two it was
        var two = Report(bill.Node(Other, "i-9", 6, 2, "0.192", "0.048"), run);
        Assert.Equal(0.4m, two.Runs[0].Usd);
        Assert.Equal(0.96m, Parts(two)["unmatched"]);
    }

    [Fact]
    public void OnlyEmrsFee_IsNotTheRunsBill()
    {
        var bill = new TextBill().Line("0.048", "ElasticMapReduce", "USE1-BoxUsage:m5.xlarge",
            $"arn:aws:elasticmapreduce:us-east-1:111122223333:cluster/{Cluster}", 6, 2, "2");

        var report = Report(bill, On(Cluster, Run("etl", 0, usd: 1)));

        Assert.Equal((1m, Ground.Derived), (report.Runs[0].Usd, report.Runs[0].Ground));
        Assert.False(report.Bill!.Runs[0].IsWhole);
        Assert.Equal(0, report.Bill.ComparedRuns);
        Assert.Null(report.Bill.Correction);
    }

    [Fact]
    public void BillThatEndsBeforeTheRun_IsNotTheRunsBill()
    {
        var bill = new TextBill().Node(Cluster, "i-1", 6, 2, "0.192", "0.048");

        Assert.False(Report(bill, On(Cluster, Run("etl", 0, hour: 6, hours: 3, usd: 1))).Bill!.Runs[0].IsWhole);
    }

    [Fact]
    public void EveryDollarWithoutARun_IsListed()
    {
        var bill = new TextBill().Line("3", "AmazonRDS").Line("2", "AmazonEC2", "USE1-BoxUsage:m5.xlarge", "i-77")
            .Line("0.5", "AmazonEC2", "USE1-BoxUsage:m5.xlarge", "i-78").Node(Other, "i-5", 6, 1, "1", "0.25")
            .Line("7", "AWSGlue", "USE1-ETL-DPU-Hour", "arn:aws:glue:us-east-1:111122223333:job/nightly")
            .Line("1.1", type: "Tax").Line("-5", type: "Credit").Line("-2", type: "EdpDiscount").Line("-0.5", type: "Refund");

        var report = Report(bill, Run("etl", 0));

        Assert.Equal(3 + 2 + 0.5m + 1.25m + 7 + 1.1m - 5 - 2 - 0.5m, report.Bill!.TotalUsd);
        Assert.Equal(new Dictionary<string, decimal>
        {
            ["unmatched"] = 10.75m,
            ["otherServices"] = 3,
            ["tax"] = 1.1m,
            ["credits"] = -5,
            ["refunds"] = -0.5m,
            ["discounts"] = -2,
        }, Parts(report));
        Assert.Equal([("glue", 7m), ("AmazonRDS", 3m), ("ec2", 2.5m), ("ec2", 1m), ("emr-fee", 0.25m)],
            report.Bill.Unmatched.Select(u => (u.Service, u.Usd)));
    }

    [Fact]
    public void SavingsPlan_ChargesTheRunItsEffectiveCost_AndKeepsTheRestOfTheFee()
    {
        // covered: 0.192 list and 0.12 effective; fee 0.20 an hour, of which 0.08 covered nothing
        var bill = new TextBill()
            .Line("0.192", "AmazonEC2", "USE1-BoxUsage:m5.xlarge", "i-1", 6, 1, "1", "SavingsPlanCoveredUsage", "0.12",
                $$"""{"aws_elasticmapreduce_job_flow_id":"{{Cluster}}"}""")
            .Line("0.048", "ElasticMapReduce", "USE1-BoxUsage:m5.xlarge",
                $"arn:aws:elasticmapreduce:us-east-1:1:cluster/{Cluster}", 6, 1, "1")
            .Line("-0.192", "AmazonEC2", type: "SavingsPlanNegation")
            .Line("0.20", "ComputeSavingsPlans", type: "SavingsPlanRecurringFee");

        var report = Report(bill, On(Cluster, Run("etl", 0, usd: 0.24m)));

        Assert.Equal(0.168m, report.Runs[0].Usd);
        Assert.Equal((0.168m, 0.08m), (Parts(report)["runs"], Parts(report)["commitments"]));
        Assert.Equal(0.248m, report.Bill!.TotalUsd);
    }

    /// <summary>An hour of an own cluster whose instance a commitment covers.</summary>
    static TextBill Covered(string type, string usd, string effective = "", string split = ",,", string reservation = ",",
        string fee = "0.048") => new TextBill()
        .Line(usd, "AmazonEC2", "USE1-BoxUsage:m5.xlarge", "i-1", 6, 1, "1", type, effective,
            $$"""{"aws_elasticmapreduce_job_flow_id":"{{Cluster}}"}""", split, reservation)
        .Line(fee, "ElasticMapReduce", "USE1-BoxUsage:m5.xlarge", $"arn:aws:elasticmapreduce:us-east-1:1:cluster/{Cluster}", 6);

    [Theory]
    [InlineData("DiscountedUsage", "0")]
    [InlineData("SavingsPlanCoveredUsage", "0.192")]
    public void CoveredUseWithoutItsEffectiveCost_IsNoCostOfTheRun(string type, string usd)
    {
        // neither nothing nor the On-Demand price is what the hour cost
        var report = Report(Covered(type, usd), On(Cluster, Run("etl", 0, usd: 0.24m)));

        Assert.Equal((0.24m, Ground.Derived, false), (report.Runs[0].Usd, report.Runs[0].Ground, report.Bill!.Runs[0].IsWhole));
        Assert.Null(report.Bill.Correction);
        Assert.Contains(report.Bill.Notes, n => n.Contains("reservation_effective_cost", StringComparison.Ordinal));
    }

    [Fact]
    public void ReservedUse_CostsItsEffectiveCost_AlsoWhereNoughtIsWrittenForSplitCosts()
    {
        // reserved at 0.07 an hour: 0.07 + 0.048; of the fee of 0.09, 0.02 covered nothing; the upfront payment is a fee as well
        var bill = Covered("DiscountedUsage", "0", split: "0.0,0.0,", reservation: "0.07,arn:aws:ec2:us-east-1:1:reserved-instances/r")
            .Line("0.09", "AmazonEC2", type: "RIFee", reservation: ",arn:aws:ec2:us-east-1:1:reserved-instances/r");
        var report = Report(bill, On(Cluster, Run("etl", 0, usd: 0.24m)));

        Assert.Equal((0.118m, Ground.Billed), (report.Runs[0].Usd, report.Runs[0].Ground));
        Assert.Equal((0.118m, 0.02m), (Parts(report)["runs"], Parts(report)["commitments"]));

        var upfront = Report(bill.Line("600", "AmazonEC2", type: "Fee", reservation: ",arn:aws:ec2:us-east-1:1:reserved-instances/r")
            .Line("29", "AWSSupport", type: "Fee"), On(Cluster, Run("etl", 0, usd: 0.24m)));
        Assert.Equal((600.02m, 29m), (Parts(upfront)["commitments"], Parts(upfront)["fees"]));
    }

    /// <summary>Of $20, $12 are a Savings Plan's: they are paid whether or not the run is there.</summary>
    [Fact]
    public void SavingOfACoveredRun_IsOfWhatTheCommitmentDoesNotPay()
    {
        // a quarter of the estimate of $100
        var run = On(Cluster, Run("etl", 0, usd: 100, findings: [new RunFinding
        {
            Id = "RSZ005",
            Kind = "driverBound",
            Severity = Severity.Warning,
            Confidence = Confidence.High,
            SavesMs = 900_000,
            SavesCoreMs = 7_200_000,
            SavesUsd = 25,
        }]));

        decimal? Saving(TextBill bill) => Report(bill, run).Savings.Single(s => s.Kind == "driverBound").UsdAYear;

        Assert.Equal(2m, Saving(Covered("SavingsPlanCoveredUsage", "19.2", "12", fee: "8")));
        Assert.Equal(5m, Saving(Covered("Usage", "12", fee: "8")));
    }

    [Fact]
    public void FeeToTheEndOfTheMonth_DoesNotMakeTheBillReachOverTheRun()
    {
        // the lines of EC2 and EMR end at 08:00, the run at 09:00; a hosted zone is billed for the month
        var bill = new TextBill().Node(Cluster, "i-1", 6, 2, "0.192", "0.048").Line("0.5", "AmazonRoute53", "HostedZone", hours: 720);

        var report = Report(bill, On(Cluster, Run("etl", 0, hour: 6, hours: 3, usd: 1)));

        Assert.Equal((1m, false), (report.Runs[0].Usd, report.Bill!.Runs[0].IsWhole));
    }

    [Fact]
    public void ApplicationOfServerless_IsSharedOutByCoreTime()
    {
        var app = "arn:aws:emr-serverless:us-east-1:111122223333:/applications/00fapplication1";
        var bill = new TextBill().Line("4", "ElasticMapReduce", "USE1-EMR-SERVERLESS-vCPUHours", app, 6)
            .Line("1", "ElasticMapReduce", "USE1-EMR-SERVERLESS-MemoryGBHours", app, 7);
        RunSummary Of(string job, int executors)
        {
            var run = Run("sql", 0, hours: 1, executors: executors, platform: "emr-serverless", id: job);
            return run with { Key = run.Key with { Uri = $"s3://logs/applications/00fapplication1/jobs/{job}/sparklogs" } };
        }

        var report = Report(bill, Of("00gjobrun000001", 3), Of("00gjobrun000002", 1));

        Assert.Equal([3m, 1m], report.Runs.Select(r => r.Usd));
        Assert.Equal(1m, Parts(report)["unmatched"]);
    }

    [Fact]
    public void RunOfAnotherDay_IsAPartOfItsOwn()
    {
        var report = FleetAnalyzer.Analyze([On(Cluster, Run("etl", 0)), Run("new", 7)],
            new FleetOptions
            {
                Since = Monday.AddDays(7),
                UntilExcl = Monday.AddDays(14),
                Bill = new TextBill().Node(Cluster, "i-1", 6, 1, "0.8", "0.2"),
            });

        Assert.Equal([new BillPart("otherDays", 1.0m, 2)], report.Bill!.Parts);
        Assert.Empty(report.Bill.Runs);
        Assert.Equal(1.0m, report.Before!.Usd);
    }
}
