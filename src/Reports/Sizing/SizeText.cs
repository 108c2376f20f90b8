using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms.Files;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Sizing;

/// <summary>The first screen of <c>size</c>: which cluster, what it saves, how sure, what decided.</summary>
/// <param name="width">Columns.</param>
/// <param name="all">Shows what was left out and assumed whole, and every point of the front.</param>
public sealed class SizeText(int width, bool all = false)
{
    const int ReasonsShown = 3;

    public TextPage Compose(SizingResult r)
    {
        var page = new TextPage(width);
        page.Flow([new(Safe(r.JobName ?? "(unnamed application)"), TextStyle.Heading), new(Safe(SizingWords.Runs(r)), TextStyle.Plain),
            new(Safe(SizingWords.Today(r)), TextStyle.Plain), new(r.DeadlineMs is null ? "" : SizingWords.Deadline(r), TextStyle.Plain)]);
        page.Paragraph(Safe(
            $"{SizingWords.Advice(r)}: "
            + $"{r.Reason}{(r.Advice == SizingAdvice.Change && r.YearSavingUsd is { } year ? $"; {SizingWords.Year(year)} a year" : "")}"),
            0, "", r.Advice switch { SizingAdvice.Change => TextStyle.Good, SizingAdvice.Keep => TextStyle.Info, _ => TextStyle.Warning });
        if (r.Offers.Count > 0)
        {
            page.Blank();
            AddOffers(page, r);
            page.Blank();
        }
        foreach (var b in r.Binding) page.Paragraph(Safe(b.Words), 11, "  decided: ", TextStyle.Plain, TextStyle.Dim);
        AddList(page, r.WhatWouldChange, "  changes: ");
        AddSpot(page, r);
        if (r.Knee is { Rank: > 0 } knee && !SizingWords.IsPick(knee, r))
            page.Paragraph(FormattableString.Invariant($"{knee.Rank} is where a further dollar buys the least time"), 11, "  knee:    ",
                TextStyle.Plain, TextStyle.Dim);
        if (all && r.Front.Count > 0) AddFront(page, r);
        AddLeftOut(page, r);
        if (r.Offers.Any(o => o.Rank > 0)) AddNext(page, r);
        if (r.Offers.Count > 0) page.Paragraph(Safe($"{SizingWords.Grounds} Objective: {r.Objective}."), 2, "", TextStyle.Dim);
        if (all) CostLines.AddConstants(page, r.Constants);
        if (all) foreach (var a in r.Assumptions) page.Paragraph(Safe(a), 2, "- ", TextStyle.Dim, TextStyle.Dim);
        page.Paragraph(Safe(
            $"{SizingWords.Prices(r.PriceBook, r.PriceDate, r.Region, r.RegionGround)}{(all || r.Assumptions.Count == 0 ? ""
                : " --verbose shows assumptions, the best trade-offs and everything that was left out.")}"),
            2, "", TextStyle.Dim);
        return page;
    }

    /// <summary>Every line of one offer; 0 is today's cluster.</summary>
    /// <exception cref="RightsizerException">There is no such offer, or it has no price.</exception>
    public TextPage Ledger(SizingResult r, int rank)
    {
        var offer = Offer(r, rank, "--ledger");
        var page = new TextPage(width);
        if (offer.Ledger is not { } ledger)
            throw new RightsizerException(ExitCode.PriceMissing, $"--ledger {rank}: {offer.Name} has no price");
        page.Flow([new(Safe(r.JobName ?? "(unnamed application)"), TextStyle.Heading), new(Safe(offer.Name), TextStyle.Plain),
            new(Safe(SizingWords.Executors(offer.Executor)), TextStyle.Plain),
            new(SizingWords.Time(offer.TimeMs), TextStyle.Plain), new(SizingWords.Usd(offer.Usd), TextStyle.Plain)]);
        CostLines.AddLedger(page, ledger);
        if (offer.Spot is not null) page.Paragraph("Without interruptions; the $ above have them in.", 2, "", TextStyle.Dim);
        foreach (var note in offer.Notes) page.Paragraph(Safe(note), 2, "- ", TextStyle.Dim, TextStyle.Dim);
        page.Paragraph(Safe(SizingWords.Prices(r.PriceBook, r.PriceDate, r.Region, r.RegionGround)), 2, "", TextStyle.Dim);
        return page;
    }

    /// <summary>The offer of a rank.</summary>
    /// <exception cref="RightsizerException">There is no such offer.</exception>
    public static SizingCandidate Offer(SizingResult r, int rank, string option)
    {
        var found = rank == 0 ? r.Today : r.Offers.FirstOrDefault(o => o.Rank == rank);
        if (found is not null) return found;
        var ranks = r.Offers.Where(o => o.Rank > 0).Select(o => o.Rank).Order().ToList();
        throw new RightsizerException(ExitCode.BadArguments, ranks.Count == 0
            ? $"{option} {rank}: there is no option ({r.Reason})"
            : FormattableString.Invariant(
            $"{option} {rank}: no such option; there are 1 to {ranks[^1]}{(r.Today is null ? "" : ", and 0 for today's cluster")}"));
    }

    static void AddOffers(TextPage page, SizingResult r)
    {
        const int MarkColumns = 9;
        string[] heads = ["time (P90)", "$ a run (P10-P90)", r.Offers.Any(o => o.YearUsd is not null) ? "a year" : ""];
        var figures = r.Offers.Select(o => new[] { SizingWords.Time(o.TimeMs), SizingWords.Usd(o.Usd), SizingWords.Year(o.YearUsd) })
            .ToList();
        var widths = heads.Select((h, i) => Math.Max(h.Length, figures.Max(f => TextColumns.Width(f[i])))).ToArray();
        var room = page.Width - MarkColumns - widths.Sum() - 6;
        var nameColumns = Math.Min(Math.Max(20, room), r.Offers.Max(o => TextColumns.Width(Safe(o.Name))));
        page.Line(new string(' ', MarkColumns + nameColumns) + Figures(heads, widths), TextStyle.Dim);
        for (var i = 0; i < r.Offers.Count; i++)
        {
            var offer = r.Offers[i];
            var style = SizingWords.IsPick(offer, r) ? TextStyle.Heading : TextStyle.Plain;
            var first = true;
            foreach (var line in TextColumns.Wrap(Safe(offer.Name), nameColumns))
            {
                page.Line((first ? $" {SizingWords.Mark(offer, r),-MarkColumns}"[..MarkColumns] : new string(' ', MarkColumns))
                    + (first ? TextColumns.PadRight(line, nameColumns) + Figures(figures[i], widths) : line), style);
                first = false;
            }
            if (Safe(offer.Why) is not { Length: > 0 } why) continue;
            var parts = offer is { StartUpMs: > 0, RunMs: { } run }
                ? $"; {Quantity.Duration(run)} of it run time after {Quantity.Duration(offer.StartUpMs)} of start-up" : "";
            page.Paragraph(why + parts, MarkColumns + 2, "", TextStyle.Dim);
        }
    }

    static string Figures(string[] cells, int[] widths) => string.Concat(cells.Select((c, i) => "  " + TextColumns.PadLeft(c, widths[i])));

    void AddList(TextPage page, IReadOnlyList<DisplayText> lines, string lead)
    {
        foreach (var line in all ? lines : lines.Take(ReasonsShown))
            page.Paragraph(Safe(line), lead.Length, lead, TextStyle.Plain, TextStyle.Dim);
    }

    static void AddSpot(TextPage page, SizingResult r)
    {
        var offer = r.Pick is { Spot: not null } ? r.Pick : r.Offers.FirstOrDefault(o => o.Spot is not null);
        if (offer is null || SizingWords.Spot(offer, r) is not { } words) return;
        page.Paragraph(Safe($"({(offer.Rank > 0 ? FormattableString.Invariant($"{offer.Rank}") : offer.Name)}) {words}"), 11, "  Spot:    ",
            TextStyle.Plain, TextStyle.Dim);
    }

    static void AddFront(TextPage page, SizingResult r)
    {
        page.Line("  Best trade-offs: no other option is both faster and cheaper", TextStyle.Heading);
        var table = new TextTable("", "time (P90)", "$ a run (P10-P90)", "executors") { RightAligned = new HashSet<int> { 1, 2 } };
        foreach (var c in r.Front)
            table.Add(TextStyle.Plain, Safe(c.Name), SizingWords.Time(c.TimeMs), SizingWords.Usd(c.Usd), SizingWords.Executors(c.Executor));
        table.AddTo(page);
    }

    void AddLeftOut(TextPage page, SizingResult r)
    {
        if (r.LeftOut.Count == 0) return;
        if (all)
        {
            foreach (var l in r.LeftOut) page.Paragraph(Safe(SizingWords.LeftOut(l)), 11, "  left out ", TextStyle.Dim, TextStyle.Dim);
            return;
        }
        page.Paragraph(Safe(string.Join("; ", r.LeftOut.Take(ReasonsShown).Select(l => PlainText.Short(SizingWords.LeftOut(l), 90)))
            + (r.LeftOut.Count > ReasonsShown ? FormattableString.Invariant($"; {r.LeftOut.Count - ReasonsShown} more") : "")), 11,
            "  left out ", TextStyle.Dim, TextStyle.Dim);
    }

    static void AddNext(TextPage page, SizingResult r)
    {
        var rank = r.Pick is { Rank: > 0 } pick ? pick.Rank : r.Offers.First(o => o.Rank > 0).Rank;
        var offer = r.Offers.First(o => o.Rank == rank);
        var kind = EmitKind.All.FirstOrDefault(
            k => k != EmitKind.Terraform && EmitKind.Platforms(k).Contains(offer.Platform)) ?? EmitKind.Terraform;
        page.Paragraph(FormattableString.Invariant($"Ledger: --ledger {rank}    Apply: --emit {kind} {rank}, --emit terraform {rank}"), 2,
            "", TextStyle.Dim);
    }

    static string Safe(string? text) => PlainText.OneLine(text);

    static string Safe(DisplayText text) => PlainText.OneLine(text);
}
