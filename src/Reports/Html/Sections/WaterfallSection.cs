using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Two sums that add up: wall-clock and paid core-time.</summary>
static class WaterfallSection
{
    public static Markup Of(Waterfall? w) => w is null ? Markup.Empty : Markup.Of($"""
        <section id="waterfall"><h2>Where the time went</h2>
        <div class="two">
        {Bars($"{Quantity.Duration(w.TotalMs)} on the clock", w.Time, w.TotalMs, ms => Quantity.Duration(ms))}
        {Bars($"{Quantity.CoreTime(w.TotalCoreMs)} paid", w.CoreTime, w.TotalCoreMs, ms => Quantity.CoreTime(ms, w.TotalCoreMs))}
        </div>
        </section>

        """);

    static Markup Bars(string title, IReadOnlyList<WaterfallLine> lines, long total, Func<long, string> format) => Markup.Of($"""
        <div><h3>{title}</h3><table class="bars"><tbody>
        {Markup.Join(lines.Select(l => Markup.Of($"<tr title=\"derived: one sweep over the log's own times; the lines add up to the total\"><th scope=\"row\">{PlainText.OneLine(Phrases.Words(l.Name))}</th><td class=\"n\">{format(l.Ms)}</td><td class=\"bar\"><svg viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"used\" width=\"{Share(l.Ms, total)}\" height=\"10\"/></svg></td></tr>\n")))}</tbody></table></div>
        """);

    static double Share(long part, long total) => total <= 0 ? 0 : Math.Clamp(100.0 * part / total, 0, 100);
}
