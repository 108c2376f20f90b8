using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Reports.Charts.Run;

/// <summary>Pictures of findings as bars: waits and collections in stages, memory of executors, what failed where.</summary>
static class FindingBars
{
    const int MostStages = 6, MostExecutors = 8, MostFailures = 200;

    /// <summary>Part of the tasks' run time that a metric took, a bar for each stage of the finding; null where there is none.</summary>
    /// <param name="stages">Of the finding, largest share first.</param>
    /// <param name="metric">Milliseconds of a task.</param>
    /// <param name="part">What the metric is: "waiting for shuffle blocks".</param>
    public static ChartModel? Part(IReadOnlyList<StageAttempt> stages, TaskMetric metric, string part)
    {
        var shown = stages.Take(MostStages)
            .Select(s => (Stage: s, Part: Sum(s, metric), All: (double)s.Metrics[TaskMetric.ExecutorRunTime]))
            .Where(s => s.All > 0 && s.Part > 0).ToList();
        if (shown.Count == 0) return null;
        var marks = new List<ChartMark>();
        for (var i = 0; i < shown.Count; i++)
        {
            var (stage, ms, all) = shown[i];
            var words = $"stage {stage.StageId}: {Quantity.Duration((long)ms)} of {Quantity.Duration((long)all)} {part}";
            marks.Add(new BoxMark(0, ms, i + 0.15, i + 0.85) { Hue = Hue.Problem, Detail = words });
            marks.Add(new BoxMark(ms, all, i + 0.15, i + 0.85) { Hue = Hue.Work, Detail = words });
            marks.Add(new BoxMark(all, all, i + 0.15, i + 0.85)
            {
                Hue = Hue.Ink,
                Fill = ChartFill.None,
                Label = Quantity.Duration((long)ms),
            });
        }
        return new ChartModel
        {
            Id = "",
            Title = $"Stage {shown[0].Stage.StageId}: {Quantity.Duration((long)shown[0].Part)} of "
                + $"{Quantity.Duration((long)shown[0].All)} {part}",
            Source = "Measured: run time of the stages' tasks, added up.",
            X = new("run time of all tasks", "ms", 0, shown.Max(s => s.All) * 1.25),
            Y = ChartAxis.Named("", [.. shown.Select(s => $"stage {s.Stage.StageId}")]),
            Marks = marks,
            Keys = [new(part, Hue.Problem), new("all else", Hue.Work)],
            Height = Math.Max(40, shown.Count * 24),
        };
    }

    /// <summary>As the detectors add it up: never more of a task than its run time.</summary>
    static double Sum(StageAttempt s, TaskMetric metric) => Enumerable.Range(0, s.Tasks.Count)
        .Sum(r => (double)Math.Min(s.Tasks.Metric(r, metric), s.Tasks.Metric(r, TaskMetric.ExecutorRunTime)));

    /// <summary>Peak heap of the fullest executors against the heap that they have.</summary>
    public static ChartModel? Memory(Finding f, ApplicationRun run)
    {
        if (f.Evidence.FirstOrDefault(e => e.Name == "heapBytes")?.Value is not (> 0 and var heap)) return null;
        var shown = run.WorkerExecutors.Where(x => x.Peak is { } p && p[ExecutorMetric.JVMHeapMemory] > 0)
            .Select(x => (x.Id, Peak: (double)x.Peak!.Value[ExecutorMetric.JVMHeapMemory]))
            .OrderByDescending(x => x.Peak).Take(MostStages).ToList();
        if (shown.Count == 0) return null;
        return new ChartModel
        {
            Id = "",
            Title = $"The fullest executor used {Quantity.Percent(shown[0].Peak / heap)} of its heap",
            Source = "Measured: the highest heap of each executor that the log has samples of, garbage included.",
            X = new("heap", "bytes", 0, Math.Max(heap, shown[0].Peak) * 1.1),
            Y = ChartAxis.Named("", [.. shown.Select(x => $"executor {x.Id}")]),
            Marks =
            [
                .. shown.Select((x, i) => new BoxMark(0, x.Peak, i + 0.15, i + 0.85)
                {
                    Hue = Hue.Work,
                    Label = Quantity.Bytes((long)x.Peak),
                    Detail = $"executor {x.Id}: {Quantity.Bytes((long)x.Peak)} of {Quantity.Bytes((long)heap)}",
                }),
                .. shown.Select((x, i) => new BoxMark(Math.Min(x.Peak, heap), heap, i + 0.15, i + 0.85)
                {
                    Hue = Hue.Idle,
                    Fill = ChartFill.Hatch,
                    Detail = $"executor {x.Id}: {Quantity.Bytes((long)Math.Max(0, heap - x.Peak))} never used",
                }),
            ],
            Keys = [new("used at most", Hue.Work), new("never used", Hue.Idle, ChartFill.Hatch)],
            Height = Math.Max(40, shown.Count * 24),
        };
    }

    /// <summary>When and on which executors attempts failed, and which executors were lost; null where nothing did.</summary>
    public static ChartModel? Failures(ApplicationRun run)
    {
        if (run.App.StartTimeMs is not { } start || run.CountedUntilMs is not { } end || end <= start) return null;
        var failed = run.Stages.SelectMany(s => Enumerable.Range(0, s.Tasks.Count)
            .Where(r => s.Tasks.Status(r) == Analyzer.Model.TaskStatus.Failed)
            .Select(r => (Stage: s, Row: r, At: s.Tasks.FinishTimeMs(r) ?? s.Tasks.LaunchTimeMs(r), Executor: s.Tasks.ExecutorId(r))))
            .Where(x => x.Executor is not null).OrderBy(x => x.At).ThenBy(x => x.Stage.StageId).ThenBy(x => x.Row).ToList();
        var byExecutor = failed.GroupBy(x => x.Executor!).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        // an executor that goes before the end, with a reason that is none of the scheduler's own
        var lives = run.WorkerExecutors.Where(x => byExecutor.ContainsKey(x.Id) || IsLost(x, failed.Count > 0 ? failed[^1].At : end))
            .OrderByDescending(x => byExecutor.GetValueOrDefault(x.Id)).ThenBy(x => x.AddTimeMs).ThenBy(x => x.Id, StringComparer.Ordinal)
            .ToList();
        var shown = lives.Take(MostExecutors).ToList();
        if (shown.Count == 0) return null;
        var marks = new List<ChartMark>();
        for (var i = 0; i < shown.Count; i++)
        {
            var x = shown[i];
            var until = Math.Min(x.RemoveTimeMs ?? end, end);
            marks.Add(new BoxMark(Math.Max(0, x.AddTimeMs - start), until - start, i + 0.25, i + 0.75)
            {
                Hue = Hue.Idle,
                Fill = ChartFill.Faint,
                Detail = $"executor {x.Id} on {x.HostName}: {Quantity.Plural(byExecutor.GetValueOrDefault(x.Id), "failed attempt")}"
                    + (x.RemoveTimeMs is not null && x.RemoveReason is { } why ? $"; removed: {why}" : ""),
            });
            if (x.RemoveTimeMs is { } removed && removed < end) marks.Add(new PointMark(removed - start, i + 0.5)
            {
                Hue = Hue.Ink,
                Detail = $"executor {x.Id} removed after {Quantity.Duration(removed - start)}{(x.RemoveReason is { } r ? $": {r}" : "")}",
            });
        }
        var lanes = shown.Select((x, i) => (x.Id, i)).ToLookup(x => x.Id, x => x.i, StringComparer.Ordinal);
        foreach (var (stage, row, at, executor) in failed.Where(x => lanes.Contains(x.Executor!)).Take(MostFailures))
            marks.Add(new PointMark(at - start, lanes[executor!].First() + 0.5)
            {
                Hue = Hue.Problem,
                Detail = $"stage {stage.StageId}, task {stage.Tasks.Index(row)}, attempt {stage.Tasks.Attempt(row)} failed after "
                    + $"{Quantity.Duration(stage.Tasks.DurationMs(row))} on executor {executor}",
            });
        var hosts = failed.Count == 0 ? 0 : lives.Where(x => byExecutor.ContainsKey(x.Id)).Select(x => x.HostName).Distinct().Count();
        return new ChartModel
        {
            Id = "",
            Title = failed.Count == 0 ? $"{Quantity.Plural(lives.Count, "executor")} went before the end"
                : $"{Quantity.Plural(failed.Count, "attempt")} failed on {Quantity.Plural(byExecutor.Count, "executor")} of "
                    + $"{Quantity.Plural(hosts, "host")}",
            Source = "Measured: failed attempts when they ended"
                + (lives.Count > shown.Count ? $"; {shown.Count} of {lives.Count} executors, those with most failures." : "."),
            X = new("since the start", "ms", 0, end - start),
            Y = ChartAxis.Named("", [.. shown.Select(x => $"executor {x.Id}")]),
            Marks = marks,
            Keys = [new("attempt failed", Hue.Problem), new("executor removed", Hue.Ink), new("executor there", Hue.Idle, ChartFill.Faint)],
            Height = Math.Max(40, shown.Count * 22),
        };
    }

    static bool IsLost(ExecutorLife x, long until) => x.RemoveTimeMs is { } at && at < until && x.RemoveReason is { Length: > 0 };
}
