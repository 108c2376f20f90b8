using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Every stage attempt that ran, and how the tasks of the slowest spread.</summary>
static class StageSection
{
    const int MaxRows = 1000, SpreadsShown = 8, LinesShown = 6;

    public static Markup Render(ApplicationRun run)
    {
        var spreads = TaskSpread.Slowest(run, MaxRows);
        if (spreads.Count == 0) return Markup.Empty;
        const string Rest = "measured: Spark's own sum over the stage's tasks";
        var table = new HtmlTable("Stage attempts, most task time first", new("stage"), new("name", Wide: true), new("status"),
            new("tasks", true, Rest), new("failed", true, Rest),
            new("time", true, "measured: submitted to completed"), new("task time", true, "measured: launch to finish over all tasks"),
            new("median task", true, "measured: median of ended tasks"), new("longest task", true, "measured: longest of ended tasks"),
            new("read", true, Rest), new("shuffle read", true, Rest), new("shuffle write", true, Rest), new("spilled to disk", true, Rest),
                new("GC", true, Rest));
        foreach (var s in spreads)
        {
            var stage = s.Stage;
            table.Add(new(Markup.Html(
                $"<span id=\"stage-{(long)stage.StageId}-{(long)stage.AttemptId}\">{(long)stage.StageId}.{(long)stage.AttemptId}</span>"),
                stage.StageId), HtmlCell.Text(stage.Info.Name), HtmlCell.Text(stage.Status.ToLowerInvariant()),
                HtmlCell.Count(stage.Tasks.Count), HtmlCell.Count(stage.NumFailedTasks),
                    HtmlCell.Duration(stage.Info.CompletionTimeMs - stage.Info.SubmissionTimeMs),
                HtmlCell.Duration(s.TaskMs), HtmlCell.Duration(s.Quantile(0.5)), HtmlCell.Duration(s.Quantile(1)),
                HtmlCell.Bytes(stage.Metrics[TaskMetric.InputBytes]), HtmlCell.Bytes(stage.ShuffleReadBytes),
                    HtmlCell.Bytes(stage.Metrics[TaskMetric.ShuffleWriteBytes]),
                HtmlCell.Bytes(stage.Metrics[TaskMetric.DiskBytesSpilled]), HtmlCell.Duration(stage.Metrics[TaskMetric.JvmGcTime]));
        }
        var executed = run.Stages.Count(s => s.WasExecuted);
        var note = executed > spreads.Count
            ? $"{executed - spreads.Count} more with less task time, or with no ended task, are in --format json." : null;
        return Markup.Html($"""
            <section id="stages"><h2>Stages</h2>
            <div class="spreads">{Markup.Join(spreads.Take(SpreadsShown).Select(Spread))}</div>
            {Quantiles([.. spreads.Take(LinesShown)])}
            {table.ToMarkup(note)}</section>

            """);
    }

    /// <summary>How long the fastest 10, 50, 99 % of the tasks took: a skewed stage is the line that turns up at the right.</summary>
    static Markup Quantiles(IReadOnlyList<TaskSpread> spreads)
    {
        string[] colors = ["used", "job", "accent", "warning", "critical", "soft"];
        double[] percents = [.. Enumerable.Range(0, 99).Select(i => (double)i), 99, 99.5, 100];
        var series = spreads.Where(s => s.DurationsMs.Count > 1).Select((s, i) => new ChartSeries(Name(s.Stage),
            [.. percents.Select(p => (double?)Math.Max(1, s.Quantile(p / 100)))], colors[i])).ToList();
        if (series.Count == 0) return Markup.Empty;
        var chart = new HtmlChart
        {
            X = new("share of tasks", "percent"),
            Y = new("task time", "ms", Log: true),
            XValues = percents,
            Series = series
        };
        var still = StillLines.Render(
            percents, [.. series.Select(s => (s.Color, s.Values))], ["fastest task", "median", "slowest task"], log: true);
        var markup = chart.ToMarkup(still, "measured: launch to finish of every ended task; time is logarithmic",
            "Task time by share of tasks, one line a stage");
        return Markup.Html($"<h3>Task times of the {series.Count} heaviest stages, fastest task first</h3>\n{markup}");
    }

    static string Name(StageAttempt stage) => $"stage {stage.StageId}.{stage.AttemptId}";

    static Markup Spread(TaskSpread s)
    {
        var bars = TaskHistogram.Compute(s.DurationsMs);
        var top = Math.Max(1, bars.Max(b => b.Count));
        var rects = bars.Select((b, i) => Markup.Html(
            $"<rect class=\"used\" x=\"{i * 10L}\" y=\"{60 - Math.Max(b.Count > 0 ? 1.5 : 0, 60.0 * b.Count / top)}\" width=\"9\" "
                + $"height=\"{Math.Max(b.Count > 0 ? 1.5 : 0, 60.0 * b.Count / top)}\"><title>{Quantity.Duration(b.FromMs)} to "
                + $"{Quantity.Duration(b.UntilMs)}: {Quantity.Count(b.Count)} tasks</title></rect>"));
        return Markup.Html($"""
            <figure class="spread" title="measured: launch to finish of every ended task">
            <figcaption><a href="#stage-{(long)s.Stage.StageId}-{(long)s.Stage.AttemptId}">stage {(long)s.Stage.StageId}.{(long)s.Stage.AttemptId}</a> {Quantity.Count(s.DurationsMs.Count)} tasks, {Quantity.Duration(s.TaskMs)} in all</figcaption>
            <svg viewBox="0 0 {bars.Count * 10L} 60" preserveAspectRatio="none" role="img" aria-label="Distribution of task time">{Markup.Join(rects)}</svg>
            <p><span>{Quantity.Duration(s.Quantile(0))}</span><span>median {Quantity.Duration(s.Quantile(0.5))}</span><span>{Quantity.Duration(s.Quantile(1))}</span></p>
            </figure>

            """);
    }
}
