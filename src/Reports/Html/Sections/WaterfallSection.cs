using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Two sums that add up: wall-clock and paid core-time.</summary>
static class WaterfallSection
{
    public static Markup Render(Waterfall? w) => w is null ? Markup.Empty : Markup.Html($"""
        <section id="waterfall"><h2>Where the time went</h2>
        <div class="two">
        {Bars($"{Quantity.Duration(w.TotalMs)} on the clock", w.Time, w.TotalMs, ms => Quantity.Duration(ms))}
        {Bars($"{Quantity.CoreTime(w.TotalCoreMs)} paid", w.CoreTime, w.TotalCoreMs, ms => Quantity.CoreTime(ms, w.TotalCoreMs))}
        </div>
        </section>

        """);

    static Markup Bars(string title, IReadOnlyList<WaterfallLine> lines, long total, Func<long, string> format) =>
        HtmlBars.Render(title, [.. lines.Select(
            l => new HtmlBar(Phrases.TimePart(l.Name), format(l.Ms), l.Ms,
            "derived: one sweep over the log's own times; the lines add up to the total"))], total);
}
