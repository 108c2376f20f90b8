using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>What the run cost, line by line, and what it would cost elsewhere.</summary>
static class CostLines
{
    public static void Add(TextPage page, CostReport cost, bool verbose)
    {
        if (cost.Actual is { } actual)
        {
            page.Line($"This run cost {Phrases.Total(actual)}", TextStyle.Heading);
            AddLedger(page, actual);
        }
        else
        {
            page.Paragraph("No price for this run" + (cost.ActualMissing is { } why ? ": " + PlainText.OneLine(why) : "") + ".", 0, "",
                TextStyle.Heading);
        }
        if (cost.Alternatives.Count > 0)
        {
            if (cost.Actual is null && !verbose) AddRange(page, cost);
            else AddAlternatives(page, cost, verbose);
        }
        if (verbose || cost.Actual is not null)
        {
            foreach (var note in cost.Notes) page.Paragraph(PlainText.OneLine(note), 2, "- ", TextStyle.Dim, TextStyle.Dim);
            if (Phrases.Footnote(cost) is { } footnote) page.Paragraph(footnote, 2, "", TextStyle.Dim);
        }
        else if (cost.EngineNote is { } engine) page.Paragraph(PlainText.OneLine(engine), 2, "- ", TextStyle.Dim, TextStyle.Dim);
        if (verbose) AddConstants(page, cost.Constants);
        page.Paragraph(PlainText.OneLine(Phrases.PriceBook(cost)), 0, "", TextStyle.Dim);
    }

    /// <summary>The cheapest and the most expensive alternative in one sentence.</summary>
    static void AddRange(TextPage page, CostReport cost)
    {
        var priced = cost.Alternatives.Where(a => a.TotalUsd is not null).OrderBy(a => a.TotalUsd).ToList();
        if (priced.Count == 0) return;
        var (low, high) = (priced[0], priced[^1]);
        page.Paragraph($"On AWS it would cost {Phrases.Total(low)} ({PlainText.OneLine(low.Title)})"
            + (priced.Count > 1 ? $" to {Phrases.Total(high)} ({PlainText.OneLine(high.Title)})" : "")
            + $" with the same executors; --verbose shows {(priced.Count > 1 ? $"all {priced.Count}" : "its lines")}.", 0);
        AddTerms(page, cost);
    }

    static void AddTerms(TextPage page, CostReport cost)
    {
        foreach (var line in Phrases.PriceTerms(cost)) page.Paragraph(line, 2, "", TextStyle.Dim);
    }

    static void AddAlternatives(TextPage page, CostReport cost, bool verbose)
    {
        page.Blank();
        var table = new TextTable("It would cost", "run time", "start-up", "total", "how known")
        { RightAligned = new HashSet<int> { 1, 2, 3 } };
        if (cost.Actual is { } actual) AddTotal(table, actual, "this run: ", actual.StartUpMs > 0 ? Phrases.PaidStartUp(actual) : "");
        foreach (var a in cost.Alternatives) AddTotal(table, a, "", Phrases.PaidStartUp(a));
        table.AddTo(page);
        AddTerms(page, cost);
        if (!verbose)
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

    /// <summary>The constants that figures rest on, for who asks for all.</summary>
    internal static void AddConstants(TextPage page, IReadOnlyList<Assumption> constants)
    {
        if (constants.Count == 0) return;
        page.Line("Constants that these prices and times rest on:", TextStyle.Dim);
        foreach (var c in constants) page.Paragraph(PlainText.OneLine(c.ToString()), 2, "- ", TextStyle.Dim, TextStyle.Dim);
    }

    static void AddTotal(TextTable table, Ledger ledger, string prefix, string startUp) =>
        table.Add(TextStyle.Plain, prefix + PlainText.OneLine(ledger.Name), Quantity.Duration(ledger.DurationMs), startUp,
            Phrases.Total(ledger), Quantity.Word(ledger.Ground));

    internal static void AddLedger(TextPage page, Ledger ledger)
    {
        var table = new TextTable(PlainText.OneLine(ledger.Name), "quantity", "unit", "unit price", "amount",
            "how known")
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
