using System.Globalization;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.EventLogParser;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Text;

namespace Rightsizer.Reports.Sizing;

/// <summary>The first screen of <c>size</c>: which cluster, what it saves, how sure, what decided.</summary>
/// <param name="width">Columns.</param>
/// <param name="all">Shows everything that was left out and assumed, and all best trade-offs.</param>
public sealed class SizeText(int width, bool all = false)
{
    const int ReasonsShown = 3;

    public TextPage Compose(SizingResult r)
    {
        var page = new TextPage(width);
        SizingAnswer.Compose(r).AddTo(page, r.Advice switch
        {
            SizingAdvice.Change => TextStyle.Good,
            SizingAdvice.Keep => TextStyle.Info,
            _ => TextStyle.Warning,
        });
        if (r.Offers.Count > 0)
        {
            page.Blank();
            AddOffers(page, r);
        }
        if (r.Headroom is not null) AddHeadroom(page, r);
        AddWhy(page, r);
        if (all && r.Front.Count > 0) AddFront(page, r);
        AddLeftOut(page, r);
        page.Blank();
        if (r.Offers.Any(o => !o.IsToday))
        {
            page.Paragraph(Safe($"{SizingWords.Grounds(r)} Chosen: the {r.Objective}; the deadline is {SizingWords.Deadline(r)}."), 0, "",
                TextStyle.Dim);
        }
        if (all) CostLines.AddConstants(page, r.Constants);
        if (all) foreach (var a in r.Assumptions) page.Paragraph(Safe(a), 2, "- ", TextStyle.Dim, TextStyle.Dim);
        page.Paragraph(Safe(SizingWords.Prices(r.PriceBook, r.PriceDate, r.Region, r.RegionGround)), 0, "", TextStyle.Dim);
        var ledger = r.BestRank is { } best ? FormattableString.Invariant($"--ledger {best} shows the cost lines of option {best}. ") : "";
        var more = all || r.Assumptions.Count == 0 ? ""
            : "--verbose shows assumptions, the best trade-offs and every type that was left out.";
        if (ledger.Length + more.Length > 0) page.Paragraph(ledger + more, 0, "", TextStyle.Dim);
        return page;
    }

    /// <summary>Every line of one offer; 0 is today's cluster.</summary>
    /// <exception cref="RightsizerException">There is no such offer, or it has no price.</exception>
    public TextPage Ledger(SizingResult r, int rank)
    {
        var offer = Offer(r, rank, "--ledger");
        var page = new TextPage(width);
        if (offer.Ledger is not { } ledger)
            throw new RightsizerException(ExitCode.PriceMissing, $"--ledger {rank}: {offer.Name} has no price. Give one with "
                + $"--usd-per-hour or --cluster.");
        page.Flow([new(Safe(r.JobName ?? "(unnamed application)"), TextStyle.Heading), new(Safe(offer.Name), TextStyle.Plain),
            new(Safe(SizingWords.Executors(offer.Executor)), TextStyle.Plain),
            new(SizingWords.Time(offer.TimeMs), TextStyle.Plain), new(SizingWords.Usd(offer), TextStyle.Plain)]);
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
        string[] heads = ["time (9 in 10)", "$ a run (8 in 10)", r.Offers.Any(o => o.YearUsd is not null) ? "a year" : ""];
        var figures = r.Offers.Select(o => new[] { SizingWords.Time(o.TimeMs), SizingWords.Usd(o), SizingWords.Year(o.YearUsd) })
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
            var parts = SizingWords.Parts(offer) is { } words ? "; " + words : "";
            page.Paragraph(why + parts, MarkColumns, "", TextStyle.Dim);
        }
    }

    static string Figures(string[] cells, int[] widths) => string.Concat(cells.Select((c, i) => "  " + TextColumns.PadLeft(c, widths[i])));

    void AddWhy(TextPage page, SizingResult r)
    {
        List<string> lines = [.. SizingWords.Why(r)];
        if (r.Knee is { Rank: > 0 } knee && knee.Rank != r.BestRank)
            lines.Add(FormattableString.Invariant($"Option {knee.Rank} is the fastest before more speed becomes expensive."));
        if ((all || r.Pick is { Spot: not null } || r.Offers.Any(HasPlacement)) && Spot(r) is { } spot) lines.Add(spot);
        AddList(page, "Why", lines);
        AddList(page, "What would change the recommendation", [.. r.WhatWouldChange.Select(w => w.ToString())]);
    }

    void AddList(TextPage page, string heading, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        page.Blank();
        page.Line(heading, TextStyle.Heading);
        foreach (var line in all ? lines : lines.Take(ReasonsShown + 1)) page.Paragraph(Safe(line), 4, "  - ");
    }

    static void AddHeadroom(TextPage page, SizingResult r)
    {
        page.Blank();
        page.Line("More input", TextStyle.Heading);
        if (r.Headroom!.Points.Count > 0)
        {
            var table = new TextTable(HeadroomTable.Heads(r)) { RightAligned = new HashSet<int> { 1, 2, 3, 4 } };
            foreach (var row in HeadroomTable.Rows(r)) table.Add(TextStyle.Plain, row);
            table.AddTo(page);
        }
        foreach (var line in HeadroomTable.Lines(r)) page.Paragraph(Safe(line), 4, "  - ");
    }

    static bool HasPlacement(SizingCandidate c) => c.Spot?.Placement is not null;

    static string? Spot(SizingResult r)
    {
        var offer = r.Pick is { Spot: not null } ? r.Pick
            : r.Offers.FirstOrDefault(HasPlacement) ?? r.Offers.FirstOrDefault(o => o.Spot is not null);
        return offer is null || SizingWords.Spot(offer, r) is not { } words ? null
            : $"Spot, {(offer.Rank > 0 ? FormattableString.Invariant($"option {offer.Rank}") : offer.Name)}: {words}.";
    }

    static void AddFront(TextPage page, SizingResult r)
    {
        page.Blank();
        page.Line("Best trade-offs: no other option is both faster and cheaper", TextStyle.Heading);
        var table = new TextTable("", "time (9 in 10)", "$ a run (8 in 10)", "executors") { RightAligned = new HashSet<int> { 1, 2 } };
        foreach (var c in r.Front)
            table.Add(TextStyle.Plain, Safe(c.Name), SizingWords.Time(c.TimeMs), SizingWords.Usd(c), SizingWords.Executors(c.Executor));
        table.AddTo(page);
    }

    void AddLeftOut(TextPage page, SizingResult r)
    {
        if (r.LeftOut.Count == 0) return;
        page.Blank();
        if (all)
        {
            page.Line("Not considered", TextStyle.Heading);
            foreach (var l in r.LeftOut) page.Paragraph(Safe(SizingWords.LeftOut(l)), 4, "  - ", TextStyle.Dim, TextStyle.Dim);
            return;
        }
        page.Paragraph(Safe("Not considered: " + string.Join("; ", r.LeftOut.Take(ReasonsShown).Select(ShortLeftOut))
            + (r.LeftOut.Count > ReasonsShown ? string.Create(CultureInfo.InvariantCulture, $"; {r.LeftOut.Count - ReasonsShown} more "
            + $"reasons") : "") + "."),
            0, "", TextStyle.Dim);
    }

    /// <summary>Without the names of the types, which --verbose has.</summary>
    static string ShortLeftOut(LeftOut l)
    {
        var what = l.What.ToString();
        var comma = what.IndexOf(',', StringComparison.Ordinal);
        return PlainText.Short($"{(l.Count > 1 && comma > 0 ? what[..comma] : what)} ({l.Why})", 100);
    }

    static string Safe(string? text) => PlainText.OneLine(text);

    static string Safe(DisplayText text) => PlainText.OneLine(text);
}
