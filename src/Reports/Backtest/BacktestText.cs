using Rightsizer.Analyzer.Answers.Backtest;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Backtest;

/// <summary>The screen of <c>backtest</c>: how far predictions were off on known runs.</summary>
public static class BacktestText
{
    const int JobsShown = 20, WorstShown = 5, RefusedShown = 5;

    /// <param name="r">What was found.</param>
    /// <param name="width">Columns.</param>
    /// <param name="all">Every prediction instead of the worst.</param>
    public static TextPage Compose(BacktestResult r, int width, bool all = false)
    {
        var page = new TextPage(width);
        BacktestWords.Answer(r).AddTo(page);
        page.Blank();
        page.Paragraph(BacktestWords.Noise(r), 0);
        page.Paragraph(BacktestWords.How(r), 0, "", TextStyle.Dim);
        if (r.OfJobs.Pairs > 0)
        {
            foreach (var (heading, rows) in BacktestWords.Tables(r))
            {
                page.Blank();
                var table = new TextTable([heading, .. BacktestWords.Columns]) { RightAligned = new HashSet<int> { 1, 2, 3, 4, 5 } };
                foreach (var (name, errors) in rows.Take(all ? int.MaxValue : JobsShown))
                    table.Add(TextStyle.Plain, [PlainText.OneLine(name), .. BacktestWords.Cells(errors)]);
                table.AddTo(page);
            }
            AddPairs(page, r, all);
        }
        AddRefused(page, r, all);
        return page;
    }

    static void AddPairs(TextPage page, BacktestResult r, bool all)
    {
        page.Blank();
        var table = new TextTable(all ? "All predictions" : "Worst predictions", "from", "to", "predicted", "80 % band", "actual", "error")
        {
            RightAligned = new HashSet<int> { 3, 4, 5, 6 }
        };
        var pairs = r.Pairs.Where(p => p.Jobs is not null);
        foreach (var p in all ? pairs : pairs.OrderByDescending(p => Math.Abs(Math.Log(p.Jobs!.PredictedMs / p.Jobs.ActualMs)))
            .Take(WorstShown))
        {
            var t = p.Jobs!;
            table.Add(t.Inside ? TextStyle.Plain : TextStyle.Warning, PlainText.OneLine($"{p.From.Name} -> {p.To.Name}"), p.From.ShapeText,
                p.To.ShapeText, Quantity.Duration((long)t.PredictedMs),
                $"{Quantity.Duration((long)t.P10Ms)} to {Quantity.Duration((long)t.P90Ms)}", Quantity.Duration((long)t.ActualMs),
                Quantity.Change(t.Error));
        }
        table.AddTo(page);
    }

    static void AddRefused(TextPage page, BacktestResult r, bool all)
    {
        var refused = BacktestWords.Refused(r);
        if (refused.Count == 0) return;
        page.Blank();
        page.Line("Not predicted", TextStyle.Heading);
        foreach (var (why, count) in refused.Take(all ? int.MaxValue : RefusedShown))
            page.Paragraph($"{Quantity.Plural(count, "pair")}: {PlainText.OneLine(why)}", 4, "  - ");
    }
}
