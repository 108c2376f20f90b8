using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>Quoted ledgers and the price book as text.</summary>
public static class PriceText
{
    public static TextPage Quote(IReadOnlyList<Ledger> ledgers, PriceBook book, int width)
    {
        var page = new TextPage(width);
        foreach (var ledger in ledgers)
        {
            CostLines.AddLedger(page, ledger);
            if (ledger.TotalIfFeeCappedUsd is { } capped)
                page.Paragraph($"With the EMR fee capped at 0.27 USD an hour: {Quantity.Usd(capped)}", 2);
            foreach (var note in ledger.Notes) page.Paragraph(PlainText.OneLine(note), 2, "- ", TextStyle.Dim, TextStyle.Dim);
            page.Blank();
        }
        if (ledgers.Count > 1)
        {
            var known = ledgers.Sum(l => l.PricedPartUsd);
            page.Line(ShapeQuote.Sum(ledgers) is { } sum
                ? $"Total of {Quantity.Count(ledgers.Count)} parts: {Quantity.Usd(sum)}"
                : $"Total of {Quantity.Count(ledgers.Count)} parts: not known, {Quantity.Usd(known)} and the lines without a price",
                TextStyle.Heading);
            page.Blank();
        }
        page.Line("Prices of " + PlainText.OneLine(book.Name) + ", each with its source and date in --format json.", TextStyle.Dim);
        return page;
    }

    public static TextPage Book(PriceBook book, int width)
    {
        var page = new TextPage(width);
        page.Line("Price list " + PlainText.OneLine(book.Name) + ", USD", TextStyle.Heading);
        page.Blank();
        var table = new TextTable("Table", "rows", "regions", "oldest", "newest", "from") { RightAligned = new HashSet<int> { 1, 2 } };
        foreach (var t in book.Coverage())
            table.Add(TextStyle.Plain, "  " + t.Table, Quantity.Count(t.Rows), t.Regions == 0 ? "" : Quantity.Count(t.Regions),
                t.OldestDate ?? Quantity.Unknown, t.NewestDate ?? Quantity.Unknown, t.Given ? "given" : "built in");
        table.AddTo(page);
        page.Blank();
        page.Line("Missing prices", TextStyle.Heading);
        foreach (var hole in book.Holes()) page.Paragraph(PlainText.OneLine(hole), 2, "- ");
        return page;
    }
}
