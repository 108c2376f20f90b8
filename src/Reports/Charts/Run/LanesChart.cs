using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Charts.Run;

/// <summary>A lane for each executor with its tasks, coloured by stage, and its idle times with their reason.</summary>
public static class LanesChart
{
    /// <summary>Above so many executors the cores in use are drawn as an area; above so many tasks they are merged.</summary>
    public const int MostLanes = 64, MostTasks = 1_200;

    const int StagesNamed = 7;
    const double LabelShare = 0.05;

    /// <summary>How many columns of time tasks are merged to, by the number of lanes.</summary>
    /// <param name="Boxes">At most, of all lanes.</param>
    /// <param name="Fewest">Columns of a lane at least.</param>
    /// <param name="Most">Columns of a lane at most.</param>
    readonly record struct Grid(int Boxes, int Fewest, int Most)
    {
        public static readonly Grid OfPage = new(2_400, 60, 480), OfDocument = new(1_200, 24, 240);

        public int Columns(int lanes) => Math.Clamp(Boxes / lanes, Fewest, Most);
    }

    /// <summary>Null where the log has no times or no executors.</summary>
    public static ChartModel? Build(ApplicationRun run) => Build(run, Grid.OfPage, always: false);

    /// <summary>The same with the tasks merged to columns of time in any case, for JSON: some hundred boxes, not each task.</summary>
    public static ChartModel? Merged(ApplicationRun run) => Build(run, Grid.OfDocument, always: true);

    static ChartModel? Build(ApplicationRun run, Grid grid, bool always)
    {
        if (TaskLanes.Compute(run) is not { } lanes) return null;
        if (lanes.Lanes.Count > MostLanes) return CoresChart.Build(run);
        var hues = Hues(lanes, run, out var keys);
        var tasks = lanes.Lanes.Sum(l => l.Tasks.Count);
        var columns = always || tasks > MostTasks ? grid.Columns(lanes.Lanes.Count) : (int?)null;
        var marks = new List<ChartMark>();
        for (var i = 0; i < lanes.Lanes.Count; i++) Lane(marks, lanes.Lanes[i], i, lanes, hues, columns);
        if (lanes.FirstJobMs is { } first && first - lanes.StartMs > 0.02 * (lanes.EndMs - lanes.StartMs))
            marks.Add(new RuleMark(first - lanes.StartMs, true)
            {
                Hue = Hue.Ink,
                Label = $"first job at {Quantity.Duration(first - lanes.StartMs)}",
            });
        var count = lanes.Lanes.Count;
        return new ChartModel
        {
            Id = "executors-over-time",
            Title = Title(lanes),
            Source = "Measured: executors added and removed, tasks launched and finished"
                + (columns is null ? "."
                    : always ? $"; {Quantity.Count(tasks)} tasks are merged to {Quantity.Count(columns.Value)} equal times of the run, "
                        + "each with the stage that held most of it."
                    : $"; {Quantity.Count(tasks)} tasks are merged where they are narrower than a pixel."),
            X = new("since the start", "ms", 0, lanes.EndMs - lanes.StartMs),
            Y = ChartAxis.Named("", [.. lanes.Lanes.Select(Name)]),
            Marks = marks,
            Keys = keys,
            Height = count * Math.Clamp(320 / count, 11, 44),
            Values = new(["executor", "tasks", "task time", "longest idle time"], [.. lanes.Lanes.Select(l =>
                (IReadOnlyList<string>)[Name(l), Quantity.Count(l.Tasks.Count), Quantity.Duration(l.Tasks.Sum(t => t.UntilMs - t.FromMs)),
                    l.Gaps.Count == 0 ? "" : Quantity.Duration(l.Gaps.Max(g => g.UntilMs - g.FromMs))])]),
        };
    }

    static string Name(ExecutorLane l) => l.Executor.IsDriver ? "driver (local mode)" : $"{l.Executor.Id} on {l.Executor.HostName}";

    static string Title(TaskLanes lanes)
    {
        var longest = lanes.Lanes.SelectMany(l => l.Gaps.Select(g => (Lane: l, Gap: g))).Where(x =>
            x.Gap.Reason == LaneGapReason.OthersWork)
            .OrderByDescending(x => x.Gap.UntilMs - x.Gap.FromMs).FirstOrDefault();
        if (longest.Gap is { } gap && gap.UntilMs - gap.FromMs >= 0.05 * (lanes.EndMs - lanes.StartMs))
        {
            var waiting = lanes.Lanes.Count(l => l.Gaps.Any(g => g.Reason == LaneGapReason.OthersWork && g.UntilMs > gap.FromMs
                && g.FromMs < gap.UntilMs));
            return $"{waiting} of {Quantity.Plural(lanes.Lanes.Count, "executor")} waited up to "
                + $"{Quantity.Duration(gap.UntilMs - gap.FromMs)} for tasks of the others";
        }
        var idle = lanes.Lanes.Sum(l => l.Gaps.Sum(g => g.UntilMs - g.FromMs));
        var all = lanes.Lanes.Sum(l => l.UntilMs - l.FromMs);
        // short gaps are not counted, so that 0 % would be said of executors that were idle for some of their time
        return idle == 0 && all > 0 ? "No executor was without a task for long"
            : all > 0 ? $"Executors had no task for {Quantity.Percent((double)idle / all)} of their time" : "Executors over time";
    }

    static Dictionary<StageAttempt, Hue> Hues(TaskLanes lanes, ApplicationRun run, out List<ChartKey> keys)
    {
        var names = StageNames.Name(run);
        var hues = new Dictionary<StageAttempt, Hue>();
        keys = [];
        var stages = lanes.Lanes.SelectMany(l => l.Tasks).GroupBy(t => t.Stage).Select(g => (Stage: g.Key, Ms: g.Sum(t =>
            t.UntilMs - t.FromMs)))
            .OrderByDescending(s => s.Ms).ToList();
        foreach (var (stage, _) in stages.Take(StagesNamed).OrderBy(s => s.Stage.StageId).ThenBy(s => s.Stage.AttemptId))
        {
            var hue = ChartPalette.Apart[hues.Count % ChartPalette.Apart.Count];
            hues[stage] = hue;
            keys.Add(new($"stage {stage.StageId}{(stage.AttemptId > 0 ? $".{stage.AttemptId}" : "")} "
                + $"{PlainText.Short(names(stage), 64)}".TrimEnd(), hue));
        }
        if (stages.Count > hues.Count) keys.Add(new($"{Quantity.Plural(stages.Count - hues.Count, "other stage")}", Hue.StartUp));
        var all = lanes.Lanes.SelectMany(l => l.Tasks);
        if (all.Any(t => t.IsLong || t.Failed)) keys.Add(new("task that is much longer than its stage's others, or failed", Hue.Problem));
        keys.Add(new("paid, no task", Hue.Idle, ChartFill.Hatch));
        return hues;
    }

    static void Lane(List<ChartMark> marks, ExecutorLane lane, int at, TaskLanes all, Dictionary<StageAttempt, Hue> hues, int? columns)
    {
        var span = (double)(all.EndMs - all.StartMs);
        const double pad = 0.12;
        double top = at + pad, height = 1 - 2 * pad;
        var left = lane.Executor.RemoveTimeMs is not null && lane.UntilMs < all.EndMs - 0.01 * span
            ? $", left: {lane.Executor.RemoveReason ?? "no reason in the log"}" : "";
        marks.Add(new BoxMark(lane.FromMs - all.StartMs, lane.UntilMs - all.StartMs, top, top + height)
        {
            Hue = Hue.Idle,
            Fill = ChartFill.Hatch,
            Detail = $"{Name(lane)}: from {Quantity.Duration(lane.FromMs - all.StartMs)} to "
                + $"{Quantity.Duration(lane.UntilMs - all.StartMs)}{left}",
        });
        foreach (var gap in lane.Gaps)
        {
            var ms = gap.UntilMs - gap.FromMs;
            var waits = gap.Reason == LaneGapReason.OthersWork;
            marks.Add(new BoxMark(gap.FromMs - all.StartMs, gap.UntilMs - all.StartMs, top, top + height)
            {
                Hue = waits ? Hue.Problem : Hue.Idle,
                Fill = waits ? ChartFill.Hatch : ChartFill.None,
                InsideOnly = true,
                Label = ms >= LabelShare * span ? $"{(waits ? "waits" : "idle")} {Quantity.Duration(ms)}" : null,
                Detail = $"{Name(lane)}: no task for {Quantity.Duration(ms)}, {Reason(gap.Reason)}",
            });
        }
        if (columns is { } merged) Merge(marks, lane, top, height, all, hues, merged);
        else foreach (var task in lane.Tasks) Task(marks, lane, task, top, height, all, hues);
        if (left.Length > 0 && lane.Executor.FailedTasks + lane.Executor.ActiveTasks > 0)
            marks.Add(new PointMark(lane.UntilMs - all.StartMs, at + 0.5) { Hue = Hue.Problem, Detail = $"{Name(lane)}{left}" });
    }

    static string Reason(LaneGapReason reason) => reason switch
    {
        LaneGapReason.BeforeFirstJob => "before the first job",
        LaneGapReason.AfterLastJob => "after the last job",
        LaneGapReason.OthersWork => "while other executors had tasks",
        _ => "no executor had a task: the driver worked alone",
    };

    static void Task(List<ChartMark> marks, ExecutorLane lane, LaneTask task, double top, double height, TaskLanes all,
        Dictionary<StageAttempt, Hue> hues)
    {
        var t = task.Stage.Tasks;
        var ms = task.UntilMs - task.FromMs;
        var step = height / lane.Slots;
        var spilled = t.Metric(task.Row, EventLogParser.Events.TaskMetric.DiskBytesSpilled);
        var read = t.ShuffleReadBytes(task.Row) + t.Metric(task.Row, EventLogParser.Events.TaskMetric.InputBytes);
        var what = $"task {t.Index(task.Row)} of stage {task.Stage.StageId}: {Quantity.Duration(ms)}"
            + (read > 0 ? $", read {Quantity.Bytes(read)}" : "") + (spilled > 0 ? $", spilled {Quantity.Bytes(spilled)}" : "")
                + (task.Failed ? ", failed" : "");
        marks.Add(new BoxMark(task.FromMs - all.StartMs, task.UntilMs - all.StartMs, top + task.Slot * step, top + (task.Slot + 1) * step)
        {
            Hue = task.IsLong || task.Failed ? Hue.Problem : hues.GetValueOrDefault(task.Stage, Hue.StartUp),
            InsideOnly = true,
            Outlined = task.IsLast && ms >= LabelShare * (all.EndMs - all.StartMs),
            Label = (task.IsLong && ms >= LabelShare * (all.EndMs - all.StartMs)) ? what : null,
            Detail = what,
            Link = StageLink(task.Stage),
        });
    }

    public static string StageLink(StageAttempt s) => $"stage-{s.StageId}-{s.AttemptId}";

    /// <summary>In each column of pixels the stage that held most of it; equal neighbours are one box.</summary>
    static void Merge(List<ChartMark> marks, ExecutorLane lane, double top, double height, TaskLanes all,
        Dictionary<StageAttempt, Hue> hues, int columns)
    {
        var width = (double)(all.EndMs - all.StartMs) / columns;
        var held = new Dictionary<StageAttempt, double>[columns];
        foreach (var task in lane.Tasks)
        {
            double a = (task.FromMs - all.StartMs) / width, b = (task.UntilMs - all.StartMs) / width;
            for (var c = Math.Max(0, (int)a); c < columns && c < b; c++)
            {
                var by = Math.Min(c + 1, b) - Math.Max(c, a);
                held[c] ??= [];
                held[c][task.Stage] = held[c].GetValueOrDefault(task.Stage) + by;
            }
        }
        var from = 0;
        StageAttempt? stage = null;
        for (var c = 0; c <= columns; c++)
        {
            var most = c < columns && held[c] is { } h && h.Values.Sum() >= 0.05 * lane.Slots ? h.OrderByDescending(x => x.Value).First()
                .Key : null;
            if (ReferenceEquals(most, stage)) continue;
            if (stage is not null)
            {
                marks.Add(new BoxMark(from * width, c * width, top, top + height)
                {
                    Hue = hues.GetValueOrDefault(stage, Hue.StartUp),
                    Detail = $"stage {stage.StageId}, {Quantity.Duration(from * width)} to {Quantity.Duration(c * width)}",
                    Link = StageLink(stage),
                });
            }
            (stage, from) = (most, c);
        }
    }
}
