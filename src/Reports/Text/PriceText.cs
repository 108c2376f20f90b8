using Rightsizer.Analyzer.Answers.Quote;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>Quoted ledgers and the price list as text.</summary>
public static class PriceText
{
    public static TextPage Quote(IReadOnlyList<Ledger> ledgers, PriceBook book, int width)
    {
        var page = new TextPage(width);
        QuoteAnswer(ledgers, book).AddTo(page);
        foreach (var ledger in ledgers)
        {
            page.Blank();
            CostLines.AddLedger(page, ledger);
            if (ledger.TotalIfFeeCappedUsd is { } capped)
                page.Paragraph($"With the EMR fee capped at 0.27 USD an hour: {Quantity.Usd(capped)}", 2);
            foreach (var note in ledger.Notes) page.Paragraph(PlainText.OneLine(note), 2, "- ", TextStyle.Dim, TextStyle.Dim);
        }
        page.Blank();
        page.Line("--format json names the source and the date of each price.", TextStyle.Dim);
        return page;
    }

    static FirstLines QuoteAnswer(IReadOnlyList<Ledger> ledgers, PriceBook book)
    {
        var missing = ledgers.SelectMany(l => l.Lines).Where(l => l.AmountUsd is null).ToList();
        var sum = ShapeQuote.Sum(ledgers);
        return new FirstLines(
            $"{Quantity.Plural(ledgers.Count, "part")}, {Quantity.Plural(ledgers.Sum(l => l.Lines.Count), "cost line")}, prices of "
                + $"{book.Name}",
            sum is { } total ? $"Costs {Quantity.Usd(total)}."
                : $"Costs at least {Quantity.Usd(ledgers.Sum(l => l.PricedPartUsd))}: {Quantity.Plural(missing.Count, "line")} without "
                    + $"a price, "
                    + $"such as {missing[0].Name}.")
        {
            Next = missing.Count == 0 ? null : "Give the missing prices in a table of your own: --prices FILE (docs/pricing.md).",
        };
    }

    public static TextPage Book(PriceBook book, int width)
    {
        var page = new TextPage(width);
        var tables = book.Coverage();
        BookAnswer(book, tables).AddTo(page);
        page.Blank();
        var table = new TextTable("Table", "rows", "regions", "oldest", "newest", "from") { RightAligned = new HashSet<int> { 1, 2 } };
        foreach (var t in tables)
            table.Add(TextStyle.Plain, "  " + t.Table, Quantity.Count(t.Rows), t.Regions == 0 ? "" : Quantity.Count(t.Regions),
                t.OldestDate ?? Quantity.Unknown, t.NewestDate ?? Quantity.Unknown, t.Given ? "given" : "built in");
        table.AddTo(page);
        page.Blank();
        page.Line("Prices that are missing or estimated", TextStyle.Heading);
        foreach (var gap in book.Holes()) page.Paragraph(PlainText.OneLine(gap), 4, "  - ");
        return page;
    }

    static FirstLines BookAnswer(PriceBook book, IReadOnlyList<TableCoverage> tables)
    {
        var ec2 = tables.FirstOrDefault(t => t.Table == PriceTables.Ec2OnDemand);
        var given = tables.Count(t => t.Given);
        var dates = ec2 is null ? "EC2 prices are missing." : ec2.OldestDate == ec2.NewestDate ? $"EC2 prices are of {ec2.NewestDate}."
            : $"EC2 prices are of {ec2.OldestDate} to {ec2.NewestDate}, by region.";
        return new FirstLines($"Price list {book.Name}: {Quantity.Plural(tables.Count, "table")}, "
            + $"{Quantity.Plural(book.Regions.Count, "region")}, USD{(given > 0 ? $"; {given} given by you" : "")}",
            $"{dates} {Quantity.Plural(book.Holes().Count, "kind")} of price {(book.Holes().Count == 1 ? "is" : "are")} missing or "
                + $"estimated (below).")
        {
            Next = "Get today's prices (needs AWS credentials), then use them in any command:",
            Paste = ["rightsizer prices refresh --output prices/", "rightsizer size LOG --prices prices/"],
        };
    }
}
