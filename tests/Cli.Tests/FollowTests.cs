using System.Globalization;
using System.Text;

namespace Rightsizer.Cli.Tests;

/// <summary><c>diagnose --follow</c>: what is done to the log happens as soon as the first line is out.</summary>
public class FollowTests
{
    const long Day = 86_400_000, Epoch = 1_700_000_000_000;

    static string Start(int day) =>
        $$"""{"Event":"SparkListenerApplicationStart","App Name":"nightly","App ID":"app-{{day}}","User":"u","Timestamp":{{At(day, 0)}}}"""
        + "\n";

    static string Job(int day, long seconds) =>
        $$"""{"Event":"SparkListenerJobStart","Job ID":0,"Submission Time":{{At(day, seconds)}},"Stage Infos":[],"Stage IDs":[]}""" + "\n";

    static string End(int day, long seconds) =>
        $$"""{"Event":"SparkListenerApplicationEnd","Timestamp":{{At(day, seconds)}}}""" + "\n";

    static long At(int day, long seconds) => Epoch + day * Day + seconds * 1000;

    static CliRun Follow(Action afterFirstLine, CancellationToken cancellation, params string[] args)
    {
        using var output = new ActingStream(afterFirstLine);
        using var error = new StringWriter();
        var code = RightsizerCli.Run(["diagnose", "--follow", .. args], new CliContext
        {
            Output = output,
            Error = error,
            OpenInput = () => Stream.Null,
            Cancellation = cancellation,
            ProgressAfter = TimeSpan.MaxValue,
            FollowEvery = TimeSpan.FromMilliseconds(1),
        });
        return new CliRun(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    /// <summary>One look at a run of day 100 that is at five seconds, then Ctrl-C.</summary>
    static CliRun Look(TinyLog folder, params string[] args)
    {
        var log = folder.In("app-100.inprogress");
        File.WriteAllText(log, Start(100) + Job(100, 5));
        using var cancel = new CancellationTokenSource();
        return Follow(cancel.Cancel, cancel.Token, [log, .. args]);
    }

    /// <summary>Earlier runs of 60, 61, 62... seconds.</summary>
    static string Earlier(TinyLog folder, int runs)
    {
        var logs = Directory.CreateDirectory(folder.In("logs")).FullName;
        for (var day = 0; day < runs; day++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"app-{day}");
            File.WriteAllText(Path.Combine(logs, name), Start(day) + End(day, 60 + day));
        }
        return logs;
    }

    [Fact]
    public void ALogThatGrowsAndIsRenamed_IsFollowedToItsReport()
    {
        using var folder = new TinyLog();
        var log = folder.In("app-7.inprogress");
        File.WriteAllText(log, Start(7) + Job(7, 5));
        var run = Follow(
            () =>
            {
                File.AppendAllText(log, End(7, 12));
                File.Move(log, folder.In("app-7"));
            },
            CancellationToken.None, log);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = run.Output.Split('\n');
        // 1 700 000 000 s is 2023-11-14 22:13:20 UTC; seven days and five seconds later
        Assert.Equal("2023-11-21 22:13:25 UTC: 5.0 s so far; no price; 0 jobs done, 1 running", lines[0]);
        Assert.StartsWith("2023-11-21 22:13:32 UTC: ended after 12.0 s; no price", lines[1], StringComparison.Ordinal);
        Assert.Equal(CliRun.Of("diagnose", folder.In("app-7")).Output, string.Join('\n', lines[3..]));
    }

    [Fact]
    public void ALogThatHasEnded_GivesItsReportAtOnce()
    {
        using var folder = new TinyLog(TinyLog.Start, TinyLog.End);
        Assert.Equal(CliRun.Of("diagnose", folder.Log), CliRun.Of("diagnose", folder.Log, "--follow"));
        var late = CliRun.Of("diagnose", folder.Log, "--follow", "--deadline", "4s");
        Assert.Equal(10, late.ExitCode);
        Assert.Equal("error: --deadline: the run took longer", late.Error.Trim());
    }

    [Fact]
    public void ALogWithoutEventsYet_IsWaitedFor()
    {
        using var folder = new TinyLog();
        var log = folder.In("app-1.inprogress");
        File.WriteAllText(log, "");
        using var cancel = new CancellationTokenSource(50);
        Assert.Equal(130, Follow(() => { }, cancel.Token, log).ExitCode);
    }

    // of 9 runs the next is between the smallest and the largest with 8/10; of 19 between the second and the last but one with 16/20
    [Theory]
    [InlineData(9, "expected: 1 min 00 s to 1 min 08 s (8 runs in 10, by 9 earlier runs)")]
    [InlineData(19, "expected: 1 min 01 s to 1 min 17 s (8 runs in 10, by 19 earlier runs)")]
    [InlineData(8, "no end expected: 9 earlier good runs are needed, 8 known")]
    public void TheExpectedEnd_IsABandOfEarlierRuns(int runs, string expected)
    {
        using var folder = new TinyLog();
        var run = Look(folder, "--history", Earlier(folder, runs));
        Assert.Equal(130, run.ExitCode);
        Assert.EndsWith("; " + expected + "\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, "59s", 10, "--deadline: it is expected to be missed, as by 9 of 10 runs like it")]
    [InlineData(9, "61s", 130, "cancelled")]
    [InlineData(8, "59s", 130, "cancelled")]
    [InlineData(0, "4s", 10, "--deadline: the run has taken longer (5.0 s; the limit is 4.0 s)")]
    [InlineData(0, "5s", 130, "cancelled")]
    public void ADeadline_IsMissedWhereItIsSureOrNineInTenWould(int runs, string deadline, int exit, string why)
    {
        using var folder = new TinyLog();
        var run = Look(folder, "--history", Earlier(folder, runs), "--deadline", deadline);
        Assert.Equal((exit, "error: " + why), (run.ExitCode, run.Error.Trim()));
    }

    [Theory]
    [InlineData("--deadline", "5m")]
    [InlineData("--follow", "--format", "json")]
    [InlineData("--follow", "--redact")]
    [InlineData("--follow", "--emit", "conf")]
    public void OptionsThatDoNotGoTogether_AreAnError(params string[] args) =>
        Assert.Equal(2, CliRun.Of(["diagnose", "x", .. args]).ExitCode);

    [Fact]
    public void ABudget_IsMissedByWhatWasSpentSoFar()
    {
        using var folder = new TinyLog();
        // five seconds of 720 USD an hour are one dollar
        var run = Look(folder, "--usd-per-hour", "720", "--budget-usd", "0.99");
        Assert.Equal((10, "error: --budget-usd 0.99: the run has cost 1.00 USD so far"), (run.ExitCode, run.Error.Trim()));
        Assert.Equal(130, Look(folder, "--usd-per-hour", "720", "--budget-usd", "1.01").ExitCode);
    }

    /// <summary>Acts once, when the first line has been written.</summary>
    sealed class ActingStream(Action act) : MemoryStream
    {
        bool hasActed;

        public override void Flush()
        {
            if (hasActed || Length == 0) return;
            hasActed = true;
            act();
        }
    }
}
