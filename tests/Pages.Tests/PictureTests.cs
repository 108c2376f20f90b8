using System.Diagnostics;
using Microsoft.Playwright;
using Rightsizer.Reports.Html.Fleet;
using Rightsizer.TestSupport;

namespace Rightsizer.Pages.Tests;

/// <summary>
/// The pictures of docs/pages.md. RIGHTSIZER_PICTURES=FOLDER writes them there, to be looked at, made smaller and copied to docs/images.
/// </summary>
[Collection(WithBrowser.Name)]
public sealed class PictureTests(Browser browser)
{
    const int Wide = 1200, Phone = 390, Height = 900, SheetWidth = 900;

    static readonly string Samples = Path.Combine(SharedFolder.RepositoryRoot, "sample-logs");
    static readonly string Skewed = Path.Combine(Samples, "app-20261121124741-0000.zstd");

    static string Work(string name) => Path.Combine(SharedFolder.Path!, "spark-logs", "work", "logs", name);

    static string Page(string name) => name switch
    {
        "diagnose" => Command.Page("diagnose", Skewed, "--usd-per-hour", "3.2"),
        "size" => Command.Page("size", Skewed, "--runs-per-week", "7", "--usd-per-hour", "3.2"),
        "study" => Command.Page("size", Samples, "--usd-per-hour", "3.2"),
        "compare" => Command.Page("compare", Work("cached-1-4x1.zstd"), Work("cached-1-8x1.zstd")),
        _ => Week(),
    };

    /// <summary>Made up: the sample logs are of one day.</summary>
    static string Week()
    {
        var file = Path.Combine(Command.Folder, "week.html");
        using var output = new StreamWriter(file);
        FleetHtml.Write(FleetSketch.Of(2000), output);
        return file;
    }

    [Theory]
    [InlineData("diagnose")]
    [InlineData("size")]
    [InlineData("study")]
    [InlineData("compare")]
    [InlineData("report")]
    public async Task Picture(string name)
    {
        var folder = Environment.GetEnvironmentVariable("RIGHTSIZER_PICTURES");
        Assert.SkipWhen(folder is null, "RIGHTSIZER_PICTURES names no folder");
        Assert.SkipWhen(SharedFolder.Path is null, SharedFolder.SkipReason);
        string File(string kind, string extension) => Path.Combine(folder!, name + kind + extension);
        foreach (var (kind, width, scheme) in new[] { ("", Wide, ColorScheme.Light), ("-dark", Wide, ColorScheme.Dark),
            ("-phone", Phone, ColorScheme.Light) })
        {
            await using var page = await browser.Open(Page(name), width, scheme);
            await page.Page.SetViewportSizeAsync(width, Height);
            await page.Page.ScreenshotAsync(new() { Path = File(kind, ".png") });
            // the whole page too, to be looked at
            await page.Page.ScreenshotAsync(new() { Path = File(kind, "-whole.png"), FullPage = true });
            if (kind.Length == 0) await page.Page.PdfAsync(new() { PreferCSSPageSize = true, Path = File("", ".pdf") });
        }
        using var toPng = Process.Start("pdftoppm",
            ["-png", "-singlefile", "-scale-to-x", $"{SheetWidth}", "-scale-to-y", "-1", File("", ".pdf"), File("-print", "")]);
        await toPng.WaitForExitAsync();
        Assert.Equal(0, toPng.ExitCode);
    }
}
