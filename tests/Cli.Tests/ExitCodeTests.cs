using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

/// <summary>One test for each row of the table in docs/cli.md; those of bad arguments are in <see cref="UsageTests"/>.</summary>
public class ExitCodeTests
{
    [Fact]
    public void WholeLog_ReportOnStdoutAndNothingOnStderr_Exit0()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var run = CliRun.Of("diagnose", tiny.Log);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("tiny finished in 5.0 s   2023-11-14 22:13:20 UTC", run.Output, StringComparison.Ordinal);
        Assert.Contains("5.0 s", run.Output, StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public void UnfinishedLog_IsReportedNotFailed()
    {
        using var tiny = new TinyLog(TinyLog.Start, """{"Event":"SparkListenerBlockMan""");
        var run = CliRun.Of("diagnose", tiny.Log);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("The log is incomplete", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void LogOnStandardInput_IsRead()
    {
        var run = CliRun.Of(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(TinyLog.Start + "\n" + TinyLog.End + "\n")),
            CancellationToken.None, "diagnose", "-");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("tiny finished in 5.0 s   2023-11-14 22:13:20 UTC", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void UnexpectedFailure_IsAnApologyWithoutStack_Exit1()
    {
        var run = CliRun.Of(new FailingStream(), CancellationToken.None, "diagnose", "-");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches(
            @"^error: rightsizer has a bug: NotImplementedException: .*\(rightsizer \d.*; please report it with what --verbose adds\)\s$",
            run.Error);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public void OutOfMemory_IsOneLineThatNamesTheLimit_AndNotOurMistake()
    {
        var run = CliRun.Of(new FailingStream(new AggregateException(new OutOfMemoryException())), CancellationToken.None, "diagnose", "-");

        Assert.Equal(3, run.ExitCode);
        Assert.Matches(
            @"^error: the \d+ MiB of memory that this process may take are not enough; raise .*DOTNET_GCHeapHardLimit.*\s$", run.Error);
    }

    [Fact]
    public void UnexpectedFailure_WithVerbose_ShowsTheStack() =>
        Assert.Contains("   at Rightsizer.", CliRun.Of(new FailingStream(), CancellationToken.None, "diagnose", "-", "--verbose").Error,
            StringComparison.Ordinal);

    [Fact]
    public void MissingPath_Exit3() => AssertFails(3, "no such file or folder", "diagnose", "no-such-log");

    [Fact]
    public void NotAnEventLog_Exit4()
    {
        using var tiny = new TinyLog("not a log");

        AssertFails(4, "not a Spark event log", "diagnose", tiny.Log);
    }

    [Fact]
    public void EmptyFile_Exit4()
    {
        using var tiny = new TinyLog();

        AssertFails(4, "the file is empty", "diagnose", tiny.Log);
    }

    [Fact]
    public void EmptyFolder_Exit4()
    {
        using var tiny = new TinyLog();
        File.Delete(tiny.Log);

        AssertFails(4, "nothing in it", "diagnose", tiny.Folder);
    }

    [Fact]
    public void FindingAsSevereAsTheGate_ReportIsWrittenAndExit10()
    {
        var log = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", SkewedSample);
        var run = CliRun.Of("diagnose", log, "--fail-on", "info");

        Assert.Equal(10, run.ExitCode);
        Assert.StartsWith("error: --fail-on info: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("skew", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void RunWithoutPrice_WithRequirePrices_Exit5()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);

        AssertFails(5, "--require-prices: no price for this run", "diagnose", tiny.Log, "--require-prices");
    }

    [Fact]
    public void RunWithoutPrice_IsReported()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);

        Assert.Equal(0, CliRun.Of("diagnose", tiny.Log).ExitCode);
    }

    [Fact]
    public void NoFindingAtTheGate_Exit0()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);

        Assert.Equal(0, CliRun.Of("diagnose", tiny.Log, "--fail-on", "info").ExitCode);
    }

    [Fact]
    public void Cancelled_Exit130AndNoFile()
    {
        using var tiny = new TinyLog(TinyLog.Start, TinyLog.End);
        var run = CliRun.Of(Stream.Null, new CancellationToken(canceled: true), "diagnose", tiny.Log, "--output", tiny.In("report.html"));

        Assert.Equal(130, run.ExitCode);
        Assert.Equal("error: cancelled" + Environment.NewLine, run.Error);
        Assert.Equal([tiny.Log], Directory.GetFiles(tiny.Folder));
    }

    const string SkewedSample = "app-20261121124741-0000.zstd";

    static void AssertFails(int code, string says, params string[] args)
    {
        var run = CliRun.Of(args);

        Assert.Equal(code, run.ExitCode);
        Assert.StartsWith("error: ", run.Error, StringComparison.Ordinal);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Equal("", run.Output);
    }

    sealed class FailingStream(Exception? failure = null) : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw failure ?? new NotImplementedException("broken\nstream");

        public override int Read(byte[] buffer, int offset, int count) => throw failure ?? new NotImplementedException("broken\nstream");
    }
}
