using Rightsizer.EventLogParser;
using Rightsizer.TestSupport;

namespace Rightsizer.Cli.Tests;

public class ProgressTests
{
    [Fact]
    public void OffTheTerminal_EachQuarterIsALineOfItsOwn()
    {
        using var error = new StringWriter();
        using (var progress = new ProgressDisplay(error, interactive: false, TimeSpan.Zero))
        {
            for (var bytes = 0; bytes <= 4096; bytes += 64) progress.Report(new ReadProgress(bytes, 4096));
        }
        var lines = error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

        // the first is said at once, since nothing was said before
        Assert.Equal(["0 %", "25 %", "50 %", "75 %", "100 %"], lines.Select(l => l["reading: ".Length..(l.IndexOf('%') + 1)]));
        Assert.DoesNotContain('\r', error.ToString().Replace("\r\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public void OnATerminal_TheLineIsDrawnOverAndWipedAtTheEnd()
    {
        using var error = new StringWriter();
        using (var progress = new ProgressDisplay(error, interactive: true, TimeSpan.Zero)) progress.Report(new ReadProgress(1024, 2048));

        Assert.StartsWith("\r\u001b[Kreading ############............ 50 % of 2 KiB", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("\r\u001b[K", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.ToString());
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void OffTheTerminal_NothingIsSaidUnlessAsked(bool asked, bool told)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var log = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd");
        RightsizerCli.Run(["diagnose", log, "--config", "none", .. asked ? ["--progress"] : (string[])[]], new CliContext
        {
            Output = output,
            Error = error,
            OpenInput = () => Stream.Null,
            ProgressAfter = TimeSpan.Zero,
        });

        Assert.NotEqual(0, output.Length);
        Assert.Equal(told, error.ToString().Contains("reading", StringComparison.Ordinal));
    }

    [Fact]
    public void WithinTheQuietTime_NothingIsSaid()
    {
        using var error = new StringWriter();
        using (var progress = new ProgressDisplay(error, interactive: false, TimeSpan.FromHours(1)))
        {
            progress.Report(new ReadProgress(1, 2));
            progress.Report("pricing");
        }

        Assert.Equal("", error.ToString());
    }
}
