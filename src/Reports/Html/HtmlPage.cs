using System.Security.Cryptography;
using System.Text;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html;

/// <summary>The shell of every page: one file that needs no network and runs no script but its own.</summary>
static class HtmlPage
{
    /// <summary>In the order in which they run: uPlot, what draws with it, what sorts and filters.</summary>
    static readonly string[] Scripts = [Template("uPlot.iife.min.js"), Template("charts.js"), Template("report.js")];

    static readonly string Styles = Template("uPlot.min.css") + "\n" + Template("report.css");

    /// <summary>
    /// Nothing may be loaded or sent; only the styles and scripts with these hashes count, whatever else got onto the page.
    /// </summary>
    static readonly string Policy =
        $"default-src 'none'; base-uri 'none'; form-action 'none'; style-src {Hash(Styles)}; script-src "
            + $"{string.Join(' ', Scripts.Select(Hash))}";

    /// <param name="output">Where the page goes.</param>
    /// <param name="title">Of the window; cut where it is long.</param>
    /// <param name="sections">From the header to the end of the body.</param>
    public static void Write(TextWriter output, string? title, IEnumerable<Markup> sections)
    {
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

            """));
        foreach (var section in sections) output.Write(section);
        output.Write(Markup.Html($"<!-- The charts are drawn by uPlot.\n{Markup.Trusted(Template("uPlot.LICENSE.txt").Trim())} -->\n"));
        foreach (var script in Scripts) output.Write(Markup.Html($"<script>{Markup.Trusted(script)}</script>\n"));
        output.Write("</body>\n</html>\n");
    }

    static string Hash(string inline) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline)))}'";

    static string Template(string name)
    {
        using var reader = new StreamReader(typeof(HtmlPage).Assembly.GetManifestResourceStream("html/" + name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
