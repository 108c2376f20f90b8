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
}
