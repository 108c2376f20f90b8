namespace Rightsizer.Cli.Tests.Fleet;

public class CommitmentCommandTests
{
    /// <summary>What is covered already would be covered twice.</summary>
    [Theory]
    [InlineData("savings-plan", 2)]
    [InlineData("reserved", 2)]
    [InlineData("private", 0)]
    public void DiscountsWithCommitments_AreRefusedBesideThem(string kind, int exitCode)
    {
        using var log = new TinyLog(TinyLog.Start, TinyLog.End);
        File.WriteAllText(log.In("c.json"), """
            {"commitments":[{"name":"sp","kind":"computeSavingsPlan","usdPerHour":1,"discount":0.3}]}
            """);
        File.WriteAllText(log.In("d.json"), $$"""{"discounts":[{"kind":"{{kind}}","discountPct":30}]}""");

        var run = CliRun.Of("report", log.Log, "--commitments", log.In("c.json"), "--discounts", log.In("d.json"));

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(exitCode != 0, run.Error.Contains("covered twice", StringComparison.Ordinal));
    }
}
