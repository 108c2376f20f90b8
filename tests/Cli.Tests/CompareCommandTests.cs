using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

public class CompareCommandTests
{
    static string Log(string name)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        return Path.Combine(SharedFolder.Path!, "spark-logs", "causes", "logs", name + ".zstd");
    }

    [Fact]
    public void SlowerRun_MissesTheGateAndStillReports()
    {
        var run = CliRun.Of("compare", Log("idle_driver_fixed"), Log("idle_driver"), "--max-regression-pct", "10");

        Assert.Equal(10, run.ExitCode);
        // labels.tsv: 32.5 s to 50.3 s
        Assert.Contains("time rose by 55", run.Error, StringComparison.Ordinal);
        Assert.Contains("unexplained", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void FasterRun_PassesTheGate() =>
        Assert.Equal(0, CliRun.Of("compare", Log("idle_driver"), Log("idle_driver_fixed"), "--max-regression-pct", "0").ExitCode);

    [Fact]
    public void Json_PartsAddUp()
    {
        var run = CliRun.Of("compare", Log("skew_join"), Log("skew_join_fixed"), "--format", "json", "--usd-per-hour", "3.2", "--redact");
        using var document = JsonDocument.Parse(run.Output);
        var difference = document.RootElement.GetProperty("difference");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(difference.GetProperty("costUsd").GetDecimal(),
            difference.GetProperty("parts").EnumerateArray().Sum(p => p.GetProperty("costUsd").GetDecimal()));
        Assert.DoesNotContain("skew_join", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void StandardInputTwice_IsRefused() => Assert.Equal(2, CliRun.Of("compare", "-", "-").ExitCode);

    [Theory]
    [InlineData("0.01", 10)]
    [InlineData("1", 0)]
    public void Budget_IsAGate(string budget, int exitCode)
    {
        // 27.1 s at 3.20 USD an hour are 2.4 cents
        var run = CliRun.Of("diagnose", Log("skew_join"), "--usd-per-hour", "3.2", "--budget-usd", budget);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode == 10, run.Error.Contains("cost 0.0241 USD", StringComparison.Ordinal));
    }

    [Fact]
    public void BudgetOfARunWithoutAPrice_IsMissed()
    {
        var run = CliRun.Of("diagnose", Log("skew_join"), "--budget-usd", "1");

        Assert.Equal(10, run.ExitCode);
        Assert.Contains("has no price", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sarif", "\"version\": \"2.1.0\"")]
    [InlineData("junit", "<testsuite ")]
    public void CiFormats_AreWritten(string format, string expected) =>
        Assert.Contains(expected, CliRun.Of("diagnose", Log("skew_join"), "--format", format).Output, StringComparison.Ordinal);
}
