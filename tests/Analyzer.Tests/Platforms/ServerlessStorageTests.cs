using Rightsizer.Analyzer.Platforms.EmrServerless;

namespace Rightsizer.Analyzer.Tests.Platforms;

/// <summary>What the EMR Serverless guide says of serverless storage.</summary>
public class ServerlessStorageTests
{
    [Theory]
    [InlineData(200e9, 4, 4, null)]
    [InlineData(201e9, 4, 4, "it holds 200 GB a job run, and this one writes and reads 201 GB of shuffle and spill")]
    [InlineData(0, 2, 4, "it is not for workers of 1 or 2 vCPUs, and one here has 2")]
    [InlineData(0, 8, 1, "it is not for workers of 1 or 2 vCPUs, and one here has 1")]
    public void Limits_AreTheGuides(double bytes, int executorVcpu, int driverVcpu, string? why) =>
        Assert.Equal(why, ServerlessStorage.Problem(bytes, executorVcpu, driverVcpu));

    /// <summary>180 GB above the free 20 at $0.000111 a GB-hour are $0.02 a worker-hour.</summary>
    [Fact]
    public void Note_ShowsTheDiskChargeThatGoes_AndAReleaseThatIsTooOld()
    {
        var words = ServerlessStorage.Words("emr-7.2.0", 180, 180 * 0.000111m);

        Assert.Contains("the charge for 180 GB of disk a worker goes (~$0.0200 a worker-hour", words, StringComparison.Ordinal);
        Assert.Contains("EMR 7.12 or later, the job ran on emr-7.2.0", words, StringComparison.Ordinal);
        Assert.Contains("not priced here", words, StringComparison.Ordinal);
        Assert.DoesNotContain("disk", ServerlessStorage.Words("emr-7.13.0", 0, 0), StringComparison.Ordinal);
        Assert.DoesNotContain("ran on", ServerlessStorage.Words("emr-spark-8.0.0", 0, 0), StringComparison.Ordinal);
    }
}
