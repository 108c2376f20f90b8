using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Detectors;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Reports.Charts.Run;

/// <summary>The one small picture beside a finding: the thing itself, from the log.</summary>
public static class FindingChart
{
    const int MostPoints = 150, MostBars = 8;

    /// <summary>Null where the finding has nothing that a picture shows better than its sentence.</summary>
    public static ChartModel? Build(Finding f, AnalysisResult result)
    {
        var run = result.Run;
        return (f.Kind switch
        {
            "skew" or "speculation" => Stage(f, run) is { } s ? TaskTimes(s, f) : null,
            "slowHost" => Stage(f, run) is { } s ? Hosts(s, run) : null,
            "spill" => Stage(f, run) is { } s ? Spilled(s, f) : null,
            "fetchWait" => FindingBars.Part(Stages(f, run), TaskMetric.ShuffleFetchWaitTime, "waiting for shuffle blocks"),
            "gc" => FindingBars.Part(Stages(f, run), TaskMetric.JvmGcTime, "garbage collection"),
            "unusedMemory" => FindingBars.Memory(f, run),
            "failedAttempts" or "lostExecutor" or "fetchFailure" or "userError" or "outOfMemory" or "failedJob" =>
                FindingBars.Failures(run),
            "tooFewPartitions" or "tooManyPartitions" => Slots(f, run),
            "idleCores" => SweepChart.Build(result.Sweep, small: true),
            "driverBound" or "slowStart" or "idleTail" or "triggerWait" or "interactive" or "writeCommit" or "fileListing" => Gaps(f, run),
            "tinyFiles" or "smallFilesRead" => Sizes(f),
            _ => null,
        })?.Named($"finding-{f.Id.ToLowerInvariant()}");
    }

    static ChartModel Named(this ChartModel m, string id) => m with { Id = id, Small = true };

    static StageAttempt? Stage(Finding f, ApplicationRun run) => Stages(f, run).FirstOrDefault();

    static IReadOnlyList<StageAttempt> Stages(Finding f, ApplicationRun run) => [.. f.Where.Where(p => p.StageId is not null)
        .Select(p => run.Stages.LastOrDefault(s => s.StageId == p.StageId && (p.StageAttemptId is null || s.AttemptId == p.StageAttemptId)))
        .OfType<StageAttempt>().Where(s => s.WasExecuted).Distinct()];

    /// <summary>A point for each task by its time, the longest with their names.</summary>
    /// <remarks>The run time and the median are those of the finding's sentence: without the start-up of the first tasks.</remarks>
    static ChartModel? TaskTimes(StageAttempt stage, Finding f)
    {
        var t = stage.Tasks;
        var rows = Enumerable.Range(0, t.Count).Where(r => t.DurationMs(r) is >= 0).OrderBy(RunMs).ThenBy(r => r).ToList();
        if (rows.Count < 4) return null;
        // of many tasks every nth, and all of the longest
        var every = Math.Max(1, rows.Count / MostPoints);
        var shown = rows.Where((_, i) => i % every == 0 || i >= rows.Count - 5).ToList();
        var longest = RunMs(rows[^1]);
        var median = (long)(f.Evidence.FirstOrDefault(e => e.Name == "medianTaskMs")?.Value ?? RunMs(rows[rows.Count / 2]));
        var marks = new List<ChartMark>();
        for (var i = 0; i < shown.Count; i++)
        {
            var (row, ms) = (shown[i], RunMs(shown[i]));
            var isLong = ms >= 3 * median && i >= shown.Count - 5;
            var read = t.ShuffleReadBytes(row) + t.Metric(row, TaskMetric.InputBytes);
            marks.Add(new PointMark(ms, Jitter(i))
            {
                Hue = isLong ? Hue.Problem : Hue.Accent,
                Label = isLong && i >= shown.Count - 2 ? $"task {t.Index(row)}{(read > 0 ? ", " + Quantity.Bytes(read) : "")}" : null,
                Detail = $"task {t.Index(row)}: {Quantity.Duration(ms)}{(read > 0 ? $", read {Quantity.Bytes(read)}" : "")}",
            });
        }
        marks.Add(new RuleMark(median, true) { Hue = Hue.Ink, Label = $"median {Quantity.Duration(median)}" });
        return new ChartModel
        {
            Id = "",
            Title = $"Longest task {Quantity.Duration(longest)}, median {Quantity.Duration(median)}",
            Source = $"Measured: {Quantity.Plural(rows.Count, "task")} of stage "
                + $"{stage.StageId}{(every > 1 ? ", one point for several" : "")}.",
            X = new("run time of a task", "ms", 0, longest * 1.02),
            Y = ChartAxis.Named("", ["tasks"]),
            Marks = marks,
            Height = 90,
        };

        // speculation is about launch to finish; a log without metrics has nothing else
        long RunMs(int row) => f.Kind == "skew" && t.Metric(row, TaskMetric.ExecutorRunTime) is > 0 and var run ? run
            : t.DurationMs(row)!.Value;
    }

    /// <summary>Spread over the lane so that points do not hide each other; the same for the same place.</summary>
    static double Jitter(int i) => 0.15 + 0.7 * (i * 0.618034 % 1);

    static ChartModel? Hosts(StageAttempt stage, ApplicationRun run)
    {
        var t = stage.Tasks;
        var hosts = run.WorkerExecutors.GroupBy(x => x.Id).ToDictionary(g => g.Key, g => g.Last().HostName, StringComparer.Ordinal);
        var medians = Enumerable.Range(0, t.Count).Where(r => t.DurationMs(r) is >= 0 && t.ExecutorId(r) is { } id && hosts.ContainsKey(id))
            .GroupBy(r => hosts[t.ExecutorId(r)!]).Select(g => (Host: g.Key, Count: g.Count(), Ms: Median([.. g.Select(r =>
                t.DurationMs(r)!.Value)])))
            .OrderByDescending(h => h.Ms).ThenBy(h => h.Host, StringComparer.Ordinal).ToList();
        if (medians.Count < 2) return null;
        var shown = medians.Count <= MostBars ? medians : [.. medians.Take(MostBars / 2), .. medians.TakeLast(MostBars / 2)];
        return Bars(shown.Select(h => (h.Host, (double)h.Ms, Quantity.Duration(h.Ms), ReferenceEquals(h.Host, shown[0].Host))),
            $"Median task {Quantity.Duration(shown[0].Ms)} on {shown[0].Host}, {Quantity.Duration(medians[medians.Count / 2].Ms)} on a "
                + $"usual host",
            $"Measured: tasks of stage {stage.StageId} by host.", new("median task time", "ms", 0, shown[0].Ms * 1.25));
    }

    static long Median(long[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    /// <summary>What the tasks needed against what they had.</summary>
    static ChartModel? Spilled(StageAttempt stage, Finding f)
    {
        var t = stage.Tasks;
        var rows = Enumerable.Range(0, t.Count).OrderByDescending(r => t.Metric(r, TaskMetric.MemoryBytesSpilled) + t.Metric(r,
            TaskMetric.PeakExecutionMemory))
            .ThenBy(r => r).Take(6).ToList();
        var most = rows.Count == 0 ? 0 : rows.Max(r => t.Metric(r, TaskMetric.MemoryBytesSpilled) + t.Metric(r,
            TaskMetric.PeakExecutionMemory));
        if (most <= 0) return null;
        var marks = new List<ChartMark>();
        for (var i = 0; i < rows.Count; i++)
        {
            long peak = t.Metric(rows[i], TaskMetric.PeakExecutionMemory), spilled = t.Metric(rows[i], TaskMetric.MemoryBytesSpilled);
            marks.Add(new BoxMark(0, peak, i + 0.15, i + 0.85)
            {
                Hue = Hue.Work,
                Detail = $"task {t.Index(rows[i])}: {Quantity.Bytes(peak)} in memory at most",
            });
            if (spilled > 0) marks.Add(new BoxMark(peak, peak + spilled, i + 0.15, i + 0.85)
            {
                Hue = Hue.Problem,
                Label = Quantity.Bytes(spilled),
                Detail = $"task {t.Index(rows[i])}: {Quantity.Bytes(spilled)} did not fit and were spilled",
            });
        }
        var room = f.Evidence.FirstOrDefault(e => e.Unit == "bytes" && e.Name.Contains("room", StringComparison.OrdinalIgnoreCase));
        if (room is { Value: > 0 } r && r.Value < most) marks.Add(new RuleMark(r.Value, true)
        {
            Hue = Hue.Ink,
            Label = $"room {Quantity.Bytes((long)r.Value)}",
        });
        var total = Enumerable.Range(0, t.Count).Sum(x => t.Metric(x, TaskMetric.MemoryBytesSpilled));
        return new ChartModel
        {
            Id = "",
            Title = total > 0 ? $"{Quantity.Bytes(total)} did not fit into memory" : $"Tasks held up to {Quantity.Bytes(most)} in memory",
            Source = $"Measured: the largest tasks of stage {stage.StageId}; spilled data is counted as it was in memory.",
            X = new("memory of a task", "bytes", 0, most * 1.05),
            Y = ChartAxis.Named("", [.. rows.Select(x => $"task {t.Index(x)}")]),
            Marks = marks,
            Keys = [new("held in memory", Hue.Work), new("did not fit: spilled", Hue.Problem)],
            Height = rows.Count * 20,
        };
    }

    /// <summary>Tasks of each place against the slots that were there.</summary>
    static ChartModel? Slots(Finding f, ApplicationRun run)
    {
        var overview = RunOverview.Compute(run);
        // as the finding counts them: a task may need several cores
        var slots = f.Evidence.FirstOrDefault(e => e.Name == "slots") is { Value: > 0 and var counted } ? (int)counted
            : overview.Shapes.Count == 0 ? 0 : overview.PeakExecutors * overview.Shapes[0].Cores;
        var stages = f.Where.Where(p => p.StageId is not null).Select(p => run.Stages.LastOrDefault(s => s.StageId == p.StageId
            && s.WasExecuted))
            .OfType<StageAttempt>().Distinct().Take(MostBars).ToList();
        if (stages.Count == 0 || slots == 0) return null;
        var most = Math.Max(slots, stages.Max(s => s.Info.NumTasks));
        var chart = Bars(stages.Select(s => ($"stage {s.StageId}", (double)s.Info.NumTasks, Quantity.Plural(s.Info.NumTasks, "task"),
            true)),
            f.Kind == "tooFewPartitions" ? $"{Quantity.Plural(stages[0].Info.NumTasks, "task")} for {Quantity.Plural(slots, "slot")}"
                : $"{Quantity.Plural(stages[0].Info.NumTasks, "task")} for {Quantity.Plural(slots, "slot")}, one after the other",
            "Measured: tasks of the stages, and how many the executors run at one time (slots).", new("tasks", "count", 0, most * 1.25));
        return chart with { Marks = [.. chart.Marks, new RuleMark(slots, true) { Hue = Hue.Ink, Label = Quantity.Plural(slots, "slot") }] };
    }

    static ChartModel Bars(IEnumerable<(string Name, double Value, string Text, bool Bad)> bars, string title, string source, ChartAxis x)
    {
        var all = bars.ToList();
        return new ChartModel
        {
            Id = "",
            Title = title,
            Source = source,
            X = x,
            Y = ChartAxis.Named("", [.. all.Select(b => b.Name)]),
            Marks = [.. all.Select((b, i) => new BoxMark(0, b.Value, i + 0.15, i + 0.85)
            {
                Hue = b.Bad ? Hue.Problem : Hue.Accent,
                Label = b.Text,
                Detail = $"{b.Name}: {b.Text}",
            })],
            Height = Math.Max(40, all.Count * 22),
        };
    }

    /// <summary>Jobs over time, and the times without one.</summary>
    static ChartModel? Gaps(Finding f, ApplicationRun run)
    {
        if (run.App.StartTimeMs is not { } start || run.CountedUntilMs is not { } end || end <= start) return null;
        var jobs = run.Jobs.Where(j => j.SubmissionTimeMs is > 0)
            .Select(j => (From: j.SubmissionTimeMs!.Value, Until: Math.Min(j.CompletionTimeMs ?? end, end), j.JobId)).OrderBy(j => j.From)
                .ToList();
        if (jobs.Count == 0) return null;
        var marks = new List<ChartMark>();
        var at = start;
        var longest = (From: start, Ms: 0L);
        foreach (var (from, until, id) in jobs.Append((end, end, -1)))
        {
            if (from - at > 0.004 * (end - start))
            {
                if (from - at > longest.Ms) longest = (at, from - at);
                marks.Add(new BoxMark(at - start, from - start, 0.2, 0.8)
                {
                    Hue = Hue.Problem,
                    Fill = ChartFill.Hatch,
                    Label = from - at > 0.12 * (end - start) ? Quantity.Duration(from - at) : null,
                    Detail = $"no job for {Quantity.Duration(from - at)}, from "
                        + $"{Quantity.Duration(at - start)}{(id >= 0 ? $", before job {id}" : ", at the end")}",
                });
            }
            at = Math.Max(at, until);
        }
        foreach (var (from, until) in Union(jobs.Select(j => (j.From, j.Until)), 0.002 * (end - start)).Take(MostPoints))
            marks.Add(new BoxMark(from - start, until - start, 0.2, 0.8)
            {
                Hue = Hue.Work,
                Detail = $"jobs from {Quantity.Duration(from - start)} to {Quantity.Duration(until - start)}",
            });
        if (longest.Ms == 0) return null;
        return new ChartModel
        {
            Id = "",
            Title = f.Kind switch
            {
                "slowStart" => $"No job for the first {Quantity.Duration(jobs[0].From - start)}",
                "idleTail" => $"No job for the last {Quantity.Duration(end - jobs.Max(j => j.Until))}",
                _ => $"The longest time without a job is {Quantity.Duration(longest.Ms)}",
            },
            Source = "Measured: jobs submitted and ended.",
            X = new("since the start", "ms", 0, end - start),
            Y = ChartAxis.Named("", ["jobs"]),
            Marks = marks,
            Keys = [new("jobs run", Hue.Work), new("no job", Hue.Problem, ChartFill.Hatch)],
            Height = 48,
        };
    }

    static List<(long From, long Until)> Union(IEnumerable<(long From, long Until)> times, double slack)
    {
        var all = new List<(long From, long Until)>();
        foreach (var t in times)
        {
            if (all.Count > 0 && t.From <= all[^1].Until + slack) all[^1] = (all[^1].From, Math.Max(all[^1].Until, t.Until));
            else all.Add(t);
        }
        return all;
    }

    /// <summary>The mean size of the files against the size to aim at.</summary>
    static ChartModel? Sizes(Finding f)
    {
        double? Value(string name) => f.Evidence.FirstOrDefault(e => e.Name == name)?.Value;
        if (Value("meanFileBytes") is not { } mean || Value("files") is not { } files
            || Value("filesNeeded") is not { } needed) return null;
        if (files <= needed || needed <= 0) return null;
        return Bars([("files now", files, Quantity.Count((long)files), true), ("would do", needed, Quantity.Count((long)needed), false)],
            $"{Quantity.Count((long)files)} files of {Quantity.Bytes((long)mean)}; {Quantity.Plural((long)needed, "file")} would do",
            "Measured: files and bytes; derived: files of 128 MiB.", new("files", "count", 0, files * 1.25));
    }
}
