using System.Buffers.Binary;
using Rightsizer.TestSupport;
using SkiaSharp;

namespace Rightsizer.Cli.Tests;

/// <summary>Charts as files: what a person would see in the folder, and in the report that refers to them.</summary>
public class ChartsTests
{
    static string Sample(string name) => Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", name);

    [Fact]
    public void Diagnose_WritesEachChartTwice_AndMarkdownRefersToThem()
    {
        using var folder = new TinyLog();
        var run = CliRun.Of("diagnose", Sample("app-20261121124741-0000.zstd"), "--charts", folder.In("charts"), "--output",
            folder.In("report.md"));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var names = Directory.GetFiles(folder.In("charts")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);
        string[] charts = ["cost-by-option", "executors-compared", "executors-over-time", "sweep", "time"];
        Assert.Equal(charts.SelectMany(c => new[] { c + ".png", c + ".svg" }), names);
        var report = File.ReadAllText(folder.In("report.md"));
        Assert.All(charts, c => Assert.Contains($"](charts/{c}.png)", report, StringComparison.Ordinal));
    }

    [Fact]
    public void Picture_Is1600By900_WithItsTitleInk()
    {
        using var folder = new TinyLog();
        CliRun.Of("diagnose", Sample("app-20261121124741-0000.zstd"), "--charts", folder.In("charts"));
        var png = File.ReadAllBytes(folder.In("charts/executors-over-time.png"));

        // width and height of the PNG header
        Assert.Equal((1600, 900),
            (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        using var picture = SKBitmap.Decode(png);
        Assert.InRange(Dark(picture, 40, 20, 900, 60), 500, 20_000);
        Assert.InRange(Dark(picture, 40, 860, 900, 890), 200, 20_000);
        Assert.Equal(SKColors.White, picture.GetPixel(5, 5));
    }

    [Theory]
    [InlineData("size")]
    [InlineData("report")]
    [InlineData("compare")]
    public void OtherCommands_WriteChartsToo(string command)
    {
        using var folder = new TinyLog();
        string[] logs = command == "compare"
            ? [Sample("app-20261121124741-0000.zstd"), Sample("app-20261121124852-0002.zstd")] : [Sample("app-20261121124741-0000.zstd")];
        var run = CliRun.Of([command, .. logs, "--charts", folder.In("charts"), "--format", "md"]);

        Assert.Equal(0, run.ExitCode);
        var files = Directory.GetFiles(folder.In("charts"), "*.png");
        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Contains(Path.GetFileName(f) + ")", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void RedactedCharts_NameNothingOfTheLog()
    {
        using var folder = new TinyLog();
        CliRun.Of("diagnose", Sample("app-20261121124741-0000.zstd"), "--charts", folder.In("plain"));
        CliRun.Of("diagnose", Sample("app-20261121124741-0000.zstd"), "--redact", "--charts", folder.In("redacted"));

        Assert.Contains("skewed_join.py", Texts(folder.In("plain")), StringComparison.Ordinal);
        Assert.DoesNotContain("skewed_join", Texts(folder.In("redacted")), StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.1.1", Texts(folder.In("redacted")), StringComparison.Ordinal);
    }

    [Fact]
    public void FolderThatIsAFile_IsSaidBeforeTheLogIsRead()
    {
        using var folder = new TinyLog();
        File.WriteAllText(folder.In("charts"), "");
        var run = CliRun.Of("diagnose", "missing.zstd", "--charts", folder.In("charts"));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("is a file; give a folder", run.Error, StringComparison.Ordinal);
    }

    /// <summary>The current folder is that of the whole test program, so the report gets a name of its own there.</summary>
    [Theory]
    [InlineData("diagnose")]
    [InlineData("size")]
    [InlineData("report")]
    [InlineData("compare")]
    public void ReportInTheCurrentFolder_RefersToTheCharts(string command)
    {
        using var folder = new TinyLog();
        var report = $"charts-{Guid.NewGuid():N}.md";
        string[] logs = command == "compare"
            ? [Sample("app-20261121124741-0000.zstd"), Sample("app-20261121124852-0002.zstd")] : [Sample("app-20261121124741-0000.zstd")];
        try
        {
            var run = CliRun.Of([command, .. logs, "--charts", folder.In("charts"), "--output", report]);

            Assert.Equal(0, run.ExitCode);
            var link = Path.GetRelativePath(".", folder.In("charts")).Replace('\\', '/');
            Assert.All(Directory.GetFiles(folder.In("charts"), "*.png"),
                f => Assert.Contains($"]({link}/{Path.GetFileName(f)})", File.ReadAllText(report), StringComparison.Ordinal));
        }
        finally
        {
            File.Delete(report);
        }
    }

    /// <summary>Links as RFC 3986 writes them: what Markdown, a fragment or an escape would take for its own is escaped.</summary>
    [Theory]
    [InlineData("ch)2", "ch%292")]
    [InlineData("a b(c", "a%20b%28c")]
    [InlineData("50% #1?", "50%25%20%231%3F")]
    [InlineData("[x]<y>", "%5Bx%5D%3Cy%3E")]
    [InlineData("é", "%C3%A9")]
    [InlineData("deep/in)ner", "deep/in%29ner")]
    public void LinkToAChart_IsEscaped(string name, string link)
    {
        using var folder = new TinyLog();
        var run = CliRun.Of("diagnose", Sample("app-20261121124741-0000.zstd"), "--charts", folder.In(name), "--output", folder.In("r.md"));

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"]({link}/time.png)", File.ReadAllText(folder.In("r.md")), StringComparison.Ordinal);
    }

    /// <summary>The option to change is the one that named the place.</summary>
    [Theory]
    [InlineData("diagnose", "--charts", "give --charts a folder that can be written")]
    [InlineData("report", "--notify", "give --notify a file that can be written")]
    [InlineData("diagnose", "--output", "give --output a file that can be written")]
    public void PlaceThatCannotBeWritten_IsNamedWithItsOption(string command, string option, string next)
    {
        using var folder = new TinyLog();
        using var error = new StringWriter();
        var code = RightsizerCli.Run([command, Sample("app-20261121124741-0000.zstd"), option, folder.In("place")], new CliContext
        {
            Output = Stream.Null,
            Error = error,
            OpenInput = () => Stream.Null,
            ProgressAfter = TimeSpan.MaxValue,
            Files = new Files.FaultyFiles(1, Files.Fault.ReadOnly),
        });

        Assert.Equal(2, code);
        Assert.StartsWith($"error: cannot write {folder.In("place")}", error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(next + Environment.NewLine, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void SizeWithoutARecommendation_SaysSoInTheTitle()
    {
        using var folder = new TinyLog();
        string Title(params string[] options)
        {
            Assert.Equal(0, CliRun.Of(["size", Sample("app-20261121124741-0000.zstd"), "--region", "us-east-1",
                "--charts", folder.In("charts"), "-o", folder.In("r.md"), .. options]).ExitCode);
            return File.ReadAllLines(folder.In("r.md")).Last(l => l.Contains("time-and-cost", StringComparison.Ordinal));
        }

        // the cheapest within the deadline is an option of the table; today has no price
        Assert.Matches(@"^!\[Cheapest within 4 min \d+ s: EMR Serverless arm64.*, \\~\$[\d.]+ a run; today's cost is not known\]", Title());
        Assert.Matches(@"^!\[No option is recommended within 20\.0 s; the cheapest costs \\~\$[\d.]+ a run; today's cost is not known\]",
            Title("--deadline", "20s"));
        // with a price there is a recommendation
        Assert.Matches(@"^!\[[^\]]+: \\?~?\$[\d.]+ a run, 9 runs in 10 within ", Title("--usd-per-hour", "3"));
    }

    static string Texts(string folder) => string.Concat(Directory.GetFiles(folder, "*.svg").Select(File.ReadAllText));

    static int Dark(SKBitmap picture, int x0, int y0, int x1, int y1)
    {
        var dark = 0;
        for (var y = y0; y < y1; y++)
        {
            for (var x = x0; x < x1; x++) dark += picture.GetPixel(x, y).Red < 160 ? 1 : 0;
        }
        return dark;
    }
}
