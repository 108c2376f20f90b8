using System.Security.Cryptography;
using System.Text;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html;

/// <summary>The shell of every page: one file that needs no network and runs no script but its own.</summary>
static class HtmlPage
{
    static readonly string Styles = Colors() + SvgChart.Classes() + "\n" + Template("report.css");

    /// <summary>What zooms and reads out charts, then what sorts and filters.</summary>
    static readonly HtmlScripts WithCharts = Scripts("charts.js", "report.js");

    /// <summary>For pages without charts.</summary>
    internal static HtmlScripts Plain { get; } = Scripts("report.js");

    /// <summary>For the search over a site, which reads the data of its own page.</summary>
    internal static HtmlScripts Search { get; } = Scripts("report.js", "search.js");

    /// <summary>
    /// Nothing may be loaded or sent; only the styles and scripts with these hashes count, whatever else got onto the page.
    /// </summary>
    static HtmlScripts Scripts(params string[] names)
    {
        string[] texts = [.. names.Select(Template)];
        return new(texts, $"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {Hash(Styles)}; script-src "
            + string.Join(' ', texts.Select(Hash)));
    }

    /// <summary>Equal where every page has the same shell.</summary>
    internal static string Shell => string.Concat(Styles, WithCharts.Policy, Plain.Policy, Search.Policy);

    /// <param name="output">Where the page goes.</param>
    /// <param name="title">Of the window and of the bar at the top; cut where it is long.</param>
    /// <param name="links">
    /// Id and name of the parts in the bar, or a page of the same folder; parts that the page has not are left out.
    /// </param>
    /// <param name="header">Title, verdict and what comes before the first part.</param>
    /// <param name="sections">The parts.</param>
    /// <param name="footer">What the page was made from.</param>
    /// <param name="with">Scripts; null is those of a page with charts.</param>
    public static void Write(TextWriter output, string? title, IEnumerable<(string Id, string Name)> links, Markup header,
        IEnumerable<Markup> sections, Markup footer, HtmlScripts? with = null)
    {
        var scripts = with ?? WithCharts;
        var body = Markup.Join(sections.Prepend(header)).ToString();
        var shown = links.Where(l => IsPage(l.Id) || body.Contains($" id=\"{l.Id}\"", StringComparison.Ordinal))
            .Select(l => Markup.Html($"<a href=\"{(IsPage(l.Id) ? "" : "#")}{l.Id}\">{l.Name}</a>"));
        output.Write(Markup.Html($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Markup.Trusted(scripts.Policy)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{PlainText.Short(title, 80)} - Rightsizer</title>
            <style>
            """));
        // styles and scripts are most of a page: written as they are, since a site has thousands of pages
        output.Write(Styles);
        output.Write(Markup.Html($"""
            </style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <nav class="bar" aria-label="Parts of this page"><b><bdi>{PlainText.Short(title, 60)}</bdi></b><div>{Markup.Join(shown)}</div><button type="button" id="theme" hidden>light / dark</button></nav>
            {(scripts == WithCharts ? Markup.Trusted(SvgChart.Patterns()) : Markup.Empty)}
            <main id="main">

            """));
        output.Write(body);
        output.Write(Markup.Html($"</main>\n<footer>{footer}</footer>\n"));
        foreach (var script in scripts.Texts)
        {
            output.Write("<script>");
            output.Write(script);
            output.Write("</script>\n");
        }
        output.Write("</body>\n</html>\n");
    }

    static bool IsPage(string id) => id.EndsWith(".html", StringComparison.Ordinal);

    /// <summary>Colours of the page and of its charts, for light and dark.</summary>
    static string Colors()
    {
        var light = PageColors.Light + SvgChart.Variables(dark: false);
        var dark = PageColors.Dark + SvgChart.Variables(dark: true);
        return $":root{{color-scheme:light dark;{light}}}@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}"
            + $":root[data-theme=light]{{color-scheme:light}}:root[data-theme=dark]{{color-scheme:dark;{dark}}}"
            + $"@media print{{:root,:root[data-theme]{{color-scheme:light;{light}}}}}";
    }

    static string Hash(string inline) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline)))}'";

    static string Template(string name)
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream("html/" + name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

/// <summary>The scripts of a page.</summary>
/// <param name="Texts">In their order.</param>
/// <param name="Policy">Content-Security-Policy that lets them run and nothing else.</param>
sealed record HtmlScripts(IReadOnlyList<string> Texts, string Policy);
