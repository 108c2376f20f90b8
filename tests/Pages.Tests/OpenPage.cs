using Microsoft.Playwright;

namespace Rightsizer.Pages.Tests;

/// <summary>A page that keeps what must not happen on it: console messages, errors, requests.</summary>
sealed class OpenPage : IAsyncDisposable
{
    readonly IBrowserContext context;
    readonly List<string> trouble = [];
    ICDPSession? session;

    public OpenPage(IPage page, IBrowserContext context)
    {
        (Page, this.context) = (page, context);
        page.Console += (_, m) => trouble.Add($"console {m.Type}: {m.Text}");
        page.PageError += (_, e) => trouble.Add("error: " + e);
        page.Dialog += (_, d) => trouble.Add("dialog: " + d.Message);
        page.Request += (_, r) =>
        {
            // the file itself, and nothing else
            if (!r.IsNavigationRequest || !r.Url.StartsWith("file:", StringComparison.Ordinal)) trouble.Add("request: " + r.Url);
        };
    }

    public IPage Page { get; }

    /// <summary>Counts from here on what the page takes.</summary>
    public async Task CountCpu()
    {
        session = await context.NewCDPSessionAsync(Page);
        await session.SendAsync("Performance.enable", new Dictionary<string, object> { ["timeDomain"] = "threadTicks" });
    }

    /// <summary>Time that the page's main thread has spent on a CPU.</summary>
    public async Task<double> CpuSeconds()
    {
        var metrics = await session!.SendAsync("Performance.getMetrics");
        return metrics!.Value.GetProperty("metrics").EnumerateArray().Single(m => m.GetProperty("name").GetString() == "TaskDuration")
            .GetProperty("value").GetDouble();
    }

    /// <summary>
    /// Scrolls to the end, so that every chart is drawn, and checks that nothing went wrong and nothing stands out at the side.
    /// </summary>
    public async Task AssertWell()
    {
        await Page.EvaluateAsync("""
            async () => {
                for (const figure of document.querySelectorAll("figure[data-chart]")) {
                    figure.scrollIntoView();
                    for (let i = 0; i < 300 && !figure.classList.contains("drawn"); i++) await new Promise(done => setTimeout(done, 20));
                }
                scrollTo(0, 0);
            }
            """);
        Assert.Equal([], trouble);
        Assert.True(await Page.EvaluateAsync<bool>(
            "() => [...document.querySelectorAll('figure[data-chart]')].every(f => f.querySelector('canvas'))"), "a chart is not drawn");
        Assert.True(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"),
            "the page is wider than its window");
    }

    public Task<T> Get<T>(string script) => Page.EvaluateAsync<T>(script);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
