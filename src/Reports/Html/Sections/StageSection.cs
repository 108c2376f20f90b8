using System.Runtime.CompilerServices;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;
using Rightsizer.Reports.Charts.Run;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Html.Sections;

/// <summary>Stages by task time, those that do the same as one row; a row opens to its tasks in figures.</summary>
static class StageSection
{
    const int MaxRows = 400, MaxOpen = 60, LongTasks = 5, IdsShown = 8;
    const string Rest = "measured: Spark's own sum over the stage's tasks";

    static readonly ConditionalWeakTable<ApplicationRun, HashSet<StageAttempt>> Listed = [];

    public static Markup Render(ApplicationRun run)
    {
        var groups = Groups(run);
        if (groups.Count == 0) return Markup.Empty;
        var names = StageNames.Name(run);
        var table = new HtmlTable("Stage attempts by task time; those with the same work are one row", new("stage", Wide: true), new("ids"),
            new("tasks", true, Rest), new("failed", true, Rest), new("time", true,
                "measured: submitted to completed, the longest of a row"),
            new("task time", true, "measured: launch to finish over all tasks"), new("median task", true,
                "measured: median of ended tasks"),
            new("longest task", true, "measured: longest of ended tasks"), new("read", true, "measured: input and shuffle bytes read"),
            new("spilled", true, Rest));
        for (var i = 0; i < Math.Min(groups.Count, MaxRows); i++)
        {
            var g = groups[i];
            var s = g.Stages[0];
            table.AddRow(LanesChart.StageLink(s), i < MaxOpen ? Open(s) : null,
                HtmlCell.Text(PlainText.Short(names(s) ?? "no name", 90) + (s.Status == "COMPLETE" ? ""
                    : $" ({s.Status.ToLowerInvariant()})")),
                new(Ids(g.Stages), s.StageId),
                HtmlCell.Count(g.Stages.Sum(x => (long)x.Tasks.Count)), HtmlCell.Count(g.Stages.Sum(x => (long)x.NumFailedTasks)),
                HtmlCell.Duration(g.Stages.Max(x => x.Info.CompletionTimeMs - x.Info.SubmissionTimeMs)), HtmlCell.Duration(g.TaskMs),
                HtmlCell.Duration(g.Median), HtmlCell.Duration(g.Longest),
                HtmlCell.Bytes(g.Stages.Sum(x => x.Metrics[TaskMetric.InputBytes] + x.ShuffleReadBytes)),
                HtmlCell.Bytes(g.Stages.Sum(x => x.Metrics[TaskMetric.DiskBytesSpilled])));
        }
        var note = groups.Count > MaxRows ? $"{groups.Count - MaxRows} more rows with less task time are in --format json." : null;
        return Markup.Html($"<section id=\"stages\"><h2>Stages</h2>\n{table.ToMarkup(note)}</section>\n\n");
    }

    /// <summary>A link to the stage leads to its row, or to the row that it shares.</summary>
    public static bool IsListed(ApplicationRun run, StageAttempt stage) =>
        Listed.GetValue(run, r => [.. Groups(r).Take(MaxRows).SelectMany(g => g.Stages.Take(IdsShown))]).Contains(stage);

    static List<Group> Groups(ApplicationRun run)
    {
        var names = StageNames.Name(run);
        return [.. TaskSpread.Slowest(run, int.MaxValue)
            .GroupBy(s => (names(s.Stage), s.Stage.Info.NumTasks, s.Stage.Status))
            .Select(g => new Group([.. g.Select(s => s.Stage)], g.Sum(s => s.TaskMs), g.First().Quantile(0.5), g.Max(s => s.Quantile(1))))
            .OrderByDescending(g => g.TaskMs).ThenBy(g => g.Stages[0].StageId)];
    }

    static Markup Ids(IReadOnlyList<StageAttempt> stages)
    {
        // the row has the name of the first
        var ids = Markup.Join(stages.Take(IdsShown).OrderBy(s => s.StageId).Select(s =>
        {
            var id = s.AttemptId > 0 ? $"{s.StageId}.{s.AttemptId}" : $"{s.StageId}";
            return s == stages[0] ? Markup.Text(id) : Markup.Html($"<span id=\"{LanesChart.StageLink(s)}\">{id}</span>");
        }), ", ");
        return stages.Count > IdsShown ? Markup.Html($"{ids} and {(long)(stages.Count - IdsShown)} more") : ids;
    }

    /// <summary>Quantiles of what the tasks took, and the longest ones.</summary>
    static Markup Open(StageAttempt s)
    {
        if (TaskDistributions.Compute(s, [0, 0.25, 0.5, 0.75, 0.95, 1],
            withRebuilt: true) is not { } d) return Markup.Html($"<p class=\"note\">No task of this stage ended well with figures.</p>");
        (string Name, IReadOnlyList<long?> Values, Func<long, string> Text)[] lines =
        [
            ("time", d.DurationMs, v => Quantity.Duration(v)),
            ("input read", d.Of(TaskMetric.InputBytes), v => Quantity.Bytes(v)),
            ("shuffle read", d.Of(TaskMetric.ShuffleLocalBytesRead, TaskMetric.ShuffleRemoteBytesRead), v => Quantity.Bytes(v)),
            ("shuffle written", d.Of(TaskMetric.ShuffleWriteBytes), v => Quantity.Bytes(v)),
            ("spilled, in memory", d.Of(TaskMetric.MemoryBytesSpilled), v => Quantity.Bytes(v)),
            ("spilled, on disk", d.Of(TaskMetric.DiskBytesSpilled), v => Quantity.Bytes(v)),
            ("GC", d.Of(TaskMetric.JvmGcTime), v => Quantity.Duration(v)),
            ("peak memory", d.Of(TaskMetric.PeakExecutionMemory), v => Quantity.Bytes(v)),
        ];
        var rows = Markup.Join(lines.Where(l => l.Values.Any(v => v is > 0)).Select(l => Markup.Html(
            $"<tr><td>{l.Name}</td>"
                + $"{Markup.Join(l.Values.Select(v => Figure(v, l.Text)))}</tr>")));
        var t = s.Tasks;
        var longest = Enumerable.Range(0, t.Count).Where(r => t.DurationMs(r) is > 0).OrderByDescending(r => t.DurationMs(r)).ThenBy(r =>
            r).Take(LongTasks)
            .Select(r => $"task {t.Index(r)} on executor {t.ExecutorId(r)} {Quantity.Duration(t.DurationMs(r))}"
                + (t.ShuffleReadBytes(r) + t.Metric(r, TaskMetric.InputBytes) is > 0 and var b ? $" ({Quantity.Bytes(b)} read)" : ""));
        var place = CallSites.Place(s.Info.Name) is { } p ? $" Code: {p}." : "";
        return Markup.Html($"""
            <table class="spread"><thead><tr><th scope="col">of a task</th><th scope="col" class="n">least</th><th scope="col" class="n">25 %</th><th scope="col" class="n">median</th><th scope="col" class="n">75 %</th><th scope="col" class="n">95 %</th><th scope="col" class="n">most</th></tr></thead><tbody>{rows}</tbody></table>
            <p class="note">Longest: {PlainText.OneLine(string.Join("; ", longest))}.{PlainText.OneLine(place)}</p>
            """);
    }

    static Markup Figure(long? value, Func<long, string> text) =>
        Markup.Html($"<td class=\"n\">{(value is { } known ? text(known) : "")}</td>");

    sealed record Group(IReadOnlyList<StageAttempt> Stages, long TaskMs, long Median, long Longest);
}
