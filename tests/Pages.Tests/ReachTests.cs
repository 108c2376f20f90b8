using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Rightsizer.Reports.Html.Fleet;
using Rightsizer.TestSupport;

namespace Rightsizer.Pages.Tests;

/// <summary>What every page has to reach: the first picture on the first screen, no barrier, few sheets, few bytes, little time.</summary>
[Collection(WithBrowser.Name)]
public sealed class ReachTests(Browser browser) : IDisposable
{
    const string ToText = "/usr/bin/pdftotext";
    const int FirstScreenPx = 900, MostSheets = 12, LargeLogBytes = 350_000;

    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-pages-").FullName;

    static readonly string Samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");
    static readonly string Skewed = Path.Combine(Samples, "app-20261121124741-0000.zstd"), Spilling = Path.Combine(Samples,
        "app-20261121124818-0001.lz4");

    public static TheoryData<string> Pages => ["diagnose", "size", "study", "compare", "report"];

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Page(string name)
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        return name switch
        {
            "diagnose" => Command.Page("diagnose", Skewed, "--what-if", "4x1", "--usd-per-hour", "3.2"),
            "size" => Command.Page("size", Skewed, "--runs-per-week", "7", "--usd-per-hour", "3.2"),
            "study" => Command.Page("size", Samples, "--usd-per-hour", "3.2"),
            "compare" => Command.Page("compare", Skewed, Spilling, "--usd-per-hour", "3.2"),
            _ => Week(300),
        };
    }

    string Week(int runs)
    {
        var file = Path.Combine(folder, "week.html");
        using var output = new StreamWriter(file);
        FleetHtml.Write(FleetSketch.Of(runs), output);
        return file;
    }

    /// <summary>One visit a page: opening it takes longest.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_ShowsItsFirstChart_HasNoBarrier_AndIsCutNowhere(string name)
    {
        await using var page = await browser.Open(Page(name), width: 1400);
        Assert.InRange(await page.Get<double>(
            "() => document.querySelector('figure.chart svg.drawing').getBoundingClientRect().top"), 1, FirstScreenPx);
        await page.AssertWell();

        await page.OpenAll();
        // the study is the page of a job again and again, and takes axe most of a minute
        if (name != "study" || Thoroughness.Weekly)
        {
            Assert.Empty(await page.Axe());
            // what a page is does not change with its colours
            await page.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
            Assert.Empty(await page.Axe(onlyContrast: true));
            await page.AssertWell();
        }

        await page.Page.SetViewportSizeAsync(390, 900);
        await page.AssertWell();
        Assert.Empty(await page.TextsThatAreCut());
        Assert.Empty(await page.NumbersThatMeet());
        await page.Page.SetViewportSizeAsync(1400, 900);
        await page.Get<bool>("() => { const s = new CSSStyleSheet(); s.replaceSync('html{font-size:200%}'); "
            + "document.adoptedStyleSheets = [s]; return true; }");
        await page.AssertWell();
    }

    /// <summary>One sentence and one picture on the sheet that is read.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public async Task FirstSheet_HasTheFirstChart(string name)
    {
        Assert.SkipWhen(!File.Exists(ToText), "pdftotext is not at " + ToText + " (Debian: apt-get install poppler-utils)");
        await using var page = await browser.Open(Page(name), width: 1400);
        var title = await page.Get<string>("() => document.querySelector('figure.chart figcaption').textContent");

        var sheets = await Sheets(await page.Page.PdfAsync(new() { PreferCSSPageSize = true }));

        Assert.Contains(Plain(title), sheets[0], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task PrintedWeek_IsFewSheets_WithNumbersOnBothAxes()
    {
        await using var page = await browser.Open(Page("report"), width: 1400);

        await page.Page.EmulateMediaAsync(new() { Media = Media.Print });
        var pdf = await page.Page.PdfAsync(new() { PreferCSSPageSize = true });

        Assert.InRange(Regex.Count(System.Text.Encoding.Latin1.GetString(pdf), "/Type\\s*/Page[^s]"), 1, MostSheets);
        // every chart that is printed and has number axes shows at least two of them on each
        Assert.Empty(await page.Get<string[]>("""
            () => [...document.querySelectorAll('figure.chart')].filter(f => f.checkVisibility() && f.querySelector('.axis-line')).filter(f => {
                const seen = [...f.querySelectorAll('.tick, .name')].filter(t => t.checkVisibility()), x = seen.filter(t => t.closest('.x-ticks'));
                return x.length < 2 || seen.length - x.length < 2;
            }).map(f => f.id)
            """));
        await AssertNumbersOfCharts(pdf, page);
    }

    /// <summary>The first sheet alone is the week: verdict, bridge, days, what to do, failing jobs. All else is after it.</summary>
    [Theory]
    [InlineData(60)]
    [InlineData(2000)]
    public async Task PrintedWeek_IsWholeOnItsFirstSheet(int runs)
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        Assert.SkipWhen(!File.Exists(ToText), "pdftotext is not at " + ToText + " (Debian: apt-get install poppler-utils)");
        await using var page = await browser.Open(Week(runs), width: 1400);
        var parts = await page.Get<string[]>("""
            () => ['#verdict h2', '#chart-change figcaption', '#chart-cost-over-time figcaption', '.sheet li:last-child',
                '.sheet > p'].map(s => [...document.querySelectorAll(s)].at(-1).textContent)
            """);

        var sheets = await Sheets(await page.Page.PdfAsync(new() { PreferCSSPageSize = true }));

        // a hyphen at the end of a line is not in the text
        Assert.All(parts, p => Assert.Contains(Plain(p).Replace("-", ""), sheets[0].Replace("-", ""), StringComparison.OrdinalIgnoreCase));
        Assert.Contains(Plain("What to do first"), sheets[0], StringComparison.Ordinal);
        Assert.Contains(Plain("Jobs whose latest run failed"), sheets[0], StringComparison.Ordinal);
        Assert.DoesNotContain(Plain("By job"), sheets[0], StringComparison.Ordinal);
        // what is cut says how much more there is
        var cut = Plain($"The first 20 rows; {60 - 20} more are on the page.");
        if (runs > 60) Assert.Contains(sheets[1..], s => s.Contains(cut, StringComparison.Ordinal));
    }

    /// <summary>The sheet with a chart's title has at least two of the numbers or names of each of its axes, as text.</summary>
    async Task AssertNumbersOfCharts(byte[] pdf, OpenPage page)
    {
        Assert.SkipWhen(!File.Exists(ToText), "pdftotext is not at " + ToText + " (Debian: apt-get install poppler-utils)");
        var sheets = await Sheets(pdf);
        // of each chart its title, the texts along X, the texts along Y
        var charts = await page.Get<string[][][]>("""
            () => [...document.querySelectorAll('figure.chart')].filter(f => f.checkVisibility() && f.querySelector('.axis-line'))
            .map(f => {
                const seen = [...f.querySelectorAll('.tick, .name')].filter(t => t.checkVisibility());
                return [[f.querySelector('figcaption').textContent], seen.filter(t => t.closest('.x-ticks')).map(t => t.textContent),
                    seen.filter(t => !t.closest('.x-ticks')).map(t => t.textContent)];
            })
            """);
        Assert.NotEmpty(charts);
        Assert.All(charts, chart =>
        {
            var title = Plain(chart[0][0]);
            var sheet = Assert.Single(sheets, s => s.Contains(title, StringComparison.OrdinalIgnoreCase));
            Assert.All(chart[1..], axis =>
                Assert.True(axis.Distinct().Count(t => sheet.Contains(Plain(t), StringComparison.Ordinal)) >= 2,
                    $"{chart[0][0]}: of {string.Join(" | ", axis)} fewer than two are on the sheet"));
        });
    }

    /// <summary>The text of each sheet without its blanks.</summary>
    async Task<List<string>> Sheets(byte[] pdf)
    {
        var file = Path.Combine(folder, "page.pdf");
        await File.WriteAllBytesAsync(file, pdf);
        using (var process = System.Diagnostics.Process.Start(ToText, [file, file + ".txt"])) await process.WaitForExitAsync();
        return [.. (await File.ReadAllTextAsync(file + ".txt")).Split('\f').Select(Plain)];
    }

    static string Plain(string text) => Regex.Replace(text, "\\s", "");

    [Fact]
    public async Task LargeLog_IsASmallPageThatOpensQuickly()
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        var file = Command.Page("diagnose", Path.Combine(SharedFolder.Path!, "logs", "rapids", "nds_q72_dataproc_2_2.zstd"));
        await using (var warm = await browser.Open(file)) await warm.AssertWell();

        var best = double.MaxValue;
        for (var i = 0; i < 3; i++)
        {
            await using var page = await browser.Open(file);
            best = Math.Min(best, await page.CpuSeconds());
        }

        Assert.InRange(new FileInfo(file).Length, 1, LargeLogBytes);
        Assert.True(best < 1, $"open after {best:0.00} s");
    }
}
