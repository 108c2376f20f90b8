namespace Rightsizer.Cli.Tests;

/// <summary><c>diagnose --history</c>: the run against earlier logs of its job.</summary>
public class DiagnoseHistoryTests
{
    static string Log(int day, long seconds) => $$"""
        {"Event":"SparkListenerApplicationStart","App Name":"nightly","App ID":"app-{{day}}","Timestamp":{{1700000000000 + day * 86400000L}},"User":"u"}
        {"Event":"SparkListenerApplicationEnd","Timestamp":{{1700000000000 + day * 86400000L + seconds * 1000}}}

        """;

    [Fact]
    public void ALateRun_IsComparedWithTheMedianOfTheFiveBeforeIt()
    {
        using var folder = new TinyLog();
        var logs = Directory.CreateDirectory(folder.In("logs")).FullName;
        for (var day = 0; day < 7; day++) File.WriteAllText(Path.Combine(logs, $"app-{day}"), Log(day, 60 + day));
        var late = Path.Combine(logs, "app-9");
        File.WriteAllText(late, Log(9, 120));
        var run = CliRun.Of("diagnose", late, "--history", logs);

        // days 2 to 6 took 62 to 66 s: the median is 64 s
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("56.0 s longer (+88 %) than the median of its last 5 good runs", run.Output.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
        var first = CliRun.Of("diagnose", Path.Combine(logs, "app-0"), "--history", logs);
        Assert.Contains("No earlier good run of nightly is known.", first.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void HistoryAndState_TogetherAreAnError()
    {
        var run = CliRun.Of("diagnose", "x", "--history", "y", "--state", "z");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--history: not with --state", run.Error, StringComparison.Ordinal);
    }
}
