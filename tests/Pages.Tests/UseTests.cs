using Microsoft.Playwright;
using Rightsizer.TestSupport;

namespace Rightsizer.Pages.Tests;

/// <summary>What a reader does with a page: sort, filter, open, switch, print.</summary>
[Collection(WithBrowser.Name)]
public sealed class UseTests(Browser browser)
{
    string SkewedRun()
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        return Command.Page("diagnose", Path.Combine(SharedFolder.Path!, "logs", "rapids", "nds_q72_dataproc_2_2.zstd"),
            "--usd-per-hour", "3.2");
    }

    [Fact]
    public async Task Heading_SortsByItsNumbersBothWays()
    {
        await using var page = await browser.Open(SkewedRun());
        const string Values = "() => [...document.querySelectorAll('#stages .sortable > tbody > tr:not(.more)')].map(r => "
            + "Number(r.cells[5].dataset.v))";

        await page.Page.ClickAsync("#stages .sortable thead th:nth-child(6) button");
        var down = await page.Get<double[]>(Values);
        await page.Page.ClickAsync("#stages .sortable thead th:nth-child(6) button");
        var up = await page.Get<double[]>(Values);

        Assert.Equal(down.OrderDescending(), down);
        Assert.Equal(down.Order(), up);
        Assert.NotEqual(up[0], up[^1]);
        Assert.Equal("ascending", await page.Page.GetAttributeAsync("#stages .sortable thead th:nth-child(6)", "aria-sort"));
        await page.AssertWell();
    }

    [Fact]
    public async Task Filter_LeavesTheRowsThatHaveEveryWord()
    {
        await using var page = await browser.Open(SkewedRun());
        const string Shown =
            "() => [...document.querySelectorAll('#jobs .sortable tbody tr')].filter(r => !r.hidden && "
                + "!r.classList.contains('more')).map(r => r.textContent.toLowerCase())";

        var all = await page.Get<string[]>(Shown);
        await page.Page.FillAsync("#jobs input[type=search]", "1 SUCCEEDED");
        var some = await page.Get<string[]>(Shown);
        await page.Page.FillAsync("#jobs input[type=search]", "");

        Assert.Equal(all.Where(r => r.Contains('1', StringComparison.Ordinal) && r.Contains("succeeded", StringComparison.Ordinal)), some);
        Assert.InRange(some.Length, 1, all.Length - 1);
        Assert.Equal(all.Length, (await page.Get<string[]>(Shown)).Length);
        await page.AssertWell();
    }

    [Fact]
    public async Task Finding_OpensItsExplanation_AndALedgerItsLines()
    {
        await using var page = await browser.Open(SkewedRun());

        await page.Page.ClickAsync("#findings article details summary");
        await page.Page.ClickAsync("#findings article .more a");
        var open = await page.Get<string>("() => document.querySelector('#explanations details[open]').id");
        await page.Page.ClickAsync("#cost details summary");

        Assert.Equal(await page.Get<string>("() => document.querySelector('#findings article .more a').hash.slice(1)"), open);
        Assert.True(await page.Page.IsVisibleAsync("#cost details[open] table"));
        await page.AssertWell();
    }

    [Fact]
    public async Task Theme_SwitchesAndStays()
    {
        await using var page = await browser.Open(SkewedRun(), scheme: ColorScheme.Dark);
        const string Ground = "() => getComputedStyle(document.body).backgroundColor";

        var dark = await page.Get<string>(Ground);
        await page.Page.ClickAsync("#theme");
        var light = await page.Get<string>(Ground);
        await page.Page.ReloadAsync();

        Assert.Equal(("rgb(20, 23, 26)", "rgb(251, 250, 247)"), (dark, light));
        Assert.Equal(light, await page.Get<string>(Ground));
        await page.AssertWell();
    }

    [Fact]
    public async Task Number_TellsItsGroundUnderThePointer()
    {
        await using var page = await browser.Open(SkewedRun());

        await page.Page.HoverAsync("#stages .sortable tbody tr:first-child td:nth-child(4)");

        Assert.StartsWith("measured", await page.Page.GetAttributeAsync("#stages .sortable tbody tr:first-child td:nth-child(4)", "title"),
            StringComparison.Ordinal);
        Assert.Equal(0, await page.Get<int>(
            "() => [...document.querySelectorAll('.sortable > thead > tr > th.n')].filter(h => !h.title && "
            + "![...h.closest('table').tBodies[0].rows].every(r => r.cells[h.cellIndex].title || "
            + "!r.cells[h.cellIndex].textContent)).length"));
    }

    [Fact]
    public async Task Print_HasChartsAndNoControls()
    {
        await using var page = await browser.Open(SkewedRun());

        await page.Page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.True(await page.Page.IsVisibleAsync("#time svg.drawing"));
        Assert.False(await page.Page.IsVisibleAsync("#theme"));
        Assert.False(await page.Page.IsVisibleAsync("#jobs input[type=search]"));
    }

    [Fact]
    public async Task WithoutScripts_ChartsRowsAndFiguresAreThere()
    {
        var file = Path.Combine(Command.Folder, "without-scripts.html");
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(SkewedRun())).Replace("script-src ", "script-src 'none' ; x-", StringComparison.Ordinal));
        await using var page = await browser.Open(file);

        Assert.True(await page.Page.IsVisibleAsync("#time svg.drawing"));
        Assert.True(await page.Page.IsVisibleAsync("#stages tbody tr:nth-child(2)"));
        Assert.False(await page.Page.IsVisibleAsync("#theme"));
    }

    [Fact]
    public async Task Chart_IsReadAndZoomedWithTheKeyboard_AndABarLeadsToItsRow()
    {
        await using var page = await browser.Open(SkewedRun());
        const string Chart = "#chart-executors-over-time",
            Width = "() => document.querySelector('#chart-executors-over-time .marks').getAttribute('width')";

        await page.Page.FocusAsync(Chart);
        await page.Page.Keyboard.PressAsync("ArrowRight");
        var first = await page.Page.InnerTextAsync(Chart + " .said");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        var second = await page.Page.InnerTextAsync(Chart + " .said");
        await page.Page.Keyboard.PressAsync("+");
        var zoomed = await page.Get<string>(Width);
        await page.Page.Keyboard.PressAsync("0");

        Assert.True(first.Length > 5 && second.Length > 5 && first != second, $"{first} / {second}");
        Assert.Equal(("200%", "100%"), (zoomed, await page.Get<string>(Width)));

        await page.Page.EvaluateAsync("() => document.querySelector('#chart-executors-over-time [data-h]').scrollIntoView({ block: "
            + "'center' })");
        var box = await page.Page.Locator(Chart + " [data-h]").First.BoundingBoxAsync();
        await page.Page.Mouse.ClickAsync(box!.X + box.Width / 2, box.Y + box.Height / 2);
        Assert.StartsWith("#stage-", await page.Get<string>("() => location.hash"), StringComparison.Ordinal);
        await page.AssertWell();
    }

    [Fact]
    public async Task Copy_TakesTheSettingsOfTheVerdict()
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        await using var page = await browser.Open(Command.Page("diagnose",
            Path.Combine(SharedFolder.RepositoryRoot, "sample-logs", "app-20261121124741-0000.zstd")));

        await page.Page.ClickAsync("#verdict button[data-copy]");

        Assert.Contains("--conf spark.sql.adaptive.enabled=true", await page.Page.InnerTextAsync("#verdict pre"), StringComparison.Ordinal);
        Assert.Matches("^(Copied|Selected)", await page.Page.InnerTextAsync("#verdict button[data-copy]"));
    }

    [Fact]
    public async Task StageRow_OpensToItsTasks()
    {
        await using var page = await browser.Open(SkewedRun());
        const string Open = "#stages tr.more table.spread";

        Assert.False(await page.Page.Locator(Open).First.IsVisibleAsync());
        await page.Page.Locator("#stages button.open").First.ClickAsync();

        Assert.True(await page.Page.Locator(Open).First.IsVisibleAsync());
        Assert.Contains("median", await page.Page.Locator(Open).First.InnerTextAsync(), StringComparison.Ordinal);
    }
}
