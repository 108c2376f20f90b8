using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>What was read, what of it was lost, and how far the estimates can be trusted.</summary>
static class LogSection
{
    public static Markup Render(AnalysisResult result)
    {
        var log = result.Run.Log;
        var lost = log.MalformedByKind.Where(k => k.Value > 0).Select(k => $"{Quantity.Count(k.Value)} {Phrases.Words(k.Key)}");
        var first = log.FirstMalformed is { } f ? Markup.Html(
            $"<p class=\"note\">First line that could not be read: <bdi>{PlainText.Short(f, 400)}</bdi></p>\n")
            : Markup.Empty;
        var others = result.OtherAttempts.Count == 0 ? Markup.Empty
            : Markup.Html($"<p class=\"note\">Other attempts (--attempt chooses one): "
            + $"{Markup.Join(result.OtherAttempts.Select(o => Markup.Html($"<code>{PlainText.OneLine(o)}</code>")), ", ")}</p>\n");
        var doubts = Markup.Join(log.Doubts.Select(d => Markup.Html($"<li>{PlainText.OneLine(d)}</li>\n")));
        return Markup.Html($"""
            <section id="log"><h2>How this is known</h2>
            <p>{PlainText.OneLine(Phrases.Replay(result.Replay))}</p>
            <p><code>{PlainText.OneLine(log.Path)}</code>, {Phrases.Words(log.Kind)}, {log.Codec}: {Quantity.Bytes(log.Bytes)} stored, {Quantity.Bytes(log.PlainBytes)} decompressed, {Quantity.Plural(log.Lines, "line")}. {LogWords.Quality(result.Run)}{(lost.Any() ? " " + string.Join(", ", lost) + "." : "")}</p>
            {(log.Doubts.Count == 0 ? Markup.Empty : Markup.Html($"<ul>\n{doubts}</ul>\n"))}{first}{others}<p class="note">~ marks an estimate. measured and billed figures come from the log or a bill, simulated ones from a replay of the run, derived ones from measured figures by a stated rule, assumed ones from a stated assumption.</p>
            </section>

            """);
    }
}
