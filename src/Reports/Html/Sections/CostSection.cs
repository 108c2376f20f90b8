using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Run;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Ledgers as bars, then every line of each.</summary>
static class CostSection
{
    public static Markup Render(CostReport cost)
    {
        var missing = cost.Actual is null ? Markup.Html($"<p>No price for this run: {PlainText.OneLine(cost.ActualMissing)}.</p>\n")
            : Markup.Empty;
        var bars = CostChart.Bars(cost);
        var chart = CostChart.Build(cost);
        return Markup.Html($"""
            <section id="cost"><h2>What it cost, and would cost elsewhere</h2>
            {missing}{(chart is null ? Markup.Empty : SvgChart.Figure(chart))}{Markup.Join(bars.Select((b, i) => Lines(b.Ledger, $"ledger-{(long)i}", b.IsMain ? "this run: " : "")))}
            {Markup.Join(Phrases.PriceTerms(cost).Concat(cost.Notes.Select(n => n.ToString())).Select(n => Markup.Html($"<p class=\"note\">{PlainText.OneLine(n)}</p>\n")))}{Constants(cost.Constants)}<p class="note">{Phrases.Footnote(cost)} {PlainText.OneLine(Phrases.PriceBook(cost))}</p>
            </section>

            """);
    }

    /// <summary>The constants that figures rest on, folded.</summary>
    internal static Markup Constants(IReadOnlyList<Assumption> constants) => constants.Count == 0 ? Markup.Empty : Markup.Html(
        $"<details><summary>Constants that these prices and times rest on</summary>\n<ul>{Markup.Join(constants.Select(c => Markup.Html(
            $"<li>{PlainText.OneLine(c.ToString())}</li>")))}</ul></details>\n");

    static Markup Notes(Ledger l) =>
        Markup.Join(Phrases.LedgerNotes(l).Select(n => Markup.Html($"<p class=\"note\">{PlainText.OneLine(n)}</p>\n")));

    /// <param name="l">The ledger.</param>
    /// <param name="id">Of its part of the page.</param>
    /// <param name="lead">Before its name.</param>
    /// <param name="after">After its total.</param>
    internal static Markup Lines(Ledger l, string id, string lead = "", string after = "")
    {
        var table = new HtmlTable("Each line is quantity x unit price", new("line", Wide: true), new("quantity", true), new("unit"),
            new("unit price", true), new("amount", true), new("how known", Wide: true));
        foreach (var line in l.Lines)
        {
            var ground = $"{Quantity.Word(line.Ground)}: {PlainText.OneLine(line.Source)}{(line.Date is { } d ? ", " + d : "")}";
            table.Add(HtmlCell.Text(line.Name), new(Markup.Text(Quantity.Number(line.Quantity)), (double)line.Quantity, ground),
                HtmlCell.Text(line.Unit),
                new(Markup.Text(line.UnitPriceUsd is { } p ? "$" + Quantity.Number(p) : Quantity.Unknown), (double?)line.UnitPriceUsd,
                    ground),
                new(Markup.Text(Quantity.Usd(line.AmountUsd, line.Ground)), (double?)line.AmountUsd, ground), HtmlCell.Text(ground));
        }
        return Markup.Html(
            $"<details id=\"{id}\"><summary>{lead}{PlainText.Short(l.Name.ToString(), 140)}: "
            + $"{Phrases.Total(l)}{after}</summary>\n{table.ToMarkup()}{Notes(l)}</details>\n");
    }
}
