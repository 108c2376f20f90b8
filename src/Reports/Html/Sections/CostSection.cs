using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Ledgers: totals beside each other, then every line of each.</summary>
static class CostSection
{
    public static Markup Render(CostReport cost)
    {
        var missing = cost.Actual is null ? Markup.Html($"<p>This run is not priced: {PlainText.OneLine(cost.ActualMissing)}</p>\n")
            : Markup.Empty;
        var ledgers = (cost.Actual is { } actual ? [actual] : Array.Empty<Ledger>()).Concat(cost.Alternatives).ToList();
        return Markup.Html($"""
            <section id="cost"><h2>What it cost, and would cost</h2>
            {missing}{(ledgers.Count == 0 ? Markup.Empty : Totals(cost, ledgers))}{Markup.Join(ledgers.Select(Lines))}
            {Markup.Join(cost.Notes.Select(n => Markup.Html($"<p class=\"note\">{PlainText.OneLine(n)}</p>\n")))}{Constants(cost.Constants)}<p class="note">{Phrases.Footnote(cost)} {PlainText.OneLine(Phrases.PriceBook(cost))}</p>
            </section>

            """);
    }

    /// <summary>The constants that figures rest on, folded.</summary>
    internal static Markup Constants(IReadOnlyList<Assumption> constants) => constants.Count == 0 ? Markup.Empty : Markup.Html(
        $"<details><summary>Constants that these prices and times rest on</summary>\n<ul>{Markup.Join(constants.Select(c => Markup.Html(
            $"<li>{PlainText.OneLine(c.ToString())}</li>")))}</ul></details>\n");

    static Markup Totals(CostReport cost, List<Ledger> ledgers)
    {
        var table = new HtmlTable("This run and its alternatives", new("shape", Wide: true),
            new("time", true, "measured for this run, else simulated or assumed, as shown"),
            new("total", true), new("ground", false, "known as well as its weakest line"));
        foreach (var l in ledgers)
        {
            var lead = ReferenceEquals(l, cost.Actual) ? Markup.Html($"<strong>this run</strong> ") : Markup.Empty;
            table.Add(new(Markup.Html($"{lead}{HtmlCell.Name(l.Name.ToString())}")), HtmlCell.Duration(l.DurationMs),
                new(Markup.Text(Phrases.Total(l)), (double)(l.TotalUsd ?? l.PricedPartUsd),
                    $"{Quantity.Word(l.Ground)}: the sum of the lines below"), HtmlCell.Text(Quantity.Word(l.Ground)));
        }
        return table.ToMarkup();
    }

    static Markup Notes(Ledger l) =>
        Markup.Join(Phrases.LedgerNotes(l).Select(n => Markup.Html($"<p class=\"note\">{PlainText.OneLine(n)}</p>\n")));

    internal static Markup Lines(Ledger l)
    {
        var table = new HtmlTable("Each line is quantity x unit price", new("line", Wide: true), new("quantity", true), new("unit"),
            new("unit price", true), new("amount", true), new("source", Wide: true));
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
            $"<details><summary>{HtmlCell.Name(l.Name.ToString())}: "
            + $"{Phrases.Total(l)}</summary>\n{table.ToMarkup()}{Notes(l)}</details>\n");
    }
}
