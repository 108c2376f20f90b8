using Rightsizer.Analyzer.Model;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Executor lives: who came, when, how busy, and why it left.</summary>
static class ExecutorSection
{
    const int MaxRows = 1000;

    public static Markup Render(ApplicationRun run)
    {
        var executors = run.Executors.Where(x => x.PaidCores > 0).ToList();
        if (executors.Count == 0) return Markup.Empty;
        const string Rest = "measured: Spark's own sum over the executor's tasks";
        var table = new HtmlTable("Executors in order of arrival", new("id"), new("host", Wide: true),
            new("cores", true, "measured: ExecutorAdded"), new("came after", true, "measured: from the application's start"),
            new("lived", true, "measured: added to removed, or to the end"), new("tasks", true, Rest), new("failed", true, Rest),
                new("task time", true, Rest), new("GC", true, Rest),
            new("shuffle read", true, Rest), new("shuffle write", true, Rest), new("left because", Wide: true));
        foreach (var x in executors.Take(MaxRows))
        {
            table.Add(new(Markup.Html($"{HtmlCell.Name(x.Id)}"),
                double.TryParse(x.Id, System.Globalization.CultureInfo.InvariantCulture, out var id) && double.IsFinite(id) ? id : -1),
                HtmlCell.Text(x.HostName), HtmlCell.Count(x.PaidCores),
                HtmlCell.Duration(x.AddTimeMs - run.App.StartTimeMs),
                    HtmlCell.Duration((x.RemoveTimeMs ?? run.CountedUntilMs) - x.AddTimeMs),
                HtmlCell.Count(Math.Max(x.TotalTasks, x.CompletedTasks + x.FailedTasks)), HtmlCell.Count(x.FailedTasks),
                    HtmlCell.Duration(x.TaskDurationMs), HtmlCell.Duration(x.TaskGcTimeMs),
                HtmlCell.Bytes(x.ShuffleReadBytes), HtmlCell.Bytes(x.ShuffleWriteBytes), HtmlCell.Text(x.RemoveReason));
        }
        var note = executors.Count > MaxRows ? $"{executors.Count - MaxRows} later ones are in --format json." : null;
        return Markup.Html($"<section id=\"executors\"><h2>Executors</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }
}
