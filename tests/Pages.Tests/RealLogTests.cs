using Microsoft.Playwright;
using Rightsizer.TestSupport;

namespace Rightsizer.Pages.Tests;

/// <summary>Every page opens from real logs without an error, a request, or anything that stands out at the side.</summary>
[Collection(WithBrowser.Name)]
public sealed class RealLogTests(Browser browser)
{
    static readonly string Samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");

    public static TheoryData<string> SampleLogs =>
        [.. Directory.GetFileSystemEntries(Samples).Select(f => Path.GetFileName(f)!)
        .Where(f => f.Contains("app-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(SampleLogs))]
    public async Task SampleLog_DiagnosePageIsWell(string log)
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        var file = Command.Page("diagnose", Path.Combine(Samples, log), "--what-if", "2x2", "--usd-per-hour", "3.2");
        await using (var wide = await browser.Open(file)) await wide.AssertWell();
        await using var phone = await browser.Open(file, width: 390, ColorScheme.Dark);
        await phone.AssertWell();
    }

    [Fact]
    public async Task SharedLogs_DiagnosePageIsWell()
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        foreach (var log in Thoroughness.Choose(SharedLogs.All, nth: 96)) // a page takes seconds
        {
            await using var page = await browser.Open(Command.Page("diagnose", log.Path));
            await page.AssertWell();
        }
    }

    [Fact]
    public async Task TwoRuns_ComparePageIsWell()
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        var logs = SampleLogs.Select(l => Path.Combine(Samples, l.Data)).Take(2).ToList();
        var file = Command.Page("compare", logs[0], logs[1], "--usd-per-hour", "3.2");
        await using (var wide = await browser.Open(file)) await wide.AssertWell();
        await using var phone = await browser.Open(file, width: 390);
        await phone.AssertWell();
        Assert.True(await phone.Get<int>("() => document.querySelectorAll('#why tbody tr').length") >= 7);
    }

    [Fact]
    public async Task SizeAndStudyPages_AreWell()
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        var log = Path.Combine(Samples, SampleLogs.First().Data);
        await using (var one = await browser.Open(Command.Page("size", log, "--runs-per-week", "7"))) await one.AssertWell();
        await using var study = await browser.Open(Command.Page("size", Samples), width: 390, ColorScheme.Dark);
        // a job's charts are drawn once its part is opened
        await study.OpenAll();
        await study.AssertWell();
    }

    [Fact]
    public async Task ReportOverAFolder_IsWell()
    {
        Assert.SkipWhen(Browser.IsMissing, Browser.SkipReason);
        await using var page = await browser
            .Open(Command.Page("report", SharedFolder.Path is { } shared ? Path.Combine(shared, "logs") : Samples));
        await page.AssertWell();
    }
}
