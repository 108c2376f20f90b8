using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using static Rightsizer.Analyzer.Tests.Fleet.Summaries;

namespace Rightsizer.Analyzer.Tests.Fleet;

/// <summary>
/// Split cost allocation of EKS. The rates are those of AWS's example (Cost and Usage Report User Guide, Example of split cost allocation
/// data): an m5.xlarge of 4 vCPUs and 16 GB at $1 an hour, vCPU to GB as 9 to 1, is 9/52 a vCPU-hour and 1/52 a GB-hour.
/// </summary>
public class PodBillTests
{
    const string Cpu = "0.173076923077", FourGb = "0.076923076923", TwoGb = "0.038461538462", Etl = "spark-0c1d2e3f4a5b";

    static FleetReport Report(TextBill bill, params RunSummary[] runs)
    {
        var report = FleetAnalyzer.Analyze(runs, new FleetOptions { Bill = bill });
        Assert.Equal(report.Bill!.TotalUsd, report.Bill.Parts.Sum(p => p.Usd));
        return report;
    }

    static RunSummary OnEks(string name, int day = 0, double hour = 6, string? id = null, RunPods? pods = null)
    {
        var run = Run(name, day, hour, platform: "emr-eks", id: id);
        return run with { App = run.App! with { Queue = "spark" }, Pods = pods };
    }

    static TextBill Instance(string usd = "1", string id = "i-1", string tags = "") =>
        new TextBill().Line(usd, "AmazonEC2", "USE1-BoxUsage:m5.xlarge", id, 6, 1, "1", tags: tags);

    static decimal Usd(FleetReport report, string job) => report.Bill!.Runs.Where(r => r.Job == job).Sum(r => r.BilledUsd);

    [Fact]
    public void Pods_AreChargedTheirPartOfTheInstance_ByLabelAndByName_AndTheRestStaysWithIt()
    {
        // by hand: 1 vCPU and 4 GB, 1 vCPU and 2 GB, each with what was unused; etl 0.31 + 0.266538461539, load 0.05
        var bill = Instance()
            .Pod("spark/etl-driver", "i-1", 6, (Cpu, "0.05"), (FourGb, "0.01"), Etl)
            .Pod("spark/etl-7a-exec-1", "i-1", 6, (Cpu, "0.05"), (TwoGb, "0.005"), Etl)
            .Pod("spark/load-9b-exec-12", "i-1", 6, ("0.03", "0"), ("0.02", "0"))
            .Pod("web/shop-1", "i-1", 6, (Cpu, "0.02"), (FourGb, "0.01"))
            .Line("0.02", "ElasticMapReduce", "USE1-EMR-EKS-EC2-vCPU-Hours",
                "arn:aws:emr-containers:us-east-1:111122223333:/virtualclusters/v1/jobruns/000000030abcdefgh", 6);

        var report = Report(bill, OnEks("etl", id: Etl), OnEks("load", pods: new(null, "load-9b")));

        Assert.Equal((0.576538461539m, 0.05m), (Usd(report, "etl"), Usd(report, "load")));
        Assert.All(report.Bill!.Runs, r => Assert.Equal(("podShare", false), (r.By, r.IsWhole)));
        Assert.Equal(1.02m, report.Bill.TotalUsd);
        Assert.Equal([("ec2", "otherPods", 0.373461538461m, 1L), ("emr-on-eks", "noRun", 0.02m, 1L)],
            report.Bill.Unmatched.Select(u => (u.Service, u.Reason, u.Usd, u.Lines)));
        // storage of the nodes is billed without a pod: the estimate stays
        Assert.All(report.Runs, r => Assert.Equal((1m, Ground.Derived), (r.Usd, r.Ground)));
    }

    /// <summary>Half of $2 is the pod's: of $1, $0.60 and $0.40 half each is left.</summary>
    [Fact]
    public void WhatIsLeft_IsTheSameShareOfEveryUsageType()
    {
        var bill = Instance()
            .Line("0.6", "AmazonEC2", "USE1-BoxUsage:m5.2xlarge", "i-1", 6, 1, "1")
            .Line("0.4", "AmazonEC2", "USE1-SpotUsage:m5.xlarge", "i-1", 6, 1, "1")
            .Pod("spark/etl-driver", "i-1", 6, ("1", "0"), ("0", "0"), Etl);

        var report = Report(bill, OnEks("etl", id: Etl));

        Assert.Equal(1m, Usd(report, "etl"));
        Assert.Equal([("USE1-BoxUsage:m5.xlarge", 0.5m), ("USE1-BoxUsage:m5.2xlarge", 0.3m), ("USE1-SpotUsage:m5.xlarge", 0.2m)],
            report.Bill!.Unmatched.OrderByDescending(u => u.Usd).Select(u => (u.UsageType, u.Usd)));
    }

    [Fact]
    public void PodsThatTakeMoreThanTheirInstanceWasBilled_ShareWhatItWas()
    {
        // 0.6 and 0.2 of an instance that was billed 0.4: three quarters and one quarter of it
        var report = Report(Instance("0.4").Pod("spark/etl-driver", "i-1", 6, ("0.3", "0.1"), ("0.1", "0.1"), Etl)
            .Pod("spark/load-driver", "i-1", 6, ("0.1", "0"), ("0.1", "0"), "spark-1c1d2e3f4a5b"),
            OnEks("etl", id: Etl), OnEks("load", id: "spark-1c1d2e3f4a5b"));

        Assert.Equal((0.3m, 0.1m), (Usd(report, "etl"), Usd(report, "load")));
        Assert.Equal(0, report.Bill!.Unmatched.Sum(u => u.Usd));
    }

    [Fact]
    public void PodsOfAnInstanceThatIsNotInTheFile_AreChargedNothing_AndThatIsSaid()
    {
        var report = Report(Instance(id: "i-2").Pod("spark/etl-driver", "i-1", 6, (Cpu, "0"), (FourGb, "0"), Etl), OnEks("etl", id: Etl));

        Assert.Empty(report.Bill!.Runs);
        Assert.Contains(report.Bill.Notes, n => n.StartsWith("2 lines of split cost allocation name instances", StringComparison.Ordinal));
    }

    [Fact]
    public void AnInstanceOfAnEmrCluster_IsTheClusters()
    {
        var bill = Instance(tags: """{"aws_elasticmapreduce_job_flow_id":"j-2ABCDEFGHIJKL"}""")
            .Pod("spark/etl-driver", "i-1", 6, (Cpu, "0"), (FourGb, "0"), Etl);

        Assert.Empty(Report(bill, OnEks("etl", id: Etl)).Bill!.Runs);
    }

    [Theory]
    [InlineData("spark", 6, true)]
    [InlineData("other", 6, false)]
    [InlineData("spark", 9, false)]
    public void AName_IsARunsInItsNamespaceAndTimeAlone(string space, double hour, bool isFound)
    {
        var report = Report(Instance().Pod($"{space}/etl-driver", "i-1", hour, (Cpu, "0"), (FourGb, "0")),
            OnEks("etl", pods: new("etl-driver", null)));

        Assert.Equal(isFound ? 0.25m : 0, Usd(report, "etl"));
    }

    [Fact]
    public void ANameThatTwoRunsOfOneTimeHave_IsNeithers()
    {
        var report = Report(Instance().Pod("spark/etl-driver", "i-1", 6, (Cpu, "0"), (FourGb, "0")),
            OnEks("etl", pods: new("etl-driver", null)), OnEks("etl", hour: 6.2, pods: new("etl-driver", null)),
            OnEks("etl", day: 1, pods: new("etl-driver", null)));

        Assert.Empty(report.Bill!.Runs);
    }

    [Fact]
    public void APodOnFargate_HasACostOfItsOwn()
    {
        var bill = new TextBill().Line("0.04", "AmazonEKS", "USE1-Fargate-vCPU-Hours:perCPU",
            "arn:aws:eks:us-east-1:111122223333:pod/analytics/spark/etl-7a-exec-1/0f1e-2d3c", 6);

        Assert.Equal(0.04m, Usd(Report(bill, OnEks("etl", pods: new("etl-driver", "etl-7a"))), "etl"));
    }
}
