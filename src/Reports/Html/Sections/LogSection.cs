using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>What was read and what of it was lost.</summary>
static class LogSection
{
    public static Markup Render(AnalysisResult result)
    {
        var log = result.Run.Log;
        var lost = log.MalformedByKind.Where(k => k.Value > 0).Select(k => $"{Quantity.Count(k.Value)} {Phrases.Words(k.Key)}");
        var first = log.FirstMalformed is { } f ? Markup.Html($"<p class=\"note\">First lost line: <bdi>{PlainText.OneLine(f)}</bdi></p>\n")
            : Markup.Empty;
        var others = result.OtherAttempts.Count == 0 ? Markup.Empty
            : Markup.Html($"<p class=\"note\">Other attempts of this application: "
            + $"{Markup.Join(result.OtherAttempts.Select(o => Markup.Html($"<code>{PlainText.OneLine(o)}</code>")), ", ")}</p>\n");
        return Markup.Html($"""
            <section id="log"><h2>The log</h2>
            <p><code>{PlainText.OneLine(log.Path)}</code>, {Phrases.Words(log.Kind)}, {log.Codec}: {Quantity.Bytes(log.Bytes)} stored, {Quantity.Bytes(log.PlainBytes)} plain, {Quantity.Count(log.Lines)} lines. {Phrases.LogQuality(log)}{(lost.Any() ? ": " + string.Join(", ", lost) : "")}.</p>
            {first}{others}</section>

            """);
    }
}
