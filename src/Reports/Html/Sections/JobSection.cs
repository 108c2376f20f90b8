using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Tables;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Jobs and the queries that they belong to.</summary>
static class JobSection
{
    const int MaxRows = 400;

    public static Markup Render(ApplicationRun run)
    {
        if (run.Jobs.Count == 0) return Markup.Empty;
        var tables = new TableCommands(run);
        const string Rest = "measured: Spark's own count";
        var descriptions = new Dictionary<long, string?>();
        foreach (var sql in run.SqlExecutions) descriptions.TryAdd(sql.Id, sql.Description);
        var table = new HtmlTable("Jobs, longest first", new("job", Wide: true), new("id", true, "the log's own number"),
            new("status"), new("time", true, "measured: submitted to completed"), new("stages", true, Rest), new("tasks", true, Rest),
            new("failed tasks", true, Rest), new("query", true, "the log's own number"));
        foreach (var j in run.Jobs.OrderByDescending(j => j.CompletionTimeMs - j.SubmissionTimeMs ?? 0).ThenBy(j => j.JobId).Take(MaxRows))
        {
            var name = (tables.Of(j) is null ? null : tables.NameOf(j)) ?? CallSites.Short(j.Description)
                ?? CallSites.Short(descriptions.GetValueOrDefault(j.SqlExecutionId ?? -1)) ?? tables.NameOf(j) ?? "no name";
            table.AddRow(null, j.Failure is { } f ? Markup.Html($"<pre>{PlainText.Lines(f)}</pre>") : null,
                HtmlCell.Text(PlainText.Short(name, 120)),
                new(Markup.Html($"{(long)j.JobId}"), j.JobId), HtmlCell.Text(j.Status.ToLowerInvariant()),
                    HtmlCell.Duration(j.CompletionTimeMs - j.SubmissionTimeMs),
                HtmlCell.Count(j.StageIds.Count), HtmlCell.Count(j.NumTasks), HtmlCell.Count(j.NumFailedTasks),
                new(j.SqlExecutionId is { } id ? Markup.Html($"{id}") : Markup.Empty, j.SqlExecutionId));
        }
        var note = run.Jobs.Count > MaxRows ? $"{run.Jobs.Count - MaxRows} shorter ones are in --format json." : null;
        return Markup.Html($"<section id=\"jobs\"><h2>Jobs</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }
}
