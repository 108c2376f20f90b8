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

    [Fact]
    public void HostNames_GoFirst()
    {
        var run = Emr("3.5.1").Setting("spark.a", "s3.eu-west-1.amazonaws.com")
            .Executor("1", 4, 0, null, "ip-10-0-0-1.ap-south-1.compute.internal").Build();

        Assert.Equal(("ap-south-1", Ground.Measured), RunRegion.Detect(run));
    }
}
