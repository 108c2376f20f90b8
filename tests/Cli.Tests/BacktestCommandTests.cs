using System.Text.Json;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

public class BacktestCommandTests
{
    static string Folder(string name)
    {
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        return Path.Combine(SharedFolder.Path!, "spark-logs", name);
    }

    /// <summary>RIGHTSIZER_ACCEPT=1 writes the page's table anew; read what changed.</summary>
    [Fact]
    public void AccuracyPage_HoldsWhatTheCommandPrints()
    {
        const string begin = "<!-- backtest work -->\n", end = "<!-- end -->";
        var page = Path.Combine(SharedFolder.RepositoryRoot, "docs", "accuracy.md");
        var run = CliRun.Of("backtest", Folder("work"), "--labels", Path.Combine(Folder("work"), "labels.tsv"), "--leave-out", "program",
            "--max-ratio", "2", "--format", "md");
        var text = File.ReadAllText(page);
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, text.IndexOf(end, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("RIGHTSIZER_ACCEPT") == "1")
            File.WriteAllText(page, text[..from] + run.Output + text[to..]);
        else Assert.Equal(text[from..to], run.Output);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("; 96 predictions of a known run", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void CopyOfALog_IsNoRepeatWithoutNoise()
    {
        var folder = Directory.CreateTempSubdirectory("rightsizer-backtest-").FullName;
        try
        {
            foreach (var name in (string[])["one.zstd", "two.zstd"])
                File.Copy(Path.Combine(Folder("work"), "logs", "agg-1-4x1.zstd"), Path.Combine(folder, name));

            var run = CliRun.Of("backtest", folder);

            Assert.Equal(0, run.ExitCode);
            Assert.Contains("two.zstd: the same run as one.zstd", run.Error, StringComparison.Ordinal);
            Assert.Contains("How far repeated runs differ is not known", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Calibration_IsWrittenAndTakenByDiagnoseAndSize()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("rightsizer-backtest-").FullName, "calibration.json");
        try
        {
            var run = CliRun.Of("backtest", Folder("work"), "--all-pairs", "--max-ratio", "2", "--emit", "calibration", file);
            var log = Path.Combine(Folder("work"), "logs", "agg-1-4x1.zstd");
            var own = CliRun.Of("diagnose", log, "--what-if", "8x1", "--calibration", file);
            var plain = WhatIf(CliRun.Of("diagnose", log, "--what-if", "8x1", "--format", "json"));
            File.WriteAllText(file, "{\"calibrationVersion\":1}");
            var broken = CliRun.Of("diagnose", log, "--what-if", "8x1", "--calibration", file);
            File.WriteAllText(file, "{\"calibrationVersion\":1,\"pairs\":9,\"jobs\":2,\"contention\":0.1,\"limitedContention\":0.15,"
                + "\"ownOfJvm\":0.55,\"assumedWarmUp\":0.4,\"bandRatio\":2}");
            var wide = WhatIf(CliRun.Of("diagnose", log, "--what-if", "8x1", "--calibration", file, "--format", "json"));

            Assert.Equal((0, 0), (run.ExitCode, own.ExitCode));
            Assert.Equal(2, broken.ExitCode);
            Assert.Contains("not a calibration", broken.Error, StringComparison.Ordinal);
            Assert.Equal(plain.JobsMs, wide.JobsMs);
            Assert.True(wide.P10 < plain.P10 && wide.P90 > plain.P90);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }

        static (long JobsMs, long P10, long P90) WhatIf(CliRun run)
        {
            using var document = JsonDocument.Parse(run.Output);
            var answer = document.RootElement.GetProperty("whatIf")[0];
            return (answer.GetProperty("jobsMs").GetInt64(), answer.GetProperty("jobsP10Ms").GetInt64(),
                answer.GetProperty("jobsP90Ms").GetInt64());
        }
    }

    [Fact]
    public void AStateKeepsTheConstants_AndSizeAndDiagnosePredictWithThem()
    {
        var (logs, state) = (Directory.CreateTempSubdirectory("rightsizer-logs-").FullName,
            Directory.CreateTempSubdirectory("rightsizer-state-").FullName);
        try
        {
            foreach (var log in Directory.GetFiles(Path.Combine(Folder("work"), "logs"), "agg-1-*"))
                File.Copy(log, Path.Combine(logs, Path.GetFileName(log)));
            var one = Path.Combine(logs, "agg-1-4x1.zstd");
            var before = CliRun.Of("diagnose", one, "--what-if", "8x1", "--state", state);

            var kept = CliRun.Of("backtest", logs, "--all-pairs", "--state", state);
            var after = CliRun.Of("diagnose", one, "--what-if", "8x1", "--state", state);
            var given = Path.Combine(state, "given.json");
            CliRun.Of("backtest", logs, "--all-pairs", "--emit", "calibration", given);
            var asGiven = CliRun.Of("diagnose", one, "--what-if", "8x1", "--state", state, "--calibration", given);

            // agg-1 ran three times at 4x1, twice at 8x1 and once at 4x2: 22 ordered pairs of different executors
            Assert.Equal(0, kept.ExitCode);
            Assert.Contains("--state: constants fitted to 22 pairs of runs kept", kept.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("--state: predicting", before.Error, StringComparison.Ordinal);
            Assert.Contains("--state: predicting with constants fitted to 22 pairs of your runs", after.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("--state: predicting", asGiven.Error, StringComparison.Ordinal);
            Assert.Equal(asGiven.Output, after.Output);
            Assert.NotEqual(before.Output, after.Output);
        }
        finally
        {
            Directory.Delete(logs, recursive: true);
            Directory.Delete(state, recursive: true);
        }
    }

    [Fact]
    public void OneRun_HasNothingToTest()
    {
        var run = CliRun.Of("backtest", Path.Combine(Folder("curves"), "logs", "etl-1-4x2.zstd"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Nothing to test", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TooFewPairs_GiveNoCalibration()
    {
        var file = Path.Combine(Path.GetTempPath(), "no-calibration.json");
        var run = CliRun.Of("backtest", Path.Combine(Folder("curves"), "logs", "etl-1-4x2.zstd"), "--emit", "calibration", file);

        Assert.Equal(10, run.ExitCode);
        Assert.Contains("fewer than 4 pairs", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--labels", "/no/such/file", "no such file")]
    [InlineData("--leave-out", "run", "must be one of program")]
    [InlineData("--calibration", "/no/such/file", "no such file")]
    public void BadArguments_AreToldInOneLine(string option, string value, string expected)
    {
        var run = CliRun.Of("backtest", ".", option, value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }
}
