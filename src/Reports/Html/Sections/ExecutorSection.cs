using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;
using Rightsizer.Reports.Charts;
using Rightsizer.Reports.Charts.Run;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Executors compared, then who came, when, how busy, and why it left.</summary>
static class ExecutorSection
{
    const int MaxRows = 400;

    public static Markup Render(ApplicationRun run)
    {
        var executors = run.Executors.Where(x => x.PaidCores > 0).ToList();
        if (executors.Count == 0) return Markup.Empty;
        const string Rest = "measured: Spark's own sum over the executor's tasks";
        var table = new HtmlTable("Executors in order of arrival", new("executor", Wide: true),
            new("cores", true, "measured: ExecutorAdded"), new("came after", true, "measured: from the application's start"),
            new("stayed", true, "measured: added to removed, or to the end"), new("tasks", true, Rest), new("failed", true, Rest),
            new("task time", true, Rest), new("GC", true, Rest), new("shuffle read", true, Rest),
            new("peak heap", true, "measured: heartbeats; missing where Spark reports none"), new("left because", Wide: true));
        foreach (var x in executors.Take(MaxRows))
        {
            var heap = x.Peak is { } p && p[ExecutorMetric.JVMHeapMemory] > 0 ? p[ExecutorMetric.JVMHeapMemory] : (long?)null;
            table.AddRow($"executor-{ExecutorHeatChart.Place(run, x).ToString(CultureInfo.InvariantCulture)}", null,
                new(HtmlCell.Name($"{x.Id} on {x.HostName}"),
                    double.TryParse(x.Id, CultureInfo.InvariantCulture, out var id) && double.IsFinite(id) ? id : -1),
                HtmlCell.Count(x.PaidCores), HtmlCell.Duration(x.AddTimeMs - run.App.StartTimeMs),
                HtmlCell.Duration((x.RemoveTimeMs ?? run.CountedUntilMs) - x.AddTimeMs),
                HtmlCell.Count(Math.Max(x.TotalTasks, x.CompletedTasks + x.FailedTasks)), HtmlCell.Count(x.FailedTasks),
                HtmlCell.Duration(x.TaskDurationMs), HtmlCell.Duration(x.TaskGcTimeMs), HtmlCell.Bytes(x.ShuffleReadBytes),
                HtmlCell.Bytes(heap), HtmlCell.Text(x.RemoveReason));
        }
        var note = executors.Count > MaxRows ? $"{executors.Count - MaxRows} later ones are in --format json." : null;
        var heat = ExecutorHeatChart.Build(run) is { } chart ? SvgChart.Figure(chart) : Markup.Empty;
        return Markup.Html($"<section id=\"executors\"><h2>Executors</h2>\n{heat}{table.ToMarkup(note)}</section>\n\n");
    }
}
