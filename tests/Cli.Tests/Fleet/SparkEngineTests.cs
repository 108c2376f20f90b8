using System.Diagnostics;

namespace Rightsizer.Cli.Tests.Fleet;

/// <summary>What `report --engine spark` hands to spark-submit; tests/Spark.Tests has the real one.</summary>
public class SparkEngineTests
{
    [Theory]
    [InlineData("report x --engine spark", "--engine spark: needs --state, which the job fills and the report is made of")]
    [InlineData("report x --master yarn", "--master: only with --engine spark")]
    [InlineData("report x --state hdfs://node/state --engine spark", "--state hdfs://node/state: must be a folder or s3://")]
    [InlineData("report x --engine spark --state s --spark-binary none", "--spark-binary none: no such file")]
    public void WhatCannotWork_IsToldBeforeAnythingIsRead(string commandLine, string line)
    {
        var run = CliRun.Of(commandLine.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("error: " + line + Environment.NewLine, run.Error);
    }

    [Fact]
    public void Submit_GetsMasterPropertiesProgramStateAndOptions()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the stand-in for spark-submit is a shell script");
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var run = Report(tiny, "printf '%s\\n' \"$@\" > \"$SPARK_HOME/arguments\"; echo 'rightsizer: 1 logs'; echo noise",
            "--master", "yarn", "--conf", "a=1", "--conf", "b=2", "--region", "eu-west-1", "--request-payer", "--timeout", "90");
        var given = File.ReadAllLines(tiny.In("arguments"));

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["--master", "yarn", "--conf", "a=1", "--conf", "b=2", "--files"], given[..7]);
        Assert.EndsWith("/rightsizer", given[7], StringComparison.Ordinal);
        Assert.EndsWith("/rightsizer_fleet.py", given[8], StringComparison.Ordinal);
        // the settings of a project are named, so that no folder of an executor decides which hold
        Assert.Equal(["--state", tiny.In("state"), "--timeout", "90", "--option=--config=none", "--option=--region=eu-west-1",
            "--option=--request-payer", "--", tiny.Log], given[9..]);
        Assert.Contains("rightsizer: 1 logs", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("noise", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Spark ships a link under the name of its target.</summary>
    [Fact]
    public void Program_UnderAnotherName_IsShippedAsRightsizer()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the stand-in for spark-submit is a shell script");
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        Report(tiny, "while [ \"$1\" != --files ]; do shift; done; basename \"$(readlink -f \"$2\")\" > \"$SPARK_HOME/shipped\"; cmp "
            + "\"$2\" \"$SPARK_HOME/app-1\" && echo same >> \"$SPARK_HOME/shipped\"");

        Assert.Equal(["rightsizer", "same"], File.ReadAllLines(tiny.In("shipped")));
    }

    [Fact]
    public void FailedJob_IsOneLineWithItsReason()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the stand-in for spark-submit is a shell script");
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var run = Report(tiny, "echo 'org.apache.spark.SparkException: no master'; exit 1");

        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("error: the Spark job ended with 1: org.apache.spark.SparkException: no master (what it has read is in the state",
            run.Error, StringComparison.Ordinal);
    }

    static (int ExitCode, string Error) Report(TinyLog tiny, string submit, params string[] options)
    {
        Directory.CreateDirectory(tiny.In("bin"));
        File.WriteAllText(tiny.In("bin/spark-submit"), "#!/bin/sh\n" + submit + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(tiny.In("bin/spark-submit"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var start = new ProcessStartInfo("dotnet",
            [typeof(RightsizerCli).Assembly.Location, "report", tiny.Log, "--state", tiny.In("state"), "--engine", "spark",
                "--spark-binary", tiny.Log, .. options])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SPARK_HOME"] = tiny.Folder;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
