using System.Text;
using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Markdown;

namespace Rightsizer.Reports.Fleet;

/// <summary>The invoice for a chat or a pull request.</summary>
static class BillMarkdown
{
    const int Listed = 15;

    public static void Write(StringBuilder text, FleetBill bill)
    {
        text.Append($"**{BillWords.Answer(bill)}** {BillWords.Correction(bill)} ({BillWords.Source(bill)})\n\n");
        foreach (var note in bill.Notes) text.Append($"- {MarkdownText.Escape(note)}\n");
        if (bill.Notes.Count > 0) text.Append('\n');
        Table(text, "Bill by service", ["service", "billed", "estimated", "estimate", "no run found"], bill.ByService.Select(s => new[]
        {
            BillWords.Service(s.Service), Quantity.Usd(s.BilledUsd), Quantity.Usd(s.EstimatedUsd, Ground.Derived),
            BillText.Error(s.BilledUsd, s.EstimatedUsd), Quantity.Usd(s.UnmatchedUsd),
        }));
        Table(text, "Billed runs", ["job", "billed", "estimated", "estimate", "found by"], bill.Runs.Take(Listed).Select(r => new[]
        {
            MarkdownText.Escape(PlainText.Short(r.Job, 60)), Quantity.Usd(r.BilledUsd), Quantity.Usd(r.EstimatedUsd, Ground.Derived),
            r.IsWhole ? BillText.Error(r.BilledUsd, r.EstimatedUsd) : "partly billed", BillWords.By(r.By),
        }));
        Table(text, $"Where all {Quantity.Usd(bill.TotalUsd)} of the bill went", ["part", "amount", "lines"],
            bill.Parts.Select(p => new[] { BillWords.Part(p), Quantity.Usd(p.Usd), Quantity.Count(p.Lines) }));
        Table(text, "Billed without a run", ["service", "billed", "what", "where", "why"], bill.Unmatched.Take(Listed).Select(u => new[]
        {
            MarkdownText.Escape(PlainText.Short(BillWords.Service(u.Service), 40)), Quantity.Usd(u.Usd),
            MarkdownText.Escape(PlainText.Short(u.UsageType, 60)), MarkdownText.Escape(PlainText.Short(u.Place, 60)),
            BillWords.Reason(u.Reason),
        }));
    }

    static void Table(StringBuilder text, string title, string[] headings, IEnumerable<string[]> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0) return;
        text.Append($"### {title}\n\n| {string.Join(" | ", headings)} |\n|{string.Concat(headings.Select(_ => "---|"))}\n");
        foreach (var row in all) text.Append($"| {string.Join(" | ", row)} |\n");
        text.Append('\n');
    }
}
