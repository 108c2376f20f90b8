using Microsoft.Playwright;
using Rightsizer.TestSupport;

namespace Rightsizer.Pages.Tests;

/// <summary>What a reader does with a page: sort, filter, open, switch, print.</summary>
[Collection(WithBrowser.Name)]
public sealed class UseTests(Browser browser) : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-pages-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string SkewedRun()
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        return Command.Page(
            folder, "diagnose", Path.Combine(SharedFolder.Path!, "logs", "rapids", "nds_q72_dataproc_2_2.zstd"), "--usd-per-hour", "3.2");
    }

    [Fact]
    public async Task Heading_SortsByItsNumbersBothWays()
    {
        await using var page = await browser.Open(SkewedRun());
        const string Values = "() => [...document.querySelectorAll('#stages .sortable tbody tr')].map(r => Number(r.cells[5].dataset.v))";

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
            "() => [...document.querySelectorAll('#jobs .sortable tbody tr')].filter(r => !r.hidden).map(r => r.textContent.toLowerCase())";

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
            "() => [...document.querySelectorAll('.sortable th.n')].filter(h => !h.title && "
            + "![...h.closest('table').tBodies[0].rows].every(r => r.cells[h.cellIndex].title || "
            + "!r.cells[h.cellIndex].textContent)).length"));
    }

    [Fact]
    public async Task Print_ShowsStillPicturesAndNoControls()
    {
        await using var page = await browser.Open(SkewedRun());
        await page.AssertWell();

        await page.Page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.True(await page.Page.IsVisibleAsync("#timeline .still svg"));
        Assert.False(await page.Page.IsVisibleAsync("#timeline .drawn-in"));
        Assert.False(await page.Page.IsVisibleAsync("#theme"));
    }

    [Fact]
    public async Task WithoutScripts_PicturesAndFiguresAreThere()
    {
        var file = SkewedRun();
        await File.WriteAllTextAsync(
            file, (await File.ReadAllTextAsync(file)).Replace("script-src ", "script-src 'none' ; x-", StringComparison.Ordinal));
        await using var page = await browser.Open(file);

        Assert.True(await page.Page.IsVisibleAsync("#timeline .still svg"));
        Assert.False(await page.Page.IsVisibleAsync("#theme"));
    }
}
