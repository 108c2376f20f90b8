using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Tests.Pricing;

public class CostModelTests
{
    static readonly (string Key, string Value)[] emr =
    [
        ("spark.master", "yarn"), ("spark.emr.default.executor.cores", "4"), ("spark.executor.memory", "9486M"),
        ("yarn.nodemanager.resource.memory-mb", "12288"), ("yarn.nodemanager.resource.cpu-vcores", "4"), ("os.arch", "amd64"),
    ];

    static (string, int, long, long?)[] Executors(int count, string domain = "ec2.internal") =>
        [.. Enumerable.Range(1, count).Select(i => ($"ip-10-0-0-{i}.{domain}", 4, 20L, (long?)null))];

    static CostReport Price(Model.ApplicationRun run, PriceContext? options = null) => CostModel.Price(run, options ?? new PriceContext());

    static decimal Amount(Ledger ledger, string line) => ledger.Lines.Single(l => l.Name.ToString() == line).AmountUsd!.Value;

    [Fact]
    public void EmrWithoutClusterFile_IsATransientClusterWithStartUpAndPrimaryOnLinesOfTheirOwn()
    {
        var report = Price(PricedRun.Of(600, Executors(4), emr));
        var actual = report.Actual!;

        Assert.Equal(("emr-ec2", "us-east-1", Ground.Measured), (report.Platform, report.Region, report.RegionGround));
        Assert.Equal("EMR on EC2 On-Demand, inferred: 4 x m5.xlarge + primary m5.xlarge", actual.Name);
        Assert.Equal(Ground.Assumed, actual.Ground);
        Assert.Equal(0.128000m, Amount(actual, "EC2 On-Demand, core (m5.xlarge)")); // 4 x 600 / 3600 x 0.192
        Assert.Equal(0.032000m, Amount(actual, "EMR fee, core (m5.xlarge)")); // 4 x 600 / 3600 x 0.048
        Assert.Equal(0.005772m, Amount(actual, "EBS gp3 storage, core (m5.xlarge), 79 GiB a node")); // 4 x 79 x 600 / 2628000 x 0.08
        Assert.Equal(0.032000m, Amount(actual, "EC2 On-Demand, primary (m5.xlarge)"));
        Assert.Equal(0.044800m, Amount(actual, "EC2 On-Demand, start-up 210 s, core (m5.xlarge)")); // 4 x 210 / 3600 x 0.192
        Assert.Equal(0.011200m, Amount(actual, "EC2 On-Demand, start-up 210 s, primary (m5.xlarge)"));
        Assert.Equal(12, actual.Lines.Count);
        // 5 nodes x 810 s: / 3600 x 0.24 = 0.27, and 79 GiB x 0.08 / 2628000 = 0.009740; the lines round one by one
        Assert.InRange(actual.TotalUsd!.Value, 0.279740m - 0.000003m, 0.279740m + 0.000003m);
    }

    [Fact]
    public void StandaloneRun_HasNoActualButEveryAlternative()
    {
        var report = Price(PricedRun.Of(600, Executors(2, "lan"), ("spark.master", "spark://host:7077"), ("spark.executor.memory", "4g")));

        Assert.Null(report.Actual);
        Assert.Contains("--usd-per-hour", report.ActualMissing, StringComparison.Ordinal);
        Assert.Equal(Ground.Assumed, report.RegionGround);
        Assert.Equal(
            ["EMR on EC2 On-Demand (x86)", "EMR on EC2 Spot (x86)", "EMR on EC2 On-Demand (Graviton)", "EMR Serverless x86_64",
                "EMR Serverless arm64", "EMR on EKS (x86)", "Glue"],
            report.Alternatives.Select(a => a.Name.ToString().Split(':')[0]));
        Assert.All(report.Alternatives, a => Assert.Equal(Ground.Assumed, a.Ground));
        Assert.All(report.Alternatives, a => Assert.Equal(a.TotalUsd, a.Lines.Sum(l => l.AmountUsd)));
        Assert.Contains(report.Alternatives[1].Lines, l => l.Name.ToString().StartsWith("EC2 Spot, task", StringComparison.Ordinal));
        Assert.DoesNotContain(report.Alternatives[1].Lines,
            l => l.Name.ToString().Contains("Spot, core", StringComparison.Ordinal)
            || l.Name.ToString().Contains("Spot, primary", StringComparison.Ordinal));
    }

    /// <summary>The Glue guide: G.1X has 16 GB, of which 10 are heap; G.2X and G.4X twice and four times both.</summary>
    [Theory]
    [InlineData("9g", null, "Glue: 3 x G.1X")]
    [InlineData("14g", null, "Glue: 3 x G.2X")]
    [InlineData("4g", "24g", "Glue: 3 x G.4X")]
    public void GlueAlternative_HasTheHeapAndWhatIsOutsideIt(string heap, string? overhead, string expected)
    {
        var report = Price(PricedRun.Of(600, Executors(2, "lan"), ("spark.master", "spark://host:7077"), ("spark.executor.memory", heap),
            ("spark.executor.memoryOverhead", overhead ?? "1g")));

        Assert.Equal(expected, report.Alternatives.Single(a => a.Kind == LedgerKind.Glue).Name.ToString());
    }

    [Fact]
    public void UsdPerHour_PricesTheRun()
    {
        var run = PricedRun.Of(600, [("h", 3, 0, null)], ("spark.master", "spark://host:7077"));
        var report = Price(run, new PriceContext { UsdPerHour = 3.60m });

        Assert.Equal(0.60m, report.Actual!.TotalUsd);
    }

    [Fact]
    public void ServerlessAlternative_BillsEachExecutorFromAddedToRemovedAndTheDriverThroughout()
    {
        var run = PricedRun.Of(1000, [("a", 4, 10, 510), ("b", 4, 100, 130)], ("spark.master", "spark://h:1"),
            ("spark.executor.memory", "10g"), ("spark.driver.memory", "1g"));
        var ledger = Price(run).Alternatives.Single(a => a.Name.ToString().StartsWith("EMR Serverless x86_64", StringComparison.Ordinal));

        // 4 x (500 + 60) / 3600 x 0.052624
        Assert.Equal(0.032744m, Amount(ledger, "EMR Serverless vCPU, executor (x86_64, 4 vCPU, 11 GB)"));
        Assert.Equal(0.009888m, Amount(ledger, "EMR Serverless memory, executor (x86_64, 4 vCPU, 11 GB)")); // 11 x 560 / 3600 x 0.0057785
        Assert.Equal(0.014618m, Amount(ledger, "EMR Serverless vCPU, driver (x86_64, 1 vCPU, 2 GB)")); // 1000 / 3600 x 0.052624
    }

    [Fact]
    public void GravitonAlternative_NamesItsBreakEvenAndTheJarsWithoutAnArmBuild()
    {
        var run = PricedRun.Of(600, Executors(4),
            [.. emr, ("/opt/app/leveldbjni-all-1.8.jar", "User Classpath"),
            ("/usr/lib/hadoop-lzo/lib/hadoop-lzo-0.4.jar", "System Classpath")]);
        var ledgers = Price(run).Alternatives;
        var graviton = ledgers.Single(a => a.Name.ToString().Contains("Graviton", StringComparison.Ordinal));

        // the start-up of 210 s is paid at either price and gets no longer
        var longest = ledgers[0].TotalUsd / graviton.TotalUsd * (600 + 210) - 210;
        var slower = (longest / 600 - 1) * 100;
        Assert.Contains(graviton.Notes,
            n => n.ToString().Contains(FormattableString.Invariant($"not more than {slower:0} % slower"), StringComparison.Ordinal));
        Assert.Contains(graviton.Notes, n =>
            n.ToString().Contains("leveldbjni-all-1.8.jar", StringComparison.Ordinal)
            && !n.ToString().Contains("hadoop-lzo", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("spark.databricks.clusterUsageTags.clusterId", "x", "spark://h:1", "databricks")]
    [InlineData("spark.dataproc.engine", "default", "yarn", "dataproc")]
    [InlineData("spark.glue.JOB_NAME", "j", "jes", "glue")]
    [InlineData("spark.emr-serverless.driver.disk", "20G", "local", "emr-serverless")]
    [InlineData("spark.kubernetes.container.image", "1.dkr.ecr.us-east-1.amazonaws.com/emr-containers/spark:7", "k8s://x", "emr-eks")]
    [InlineData("spark.kubernetes.container.image", "spark:3.5", "k8s://x", "kubernetes")]
    [InlineData("spark.executor.extraClassPath", "/usr/share/aws/emr/emrfs/lib/*", "yarn", "emr-ec2")]
    [InlineData("spark.a", "b", "yarn-client", "yarn")]
    [InlineData("spark.a", "b", "spark://h:1", "standalone")]
    [InlineData("spark.a", "b", "local[4]", "local")]
    [InlineData("spark.a", "b", "mesos://h", "mesos")]
    public void Platform_IsToldFromSettings(string key, string value, string master, string platform) =>
        Assert.Equal(platform, RunPlatform.Detect(PricedRun.Of(60, [], ("spark.master", master), (key, value))));

    [Theory]
    [InlineData("ip-10-0-0-1.eu-west-1.compute.internal", "eu-west-1")]
    [InlineData("ip-10-0-0-1.ec2.internal", "us-east-1")]
    [InlineData("worker-1.c.project.internal", null)]
    [InlineData("compute.internal", null)]
    public void Region_IsReadFromHostNames(string host, string? region) => Assert.Equal(region, RunRegion.OfHost(host));

    [Fact]
    public void RunWithoutExecutors_HasNoAlternativesAndSaysWhy()
    {
        var report = Price(PricedRun.Of(600, [], ("spark.master", "yarn")));
        Assert.Empty(report.Alternatives);
        Assert.Contains(report.Notes, n => n.Contains("no executor", StringComparison.Ordinal));
    }

    [Fact]
    public void RunWithoutTimes_HasNoAlternativesAndSaysWhy()
    {
        var report = Price(PricedRun.Of(null, [("a", 4, 0, null)], ("spark.master", "yarn")));
        Assert.Empty(report.Alternatives);
        Assert.Contains(report.Notes, n => n.Contains("no time to price", StringComparison.Ordinal));
    }

    [Fact]
    public void LocalRun_IsOneWorkerOfItsCores()
    {
        var report = Price(PricedRun.Of(100, [("driver", 0, 0, null)], ("spark.master", "local[6]"), ("spark.driver.memory", "8g")));
        var serverless = report.Alternatives.Single(a => a.Name.ToString().StartsWith("EMR Serverless x86_64", StringComparison.Ordinal));
        Assert.Equal(2, serverless.Lines.Count);
        Assert.Equal(0.011694m, Amount(serverless, "EMR Serverless vCPU, driver (x86_64, 8 vCPU, 16 GB)")); // 8 x 100 / 3600 x 0.052624
    }

    [Fact]
    public void DriverLargerThanTheExecutors_FitsANodeOnEksAndHasALargerPrimary()
    {
        var run = PricedRun.Of(600, [("a", 2, 0, null)], ("spark.master", "spark://h:1"), ("spark.executor.memory", "2g"),
            ("spark.driver.memory", "40g"), ("spark.driver.cores", "6"));
        var ledgers = Price(run).Alternatives;

        // 45,056 MiB of driver and 2,432 of executor, 6 + 2 vCPUs: one m6a.4xlarge (58,982 MiB and 15.9 vCPUs to give, 0.6912 an
        // hour) holds both, r6a.2xlarge (58,982 MiB, 7.9 vCPUs, 0.4536) would be needed twice, m5a.4xlarge (0.688) is older
        Assert.Equal("EMR on EKS (x86): 1 x m6a.4xlarge",
            ledgers.Single(a => a.Name.ToString().StartsWith("EMR on EKS", StringComparison.Ordinal)).Name);
        // 40,960 + 7,680 MiB fit the 57,344 of an r5.2xlarge
        Assert.EndsWith(" + primary r5.2xlarge", ledgers[0].Name.ToString(), StringComparison.Ordinal);
        Assert.Contains(ledgers[0].Notes,
            n => n.ToString().Contains("do not fit the usual primary m5.xlarge (12288 MiB)", StringComparison.Ordinal));
    }

    [Fact]
    public void UnknownRegion_LeavesHolesAndNamesThem()
    {
        var report = Price(PricedRun.Of(600, Executors(2), emr), new PriceContext { Region = "xx-nowhere-1" });
        Assert.Null(report.Actual?.TotalUsd);
        Assert.All(report.Alternatives, a => Assert.Null(a.TotalUsd));
        Assert.Contains(report.Notes.Concat(report.Alternatives.SelectMany(a => a.Notes).Select(n => n.ToString())),
            n => n.Contains("xx-nowhere-1", StringComparison.Ordinal));
    }

    [Fact]
    public void Discounts_LowerTheRunsLedger()
    {
        var discounts = ShapeReader.ReadDiscounts("d.json", """[{"kind":"private","match":{"service":"ec2"},"discountPct":50}]""");
        var actual = Price(PricedRun.Of(600, Executors(4), emr), new PriceContext { Discounts = discounts }).Actual!;
        Assert.Equal(0.064000m, Amount(actual, "EC2 On-Demand, core (m5.xlarge)"));
        Assert.Equal(0.032000m, Amount(actual, "EMR fee, core (m5.xlarge)"));
    }
}
