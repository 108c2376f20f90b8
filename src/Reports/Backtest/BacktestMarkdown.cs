using Rightsizer.Analyzer.Answers.Backtest;
using Rightsizer.Analyzer.Formatting;
using static Rightsizer.Reports.Markdown.MarkdownText;

namespace Rightsizer.Reports.Backtest;

/// <summary>The same for a page of documentation or a pull request.</summary>
public static class BacktestMarkdown
{
    public static void Write(BacktestResult r, TextWriter o)
    {
        o.NewLine = "\n";
        o.WriteLine(BacktestWords.Answer(r).Read + ".");
        o.WriteLine(BacktestWords.Answer(r).Sentence);
        o.WriteLine(BacktestWords.Noise(r));
        o.WriteLine(BacktestWords.How(r));
        if (r.OfJobs.Pairs == 0) return;
        foreach (var (heading, rows) in BacktestWords.Tables(r))
        {
            o.WriteLine();
            o.WriteLine($"| {heading.ToLowerInvariant()} | {string.Join(" | ", BacktestWords.Columns)} |");
            o.WriteLine("|---|---:|---:|---:|---:|---:|");
            foreach (var (name, errors) in rows) o.WriteLine($"| {Escape(name)} | {string.Join(" | ", BacktestWords.Cells(errors))} |");
        }
        var refused = BacktestWords.Refused(r);
        if (refused.Count == 0) return;
        o.WriteLine();
        o.WriteLine("Not predicted:");
        foreach (var (why, count) in refused) o.WriteLine($"- {Quantity.Plural(count, "pair")}: {Escape(why)}");
    }
}
