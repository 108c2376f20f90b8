using Microsoft.Playwright;

namespace Rightsizer.Pages.Tests;

/// <summary>One Chromium for all tests. They are skipped where there is none.</summary>
public sealed class Browser : IAsyncLifetime
{
    const string Chromium = "/usr/bin/chromium";

    public const string SkipReason = "Chromium is not at " + Chromium + " (Debian: apt-get install chromium)";

    static readonly string[] Arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    IPlaywright? playwright;
    IBrowser? chromium;

    public static bool IsMissing => !File.Exists(Chromium);

    public async ValueTask InitializeAsync()
    {
        if (IsMissing) return;
        playwright = await Playwright.CreateAsync();
        chromium = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = Arguments });
    }

    /// <summary>A page in a profile of its own, open at the file.</summary>
    internal async Task<OpenPage> Open(string file, int width = 1200, ColorScheme scheme = ColorScheme.Light)
    {
        var context = await chromium!.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
        var page = await context.NewPageAsync();
        var open = new OpenPage(page, context);
        await open.CountCpu();
        await page.GotoAsync("file://" + file);
        return open;
    }

    public async ValueTask DisposeAsync()
    {
        if (chromium is not null) await chromium.DisposeAsync();
        playwright?.Dispose();
        if (Directory.Exists(Command.Folder)) Directory.Delete(Command.Folder, recursive: true);
    }
}

[CollectionDefinition(Name)]
public sealed class WithBrowser : ICollectionFixture<Browser>
{
    public const string Name = "browser";
}
