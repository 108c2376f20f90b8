using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

public class DoctorCommandTests
{
    static readonly string Samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

    [Fact]
    public void Settings_WithoutEventLogs_Fail_AndSayWhatToSet()
    {
        using var folder = new TinyLog();
        var conf = folder.In("spark-defaults.conf");
        File.WriteAllText(conf, "spark.eventLog.enabled false\nspark.eventLog.excludedPatterns SparkListenerTaskStart\n");
        var checks = Checks("doctor", conf);

        Assert.Equal("failed", checks["eventLog"].GetProperty("state").GetString());
        Assert.Contains("spark.eventLog.enabled true", checks["eventLog"].GetProperty("do").GetString(), StringComparison.Ordinal);
        Assert.Equal("lessEvidence", checks["excludedPatterns"].GetProperty("state").GetString());
    }

    [Fact]
    public void Settings_ThatKeepEverything_AreWell()
    {
        using var folder = new TinyLog();
        var conf = folder.In("spark-defaults.conf");
        File.WriteAllText(conf, "spark.eventLog.enabled true\nspark.eventLog.logStageExecutorMetrics true\n"
            + "spark.executor.processTreeMetrics.enabled=true\n");
        Assert.All(Checks("doctor", conf).Values, c => Assert.Equal("ok", c.GetProperty("state").GetString()));
    }

    [Fact]
    public void Log_SaysWhatIsNotPriced_AndHowToPriceIt()
    {
        var log = Path.Combine(Samples, "app-20261121124741-0000.zstd");
        var checks = Checks("doctor", log);
        Assert.Equal("ok", checks["logQuality"].GetProperty("state").GetString());
        Assert.Equal("lessEvidence", checks["price"].GetProperty("state").GetString());
        Assert.Contains("--usd-per-hour", checks["price"].GetProperty("do").GetString(), StringComparison.Ordinal);
        // the sample logs are written with Spark's defaults
        Assert.Equal("Set spark.eventLog.logStageExecutorMetrics true (Spark 3.0).",
            checks["stageExecutorMetrics"].GetProperty("do").GetString());
        Assert.Equal("ok", Checks("doctor", log, "--usd-per-hour", "3.20")["price"].GetProperty("state").GetString());
    }

    [Fact]
    public void WhatIsNoLog_IsTheExitCodeOfTheOtherCommands()
    {
        using var folder = new TinyLog();
        var text = folder.In("text.txt");
        File.WriteAllText(text, "not a log\n");
        var run = CliRun.Of("doctor", text);

        Assert.Equal(4, run.ExitCode);
        Assert.Equal(CliRun.Of("diagnose", text).ExitCode, run.ExitCode);
        Assert.Contains("FAILED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_CountsLogs_AndNamesTheOneThatCannotBeRead()
    {
        using var folder = new TinyLog(TinyLog.Start, TinyLog.End);
        File.WriteAllText(folder.In("app-2"), TinyLog.Start + "\n" + TinyLog.End + "\n");
        var run = CliRun.Of("doctor", folder.Folder);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("2 logs; the newest 2 were read.", run.Output, StringComparison.Ordinal);
        Assert.Contains("In 2 of 2 logs: The cost of the run is not known", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TrimmedLog_NamesTheEventsThatItLacks()
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var logs = Path.Combine(SharedFolder.Path, "spark-logs", "spark4x");
        var excluded = File.ReadLines(Path.Combine(logs, "labels.tsv")).Select(l => l.Split('\t')).First(f => f[1] == "excluded-43")[0];
        var run = CliRun.Of("doctor", Path.Combine(logs, "logs", excluded));
        Assert.Contains("The log has no SparkListenerTaskStart events", run.Output, StringComparison.Ordinal);
        Assert.Contains("Unset spark.eventLog.excludedPatterns.", run.Output, StringComparison.Ordinal);
    }

    static Dictionary<string, JsonElement> Checks(params string[] arguments)
    {
        var run = CliRun.Of([.. arguments, "--format", "json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement.GetProperty("subjects")[0].GetProperty("checks").EnumerateArray()
            .GroupBy(c => c.GetProperty("id").GetString()!).ToDictionary(g => g.Key, g => g.First());
    }
}
