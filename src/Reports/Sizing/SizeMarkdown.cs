using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Reports.Formatting;
using static Rightsizer.Reports.Markdown.MarkdownText;

namespace Rightsizer.Reports.Sizing;

/// <summary>A sizing for a pull request or a chat; ledgers and assumptions fold.</summary>
public static class SizeMarkdown
{
    public static void Write(SizingResult r, TextWriter o)
    {
        o.NewLine = "\n";
        var answer = SizingAnswer.Compose(r);
        o.WriteLine($"## {Escape(r.JobName ?? "(unnamed application)")}: {SizingWords.Advice(r).ToLowerInvariant()}");
        o.WriteLine();
        o.WriteLine($"{Escape(answer.Read)}; deadline: {Escape(SizingWords.Deadline(r))}.  ");
        o.WriteLine($"**{Escape(answer.Sentence)}**");
        if (answer is { Next: { } next, Paste.Count: > 0 }) o.WriteLine($"\n{Escape(next)}\n\n```\n{string.Join('\n', answer.Paste)}\n```");
        o.WriteLine();
        if (r.Offers.Count > 0) WriteOffers(r, o);
        if (r.Headroom is not null) WriteHeadroom(r, o);
        WriteList("Why", [.. SizingWords.Why(r)], o);
        WriteList("What would change the recommendation", r.WhatWouldChange, o);
        foreach (var offer in r.Offers.Where(c => c.Spot is not null))
            o.WriteLine($"Spot ({offer.Rank}): {Escape(SizingWords.Spot(offer, r))}.\n");
        foreach (var offer in r.Offers.Where(c => c.Ledger is not null)) WriteLedger(offer, o);
        WriteFold("Not considered", r.LeftOut.Select(SizingWords.LeftOut), o);
        WriteFold("Assumptions", r.Assumptions, o);
        WriteFold("Constants", r.Constants.Select(c => c.ToString()), o);
        o.WriteLine($"<sub>{Escape(SizingWords.Grounds(r))} "
            + $"{Escape(SizingWords.Prices(r.PriceBook, r.PriceDate, r.Region, r.RegionGround))}</sub>");
    }

    static void WriteOffers(SizingResult r, TextWriter o)
    {
        var withYear = r.Offers.Any(c => c.YearUsd is not null);
        o.WriteLine($"| | cluster | time (9 in 10) | $ a run (8 in 10) |{(withYear ? " a year |" : "")} why it is here |");
        o.WriteLine($"|---|---|---:|---:|{(withYear ? "---:|" : "")}---|");
        foreach (var c in r.Offers)
        {
            var bold = SizingWords.IsPick(c, r) ? "**" : "";
            o.WriteLine($"| {Escape(SizingWords.Mark(c, r).Trim())} | {bold}{Escape(c.Name)}{bold} | {SizingWords.Time(c.TimeMs)} | "
                + $"{SizingWords.Usd(c)} |{(withYear ? $" {SizingWords.Year(c.YearUsd)} |" : "")} {Escape(c.Why)} |");
        }
        o.WriteLine();
    }

    static void WriteLedger(SizingCandidate c, TextWriter o)
    {
        o.WriteLine($"<details><summary>{Escape(c.Name)}: {SizingWords.Usd(c)}</summary>");
        o.WriteLine();
        o.WriteLine($"{Escape(SizingWords.Executors(c.Executor))}");
        o.WriteLine();
        o.WriteLine("| line | quantity | unit | unit price | amount | how known |");
        o.WriteLine("|---|---:|---|---:|---:|---|");
        foreach (var l in c.Ledger!.Lines)
            o.WriteLine($"| {Escape(l.Name)} | {Quantity.Number(l.Quantity)} | {Escape(l.Unit)} | "
                + $"{(l.UnitPriceUsd is { } p ? "$" + Quantity.Number(p) : Quantity.Unknown)} | {Quantity.Usd(l.AmountUsd, l.Ground)} | "
                + $"{Quantity.Word(l.Ground)} |");
        o.WriteLine($"| **total** | | | | **{Phrases.Total(c.Ledger)}** | {Quantity.Word(c.Ledger.Ground)} |");
        o.WriteLine();
        foreach (var note in c.Notes) o.WriteLine($"- {Escape(note)}");
        if (c.Notes.Count > 0) o.WriteLine();
        o.WriteLine("</details>");
        o.WriteLine();
    }

    static void WriteHeadroom(SizingResult r, TextWriter o)
    {
        o.WriteLine("More input:");
        o.WriteLine();
        if (r.Headroom!.Points.Count > 0)
        {
            o.WriteLine($"| {string.Join(" | ", HeadroomTable.Heads(r))} |");
            o.WriteLine($"|---{string.Concat(Enumerable.Repeat("|---:", HeadroomTable.Heads(r).Length - 1))}|");
            foreach (var row in HeadroomTable.Rows(r)) o.WriteLine($"| {string.Join(" | ", row.Select(c => Escape(c)))} |");
            o.WriteLine();
        }
        foreach (var line in HeadroomTable.Lines(r)) o.WriteLine($"- {Escape(line)}");
        o.WriteLine();
    }

    static void WriteList(string heading, IReadOnlyList<DisplayText> lines, TextWriter o)
    {
        var all = lines.ToList();
        if (all.Count == 0) return;
        o.WriteLine($"{heading}:");
        o.WriteLine();
        foreach (var line in all) o.WriteLine($"- {Escape(line)}");
        o.WriteLine();
    }
}
