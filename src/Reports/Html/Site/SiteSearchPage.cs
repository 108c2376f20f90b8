using System.Text;
using System.Text.Json;
using Rightsizer.Analyzer.Answers.Fleet.Site;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Fleet;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Site;

/// <summary>Search over jobs and runs in the browser: the page carries its data, since a page on a file share may load nothing.</summary>
static class SiteSearchPage
{
    /// <value>Bytes of data, which leave room for the rest of a page under a megabyte.</value>
    internal const int MaxBytes = 900_000;
    const int MaxName = 120;

    public static void Write(FleetSite site, TextWriter output)
    {
        var (data, runs, all) = Data(site);
        var note = runs == all ? "" : $" The newest {Quantity.Count(runs)} of {Quantity.Count(all)} runs are in it; the others are on the "
            + "pages of their weeks and jobs.";
        HtmlPage.Write(output, "Search", [(SiteNames.Index, "Weeks and jobs")], Markup.Html($"""
            <h1>Search jobs and runs</h1>
            <p class="who">Words of a name, owner, platform, application id, day, outcome or kind of finding; all of them must be there.{note}</p>
            <p class="tools"><input type="search" id="q" aria-label="Search jobs and runs" hidden autofocus><span id="found" role="status">The search needs scripts; the <a href="{SiteNames.Index}">lists</a> do not.</span></p>
            <ul id="hits"></ul>
            <script type="application/json" id="index-data">{Markup.Trusted(data)}</script>

            """), [], HtmlFooter.Render("rightsizer report SOURCE... --state DIR --site DIR", ""), HtmlPage.Search);
    }

    /// <summary>Newest runs first, as many as fit. Every character that could end the element is escaped by the writer.</summary>
    static (string Json, int Runs, int All) Data(FleetSite site)
    {
        using var buffer = new MemoryStream();
        // the default encoder escapes <, >, & and quotes
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("jobs");
        foreach (var j in site.Jobs)
        {
            json.WriteStartArray();
            Text(json, SiteNames.Job(j.Id));
            Text(json, j.Name);
            Text(json, j.Owner);
            Text(json, j.Platform);
            Text(json, string.Join(' ', j.Findings.Where(f => f.IsThere).Select(f => f.Kind)));
            json.WriteEndArray();
        }
        // found as jobs are; no run points at them
        foreach (var w in site.Workflows)
        {
            json.WriteStartArray();
            Text(json, SiteNames.Workflow(w));
            Text(json, w.Workflow.Name);
            Text(json, WorkflowWords.System(w.Workflow));
            Text(json, "workflow");
            Text(json, "");
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.WriteStartArray("runs");
        var runs = site.Jobs.SelectMany((j, i) => j.Runs.Select(r => (Job: i, Run: r))).OrderByDescending(r => r.Run.StartMs)
            .ThenBy(r => r.Run.Id, StringComparer.Ordinal).ToList();
        var written = 0;
        foreach (var (job, r) in runs)
        {
            if (json.BytesCommitted + json.BytesPending > MaxBytes) break;
            json.WriteStartArray();
            json.WriteNumberValue(job);
            if (r.Findings.Count > 0) Text(json, SiteNames.Run(r));
            else json.WriteNumberValue(0);
            Text(json, r.Day);
            Text(json, r.AppId ?? "");
            Text(json, r.Outcome == RunOutcome.Succeeded ? "" : FleetWords.Word(r.Outcome));
            Text(json, string.Join(' ', r.Findings.Select(f => f.Kind)));
            json.WriteEndArray();
            written++;
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return (Encoding.UTF8.GetString(buffer.ToArray()), written, runs.Count);
    }

    static void Text(Utf8JsonWriter json, string text) => json.WriteStringValue(PlainText.Short(text, MaxName));
}
