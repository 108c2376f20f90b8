using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html;

namespace Rightsizer.Reports.Sizing;

/// <summary>Pieces of the pages of sizing and study.</summary>
static class SizeParts
{
    public static HtmlTable Offers(SizingResult r)
    {
        var table = new HtmlTable("Options, cheapest first", new("", Ground: "> is the recommendation"), new("cluster", Wide: true),
            new("executors", Wide: true), new("time", true, "P50 (P90), simulated; today's is measured"),
            new("$ a run", true, "P50 (P10-P90) of one run"), new("a year", true, "at P50, of the runs a week that were given"),
                new("in time", true, "share of runs within the deadline"), new("why it is here", Wide: true));
        foreach (var c in r.Offers)
        {
            table.Add(HtmlCell.Text(SizingWords.Mark(c, r).Trim()),
                SizingWords.IsPick(c, r) ? new(Markup.Html($"<strong><bdi>{PlainText.OneLine(c.Name)}</bdi></strong>"))
                : HtmlCell.Text(c.Name),
                HtmlCell.Text(SizingWords.Executors(c.Executor)),
                    new(Markup.Text(SizingWords.Time(c.TimeMs)), c.TimeMs?.P50, Quantity.Word(c.Ground)),
                new(Markup.Text(SizingWords.Usd(c.Usd)), (double?)c.Usd?.P50, Quantity.Word(c.Ledger?.Ground ?? c.Ground)),
                    new(Markup.Text(SizingWords.Year(c.YearUsd)), (double?)c.YearUsd),
                new(Markup.Text(c.DeadlineProbability is { } p ? Quantity.Percent(p) : ""), c.DeadlineProbability), HtmlCell.Text(c.Why));
        }
        return table;
    }

    /// <summary>Cost over time of what is not beaten in both; empty below three points.</summary>
    public static Markup Front(SizingResult r)
    {
        var points = r.Front.Where(c => c.TimeMs is not null && c.Usd is not null).DistinctBy(c => c.TimeMs!.P90)
            .OrderBy(c => c.TimeMs!.P90).ToList();
        if (points.Count < 3) return Markup.Empty;
        var chart = new HtmlChart
        {
            X = new("time, P90", "ms"),
            Y = new("$ a run, P50", "usd"),
            XValues = [.. points.Select(c => (double)c.TimeMs!.P90)],
            Series = [new("cheapest within a time", [.. points.Select(c => (double?)c.Usd!.P50)], "accent")],
            Points = [.. r.Offers.Where(c => c.TimeMs is not null && c.Usd is not null)
                .Select(c => new ChartPoint(c.TimeMs!.P90, (double)c.Usd!.P50, Label(c, r), SizingWords.IsPick(c, r) ? "used" : "soft"))],
        };
        var table = new HtmlTable("None of these is beaten in both time and cost", new("cluster", Wide: true),
            new("time", true, "P50 (P90), simulated"), new("$ a run", true, "P50 (P10-P90)"));
        foreach (var c in points)
            table.Add(HtmlCell.Text(c.Name), new(Markup.Text(SizingWords.Time(c.TimeMs)), c.TimeMs!.P90),
                new(Markup.Text(SizingWords.Usd(c.Usd)), (double)c.Usd!.P50));
        return chart.ToMarkup(table.ToMarkup(), "simulated", "Cost of a run over its time");
    }

    /// <summary>Ranks, since names would lie over one another.</summary>
    static string Label(SizingCandidate c, SizingResult r) =>
        c.IsToday ? "today" : FormattableString.Invariant($"{c.Rank}{(SizingWords.IsPick(c, r) ? ", the pick" : "")}");

    public static HtmlTable Runs(SizingResult r)
    {
        var table = new HtmlTable("Every log that was given", new("application", Wide: true), new("time", true, "measured"),
            new("replay's error", true, "simulated less measured"), new("used", Wide: true));
        foreach (var x in r.Runs)
            table.Add(HtmlCell.Text(x.AppId ?? x.Name), HtmlCell.Duration(x.ObservedMs),
                new(Markup.Text(x.ReplayErrorPct is { } e ? Quantity.Percent(e / 100) : Quantity.Unknown), x.ReplayErrorPct),
                HtmlCell.Text(x.NotUsed ?? "yes"));
        return table;
    }

    public static Markup List(IReadOnlyList<string> lines) =>
        lines.Count == 0 ? Markup.Empty
        : Markup.Html($"<ul>\n{Markup.Join(lines.Select(l => Markup.Html($"<li>{PlainText.OneLine(l)}</li>\n")))}</ul>\n");
}
