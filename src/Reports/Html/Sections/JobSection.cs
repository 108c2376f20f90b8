using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Jobs and the SQL executions that they belong to.</summary>
static class JobSection
{
    const int MaxRows = 1000;

    public static Markup Render(ApplicationRun run)
    {
        if (run.Jobs.Count == 0) return Markup.Empty;
        const string Rest = "measured: Spark's own count";
        var table = new HtmlTable("Jobs", new("job", true, "the log's own number"), new("what", Wide: true), new("status"),
            new("time", true, "measured: submitted to completed"),
            new("stages", true, Rest), new("tasks", true, Rest), new("failed tasks", true, Rest), new("sql", true, "the log's own number"));
        foreach (var j in run.Jobs.OrderByDescending(j => j.CompletionTimeMs - j.SubmissionTimeMs ?? 0).ThenBy(j => j.JobId).Take(MaxRows))
        {
            table.Add(new(Markup.Html($"{(long)j.JobId}"), j.JobId), What(j, run), HtmlCell.Text(j.Status.ToLowerInvariant()),
                HtmlCell.Duration(j.CompletionTimeMs - j.SubmissionTimeMs),
                HtmlCell.Count(j.StageIds.Count), HtmlCell.Count(j.NumTasks), HtmlCell.Count(j.NumFailedTasks),
                new(j.SqlExecutionId is { } id ? Markup.Html($"{id}") : Markup.Empty, j.SqlExecutionId));
        }
        var note = run.Jobs.Count > MaxRows ? $"{run.Jobs.Count - MaxRows} shorter ones are in --format json." : null;
        return Markup.Html($"<section id=\"jobs\"><h2>Jobs</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }

    static HtmlCell What(Job j, ApplicationRun run)
    {
        var sql = j.SqlExecutionId is { } id ? run.SqlExecutions.FirstOrDefault(s => s.Id == id)?.Description : null;
        var failure = j.Failure is { } f ? Markup.Html($"<details><summary>failed</summary><pre>{PlainText.Lines(f)}</pre></details>")
            : Markup.Empty;
        return new(Markup.Html($"{HtmlCell.Name(j.Description ?? sql ?? j.Name)}{failure}"));
    }
}
