using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Time and cost at fewer and more executors, with the band and today's point.</summary>
static class SweepSection
{
    const string Simulated = "simulated: the run replayed with this many executors of the same size; the band holds eight in ten runs";

    public static Markup Render(ExecutorSweep? sweep)
    {
        if (sweep is null) return Markup.Empty;
        if (sweep.Refused is { } why)
            return Section(Markup.Html($"<p class=\"note\">Not predicted: {PlainText.OneLine(why)}.</p>\n"), sweep);
        var priced = sweep.Points.All(p => p.Answer.CostUsd is not null);
        return Section(Markup.Html($"{Chart(sweep, priced)}{Table(sweep, priced)}"), sweep);
    }

    static Markup Section(Markup body, ExecutorSweep sweep)
    {
        var what = sweep.Dynamic ? "at most this many executors" : "this many executors";
        var lead = sweep.Points.Count == 0 ? Markup.Empty
            : Markup.Html($"<p class=\"legend\">The same run with {what} of {Quantity.Plural(sweep.CoresPerExecutor, "core")}. The band "
            + $"holds eight in ten runs.</p>\n");
        return Markup.Html($"<section id=\"sweep\"><h2>Fewer or more executors</h2>\n{lead}{body}</section>\n\n");
    }

    static Markup Chart(ExecutorSweep sweep, bool priced)
    {
        IReadOnlyList<double?> Render(Func<SweepPoint, double?> value) => [.. sweep.Points.Select(value)];
        double[] x = [.. sweep.Points.Select(p => (double)p.Executors)];
        List<ChartSeries> series =
        [
            new("time", Render(p => p.Answer.DurationMs), "used"),
            new("time, slow tenth", Render(p => p.Answer.DurationP90Ms), "used", ChartStyle.Edge),
            new("time, fast tenth", Render(p => p.Answer.DurationP10Ms), "used", ChartStyle.Edge),
        ];
        List<(int, int)> bands = [(1, 2)];
        var points = new List<ChartPoint>();
        if (sweep.TodayMs is { } ms) points.Add(new(sweep.TodayExecutors, ms, "this run", "used"));
        if (priced)
        {
            series.Add(new("cost", Render(p => (double?)p.Answer.CostUsd), "job", OnY2: true));
            series.Add(new("cost, expensive tenth", Render(p => CostAt(p, p.Answer.DurationP90Ms)), "job", ChartStyle.Edge, OnY2: true));
            series.Add(new("cost, cheap tenth", Render(p => CostAt(p, p.Answer.DurationP10Ms)), "job", ChartStyle.Edge, OnY2: true));
            bands.Add((4, 5));
            if (sweep.TodayUsd is { } usd) points.Add(new(sweep.TodayExecutors, (double)usd, "its cost", "job", OnY2: true));
        }
        var chart = new HtmlChart
        {
            X = new("executors", "count"),
            Y = new("time", "ms"),
            Y2 = priced ? new("cost", "usd") : null,
            XValues = x,
            Series = series,
            Bands = bands,
            Points = points,
        };
        var still = StillLines.Render(x, [.. series.Take(3).Select(s => (s.Color, s.Values))],
            [$"{sweep.Points[0].Executors} executors", $"{sweep.Points[^1].Executors} executors"]);
        return chart.ToMarkup(still, Simulated, "Time and cost by number of executors");
    }

    static Markup Table(ExecutorSweep sweep, bool priced)
    {
        const string Cost = "simulated: the replayed core time at this run's price of it";
        var table = new HtmlTable("Each size", new("executors", true, "assumed: the sizes that are tried"), new("time", true, Simulated),
            new("80 % of runs", true, Simulated), new("cost", true, priced ? Cost : "missing: this run has no price"),
            new("against this run", true, Simulated), new("tier", false, "how far the prediction may be trusted, A first"));
        foreach (var p in sweep.Points)
        {
            var change = sweep.TodayMs is > 0 and var today && p.Answer.DurationMs is { } ms ? (double)(ms - today) / today : (double?)null;
            table.Add(HtmlCell.Count(p.Executors), new(Markup.Text("~" + Quantity.Duration(p.Answer.DurationMs)), p.Answer.DurationMs),
                new(Markup.Text(WhatIfWords.Band(p.Answer.DurationP10Ms, p.Answer.DurationP90Ms)), p.Answer.DurationP90Ms),
                HtmlCell.Usd(p.Answer.CostUsd, Ground.Simulated, "the replayed core time at this run's price of it"),
                new(Markup.Text(Quantity.Change(change)), change), HtmlCell.Text(p.Answer.Tier));
        }
        return table.ToMarkup();
    }

    /// <summary>The executors are paid for as long as the run lasts.</summary>
    static double? CostAt(SweepPoint p, long? ms) =>
        p.Answer is { CostUsd: { } usd, DurationMs: > 0 and var middle } && ms is { } m ? (double)usd * m / middle : null;
}
