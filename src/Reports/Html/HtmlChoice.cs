using Rightsizer.Reports.Charts;

namespace Rightsizer.Reports.Html;

/// <summary>Charts of which one is shown at a time, by the style sheet and so without a script. Print has the chosen one.</summary>
static class HtmlChoice
{
    /// <summary>As many as the style sheet has rules for.</summary>
    public const int Most = 5;

    /// <param name="title">Said before the names: "Stacked by".</param>
    /// <param name="charts">At most <see cref="Most"/>, the one that is shown at first first.</param>
    public static Markup Render(string title, IReadOnlyList<(string Name, ChartModel Chart)> charts)
    {
        if (charts.Count == 0) return Markup.Empty;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(charts.Count, Most, nameof(charts));
        if (charts.Count == 1) return SvgChart.Figure(charts[0].Chart);
        var group = "choice-" + charts[0].Chart.Id;
        var names = Markup.Join(charts.Select((c, i) => Markup.Html(
            $"<label><input type=\"radio\" name=\"{group}\"{Markup.Trusted(i == 0 ? " checked" : "")}>{c.Name}</label>")));
        return Markup.Html($"<div class=\"choice\"><fieldset><legend>{title}</legend>{names}</fieldset>\n"
            + $"{Markup.Join(charts.Select(c => SvgChart.Figure(c.Chart)))}</div>\n");
    }
}
