using Microsoft.Playwright;
using Rightsizer.Reports.Html.Fleet;
using Rightsizer.TestSupport;

namespace Rightsizer.Pages.Tests;

/// <summary>The page over a thousand runs: quick, and every figure leads somewhere.</summary>
[Collection(WithBrowser.Name)]
public sealed class WeekPageTests(Browser browser) : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("rightsizer-pages-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    string Week(int runs, string? name = null)
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        var file = Path.Combine(folder, "week.html");
        using var output = new StreamWriter(file);
        FleetHtml.Write(FleetSketch.Of(runs, name), output);
        return file;
    }

    [Fact]
    public async Task TwoThousandRuns_AreUsableWithinASecond()
    {
        var file = Week(2000);
        await using (var warm = await browser.Open(file)) await warm.AssertWell();
        // time on a CPU, and the best of five: other work on the machine is not the page's
        var best = double.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            await using var page = await browser.Open(file);
            await page.Page.ClickAsync("#runs thead th:nth-child(6) button");
            best = Math.Min(best, await page.CpuSeconds());
        }

        Assert.InRange(new FileInfo(file).Length, 1, 1_500_000);
        Assert.True(best < 1, $"open and sorted after {best:0.00} s");
    }

    [Fact]
    public async Task RunsOfAJob_AreShownFromItsRow()
    {
        await using var page = await browser.Open(Week(300));

        await page.Page.ClickAsync("#jobs tbody tr:first-child a[data-filter]");
        var job = await page.Get<string>("() => document.querySelector('#jobs tbody tr:first-child a[data-filter]').dataset.filter");
        var rows = await page.Get<string[]>(
            "() => [...document.querySelectorAll('#runs tbody tr')].filter(r => !r.hidden).map(r => r.cells[0].textContent)");

        Assert.Equal(5, rows.Length);
        Assert.All(rows, r => Assert.Equal(job, r));
        await page.AssertWell();
    }

    [Fact]
    public async Task Figure_OpensWhatItIsMadeOf()
    {
        await using var page = await browser.Open(Week(300), width: 500);

        await page.Page.ClickAsync("#jobs tbody tr:first-child button.open");
        await page.Page.ClickAsync("#jobs tbody tr.more a[href^='#explain']");

        Assert.True(await page.Page.IsVisibleAsync("#explanations details[open]"));
        await page.AssertWell();
    }

    /// <summary>Without a script too: the style sheet shows the chart that is chosen.</summary>
    [Fact]
    public async Task Days_AreStackedByWhatIsChosen()
    {
        await using var page = await browser.Open(Week(60), width: 1400);
        const string Shown = "() => [...document.querySelectorAll('.choice figure')].filter(f => f.checkVisibility()).map(f => f.id)";

        Assert.Equal(["chart-cost-over-time"], await page.Get<string[]>(Shown));
        foreach (var by in new[] { "owner", "platform", "waste" })
        {
            await page.Page.GetByLabel(by, new() { Exact = true }).CheckAsync();
            Assert.Equal(["chart-cost-over-time-by-" + by], await page.Get<string[]>(Shown));
            await page.AssertWell();
        }
        Assert.Empty(await page.Axe());
        await page.Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.Equal(["chart-cost-over-time-by-waste"], await page.Get<string[]>(Shown));
    }

    [Fact]
    public async Task HostileNames_AreText()
    {
        await using var page = await browser
            .Open(Week(60, "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>"), width: 390);

        await page.AssertWell();
        Assert.True(await page.Get<bool>("() => window.hacked === undefined && document.images.length === 0"));
    }
}
