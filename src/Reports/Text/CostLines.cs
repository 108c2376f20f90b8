using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>What the run cost, line by line, and what it would cost elsewhere.</summary>
static class CostLines
{
    public static void Add(TextPage page, CostReport cost, bool allLedgers)
    {
        page.Line("Cost", TextStyle.Heading);
        if (cost.Actual is { } actual) AddLedger(page, actual);
        else page.Paragraph("This run is not priced" + (cost.ActualMissing is { } why ? ": " + PlainText.OneLine(why) : "") + ".", 2);
        if (cost.Alternatives.Count > 0) AddAlternatives(page, cost, allLedgers);
        foreach (var note in cost.Notes) page.Paragraph(PlainText.OneLine(note), 2, "- ", TextStyle.Dim, TextStyle.Dim);
        if (Phrases.Footnote(cost) is { } footnote) page.Paragraph(footnote, 2, "", TextStyle.Dim);
        page.Paragraph(PlainText.OneLine(Phrases.PriceBook(cost)), 2, "", TextStyle.Dim);
    }

    static void AddAlternatives(TextPage page, CostReport cost, bool allLedgers)
    {
        page.Blank();
        var table = new TextTable("It would cost", "time", "total", "ground") { RightAligned = new HashSet<int> { 1, 2 } };
        if (cost.Actual is { } actual) AddTotal(table, actual, "this run: ");
        foreach (var a in cost.Alternatives) AddTotal(table, a, "");
        table.AddTo(page);
        if (!allLedgers)
        {
            page.Line("  --verbose shows the lines of each", TextStyle.Dim);
            return;
        }
        foreach (var a in cost.Alternatives)
        {
            page.Blank();
            AddLedger(page, a);
        }
    }

    static void AddTotal(TextTable table, Ledger ledger, string prefix) =>
        table.Add(TextStyle.Plain, prefix + PlainText.OneLine(ledger.Name), Quantity.Duration(ledger.DurationMs), Phrases.Total(ledger),
            Quantity.Word(ledger.Ground));

    internal static void AddLedger(TextPage page, Ledger ledger)
    {
        var table = new TextTable(PlainText.OneLine(ledger.Name), "quantity", "unit", "unit price", "amount",
            "ground")
        { RightAligned = new HashSet<int> { 1, 3, 4 } };
        foreach (var l in ledger.Lines)
        {
            table.Add(TextStyle.Plain, PlainText.OneLine(l.Name), Quantity.Number(l.Quantity), PlainText.OneLine(l.Unit),
                l.UnitPriceUsd is { } price ? "$" + Quantity.Number(price) : Quantity.Unknown, Quantity.Usd(l.AmountUsd, l.Ground),
                    Quantity.Word(l.Ground));
        }
        table.Add(TextStyle.Heading, "total", "", "", "", Phrases.Total(ledger), Quantity.Word(ledger.Ground));
        table.AddTo(page);
        foreach (var note in Phrases.LedgerNotes(ledger)) page.Paragraph(PlainText.OneLine(note), 4, "  -", TextStyle.Dim, TextStyle.Dim);
    }
}
