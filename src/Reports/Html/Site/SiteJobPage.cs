using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Site;

/// <summary>One job: its runs over time, findings that came and went, advice and what became of it.</summary>
static class SiteJobPage
{
    /// <summary>Rows that keep a page under a megabyte.</summary>
    const int MaxRuns = 500, MaxAdvice = 100, MaxWorkflows = 20;

    public static void Write(FleetSite site, SiteJob job, TextWriter output) =>
        HtmlPage.Write(output, job.Name, [.. SiteNames.Bar, ("over-time", "Over time"), ("findings", "Findings"), ("advice", "Advice"),
            ("runs", "Runs")], Verdict(site, job), Sections(site, job),
            HtmlFooter.Render("rightsizer report SOURCE... --state DIR --site DIR", ""));

    static Markup Verdict(FleetSite site, SiteJob job)
    {
        var m = FleetMeasure.Choose(site);
        var last = job.Runs[0];
        var weeks = site.Weeks.Where(w => w.Monday == last.Monday).SelectMany(w => w.Jobs).FirstOrDefault(j => j.Job == job.Id);
        var change = weeks?.Before is null ? "" : SiteWords.Change(m, weeks.Total, weeks.Before);
        var now = job.Findings.Where(f => f.IsThere).Select(f => f.Kind).ToList();
        return new HtmlVerdict
        {
            Title = job.Name,
            Who = $"{job.Owner}{(job.Team is { } team ? $" ({team})" : "")} · {job.Platform} · {FleetWords.Runs(job.Total.Runs)} from "
                + $"{job.Runs[^1].Day} to {last.Day}, UTC",
            Tone = last.Outcome == RunOutcome.Failed ? VerdictTone.Bad : VerdictTone.Plain,
            Sentence = last.Outcome == RunOutcome.Failed ? $"The latest run failed: {PlainText.Short(last.Reason, 160)}"
                : $"{SiteWords.Amount(m, weeks?.Total ?? job.Total)} in the week from {last.Monday}{SiteWords.Against(change)}",
            Below = Markup.Html($"<p>{(now.Count == 0 ? "The latest run has no finding that is worth a change."
                : "The latest run has: " + string.Join(", ", now) + ".")} Latest: {SiteNames.RunLink(last, SiteWords.Time(last.StartMs))}, "
                + $"<a href=\"{SiteNames.Week(last.Monday)}\">its week</a>{Workflows(site, job)}.</p>\n"),
            Tiles =
            [
                new("time", Quantity.Duration(last.WallMs), "of the latest run", "measured: start to end"),
                new(m.Heading.ToLowerInvariant(), m.Amount(last.Usd, last.PaidCoreMs, last.Ground), "of the latest run",
                    Quantity.Word(last.Ground)),
                new("waste", SiteWords.Waste(m, job.Total), "of all its runs", "derived: paid core time that did no work"),
                new("failed", Quantity.Count(job.Total.FailedRuns), $"of {FleetWords.Runs(job.Total.Runs)}", "measured"),
            ],
        }.ToMarkup();
    }

    static Markup Workflows(FleetSite site, SiteJob job) => Markup.Join(site.Workflows.Where(w => w.Jobs.Contains(job.Id))
        .Take(MaxWorkflows).Select(w => Markup.Html($", workflow {SiteNames.Link(SiteNames.Workflow(w), w.Workflow.Name)}")));

    static IEnumerable<Markup> Sections(FleetSite site, SiteJob job)
    {
        ChartModel?[] charts = [SiteCharts.Weeks(site, job), SiteCharts.Runs(job)];
        if (charts.Any(c => c is not null))
            yield return Markup.Html($"<section id=\"over-time\"><h2>Over time</h2>\n<div class=\"pair\">"
                + $"{Markup.Join(charts.OfType<ChartModel>().Select(SvgChart.Figure))}</div></section>\n\n");
        yield return Findings(job);
        yield return Advice(job);
        yield return Runs(site, job);
    }

    static Markup Findings(SiteJob job)
    {
        if (job.Findings.Count == 0) return Markup.Empty;
        var chart = SiteCharts.Findings(job) is { } c ? SvgChart.Figure(c) : Markup.Empty;
        var table = new HtmlTable("From severity warning on; those of the latest run first", new("finding"), new("now"), new("severity"),
            new("runs with it", true, "measured"), new("first seen"), new("last seen"));
        foreach (var f in job.Findings)
        {
            var last = job.Runs.FirstOrDefault(r => r.Findings.Any(x => x.Kind == f.Kind && x.Severity > Severity.Info));
            table.Add(HtmlCell.Text(f.Kind), HtmlCell.Text(f.IsThere ? "there" : "gone"), HtmlCell.Text(FleetWords.Word(f.Severity)),
                HtmlCell.Count(f.Runs), HtmlCell.Text(f.FirstSeen),
                new(last is null ? Markup.Text(f.LastSeen) : SiteNames.Link(SiteNames.Run(last) + "#" + IdOf(last, f.Kind), f.LastSeen)));
        }
        return Markup.Html($"<section id=\"findings\"><h2>Findings that came and went</h2>\n{chart}{table.ToMarkup()}</section>\n\n");
    }

    static string? IdOf(SiteRun run, string kind) => run.Findings.First(f => f.Kind == kind).Id;

    static Markup Advice(SiteJob job)
    {
        if (job.Advice.Count == 0 && job.Moves.Count == 0) return Markup.Empty;
        var moves = Markup.Join(job.Moves.Select(m => Markup.Html($"<p>Move: {PlainText.OneLine(MoveWords.Sentence(m))}</p>\n")));
        var table = new HtmlTable("A saving is that of a run, with the change of its data taken out", new("advice", Wide: true),
            new("given"), new("what became of it"),
            new("promised a run", true, "simulated"), new("realised a run", true, "measured"), new("verdict"),
            new("compared", Wide: true));
        foreach (var i in job.Advice.Take(MaxAdvice))
        {
            table.Add(HtmlCell.Text(AdviceWords.What(i)), HtmlCell.Text(i.FirstGiven), HtmlCell.Text(AdviceWords.Status(i)),
                new(Markup.Text(AdviceWords.Promise(i)), i.PromisedMs ?? i.PromisedCoreMs ?? 0),
                new(Markup.Text(AdviceWords.Realised(i)), i.PromisedMs > 0 ? i.Outcome?.RealisedMs : i.Outcome?.RealisedCoreMs),
                HtmlCell.Text(AdviceWords.Verdict(i)), HtmlCell.Text(AdviceWords.Detail(i)));
        }
        return Markup.Html($"<section id=\"advice\"><h2>Advice, and what became of it</h2>\n{moves}"
            + $"{(job.Advice.Count > 0 ? table.ToMarkup() : Markup.Empty)}</section>\n\n");
    }

    static Markup Runs(FleetSite site, SiteJob job)
    {
        var m = FleetMeasure.Choose(site);
        var table = new HtmlTable("Newest first; a run with findings has a page", new("started (UTC)"), new("ended as"),
            new("time", true, "measured: start to end"), new(m.Heading.ToLowerInvariant(), true), new("waste", true, "derived"),
            new("read", true, "measured"), new("shuffled", true, "measured"), new("executors x cores, memory"),
            new("findings", Wide: true));
        foreach (var r in job.Runs.Take(MaxRuns))
        {
            table.Add(new HtmlCell(SiteNames.RunLink(r, SiteWords.Time(r.StartMs)), r.StartMs),
                HtmlCell.Text(r.Outcome == RunOutcome.Succeeded ? "" : FleetWords.Word(r.Outcome)), HtmlCell.Duration(r.WallMs),
                new(Markup.Text(m.Amount(r.Usd, r.PaidCoreMs, r.Ground)), (double?)r.Usd ?? r.PaidCoreMs),
                new(Markup.Text(m.Amount(r.Usd is null ? null : r.Waste.Sum(w => w.Usd ?? 0), r.Waste.Sum(w => w.CoreMs), r.Ground))),
                HtmlCell.Bytes(r.InputBytes), HtmlCell.Bytes(r.ShuffleBytes), HtmlCell.Text(SiteWords.Shape(r.Cluster)),
                HtmlCell.Text(SiteWords.Kinds(r.Findings.Select(f => f.Kind))));
        }
        var note = job.Runs.Count > MaxRuns
            ? $"The newest {MaxRuns} of {Quantity.Count(job.Runs.Count)} runs; the pages of the weeks and the search have more." : null;
        return Markup.Html($"<section id=\"runs\"><h2>Runs</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }
}
