using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Sizing;
using Rightsizer.Reports.Emit;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Sizing;

/// <summary>
/// The page of <c>size</c>: today and the recommendation, time against cost, every option, every ledger. Everything from a log is text,
/// never markup.
/// </summary>
public static class SizeHtml
{
    static readonly (string, string)[] Links = [("verdict", "Verdict"), ("charts", "Time and cost"), ("offers", "Options"),
        ("file", "As a file"), ("why", "Why"),
        ("ledgers", "Costs line by line"), ("leftout", "Not considered"), ("runs", "Runs"), ("assumptions", "Assumptions")];

    /// <param name="r">The sizing.</param>
    /// <param name="output">Where the page goes.</param>
    /// <param name="emitted">The best option as a file, and the command that writes it; null where there is none.</param>
    public static void Write(SizingResult r, TextWriter output, (EmittedFile File, string Command)? emitted = null) =>
        HtmlPage.Write(output, r.JobName ?? "Cluster size", Links, Verdict(r, emitted is not null), Sections(r, emitted),
            HtmlFooter.Render("rightsizer size LOG...", SizingWords.Prices(r.PriceBook, r.PriceDate, r.Region, r.RegionGround)));

    static IEnumerable<Markup> Sections(SizingResult r, (EmittedFile File, string Command)? emitted)
    {
        yield return Body(r, emitted: emitted is { } e ? Emitted(e.File, e.Command) : Markup.Empty);
        yield return Markup.Html($"""
            <section id="assumptions"><h2>Assumptions</h2>
            {SizeParts.List(r.Assumptions)}{CostSection.Constants(r.Constants)}<p class="note">{SizingWords.Grounds(r)} {SizingWords.Prices(r.PriceBook, r.PriceDate, r.Region, r.RegionGround)} Objective: {r.Objective}.</p>
            </section>

            """);
    }

    static Markup MoreInput(SizingResult r, string idPrefix)
    {
        var table = Markup.Empty;
        if (r.Headroom!.Points.Count > 0)
        {
            var rows = new HtmlTable("More input", [.. HeadroomTable.Heads(r).Select(h => new HtmlColumn(h))]);
            foreach (var row in HeadroomTable.Rows(r)) rows.Add([.. row.Select(HtmlCell.Text)]);
            table = rows.ToMarkup();
        }
        return Markup.Html($"<section id=\"{idPrefix}more-input\"><h2>More input</h2>\n{table}"
            + $"{SizeParts.List(HeadroomTable.Lines(r))}</section>\n");
    }

    /// <summary>A sizing without its page: of the one job, or of a row of the study.</summary>
    internal static Markup Body(SizingResult r, string idPrefix = "", Markup emitted = default)
    {
        var parts = new List<Markup>();
        var charts = SizeCharts.All(r, idPrefix);
        if (charts.Count > 0)
            parts.Add(Markup.Html($"<section id=\"{idPrefix}charts\"><h2>Time and "
                + $"cost</h2>\n{Markup.Join(charts.Select(SvgChart.Figure))}</section>\n"));
        if (r.Offers.Count > 0)
            parts.Add(Markup.Html($"<section "
                + $"id=\"{idPrefix}offers\"><h2>Options</h2>\n{SizeParts.Offers(r).ToMarkup(Spot(r))}</section>\n"));
        parts.Add(emitted);
        if (r.Headroom is not null) parts.Add(MoreInput(r, idPrefix));
        if (r.Binding.Count + r.WhatWouldChange.Count > 0)
        {
            parts.Add(Markup.Html($"""
                <section id="{idPrefix}why"><h2>What decided, and what would change it</h2>
                {SizeParts.List([.. r.Binding.Select(b => b.Words.ToString()), .. r.WhatWouldChange.Select(w => w.ToString())])}</section>

                """));
        }
        if (r.Offers.Any(o => o.Ledger is not null))
            parts.Add(Markup.Html($"<section id=\"{idPrefix}ledgers\"><h2>What each costs, line by line</h2>\n"
                + $"{Markup.Join(r.Offers.Where(o => o.Ledger is not null)
                    .Select(o => CostSection.Lines(o.Ledger!, SizeCharts.LedgerId(o, idPrefix), after: Undisturbed(o))))}"
                + $"{SizeParts.List(Notes(r))}</section>\n"));
        if (r.LeftOut.Count > 0)
            parts.Add(Markup.Html($"<section id=\"{idPrefix}leftout\"><h2>Not "
                + $"considered</h2>\n{SizeParts.List([.. r.LeftOut.Select(SizingWords.LeftOut)])}</section>\n"));
        if (r.Runs.Count > 1)
            parts.Add(Markup.Html($"<section id=\"{idPrefix}runs\"><h2>The runs</h2>\n{SizeParts.Runs(r).ToMarkup()}</section>\n"));
        return Markup.Join(parts);
    }

    /// <summary>Folded: it is long.</summary>
    static Markup Emitted(EmittedFile file, string command) => Markup.Html($"""
        <section id="file"><h2>The cluster as a file</h2>
        <p>Written by <code>{PlainText.OneLine(command)}</code>.{FillIn(file)}</p>
        {HtmlCopy.Render("file-to-copy", file.Text)}{SizeParts.List(file.Notes)}</section>

        """);

    /// <summary>
    /// With Spot nodes the option's figure is the median of runs that may be interrupted, its ledger that of one that is not.
    /// </summary>
    static string Undisturbed(SizingCandidate o) => o is { Spot: not null, Usd: { } usd }
        ? $" without an interruption; ~{Quantity.Usd(usd.P50)} is the median of the simulated runs" : "";

    static string FillIn(EmittedFile file) =>
        file.Variables.Count == 0 ? "" : $" Fill in: {PlainText.OneLine(string.Join(", ", file.Variables))}.";

    static Markup Verdict(SizingResult r, bool hasFile)
    {
        var (pick, today) = (r.Pick, r.Today);
        var answer = SizingAnswer.Compose(r);
        var tiles = new List<HtmlTile>();
        if (today is not null)
            tiles.Add(new("today", today.Usd is { } t ? SizingWords.Cost(today, t.P50) + " a run" : "no price",
                $"{PlainText.Short(today.Name.ToString(), 60)}{(today.TimeMs is { } tt ? ", " + Quantity.Duration(tt.P50) : "")}",
                    "measured time, list prices", "offers"));
        // where today's is to be kept, what else there is stands beside it
        if ((pick is { IsToday: false } ? pick : r.Offers.FirstOrDefault(o => o.Rank > 0 && o.Rank == r.BestRank)) is { } best)
        {
            tiles.Add(new(best == pick ? "recommended" : "best other option",
                best.Usd is { } u ? "~" + Quantity.Usd(u.P50) + " a run" : "no price",
                PlainText.Short(best.Name.ToString(), 100), "simulated, at list prices", "ledgers"));
            if (best.YearUsd is { } year)
                tiles.Add(new("a year", SizingWords.Year(year), r.YearSavingUsd is { } saved
                    ? $"{SizingWords.Year(Math.Abs(saved))} {(saved >= 0 ? "less" : "more")} than today" : null,
                    "at the runs a week that were given", "offers"));
            tiles.Add(new("time", "~" + Quantity.Duration(best.TimeMs?.P50),
                $"9 runs in 10 within {Quantity.Duration(best.TimeMs?.P90)}", "simulated", "charts"));
            if (best.DeadlineProbability is { } p)
                tiles.Add(new("in time", p > 0.995 ? "over 99 %" : Quantity.Percent(p), SizingWords.Deadline(r), "simulated", "charts"));
        }
        return new HtmlVerdict
        {
            Title = r.JobName,
            Who = $"{SizingWords.Runs(r)} · {SizingWords.Today(r)} · deadline: {SizingWords.Deadline(r)}",
            Tone = r.Advice == SizingAdvice.Refused ? VerdictTone.Plain : VerdictTone.Good,
            Sentence = answer.Sentence,
            Below = Below(r),
            Copy = r.Advice == SizingAdvice.Change && pick?.Executor is { } x ? Settings(x) : null,
            CopyTitle = r.Advice != SizingAdvice.Change ? null
                : hasFile ? "Its executors; the whole cluster is under \"As a file\":"
                : "Its executors; --emit terraform writes the whole cluster:",
            Tiles = tiles,
        }.ToMarkup();
    }

    /// <summary>The reason where the sentence does not say it, and what must hold for the saving.</summary>
    static Markup Below(SizingResult r)
    {
        var isSaid = r.Advice switch
        {
            SizingAdvice.Change => r.SavingUsd is > 0 && !r.DeadlineGiven,
            SizingAdvice.Keep => !SizingWords.HasMoreReason(r),
            _ => true,
        };
        return isSaid ? Markup.Join(r.Conditions.Select(c => Markup.Html($"<p>{PlainText.OneLine(c)}</p>\n")))
            : Markup.Html($"<p>{PlainText.OneLine(r.Reason)}.</p>\n");
    }

    static string Settings(ExecutorPlan x)
    {
        string[] lines = x.Dynamic
            ? ["--conf spark.dynamicAllocation.enabled=true",
                FormattableString.Invariant($"--conf spark.dynamicAllocation.maxExecutors={x.Count}")]
            : [FormattableString.Invariant($"--conf spark.executor.instances={x.Count}")];
        return string.Join(" \\\n", [.. lines, FormattableString.Invariant($"--conf spark.executor.cores={x.Cores}"),
            FormattableString.Invariant($"--conf spark.executor.memory={x.HeapMib}m")]);
    }

    static string? Spot(SizingResult r)
    {
        var lines = r.Offers.Where(o => o.Spot is not null)
            .Select(o => FormattableString.Invariant($"Spot ({o.Rank}): {SizingWords.Spot(o, r)}.")).ToList();
        return lines.Count == 0 ? null : string.Join(" ", lines);
    }

    /// <summary>What an option assumes; what several share is said once.</summary>
    static List<string> Notes(SizingResult r) =>
        [.. r.Offers.SelectMany(o => o.Notes.Select(n => (Offer: o.IsToday ? "today" : FormattableString.Invariant($"{o.Rank}"), Note: n)))
        .GroupBy(x => x.Note).Select(g => $"{string.Join(", ", g.Select(x => x.Offer))}: {g.Key}")];
}
