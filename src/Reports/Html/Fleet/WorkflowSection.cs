using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Fleet;

/// <summary>Workflows, what a run of each costs and takes, and what decides its time.</summary>
static class WorkflowSection
{
    const int Shown = 200, RunsShown = 20;

    public static Markup Render(FleetReport r)
    {
        if (r.Workflows.Count == 0) return Markup.Empty;
        var table = new HtmlTable("Largest first; a row opens to its runs", new("workflow", Wide: true), new("orchestrator"),
            new("runs", true, "measured: by the id in the settings of the applications"), new("applications", true, "measured"),
            new("cost", true, "the sum of its applications"), new("a run", true, "the mean of its runs with a price"),
            new("median time", true, "measured: start of the first application to the end of the last"),
            new("newest critical path", Wide: true));
        foreach (var w in r.Workflows.Take(Shown))
        {
            table.AddRow(null, Open(w, r.Total.Ground), HtmlCell.Text(w.Name), HtmlCell.Text(WorkflowWords.System(w)),
                HtmlCell.Count(w.Runs.Count), HtmlCell.Count(w.Applications),
                w.Usd is null ? new(Markup.Empty) : HtmlCell.Usd(w.Usd, r.Total.Ground, "the sum of its applications"),
                w.UsdARun is null ? new(Markup.Empty) : HtmlCell.Usd(w.UsdARun, r.Total.Ground, "the mean of its runs with a price"),
                w.MedianWallMs is null ? new(Markup.Empty) : HtmlCell.Duration(w.MedianWallMs),
                HtmlCell.Text(w.Runs.Count == 0 ? "" : WorkflowWords.Path(w.Runs[0])));
        }
        var note = "The path goes back from the application that ended last, each time to the one that ended last before it started: what "
            + "waited for what is in no log. Tasks without Spark are the time between."
            + (r.Workflows.Count > Shown ? $" {r.Workflows.Count - Shown} smaller ones are in --format json." : "");
        return Markup.Html($"<section id=\"workflows\"><h2>By workflow</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }

    static Markup? Open(FleetWorkflow w, Ground ground)
    {
        if (w.Runs.Count == 0) return null;
        var lines = w.Runs.Take(RunsShown).Select(x => Markup.Html($"<li>{Phrases.Utc(x.StartMs)} <bdi>{PlainText.Short(x.RunId, 80)}</bdi>"
            + $"{Cost(x)}{(x.FailedApplications > 0 ? $", {Quantity.Plural(x.FailedApplications, "application")} failed" : "")}, "
            + $"{WorkflowWords.Path(x)}</li>"));
        var rest = w.Runs.Count > RunsShown ? Markup.Html($"<li>and {Quantity.Count(w.Runs.Count - RunsShown)} older</li>") : Markup.Empty;
        return Markup.Html($"<ul class=\"why\">{Markup.Join(lines)}{rest}</ul>");

        string Cost(FleetWorkflowRun x) => x.Usd is null ? "" : ", " + Quantity.Usd(x.Usd, ground);
    }
}
