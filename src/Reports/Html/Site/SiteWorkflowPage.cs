using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Site;

/// <summary>One workflow: what its runs cost and took, and what decided their time.</summary>
static class SiteWorkflowPage
{
    /// <summary>Rows that keep a page under a megabyte.</summary>
    const int MaxRuns = 300, MaxSteps = 8, MaxListed = 500;

    /// <summary>A dollar of a workflow is a sum of its runs' estimates.</summary>
    const Ground Estimate = Ground.Derived;

    public static void Write(FleetSite site, SiteWorkflow workflow, TextWriter output) =>
        HtmlPage.Write(output, workflow.Workflow.Name, [.. SiteNames.Bar, ("runs", "Runs"), ("jobs", "Jobs")],
            Verdict(workflow.Workflow), Sections(site, workflow),
            HtmlFooter.Render("rightsizer report SOURCE... --state DIR --site DIR", ""));

    /// <summary>All workflows, for the first page; empty without one.</summary>
    public static Markup List(FleetSite site)
    {
        if (site.Workflows.Count == 0) return Markup.Empty;
        var table = new HtmlTable("Largest first", new("workflow", Wide: true), new("orchestrator"), new("runs", true, "measured"),
            new("applications", true, "measured"), new("cost in all", true, "the sum of its applications"),
            new("a run", true, "the mean of its runs with a price"), new("median time", true, "measured"), new("last run"));
        foreach (var w in site.Workflows.Take(MaxListed))
        {
            table.Add(new HtmlCell(SiteNames.Link(SiteNames.Workflow(w), w.Workflow.Name)), HtmlCell.Text(WorkflowWords.System(w.Workflow)),
                HtmlCell.Count(w.Workflow.Runs.Count), HtmlCell.Count(w.Workflow.Applications), Usd(w.Workflow.Usd),
                Usd(w.Workflow.UsdARun), w.Workflow.MedianWallMs is { } ms ? HtmlCell.Duration(ms) : new(Markup.Empty),
                HtmlCell.Text(w.Workflow.Runs.Count > 0 ? SiteWords.Time(w.Workflow.Runs[0].StartMs) : ""));
        }
        var note = site.Workflows.Count > MaxListed
            ? $"{Quantity.Count(site.Workflows.Count - MaxListed)} more are found by search." : null;
        return Markup.Html($"<section id=\"workflows\"><h2>Workflows</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }

    static Markup Verdict(FleetWorkflow w)
    {
        var last = w.Runs.Count > 0 ? w.Runs[0] : null;
        return new HtmlVerdict
        {
            Title = w.Name,
            Who = $"Workflow, {WorkflowWords.System(w)} · {Quantity.Plural(w.Runs.Count, "run")} of "
                + $"{Quantity.Plural(w.Applications, "application")}, UTC",
            Tone = last?.FailedApplications > 0 ? VerdictTone.Bad : VerdictTone.Plain,
            Sentence = w.UsdARun is { } usd ? $"A run costs {Quantity.Usd(usd, Estimate)} on average" : "No run of it has a whole price",
            Below = Markup.Html($"<p>{WorkflowWords.Newest(w)} {WorkflowWords.WithoutRun(w)}</p>\n"),
            Tiles =
            [
                new("typical time", WorkflowWords.Wall(w), "median of its runs", "measured: first start to last end"),
                new("latest run", last is null ? "" : Quantity.Duration(last.WallMs), last is null ? "" : SiteWords.Time(last.StartMs),
                    "measured"),
                new("cost in all", Quantity.Usd(w.Usd, Estimate), "of its applications", "the sum of their estimates"),
            ],
        }.ToMarkup();
    }

    static IEnumerable<Markup> Sections(FleetSite site, SiteWorkflow workflow)
    {
        yield return Runs(workflow);
        var jobs = site.Jobs.Where(j => workflow.Jobs.Contains(j.Id)).ToList();
        var list = Markup.Join(jobs.Take(MaxListed).Select(j => Markup.Html($"<li>{SiteNames.Link(SiteNames.Job(j.Id), j.Name)}</li>\n")));
        yield return Markup.Html($"<section id=\"jobs\"><h2>Jobs that it starts</h2>\n<ul>{list}</ul></section>\n\n");
    }

    static Markup Runs(SiteWorkflow workflow)
    {
        var table = new HtmlTable("Newest first", new("started (UTC)"), new("run", Wide: true),
            new("time", true, "measured: first start to last end"), new("cost", true, "the sum of its applications"),
            new("applications", true, "measured"), new("failed", true, "measured"), new("critical path", Wide: true));
        var runs = workflow.Workflow.Runs;
        for (var i = 0; i < Math.Min(runs.Count, MaxRuns); i++)
        {
            var r = runs[i];
            table.Add(new HtmlCell(Markup.Text(SiteWords.Time(r.StartMs)), r.StartMs), HtmlCell.Text(PlainText.Short(r.RunId, 80)),
                HtmlCell.Duration(r.WallMs), Usd(r.Usd), HtmlCell.Count(r.Applications), HtmlCell.Count(r.FailedApplications),
                new(Path(r, workflow.StepRuns[i])));
        }
        var note = "The path goes back from the application that ended last, each time to the one that ended last before it started: what "
            + "waited for what is in no log."
            + (runs.Count > MaxRuns ? $" The newest {MaxRuns} of {Quantity.Count(runs.Count)} runs." : "");
        return Markup.Html($"<section id=\"runs\"><h2>Runs</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }

    /// <summary>The longest steps in the order of time, each with a link to its run where that has a page.</summary>
    static Markup Path(FleetWorkflowRun run, IReadOnlyList<string?> pages)
    {
        var shown = Enumerable.Range(0, run.Path.Count).OrderByDescending(i => run.Path[i].WallMs).Take(MaxSteps).Order().ToList();
        var steps = shown.Select(i =>
        {
            var words = PlainText.Short(run.Path[i].Task ?? run.Path[i].Name, 40);
            var name = pages[i] is { } id ? SiteNames.Link(SiteNames.Run(id), words) : HtmlCell.Name(words);
            return Markup.Html($"{(i == shown[0] ? "" : ", ")}{name} {Quantity.Duration(run.Path[i].WallMs)}");
        });
        var rest = run.Path.Count > shown.Count ? $", and {run.Path.Count - shown.Count} shorter" : "";
        return Markup.Html($"{Markup.Join(steps)}{rest}; {Quantity.Duration(run.WallMs - run.PathMs)} between them");
    }

    static HtmlCell Usd(decimal? usd) => usd is { } known
        ? HtmlCell.Usd(known, Estimate, "the sum of its applications") : new(Markup.Empty);
}
