using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests.Hostile;

public class ManyExecutorsTests
{
    /// <summary>Four tasks and 60,000 executors: sizes up to 240,000 were simulated, 50 times each, for half a minute.</summary>
    [Theory]
    [InlineData(5_001, true)]
    [InlineData(400, false)]
    public void SizesAreNotTriedOneByOne_WhereExecutorsAreTooMany(int executors, bool refused)
    {
        var lines = File.ReadAllLines(Path.Combine(SharedFolder.RepositoryRoot, "tests", "Fuzz", "Inputs", "nightly.json")).ToList();
        var at = lines.FindIndex(l => l.Contains("\"SparkListenerExecutorAdded\"", StringComparison.Ordinal));
        lines.InsertRange(at + 1, Enumerable.Range(100, executors).Select(i =>
            lines[at].Replace("\"Executor ID\":\"1\"", FormattableString.Invariant($"\"Executor ID\":\"{i}\""), StringComparison.Ordinal)));
        using var log = new TinyLog([.. lines]);

        var run = CliRun.Of("diagnose", log.Log, "--format", "json");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(refused, run.Output.Contains("executors are too many to try every size at once", StringComparison.Ordinal));
    }
}
