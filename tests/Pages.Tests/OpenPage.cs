using Deque.AxeCore.Playwright;
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

    /// <summary>Checks that nothing went wrong, every chart has a drawing, and nothing stands out at the side.</summary>
    public async Task AssertWell()
    {
        Assert.Equal([], trouble);
        Assert.Empty(await Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('figure.chart')]
                .filter(f => f.checkVisibility() && f.querySelector('svg.drawing').getBoundingClientRect().width < 60).map(f => f.id)
            """));
        Assert.True(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"),
            "the page is wider than its window");
    }

    /// <summary>Opens every part that is folded, and every row that opens.</summary>
    public Task OpenAll() => Page.EvaluateAsync("""
        () => {
            for (const part of document.querySelectorAll("details")) part.open = true;
            for (const row of document.querySelectorAll("button.open[aria-expanded=false]")) row.click();
        }
        """);

    /// <summary>What axe finds against WCAG 2.2 A and AA, one line each.</summary>
    /// <param name="onlyContrast">Whether only colours are looked at.</param>
    public async Task<IReadOnlyList<string>> Axe(bool onlyContrast = false)
    {
        var found = await Page.RunAxe(new Deque.AxeCore.Commons.AxeRunOptions
        {
            RunOnly = onlyContrast ? Deque.AxeCore.Commons.RunOnlyOptions.Rules("color-contrast", "link-in-text-block")
                : Deque.AxeCore.Commons.RunOnlyOptions.Tags("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
        });
        return [.. found.Violations.SelectMany(v => v.Nodes.Take(2).Select(n => $"{v.Id}: {v.Help}: {n.Html}"))];
    }

    /// <summary>Texts of charts that stand out of their chart, or of the part of it that a zoom moves and cuts.</summary>
    public Task<string[]> TextsThatAreCut() => Page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('figure.chart')].filter(f => f.checkVisibility()).flatMap(f => {
            const out = (t, box) => t.left < box.left - 1 || t.right > box.right + 1;
            return [...f.querySelectorAll('svg.drawing text')].filter(t => t.checkVisibility() && t.textContent).filter(t => {
                const at = t.getBoundingClientRect(), frame = t.closest('.window');
                return out(at, f.getBoundingClientRect())
                    || frame && getComputedStyle(frame).overflow !== 'visible' && out(at, frame.getBoundingClientRect());
            }).map(t => f.id + ': ' + t.textContent);
        })
        """);

    /// <summary>Numbers or names along X that cover each other.</summary>
    public Task<string[]> NumbersThatMeet() => Page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('figure.chart .x-ticks')].filter(g => g.checkVisibility()).flatMap(g => {
            const texts = [...g.querySelectorAll('text:not(.turned)')].filter(t => t.checkVisibility())
                .map(t => ({ text: t.textContent, at: t.getBoundingClientRect() }));
            return texts.flatMap((a, i) => texts.slice(i + 1)
                .filter(b => a.at.left < b.at.right && b.at.left < a.at.right && a.at.top < b.at.bottom - 2 && b.at.top < a.at.bottom - 2)
                .map(b => g.closest('figure').id + ': ' + a.text + ' | ' + b.text));
        })
        """);

    public Task<T> Get<T>(string script) => Page.EvaluateAsync<T>(script);

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
