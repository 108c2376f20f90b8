using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Run;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Where the time went: one strip of all of it over what each executor did.</summary>
static class TimeSection
{
    public static Markup Render(AnalysisResult result)
    {
        ChartModel?[] charts = [TimeStripChart.Build(result), LanesChart.Build(result.Run)];
        if (charts.All(c => c is null)) return Markup.Empty;
        var bound = result.CriticalPathMs is { } least && result.Run.ObservedMs is { } ms && least < ms
            ? Markup.Html($"<p class=\"note\">With tasks as long as in this run, no number of executors makes it shorter than "
                + $"~{Quantity.Duration(least)}: that is its longest chain of driver time and tasks.</p>\n")
            : Markup.Empty;
        var largest = TimeParts.Largest(result) is { } words ? Markup.Html($"<p>{words}</p>\n") : Markup.Empty;
        var title = result.Run.ObservedMs is { } all ? $"Where the {Quantity.Duration(all)} went" : "Where the time went";
        return Markup.Html($"<section "
            + $"id=\"time\"><h2>{title}</h2>\n{Markup.Join(charts.OfType<ChartModel>().Select(SvgChart.Figure))}"
            + $"{largest}{bound}</section>\n\n");
    }
}
