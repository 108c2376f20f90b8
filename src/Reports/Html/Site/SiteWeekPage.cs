using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;

namespace Rightsizer.Reports.Html.Site;

/// <summary>One week: its jobs against the week before, and its runs with the largest cost.</summary>
static class SiteWeekPage
{
    /// <summary>Rows that keep a page under a megabyte.</summary>
    const int MaxJobs = 800, MaxRuns = 600;

    public static void Write(FleetSite site, SiteWeek week, TextWriter output) =>
        HtmlPage.Write(output, "Week from " + week.Monday, [.. SiteNames.Bar, ("jobs", "Jobs"), ("runs", "Runs")], Verdict(site, week),
            [Jobs(site, week), Runs(site, week)], HtmlFooter.Render("rightsizer report SOURCE... --state DIR --site DIR", ""),
            HtmlPage.Plain);

    static Markup Verdict(FleetSite site, SiteWeek week)
    {
        var m = FleetMeasure.Choose(site);
        var at = site.Weeks.ToList().IndexOf(week);
        var older = at + 1 < site.Weeks.Count ? site.Weeks[at + 1] : null;
        var newer = at > 0 ? site.Weeks[at - 1] : null;
        var change = SiteWords.WeekBefore(site, week) is { } before ? SiteWords.Change(m, week.Total, before.Total) : "";
        List<Markup> near = [];
        if (older is not null) near.Add(SiteNames.Link(SiteNames.Week(older.Monday), "Earlier week"));
        if (newer is not null) near.Add(SiteNames.Link(SiteNames.Week(newer.Monday), "Later week"));
        return new HtmlVerdict
        {
            Title = "Week from " + week.Monday,
            Who = SiteWords.Week(week.Monday) + ", UTC",
            Sentence = $"{SiteWords.Amount(m, week.Total)} in {FleetWords.Runs(week.Total.Runs)} of "
                + $"{Quantity.Plural(week.Jobs.Count, "job")}{SiteWords.Against(change)}",
            Below = Markup.Html($"<p>{Markup.Join(near, " · ")}</p>\n"),
            Tiles =
            [
                new("waste", SiteWords.Waste(m, week.Total), "of the week", "derived: paid core time that did no work"),
                new("failed", Quantity.Count(week.Total.FailedRuns), "runs", "measured"),
                new("read", Quantity.Bytes(week.Total.InputBytes), "of the week", "measured"),
            ],
        }.ToMarkup();
    }

    static Markup Jobs(FleetSite site, SiteWeek week)
    {
        var m = FleetMeasure.Choose(site);
        var byId = site.Jobs.ToDictionary(j => j.Id, StringComparer.Ordinal);
        var table = new HtmlTable("Largest first", new("job", Wide: true), new("owner"),
            new(m.Heading.ToLowerInvariant(), true, "sum over its runs of the week"), new("change", true, "against the week before"),
            new("waste", true, "derived"), new("runs", true, "measured"), new("failed", true, "measured"));
        foreach (var j in week.Jobs.Take(MaxJobs))
        {
            var job = byId[j.Job];
            table.Add(new HtmlCell(SiteNames.Link(SiteNames.Job(job.Id), job.Name)), HtmlCell.Text(job.Owner),
                new(Markup.Text(SiteWords.Amount(m, j.Total)), (double?)j.Total.Usd ?? j.Total.PaidCoreMs),
                HtmlCell.Text(SiteWords.Change(m, j.Total, j.Before)),
                new(Markup.Text(SiteWords.WasteAmount(m, j.Total)), (double?)j.Total.WasteUsd ?? j.Total.WasteCoreMs),
                HtmlCell.Count(j.Total.Runs), HtmlCell.Count(j.Total.FailedRuns));
        }
        var note = week.Jobs.Count > MaxJobs ? $"The first {MaxJobs} of {Quantity.Count(week.Jobs.Count)} jobs." : null;
        return Markup.Html($"<section id=\"jobs\"><h2>Jobs</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }

    static Markup Runs(FleetSite site, SiteWeek week)
    {
        var m = FleetMeasure.Choose(site);
        var runs = site.Jobs.SelectMany(j => j.Runs.Where(r => r.Monday == week.Monday).Select(r => (Job: j, Run: r)))
            .OrderByDescending(x => site.RanksByUsd ? x.Run.Usd ?? 0 : x.Run.PaidCoreMs)
            .ThenBy(x => x.Run.Id, StringComparer.Ordinal).ToList();
        var table = new HtmlTable("Largest first; a run with findings has a page", new("job", Wide: true), new("started (UTC)"),
            new("ended as"), new("time", true, "measured: start to end"), new(m.Heading.ToLowerInvariant(), true),
            new("findings", Wide: true));
        foreach (var (job, run) in runs.Take(MaxRuns))
        {
            table.Add(new HtmlCell(SiteNames.Link(SiteNames.Job(job.Id), job.Name)),
                new(SiteNames.RunLink(run, SiteWords.Time(run.StartMs))),
                HtmlCell.Text(run.Outcome == RunOutcome.Succeeded ? "" : FleetWords.Word(run.Outcome)), HtmlCell.Duration(run.WallMs),
                new(Markup.Text(m.Amount(run.Usd, run.PaidCoreMs, run.Ground)), (double?)run.Usd ?? run.PaidCoreMs),
                HtmlCell.Text(SiteWords.Kinds(run.Findings.Select(f => f.Kind))));
        }
        var note = runs.Count > MaxRuns
            ? $"The first {MaxRuns} of {Quantity.Count(runs.Count)} runs; the pages of the jobs have more." : null;
        return Markup.Html($"<section id=\"runs\"><h2>Runs</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }
}
