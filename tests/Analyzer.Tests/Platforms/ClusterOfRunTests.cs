using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Platforms;

/// <summary>
/// Cluster files that cannot be those of the log, and the same files where they can. The run begins at 2023-11-14T22:13:20Z.
/// </summary>
public class ClusterOfRunTests
{
    const long HourMs = 3_600_000;

    static string At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(RunSketch.Epoch + ms).ToString("yyyy-MM-ddTHH:mm:ssZ",
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A run of half an hour on two hosts of us-east-1, on YARN that started five minutes before it.</summary>
    static RunSketch Emr(int number = 1, long yarnBeforeMs = 300_000) => new RunSketch(HourMs / 2)
    {
        SparkVersion = "3.5.0-amzn-1",
        AppId = FormattableString.Invariant($"application_{RunSketch.Epoch - yarnBeforeMs}_{number:0000}"),
    }
        .Setting("spark.master", "yarn").Setting("spark.submit.deployMode", "cluster").Setting("spark.executor.memory", "9486M")
        .SystemProperty("os.arch", "amd64")
        .Executor("1", 4, 20_000, null, "ip-10-0-1-1.ec2.internal").Executor("2", 4, 20_000, null, "ip-10-0-1-2.ec2.internal");

    /// <summary>A primary m5.xlarge and two core nodes of a type, that end with their steps.</summary>
    static string Cluster(long fromMs, long untilMs, string zone = "us-east-1a", string core = "m5.2xlarge", int host = 1) => $$"""
        { "Cluster": { "Id": "j-1", "ReleaseLabel": "emr-7.1.0", "AutoTerminate": true,
          "Ec2InstanceAttributes": { "Ec2AvailabilityZone": "{{zone}}" },
          "Status": { "Timeline": { "CreationDateTime": "{{At(fromMs)}}", "EndDateTime": "{{At(untilMs)}}" } } } }
        { "Instances": [ {{Node(core == "m5.2xlarge" ? "m5.xlarge" : core, 0)}}, {{Node(core, host)}}, {{Node(core, host + 1)}} ] }
        """
        .Replace("FROM", At(fromMs), StringComparison.Ordinal).Replace("UNTIL", At(untilMs), StringComparison.Ordinal);

    static string Node(string type, int host) => $$"""
        { "InstanceType": "{{type}}", "Market": "ON_DEMAND", "PrivateDnsName": "ip-10-0-1-{{host}}.ec2.internal",
          "Status": { "Timeline": { "CreationDateTime": "FROM", "EndDateTime": "UNTIL" } } }
        """;

    static CostReport Price(RunSketch sketch, string file) =>
        CostModel.Price(sketch.Build(), new PriceContext { Cluster = ClusterFileReader.Parse("c.json", file) });

    /// <summary>As without the file, and said.</summary>
    static void IsRefused(RunSketch sketch, string file, string why)
    {
        var (with, without) = (Price(sketch, file), CostModel.Price(sketch.Build(), new PriceContext()));

        Assert.Contains(why, with.ClusterNotUsed, StringComparison.Ordinal);
        Assert.Equal(with.ClusterNotUsed, with.Notes[0]);
        Assert.NotNull(with.Actual?.TotalUsd);
        Assert.Equal((without.Actual!.TotalUsd, without.Region), (with.Actual.TotalUsd, with.Region));
    }

    [Theory]
    [InlineData(-1_440, -1_380, "ended at 2023-11-13 23:13:20 UTC, before the run began")]
    [InlineData(60, 120, "after the run began")]
    [InlineData(-10, 15, "before the run ended")]
    // created after the start of the resource manager that the application's id names
    [InlineData(-3, 40, "YARN of the log's cluster started at")]
    public void ClusterOfAnotherTime_IsNotUsed(int fromMinute, int untilMinute, string why) =>
        IsRefused(Emr(), Cluster(fromMinute * 60_000L, untilMinute * 60_000L), why);

    [Fact]
    public void ClusterOfAnotherRegionProcessorOrHost_IsNotUsed()
    {
        const long from = -600_000, until = 2_100_000;
        IsRefused(Emr(), Cluster(from, until, zone: "eu-west-1a"), "in eu-west-1, and the run's hosts are in us-east-1");
        IsRefused(Emr(), Cluster(from, until, core: "m6g.2xlarge"), "arm64 processors");
        IsRefused(Emr(), Cluster(from, until, host: 7), "ip-10-0-1-1.ec2.internal");
        IsRefused(Emr(), """{ "JobRun": { "WorkerType": "G.1X", "NumberOfWorkers": 2, "ExecutionTime": 1800 } }""", "glue");
        Assert.Null(Price(Emr(), Cluster(from, until)).ClusterNotUsed);
    }

    /// <summary>
    /// An hour of the three nodes: 0.192 + 2 x 0.384 EC2, a quarter of it the fee, and 365 GiB of EBS for 1/730 month at 0.08.
    /// </summary>
    [Theory]
    [InlineData(1, 300_000, -600_000, 2_100_000, 2_700)] // its whole life: 45 minutes
    [InlineData(2, 300_000, -600_000, 2_100_000, 1_800)] // another application before it
    [InlineData(1, 300_000, -600_000, 6_000_000, 1_800)] // up for long after it
    [InlineData(7, 18_000_000, -18_300_000, 2_400_000, 1_800)]
    [InlineData(1, 18_000_000, -18_300_000, 2_400_000, 1_800)] // up for hours before it
    public void ClusterThatOthersUsedToo_IsTheRunsWhileItRan(int number, long yarnBeforeMs, long fromMs, long untilMs, int seconds)
    {
        var actual = Price(Emr(number, yarnBeforeMs), Cluster(fromMs, untilMs)).Actual!;

        Assert.Equal(LedgerKind.GivenCluster, actual.Kind);
        const decimal ec2 = 0.192m + 2 * 0.384m;
        Assert.Equal((double)(ec2 * seconds / 3600),
            (double)actual.Lines.Where(l => l.Service == CostService.Ec2).Sum(l => l.AmountUsd!.Value), 5);
        Assert.Equal((double)((ec2 * 1.25m + 365m / 730 * 0.08m) * seconds / 3600), (double)actual.TotalUsd!.Value, 2);
    }

    /// <summary>The standing reading of size is that of the price.</summary>
    [Theory]
    [InlineData(1, 0.9)]
    [InlineData(2, 0.6)]
    public void SizeTakesTheRunsShareOfTheCluster(int number, double usd)
    {
        var result = ClusterSizer.Size([Emr(number).Build()], new SizingRequest
        {
            Pricing = new PriceContext { Cluster = ClusterFileReader.Parse("c.json", Cluster(-600_000, 2_100_000)) },
        });

        Assert.Equal(usd, (double)result.Today!.Usd!.P50, 1);
    }

    [Fact]
    public void SizeDoesNotUseAClusterOfAnotherRun()
    {
        var result = ClusterSizer.Size([Emr().Build()], new SizingRequest
        {
            Pricing = new PriceContext { Cluster = ClusterFileReader.Parse("c.json", Cluster(-90 * HourMs, -89 * HourMs)) },
        });

        Assert.NotNull(result.ClusterNotUsed);
        Assert.Contains(result.ClusterNotUsed, result.Assumptions);
        Assert.Equal(LedgerKind.Inferred, result.Today!.Ledger!.Kind);
    }

    static RunSketch Serverless(string id) => new RunSketch(HourMs / 2) { AppId = id, SparkVersion = "3.5.1-amzn-0" }
        .Setting("spark.master", "custom:emr-serverless").Setting("spark.executor.memory", "14g")
        .Executor("1", 4, 20_000, null, "ip-10-0-1-1.ap-southeast-2.compute.internal");

    const string JobRun = """
        { "jobRun": { "jobRunId": "00fabcdefgh12301", "state": "SUCCESS", "createdAt": "CREATED", "updatedAt": "ENDED",
          "arn": "arn:aws:emr-serverless:ap-southeast-2:1:/applications/00a/jobruns/00f",
          "billedResourceUtilization": { "vCPUHour": 80, "memoryGBHour": 320, "storageGBHour": 0 } } }
        """;

    [Theory]
    [InlineData("00fabcdefgh12301", -2, true)]
    [InlineData("00fabcdefgh12302", -2, false)] // another job run
    [InlineData("app-1", -2, true)] // the log does not name its job run: the time has to fit
    [InlineData("app-1", -200, false)]
    public void ServerlessJobRun_IsThatOfTheLog(string id, int createdMinute, bool isUsed)
    {
        var file = JobRun.Replace("CREATED", At(createdMinute * 60_000L), StringComparison.Ordinal)
            .Replace("ENDED", At(createdMinute * 60_000L + HourMs), StringComparison.Ordinal);

        if (isUsed) Assert.Equal(LedgerKind.Billed, Price(Serverless(id), file).Actual!.Kind);
        else IsRefused(Serverless(id), file, "of another run and is not used");
    }

    static RunSketch Glue() => new RunSketch(HourMs / 2).Setting("spark.glue.GLUE_VERSION", "4.0").Setting("spark.executor.memory", "10g")
        .Executor("1", 4, 20_000);

    [Theory]
    [InlineData("nativespark-job-jr_abc", "jr_abc", -90, true)] // the id decides
    [InlineData("nativespark-job-jr_abc", "jr_zzz", 0, false)]
    [InlineData("job", "jr_zzz", 0, true)]
    [InlineData("job", "jr_zzz", -90, false)]
    public void GlueJobRun_IsThatOfTheLog(string name, string id, int hours, bool isUsed)
    {
        var file = $$"""
            { "JobRun": { "Id": "{{id}}", "WorkerType": "G.2X", "NumberOfWorkers": 50, "ExecutionTime": 10800, "GlueVersion": "4.0",
              "StartedOn": "{{At(hours * HourMs - 60_000)}}", "CompletedOn": "{{At((hours + 1) * HourMs)}}" } }
            """;
        var run = Glue().Build();
        run = run with { App = run.App with { Name = name } };
        var report = CostModel.Price(run, new PriceContext { Cluster = ClusterFileReader.Parse("g.json", file) });

        Assert.Equal(isUsed ? LedgerKind.Billed : LedgerKind.Inferred, report.Actual!.Kind);
        Assert.Equal(isUsed, report.ClusterNotUsed is null);
    }
}
