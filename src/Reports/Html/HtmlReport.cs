using System.Security.Cryptography;
using System.Text;
using Rightsizer.Analyzer;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Html;

/// <summary>One file that needs no network: styles, script and every figure are in it. Everything from the log is text, never markup.</summary>
public sealed class HtmlReport : IReportWriter
{
    public void Write(AnalysisResult result, TextWriter output)
    {
        var script = Template("report.js");
        // only the script with this hash may run, whatever else got onto the page
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        output.Write(Markup.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{Markup.Trusted(hash)}'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{PlainText.Short(result.Run.App.Name ?? result.Run.App.Id, 80)} - Rightsizer</title>
            <style>
            {Markup.Trusted(Template("report.css"))}</style>
            </head>
            <body>

            """));
        foreach (var section in Sections(result)) output.Write(section);
        output.Write(Markup.Of($"<script>{Markup.Trusted(script)}</script>\n</body>\n</html>\n"));
    }

    static IEnumerable<Markup> Sections(AnalysisResult result)
    {
        yield return IdentitySection.Of(result);
        yield return Markup.Trusted("<main>\n");
        yield return FindingSection.Of(result);
        yield return WaterfallSection.Of(result.Waterfall);
        yield return TimelineSection.Of(result.Run);
        yield return WhatIfSection.Of(result.WhatIf);
        yield return CostSection.Of(result.Cost);
        yield return StageSection.Of(result.Run);
        yield return JobSection.Of(result.Run);
        yield return ExecutorSection.Of(result.Run);
        yield return SettingSection.Of(result.Run);
        yield return LogSection.Of(result);
        yield return ExplanationSection.Of(result);
        yield return Markup.Trusted("</main>\n");
    }

    static string Template(string name)
    {
        using var reader = new StreamReader(typeof(HtmlReport).Assembly.GetManifestResourceStream("html/" + name)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
