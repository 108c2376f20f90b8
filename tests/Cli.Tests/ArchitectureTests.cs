using System.Text.Json.Nodes;

namespace Rightsizer.Cli.Tests;

/// <summary>Neither the log nor get-job-run tells the processor of an EMR Serverless application. Prices: AWS's list, us-east-1.</summary>
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
    [InlineData("--ran-on", "x86_64", 0.052624)]
    [InlineData("--ran-on", "arm64", 0.042094)]
    [InlineData("--arch", "arm64", 0.042094)]
    public void Processor_DecidesThePriceOfAnHour(string option, string arch, decimal usdPerVcpuHour)
    {
        using var log = new TinyLog(ServerlessRun);
        var actual = JsonNode.Parse(
            CliRun.Of("diagnose", log.Log, "--format", "json", "--region", "us-east-1", option, arch).Output)!["cost"]!["actual"]!;

        Assert.Contains(actual["lines"]!.AsArray(), l => l!["unitPriceUsd"]!.GetValue<decimal>() == usdPerVcpuHour);
    }

    [Fact]
    public void OldNameOfTheOption_SaysSo()
    {
        using var log = new TinyLog(ServerlessRun);
        Assert.Equal("", CliRun.Of("diagnose", log.Log, "--ran-on", "arm64").Error);
        Assert.StartsWith(
            "warning: diagnose --arch is now --ran-on", CliRun.Of("diagnose", log.Log, "--arch", "arm64").Error, StringComparison.Ordinal);
    }

    /// <summary>Each side has its own cluster; what holds for both stands once.</summary>
    [Fact]
    public void Compare_TakesAClusterFileASide()
    {
        using var log = new TinyLog(ServerlessRun);
        var bill = Path.Combine(Path.GetDirectoryName(log.Log)!, "get-job-run.json");
        // 10 vCPU-hours and 20 GB-hours: 0.52624 + 0.11557 USD of x86_64 in us-east-1
        File.WriteAllText(bill, """{"jobRun":{"jobRunId":"1","arn":"arn:aws:emr-serverless:us-east-1:1:/applications/a/jobruns/1","billedResourceUtilization":{"vCPUHour":10,"memoryGBHour":20,"storageGBHour":0}}}""");
        var run = CliRun.Of("compare", log.Log, log.Log, "--format", "json", "--region", "us-east-1", "--cluster-b", bill);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var both = JsonNode.Parse(run.Output)!;
        Assert.Equal(0.64181m, both["after"]!["costUsd"]!.GetValue<decimal>());
        Assert.NotEqual(0.64181m, both["before"]!["costUsd"]!.GetValue<decimal>());
    }

    [Fact]
    public void AnotherWord_IsRefused()
    {
        using var log = new TinyLog(ServerlessRun);
        var run = CliRun.Of("diagnose", log.Log, "--ran-on", "arm");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--ran-on arm: must be one of x86_64, arm64", run.Error, StringComparison.Ordinal);
    }
}
