using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;
using Rightsizer.Reports.Html.Sections;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>The page over many runs: total, change, waste and savings first, then every way to ask further.</summary>
public static class FleetHtml
{
    public static void Write(FleetReport report, TextWriter output) =>
        HtmlPage.Write(output, "Spark cost, " + FleetWords.Period(report.Period), Sections(report));

    static IEnumerable<Markup> Sections(FleetReport r)
    {
        var m = FleetMeasure.Choose(r);
        yield return Header(r, m);
        yield return Markup.Trusted("<main>\n");
        yield return FleetFirst.Change(r, m);
        yield return FleetFirst.Waste(r, m);
        yield return FleetFirst.Savings(r, m);
        yield return FleetCharts.Render(r, m);
        yield return FleetTables.Jobs(r, m);
        yield return FleetTables.Groups("owners", "By owner", "owner", r.ByOwner, m);
        yield return FleetTables.Groups("teams", "By team", "team", r.ByTeam, m);
        yield return FleetTables.Groups("platforms", "By platform", "platform", r.ByPlatform, m);
        yield return FleetTables.Groups("days", "By day", "day (UTC)", r.ByDay, m);
        yield return FleetOther.Scenarios(r);
        yield return FleetOther.Arrivals(r);
        yield return FleetOther.Sessions(r, m);
        yield return FleetOther.Clusters(r, m);
        yield return FleetTables.Runs(r, m);
        yield return FleetOther.Trust(r);
        yield return ExplanationSection.Render(
            r.Savings.Select(s => s.Kind).Concat(r.Waste.Select(w => w.Kind)).Concat(r.Runs.SelectMany(x => x.Findings)).Distinct());
        yield return Markup.Trusted("</main>\n");
    }

    static Markup Header(FleetReport r, FleetMeasure m)
    {
        var lead = Markup.Html(
            $"<p class=\"who\">{FleetWords.Logs(r.Logs)}</p>\n<p class=\"work\">{PlainText.OneLine(FleetWords.Prices(r))}</p>\n");
        if (r.Change is { } split) lead = Markup.Html($"<p class=\"split\">{Split(split, m)}</p>\n{lead}");
        return HtmlHeader.Render("What Spark cost", FleetWords.Period(r.Period), lead,
            new(m.Heading.ToLowerInvariant(), m.Amount(r.Total),
                r.Change is { } c ? $"{m.Growth(c)} on the time before" : "no time before to compare with",
                $"{Quantity.Word(r.Total.Ground)}: as the weakest of {r.Total.PricedRuns} priced runs; see how this is known", "trust"),
            new("waste", m.Amount(r.Total.WasteUsd, r.Total.WasteCoreMs), m.WasteShare(r.Total) + " of it",
                "derived: paid core time that did no work, by a stated rule for each kind", "waste"),
            new("could be saved a year", Saved(r), "the best of each job; no two overlap", "simulated or assumed, as each line says",
                "savings"),
            new("runs", Quantity.Count(r.Total.Runs),
                $"{Quantity.Count(r.Total.FailedRuns)} failed, {Quantity.Count(r.Total.UnfinishedRuns)} unfinished, "
                + $"{Quantity.Count(r.Jobs.Count(j => j.Total.Runs > 0))} jobs", "measured: applications whose log was read", "runs"));
    }

    static string Saved(FleetReport r) => r is { RanksByUsd: true, SavingsUsdAYear: { } usd } ? Quantity.Usd(usd)
        : $"~{Quantity.Number((double)r.Savings.Where(s => s.IsCounted).Sum(s => s.CoreHoursAYear))} core-h";

    /// <summary>"$18,402 (+6 %): volume +$520, new jobs +$710".</summary>
    static string Split(FleetChange c, FleetMeasure m)
    {
        var moved = c.Causes.Where(x => x.Usd is > 0 or < 0 || x.CoreMs != 0)
            .Select(x => $"{FleetWords.Cause(x.Cause)} {m.Signed(x.Usd, x.CoreMs)}").ToList();
        return $"{m.Signed(c.NowUsd - c.BeforeUsd, c.NowCoreMs - c.BeforeCoreMs)} ({m.Growth(c)}) against the time before"
            + (moved.Count == 0 ? "." : ": " + string.Join(", ", moved) + ".");
    }
}
