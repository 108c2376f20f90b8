using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.TestSupport;

namespace Rightsizer.Analyzer.Tests.Platforms;

public class ReleaseAndRegionTests
{
    static RunSketch Emr(string version, string master = "yarn") =>
        new RunSketch(60_000) { SparkVersion = version }.Setting("spark.master", master);

    [Theory]
    [InlineData("3.3.0-amzn-0", "emr-6.8.0")]
    [InlineData("3.5.2-amzn-1", "emr-7.5.0")]
    [InlineData("3.4.1-amzn-2", "emr-6.15.0")]
    [InlineData("2.4.8-amzn-2", "emr-5.36.0")]
    [InlineData("3.1.1-amzn-0.1", "emr-6.3.0")] // a fix of the same line
    [InlineData("3.1.9-amzn-0.1", null)]
    [InlineData("3.5.1", null)]
    public void Release_IsToldByEmrsOwnSpark(string version, string? release) =>
        Assert.Equal(release, RunRelease.Detect([Emr(version).Build()]));

    [Fact]
    public void LabelInTheSettings_GoesBeforeTheSparkVersion() =>
        Assert.Equal("emr-7.1.0",
            RunRelease.Detect([Emr("3.5.1-amzn-0").Setting("spark.executorEnv.EMR_RELEASE_LABEL", "emr-7.1.0").Build()]));

    [Fact]
    public void NewLabels_AreLabels() =>
        Assert.Equal("emr-spark-8.0.0",
        RunRelease.Detect([Emr("4.0.0-amzn-0").Setting("spark.executorEnv.EMR_RELEASE_LABEL", "emr-spark-8.0.0").Build()]));

    [Fact]
    public void OnEks_TheSameSparkIsOfOtherReleases() => Assert.Null(RunRelease.Detect([Emr("3.5.1-amzn-1", "k8s://x").Build()]));

    [Theory]
    [InlineData("spark.kubernetes.container.image", "895885662937.dkr.ecr.us-west-2.amazonaws.com/spark/emr-7.1.0:latest", "us-west-2")]
    [InlineData("spark.hadoop.fs.s3a.endpoint", "s3.eu-central-1.amazonaws.com", "eu-central-1")]
    [InlineData("spark.hadoop.fs.s3a.endpoint", "https://s3-ap-southeast-1.amazonaws.com", "ap-southeast-1")]
    [InlineData("spark.hadoop.fs.s3a.bucket.x.accesspoint.arn", "arn:aws:s3:eu-west-3:123456789012:accesspoint/x", "eu-west-3")]
    [InlineData("spark.databricks.clusterUsageTags.dataPlaneRegion", "ca-central-1", "ca-central-1")]
    [InlineData("spark.executorEnv.AWS_REGION", "us-gov-west-1", "us-gov-west-1")]
    [InlineData("spark.hadoop.fs.s3a.endpoint", "s3.amazonaws.com", "us-east-1")]
    public void Region_IsReadFromSettings(string key, string value, string region) =>
        Assert.Equal(region, RunRegion.Detect(Emr("3.5.1").Setting(key, value).Build()).Region);

    [Fact]
    public void TwoRegions_TellNone()
    {
        var run = Emr("3.5.1").Setting("spark.a", "arn:aws:s3:eu-west-3:1:x").Setting("spark.b", "s3.eu-west-1.amazonaws.com").Build();

        Assert.Equal(("us-east-1", Ground.Assumed), RunRegion.Detect(run));
    }

    /// <summary>A bucket, a key or an image may be elsewhere; the machines are not.</summary>
    [Theory]
    [InlineData("spark.kubernetes.driverEnv.AWS_REGION", "us-west-2")]
    [InlineData("spark.master", "k8s://https://0A1B.gr7.us-west-2.eks.amazonaws.com:443")]
    [InlineData("spark.kubernetes.container.image", "895885662937.dkr.ecr.us-west-2.amazonaws.com/spark/emr-7.1.0:latest")]
    public void RegionOfTheMachines_GoesBeforeThatOfData(string key, string value)
    {
        var run = Emr("3.5.1", "k8s://https://kubernetes.default.svc").Setting("spark.hadoop.fs.s3a.endpoint", "s3.eu-west-1.amazonaws.com")
            .Setting("spark.a", "arn:aws:kms:eu-west-3:1:key/x").Setting(key, value).Build();

        Assert.Equal(("us-west-2", Ground.Derived), RunRegion.Detect(run));
    }

    [Fact]
    public void HostNames_GoFirst()
    {
        var run = Emr("3.5.1").Setting("spark.a", "s3.eu-west-1.amazonaws.com")
            .Executor("1", 4, 0, null, "ip-10-0-0-1.ap-south-1.compute.internal").Build();

        Assert.Equal(("ap-south-1", Ground.Measured), RunRegion.Detect(run));
    }

    /// <summary>EMR 6 and later have Spark 3; before 6.10 a root volume is gp2 of 10 GiB (billing rules, EBS).</summary>
    [Theory]
    [InlineData("2.0.2", "EBS gp2 storage, primary (m5.xlarge), 74 GiB a node")]
    [InlineData("2.4.8-amzn-2", "EBS gp2 storage, primary (m5.xlarge), 74 GiB a node")]
    [InlineData("3.5.1", "EBS gp3 storage, primary (m5.xlarge), 79 GiB a node")]
    public void SparkBefore3_HasTheRootVolumeOfEmr5(string version, string line)
    {
        var run = Emr(version).Setting("spark.emr.default.executor.cores", "4").Setting("spark.executor.memory", "4g")
            .Executor("1", 4, 0, null, "ip-10-0-0-1.ec2.internal").Build();

        Assert.Contains(CostModel.Price(run, new PriceContext()).Actual!.Lines, l => l.Name.ToString() == line);
    }

    [Fact]
    public void LaterAttempt_IsNotSaidToBeTheFirstApplicationOfAClusterThatJustStarted()
    {
        var sketch = Emr("3.5.1-amzn-0").Setting("spark.emr.default.executor.cores", "4").Setting("spark.executor.memory", "4g")
            .Executor("1", 4, 0, null, "ip-10-0-0-1.ec2.internal");
        sketch.AppId = FormattableString.Invariant($"application_{RunSketch.Epoch}_0001");
        var run = sketch.Build();
        run = run with { App = run.App with { AttemptId = "2" } };

        var notes = CostModel.Price(run, new PriceContext()).Actual!.Notes.Select(n => n.ToString()).ToList();

        Assert.Contains(notes, n => n.StartsWith("this is attempt 2 of the application", StringComparison.Ordinal));
        Assert.DoesNotContain(notes, n => n.Contains("had been up for", StringComparison.Ordinal));
    }

    /// <summary>
    /// 20,000 MiB of heap and 0.1875 of it: 23,750 MiB do not fit the 12,288 that YARN has on an m5.xlarge, and fit the 24,576 of an
    /// r5.xlarge, which costs 0.252 an hour where an m5.2xlarge costs 0.384.
    /// </summary>
    [Theory]
    [InlineData("client", "r5.xlarge", true)]
    [InlineData("cluster", "m5.xlarge", false)]
    public void DriverInClientMode_ThatDoesNotFitTheUsualPrimary_HasALargerOne(string mode, string primary, bool said)
    {
        var run = Emr("3.5.1-amzn-0").Setting("spark.emr.default.executor.cores", "4").Setting("spark.executor.memory", "4g")
            .Setting("spark.driver.memory", "20000m").Setting("spark.submit.deployMode", mode)
            .Executor("1", 4, 0, null, "ip-10-0-0-1.ec2.internal").Build();

        var actual = CostModel.Price(run, new PriceContext()).Actual!;
        Assert.EndsWith($" + primary {primary}", actual.Name.ToString(), StringComparison.Ordinal);
        Assert.Contains(actual.Lines, l => l.Name.ToString() == $"EC2 On-Demand, primary ({primary})");
        Assert.Equal(said, actual.Notes.Any(n => n.ToString().Contains("the driver's 23750 MiB do not fit the usual primary m5.xlarge",
            StringComparison.Ordinal)));
    }
}
