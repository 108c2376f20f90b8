using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Fleet;

namespace Rightsizer.Reports.Html.Site;

/// <summary>The first page: what the last week cost, every week, every job.</summary>
static class SiteIndexPage
{
    /// <summary>Rows of jobs: the rest is found by search.</summary>
    const int MaxJobs = 1_000;

    public static void Write(FleetSite site, TextWriter output) =>
        HtmlPage.Write(output, "Spark cost by week and job",
            [("jobs", "Jobs"), .. Workflows(site), ("weeks", "Weeks"), (SiteNames.Search, "Search")],
            Verdict(site), Sections(site), HtmlFooter.Render("rightsizer report SOURCE... --state DIR --site DIR", ""));

    static (string, string)[] Workflows(FleetSite site) => site.Workflows.Count > 0 ? [("workflows", "Workflows")] : [];

    static Markup Verdict(FleetSite site)
    {
        var m = FleetMeasure.Choose(site);
        var last = site.Weeks[0];
        var change = SiteWords.WeekBefore(site, last) is { } before ? SiteWords.Change(m, last.Total, before.Total) : "";
        return new HtmlVerdict
        {
            Title = "Spark cost by week and job",
            Who = $"{Quantity.Plural(site.Jobs.Count, "job")}, {Quantity.Plural(site.Jobs.Sum(j => j.Total.Runs), "run")}, "
                + $"{Quantity.Plural(site.Weeks.Count, "week")} from {site.Weeks[^1].Monday}; days are UTC",
            Sentence = $"The week from {last.Monday} cost {SiteWords.Amount(m, last.Total)}{SiteWords.Against(change)}",
            Below = Markup.Html(
                $"<p><a href=\"{SiteNames.Week(last.Monday)}\">What it is made of</a>. Costs are of the runs alone, at the prices of the "
                + $"state: what bills and cluster files add is in the report.</p>\n"),
            Tiles =
            [
                new("runs", Quantity.Count(last.Total.Runs), $"{Quantity.Count(last.Total.FailedRuns)} failed", "measured"),
                new("waste", SiteWords.Waste(m, last.Total), "of the week", "derived: paid core time that did no work"),
                new("read", Quantity.Bytes(last.Total.InputBytes), "of the week", "measured"),
            ],
        }.ToMarkup();
    }

    static IEnumerable<Markup> Sections(FleetSite site)
    {
        var m = FleetMeasure.Choose(site);
        if (SiteCharts.Weeks(site) is { } chart)
            yield return Markup.Html($"<section id=\"chart\"><h2>Week by week</h2>\n{SvgChart.Figure(chart)}</section>\n\n");
        yield return Jobs(site, m);
        yield return SiteWorkflowPage.List(site);
        yield return Weeks(site, m);
    }

    static Markup Jobs(FleetSite site, FleetMeasure m)
    {
        var table = new HtmlTable("Largest over the last four weeks first", new("job", Wide: true), new("owner"), new("platform"),
            new(m.Heading.ToLowerInvariant() + " in all", true, "sum over its runs"), new("waste", true, "derived"),
            new("runs", true, "measured"), new("failed", true, "measured"), new("last run"), new("findings now", Wide: true));
        foreach (var j in site.Jobs.Take(MaxJobs))
        {
            table.Add(new HtmlCell(SiteNames.Link(SiteNames.Job(j.Id), j.Name)), HtmlCell.Text(j.Owner), HtmlCell.Text(j.Platform),
                new(Markup.Text(SiteWords.Amount(m, j.Total)), (double?)j.Total.Usd ?? j.Total.PaidCoreMs),
                new(Markup.Text(SiteWords.WasteAmount(m, j.Total)), (double?)j.Total.WasteUsd ?? j.Total.WasteCoreMs),
                HtmlCell.Count(j.Total.Runs), HtmlCell.Count(j.Total.FailedRuns),
                new(SiteNames.RunLink(j.Runs[0], j.Runs[0].Day)),
                HtmlCell.Text(SiteWords.Kinds(j.Findings.Where(f => f.IsThere).Select(f => f.Kind))));
        }
        var note = site.Jobs.Count > MaxJobs ? $"{Quantity.Count(site.Jobs.Count - MaxJobs)} more are found by search." : null;
        return Markup.Html($"<section id=\"jobs\"><h2>Jobs</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }

    static Markup Weeks(FleetSite site, FleetMeasure m)
    {
        var table = new HtmlTable("Newest first", new("week"), new(m.Heading.ToLowerInvariant(), true, "sum over its runs"),
            new("change", true, "against the week before"), new("waste", true, "derived"), new("runs", true, "measured"),
            new("failed", true, "measured"), new("jobs", true, "measured"), new("read", true, "measured"));
        for (var i = 0; i < site.Weeks.Count; i++)
        {
            var w = site.Weeks[i];
            var change = SiteWords.WeekBefore(site, w) is { } before ? SiteWords.Change(m, w.Total, before.Total) : "";
            table.Add(new HtmlCell(SiteNames.Link(SiteNames.Week(w.Monday), SiteWords.Week(w.Monday))),
                new(Markup.Text(SiteWords.Amount(m, w.Total)), (double?)w.Total.Usd ?? w.Total.PaidCoreMs), HtmlCell.Text(change),
                new(Markup.Text(SiteWords.Waste(m, w.Total)), (double?)w.Total.WasteUsd ?? w.Total.WasteCoreMs),
                HtmlCell.Count(w.Total.Runs), HtmlCell.Count(w.Total.FailedRuns), HtmlCell.Count(w.Jobs.Count),
                HtmlCell.Bytes(w.Total.InputBytes));
        }
        return Markup.Html($"<section id=\"weeks\"><h2>Weeks</h2>\n{table.ToMarkup()}</section>\n\n");
    }
}
