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
        var table = new HtmlTable("Options, cheapest first", new("option", Wide: true), new("rank", Ground: "> is the recommendation"),
            new("executors", Wide: true), new("time", true, "P50 (P90), simulated; today's is measured"),
            new("$ a run", true, "P50 (P10-P90) of one run"), new("a year", true, "at P50, of the runs a week that were given"),
                new("in time", true, "share of runs within the deadline"), new("why it is here", Wide: true));
        foreach (var c in r.Offers)
        {
            table.Add(SizingWords.IsPick(c, r) ? new(Markup.Html($"<strong><bdi>{PlainText.OneLine(c.Name)}</bdi></strong>"))
                : HtmlCell.Text(c.Name), HtmlCell.Text(SizingWords.Mark(c, r).Trim()),
                HtmlCell.Text(SizingWords.Executors(c.Executor)),
                    new(Markup.Text(SizingWords.Time(c.TimeMs)), c.TimeMs?.P50, Quantity.Word(c.Ground)),
                new(Markup.Text(SizingWords.Usd(c)), (double?)c.Usd?.P50, Quantity.Word(c.Ledger?.Ground ?? c.Ground)),
                    new(Markup.Text(SizingWords.Year(c.YearUsd)), (double?)c.YearUsd),
                new(Markup.Text(c.DeadlineProbability is { } p ? Quantity.Percent(p) : ""), c.DeadlineProbability), HtmlCell.Text(c.Why));
        }
        return table;
    }

    public static HtmlTable Runs(SizingResult r)
    {
        var table = new HtmlTable("Every log that was given", new("application", Wide: true), new("time", true, "measured"),
            new("simulation's error", true, "simulated less measured"), new("used", Wide: true));
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
