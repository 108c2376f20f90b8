namespace Rightsizer.Cli.Tests;

public class OutputTests
{
    [Theory]
    [InlineData("report.html", "<!doctype html>")]
    [InlineData("report.md", "## tiny")]
    [InlineData("report.json", "{")]
    [InlineData("report.out", "tiny finished in 5.0 s")]
    public void OutputFile_DecidesTheFormat_AndStdoutStaysEmpty(string name, string begins)
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var run = CliRun.Of("diagnose", tiny.Log, "--output", tiny.In(name));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.StartsWith(begins, File.ReadAllText(tiny.In(name)), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(tiny.Folder).Length);
    }

    [Fact]
    public void FormatThatIsAsked_WinsOverTheEnding()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        CliRun.Of("diagnose", tiny.Log, "--output", tiny.In("report.html"), "--format", "json");

        Assert.StartsWith("{", File.ReadAllText(tiny.In("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void FailedRun_LeavesTheOldReportAlone()
    {
        using var tiny = new TinyLog("not a log");
        File.WriteAllText(tiny.In("report.md"), "old");
        CliRun.Of("diagnose", tiny.Log, "--output", tiny.In("report.md"));

        Assert.Equal("old", File.ReadAllText(tiny.In("report.md")));
        Assert.Equal(2, Directory.GetFiles(tiny.Folder).Length);
    }

    [Fact]
    public void OutputThatIsTheLogItself_IsRefused()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var run = CliRun.Of("diagnose", tiny.Log, "--output", tiny.Log);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith(TinyLog.Start, File.ReadAllText(tiny.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void TextOnAPipe_HasNoColour()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);

        Assert.DoesNotContain('\u001b', CliRun.Of("diagnose", tiny.Log).Output);
    }

    [Fact]
    public void TextOnATerminal_HasColour_AndWithoutItSaysTheSame()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var colored = Terminal("diagnose", tiny.Log);
        var plain = Terminal("diagnose", tiny.Log, "--no-color");

        Assert.Contains('\u001b', colored);
        Assert.DoesNotContain('\u001b', plain);
        Assert.Equal(plain, string.Join('\n', System.Text.RegularExpressions.Regex.Replace(colored, "\u001b\\[[0-9;]*m", "")
            .ReplaceLineEndings("\n").Split('\n').Select(l => l.TrimEnd())));
    }

    [Fact]
    public void AttemptThatIsAsked_IsTaken_AndTheOthersAreNamed()
    {
        using var tiny = new TinyLog();
        File.Delete(tiny.Log);
        foreach (var attempt in (int[])[1, 2, 4])
            File.WriteAllText(tiny.In($"app-1_{attempt}"), TinyLog.Start.Replace("tiny", $"try {attempt}") + "\n" + TinyLog.End + "\n");

        Assert.StartsWith("try 4 ", CliRun.Of("diagnose", tiny.Folder).Output, StringComparison.Ordinal);
        var second = CliRun.Of("diagnose", tiny.Folder, "--attempt", "2").Output;
        Assert.StartsWith("try 2 ", second, StringComparison.Ordinal);
        Assert.Contains("app-1_1,", second, StringComparison.Ordinal);
        var third = CliRun.Of("diagnose", tiny.Folder, "--attempt", "3");
        Assert.Equal(2, third.ExitCode);
        Assert.Equal("error: --attempt 3: no such attempt; there is 1, 2, 4" + Environment.NewLine, third.Error);
    }

    [Fact]
    public void WhatIf_IsAnsweredInTheOrderAsked_AndOutOfReachIsRefused()
    {
        var log = Path.Combine(Rightsizer.TestSupport.SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd");
        var lines = CliRun.Of("diagnose", log, "--what-if", "4x1", "--what-if", "dynamic:1-2x1", "--what-if", "900x1").Output.Split('\n')
            .ToList();
        var at = lines.FindIndex(l => l.StartsWith("What if", StringComparison.Ordinal));

        Assert.StartsWith("  4 executors x 1 core ", lines[at + 1], StringComparison.Ordinal);
        Assert.StartsWith("  1 to 2 executors x 1 core ", lines[at + 2], StringComparison.Ordinal);
        Assert.StartsWith("  900 executors x 1 core: not predicted, ", lines[at + 3], StringComparison.Ordinal);
    }

    static string Terminal(params string[] args)
    {
        using var output = new MemoryStream();
        RightsizerCli.Run(
            args, new CliContext { Output = output, Error = TextWriter.Null, OpenInput = () => Stream.Null, OutputIsTerminal = true });
        return System.Text.Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>
    /// The simulation of the first ends a little early, by less than a thousandth of a percent; the tasks of the second overlap in their
    /// slots.
    /// </summary>
    [Theory]
    [InlineData("app-20261121124852-0002.zstd")]
    [InlineData("eventlog_v2_app-20261121125117-0005")]
    public void NoFigureOfARun_CannotBe(string name)
    {
        var log = Path.Combine(Rightsizer.TestSupport.SharedFolder.RepositoryRoot, "sample-logs", name);
        foreach (var format in (string[])["brief", "text", "md", "json"])
        {
            var run = CliRun.Of("diagnose", log, "--format", format, "--config", "none");

            Assert.Equal(0, run.ExitCode);
            Assert.DoesNotMatch(@" -0( %|,\s)", run.Output);
            Assert.DoesNotMatch(@"paid for \(\d{3,} %\)(?<!100 %\))", run.Output);
        }
    }
}
