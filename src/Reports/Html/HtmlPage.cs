using System.Security.Cryptography;
using System.Text;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html;

/// <summary>The shell of every page: one file that needs no network and runs no script but its own.</summary>
static class HtmlPage
{
    /// <summary>What zooms and reads out charts, then what sorts and filters.</summary>
    static readonly string[] Scripts = [Template("charts.js"), Template("report.js")];

    static readonly string Styles = Colors() + SvgChart.Classes() + "\n" + Template("report.css");

    /// <summary>
    /// Nothing may be loaded or sent; only the styles and scripts with these hashes count, whatever else got onto the page.
    /// </summary>
    static readonly string Policy =
        $"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {Hash(Styles)}; script-src "
            + $"{string.Join(' ', Scripts.Select(Hash))}";

    /// <param name="output">Where the page goes.</param>
    /// <param name="title">Of the window and of the bar at the top; cut where it is long.</param>
    /// <param name="links">Id and name of the parts in the bar; those that the page has not are left out.</param>
    /// <param name="header">Title, verdict and what comes before the first part.</param>
    /// <param name="sections">The parts.</param>
    /// <param name="footer">What the page was made from.</param>
    public static void Write(TextWriter output, string? title, IEnumerable<(string Id, string Name)> links, Markup header,
        IEnumerable<Markup> sections, Markup footer)
    {
        var body = Markup.Join(sections.Prepend(header)).ToString();
        var shown = links.Where(l => body.Contains($" id=\"{l.Id}\"", StringComparison.Ordinal))
            .Select(l => Markup.Html($"<a href=\"#{l.Id}\">{l.Name}</a>"));
        output.Write(Markup.Html($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Markup.Trusted(Policy)}">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{PlainText.Short(title, 80)} - Rightsizer</title>
            <style>{Markup.Trusted(Styles)}</style>
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            <nav class="bar" aria-label="Parts of this page"><b><bdi>{PlainText.Short(title, 60)}</bdi></b><div>{Markup.Join(shown)}</div><button type="button" id="theme" hidden>light / dark</button></nav>
            {Markup.Trusted(SvgChart.Patterns())}
            <main id="main">

            """));
        output.Write(body);
        output.Write(Markup.Html($"</main>\n<footer>{footer}</footer>\n"));
        foreach (var script in Scripts) output.Write(Markup.Html($"<script>{Markup.Trusted(script)}</script>\n"));
        output.Write("</body>\n</html>\n");
    }

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
