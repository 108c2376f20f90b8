using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Sizing;

/// <summary>
/// The page of <c>size</c>: the pick, the offers, the front as a chart, every ledger. Everything from a log is text, never markup.
/// </summary>
public static class SizeHtml
{
    public static void Write(SizingResult r, TextWriter output) => HtmlPage.Write(output, r.JobName ?? "sizing", Sections(r));

    static IEnumerable<Markup> Sections(SizingResult r)
    {
        yield return Header(r);
        yield return Markup.Trusted("<main>\n");
        yield return Body(r);
        yield return Markup.Html($"""
            <section id="assumptions"><h2>What is taken for granted</h2>
            {SizeParts.List(r.Assumptions)}{CostSection.Constants(r.Constants)}<p class="note">{SizingWords.Grounds} {SizingWords.Prices(r.PriceBook, r.PriceDate, r.Region, r.RegionGround)} Objective: {r.Objective}.</p>
            </section>

            """);
        yield return Markup.Trusted("</main>\n");
    }

    /// <summary>A sizing without its page: of the one job, or of a row of the study.</summary>
    internal static Markup Body(SizingResult r, string idPrefix = "")
    {
        var parts = new List<Markup>();
        if (r.Offers.Count > 0)
            parts.Add(Markup.Html(
                $"<section id=\"{idPrefix}offers\"><h2>Clusters to choose "
                + $"from</h2>\n{SizeParts.Offers(r).ToMarkup(Spot(r))}{SizeParts.Front(r)}</section>\n"));
        if (r.Binding.Count + r.WhatWouldChange.Count > 0)
        {
            parts.Add(Markup.Html($"""
                <section id="{idPrefix}why"><h2>What decided, and what would change it</h2>
                {SizeParts.List([.. r.Binding.Select(b => "Decided: " + b.Words), .. r.WhatWouldChange.Select(w => w.ToString())])}</section>

                """));
        }
        if (r.Offers.Any(o => o.Ledger is not null))
            parts.Add(Markup.Html(
                $"<section id=\"{idPrefix}ledgers\"><h2>What each costs, line by "
                + $"line</h2>\n{Markup.Join(r.Offers.Where(o => o.Ledger is not null).Select(o => CostSection.Lines(
                    o.Ledger!)))}{SizeParts.List(Notes(r))}</section>\n"));
        if (r.LeftOut.Count > 0)
            parts.Add(Markup.Html(
                $"<section id=\"{idPrefix}leftout\"><h2>Not "
                + $"considered</h2>\n{SizeParts.List([.. r.LeftOut.Select(SizingWords.LeftOut)])}</section>\n"));
        if (r.Runs.Count > 1)
            parts.Add(Markup.Html($"<section id=\"{idPrefix}runs\"><h2>The runs</h2>\n{SizeParts.Runs(r).ToMarkup()}</section>\n"));
        return Markup.Join(parts);
    }

    static Markup Header(SizingResult r)
    {
        var pick = r.Pick;
        return HtmlHeader.Render("cluster sizing", r.JobName,
            Markup.Html($"<p>{SizingWords.Runs(r)}. <bdi>{PlainText.OneLine(SizingWords.Today(r))}</bdi>; "
            + $"{SizingWords.Deadline(r)}.</p>\n<p><strong>{SizingWords.Advice(r)}</strong>: {PlainText.OneLine(r.Reason)}</p>\n"),
            new("take", pick is null ? "-" : PlainText.Short(pick.Name.ToString(), 60),
                pick is null ? "no advice" : SizingWords.Executors(pick.Executor), "simulated", "offers"),
            new("a run", SizingWords.Usd(pick?.Usd), SizingWords.Saving(r) ?? "saving not known",
                "simulated, with prices from the price list",
                "ledgers"),
            new("time (P90)", SizingWords.Time(pick?.TimeMs), SizingWords.Deadline(r), "simulated"));
    }

    static string? Spot(SizingResult r)
    {
        var lines = r.Offers.Where(o => o.Spot is not null)
            .Select(o => FormattableString.Invariant($"Spot ({o.Rank}): {SizingWords.Spot(o, r)}.")).ToList();
        return lines.Count == 0 ? null : string.Join(" ", lines);
    }

    /// <summary>What an offer takes for granted; what several share is said once.</summary>
    static List<string> Notes(SizingResult r) =>
        [.. r.Offers.SelectMany(o => o.Notes.Select(n => (Offer: o.IsToday ? "today" : FormattableString.Invariant($"{o.Rank}"), Note: n)))
        .GroupBy(x => x.Note).Select(g => $"{string.Join(", ", g.Select(x => x.Offer))}: {g.Key}")];
}
