using System.Text.Json.Nodes;

namespace Rightsizer.Cli.Tests;

/// <summary>Neither the log nor get-job-run tells the processor of an EMR Serverless application. Prices: the book's, us-east-1; arm64 is 0.8 of x86_64.</summary>
public class ArchitectureTests
{
    static readonly string[] ServerlessRun =
    [
        TinyLog.Start,
        """{"Event":"SparkListenerEnvironmentUpdate","JVM Information":{},"Spark Properties":{"spark.emr-serverless.driver.disk":"20g","spark.executor.memory":"4g","spark.executor.cores":"2","spark.driver.memory":"4g","spark.driver.cores":"2"},"Hadoop Properties":{},"System Properties":{},"Classpath Entries":{}}""",
        """{"Event":"SparkListenerExecutorAdded","Timestamp":1700000001000,"Executor ID":"1","Executor Info":{"Host":"10.0.0.1","Total Cores":2,"Log Urls":{}}}""",
        TinyLog.End,
    ];

    [Theory]
    [InlineData("x86_64", 0.052624)]
    [InlineData("arm64", 0.0420992)]
    public void Arch_DecidesThePriceOfAnHour(string arch, decimal usdPerVcpuHour)
    {
        using var log = new TinyLog(ServerlessRun);
        var actual = JsonNode.Parse(CliRun.Of("diagnose", log.Log, "--format", "json", "--region", "us-east-1", "--arch", arch).Output)!["cost"]!["actual"]!;

        Assert.Contains(actual["lines"]!.AsArray(), l => l!["unitPriceUsd"]!.GetValue<decimal>() == usdPerVcpuHour);
    }

    [Fact]
    public void AnotherWord_IsRefused()
    {
        using var log = new TinyLog(ServerlessRun);
        var run = CliRun.Of("diagnose", log.Log, "--arch", "arm");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--arch arm: must be one of x86_64, arm64", run.Error, StringComparison.Ordinal);
    }
}
