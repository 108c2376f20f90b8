using Microsoft.Playwright;

namespace Rightsizer.Pages.Tests;

/// <summary>A page that keeps what must not happen on it: console messages, errors, requests.</summary>
sealed class OpenPage : IAsyncDisposable
{
    readonly IBrowserContext context;
    readonly List<string> trouble = [];

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

    /// <summary>Scrolls to the end, so that every chart is drawn, and checks that nothing went wrong and nothing stands out at the side.</summary>
    public async Task AssertWell()
    {
        await Page.EvaluateAsync("async () => { for (let y = 0; y < document.body.scrollHeight; y += 700) { scrollTo(0, y); await new Promise(r => setTimeout(r, 20)); } scrollTo(0, 0); }");
        await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('figure[data-chart]')].every(f => f.classList.contains('drawn'))");
        Assert.Equal([], trouble);
        Assert.True(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"), "the page is wider than its window");
    }

    public Task<T> Get<T>(string script) => Page.EvaluateAsync<T>(script);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
