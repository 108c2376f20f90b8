using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>Cost over time by job, and the dearest jobs beside each other.</summary>
static class FleetCharts
{
    const int Lines = 6, Bars = 12, NameColumns = 40;
    const double HourMs = 3_600_000;

    static readonly string[] Colors = ["used", "job", "accent", "warning", "critical", "soft", "paid"];

    public static Markup Render(FleetReport r, FleetMeasure m)
    {
        if (r.Runs.Count == 0) return Markup.Empty;
        var series = FleetSeries.Build(r, Lines);
        var jobs = r.Jobs.Where(j => j.Total.Runs > 0).Take(Bars).ToList();
        var most = jobs.Count == 0 ? 0 : jobs.Max(j => Value(j.Total, r));
        var bars = HtmlBars.Render("The largest jobs",
            [.. jobs.Select(j =>
            new HtmlBar($"{PlainText.Short(j.Name, NameColumns)} ({PlainText.Short(j.Owner, NameColumns)})", m.Amount(j.Total),
            Value(j.Total, r), $"{Quantity.Word(j.Total.Ground)}: the sum of {FleetWords.Runs(j.Total.Runs)}",
            FleetTables.JobId(j.Name, j.Owner, r)))], most);
        return Markup.Html($"""
            <section id="charts"><h2>{m.Heading} by job and {(series.ByWeek ? "week" : "day")}</h2>
            {Chart(series, r, m)}{bars}</section>

            """);
    }

    static Markup Chart(FleetSeries s, FleetReport r, FleetMeasure m)
    {
        double[] x = [.. Enumerable.Range(0, s.Times.Count).Select(i => (double)i)];
        IReadOnlyList<double?> Values(FleetSeriesLine l) =>
            r.RanksByUsd ? [.. l.Usd.Select(v => (double?)v)] : [.. l.CoreMs.Select(v => (double?)(v / HourMs))];
        var chart = new HtmlChart
        {
            X = new(s.ByWeek ? "week from" : "day", "count"),
            Y = new(m.Heading, r.RanksByUsd ? "usd" : "hours"),
            XValues = x,
            XNames = s.Times,
            Series = [.. s.Lines.Select((l, i) =>
                new ChartSeries(l.Job is { } job ? $"{PlainText.Short(job, NameColumns)} ({PlainText.Short(l.Owner, NameColumns)})"
                : "all others", Values(l), Colors[Math.Min(i, Colors.Length - 1)], ChartStyle.Stack))],
        };
        return chart.ToMarkup(Still(s, Values, x),
            $"{Quantity.Word(r.Total.Ground)}: the runs of each {(s.ByWeek ? "week" : "day")}, by their start in UTC",
            $"{m.Heading} by job over time");
    }

    /// <summary>Bars on each other.</summary>
    static Markup Still(FleetSeries s, Func<FleetSeriesLine, IReadOnlyList<double?>> values, double[] x)
    {
        var lines = s.Lines.Select(l => values(l)).ToList();
        var top = x.Length == 0 || lines.Count == 0 ? 0 : Enumerable.Range(0, x.Length).Max(i => lines.Sum(l => l[i] ?? 0));
        if (top <= 0) return Markup.Empty;
        var rects = new List<Markup>();
        double width = 600.0 / x.Length;
        for (var i = 0; i < x.Length; i++)
        {
            var below = 0.0;
            for (var l = lines.Count - 1; l >= 0; l--)
            {
                var height = 160 * (lines[l][i] ?? 0) / top;
                if (height <= 0) continue;
                below += height;
                rects.Add(Markup.Html(
                    $"<rect class=\"line-{Colors[Math.Min(l, Colors.Length - 1)]}\" x=\"{i * width + width * 0.15}\" "
                    + $"y=\"{160 - below}\" width=\"{width * 0.7}\" height=\"{height}\"/>"));
            }
        }
        return Markup.Html(
            $"<svg viewBox=\"0 0 600 160\" preserveAspectRatio=\"none\" role=\"img\">{Markup.Join(rects)}</svg>\n<div "
            + $"class=\"axis\"><span>{s.Times[0]}</span><span>{s.Times[^1]}</span></div>\n");
    }

    static double Value(FleetTotal t, FleetReport r) => r.RanksByUsd ? (double)(t.Usd ?? 0) : t.PaidCoreMs;
}
