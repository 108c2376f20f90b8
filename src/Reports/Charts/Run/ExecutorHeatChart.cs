using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Reports.Charts.Run;

/// <summary>Executors by what they did, each column shaded by its own largest value, so that the odd one stands out.</summary>
public static class ExecutorHeatChart
{
    const int MostRows = 24;

    /// <summary>Null where there are under two executors.</summary>
    public static ChartModel? Build(ApplicationRun run)
    {
        var all = run.WorkerExecutors.Where(x => x.PaidCores > 0).ToList();
        if (all.Count < 2) return null;
        (string Name, Func<ExecutorLife, double> Value, Func<double, string> Text)[] columns =
        [
            ("tasks", x => x.CompletedTasks + x.FailedTasks, v => Quantity.Count((long)v)),
            ("failed", x => x.FailedTasks, v => Quantity.Count((long)v)),
            ("time a task", x => x.TotalTasks > 0 ? (double)x.TaskDurationMs / x.TotalTasks : 0, v => Quantity.Duration((long)v)),
            ("GC", x => x.TaskDurationMs > 0 ? (double)x.TaskGcTimeMs / x.TaskDurationMs : 0, v => Quantity.Percent(v)),
            ("read", x => x.InputBytes + x.ShuffleReadBytes, v => Quantity.Bytes((long)v)),
            ("shuffle written", x => x.ShuffleWriteBytes, v => Quantity.Bytes((long)v)),
            ("peak heap", x => x.Peak is { } p ? Math.Max(0, p[ExecutorMetric.JVMHeapMemory]) : 0, v => v > 0 ? Quantity.Bytes((long)v)
                : "?"),
        ];
        var rows = all.OrderByDescending(x => x.FailedTasks).ThenByDescending(x => x.TotalTasks > 0 ? x.TaskDurationMs / x.TotalTasks : 0)
            .Take(MostRows).ToList();
        var marks = new List<ChartMark>();
        for (var c = 0; c < columns.Length; c++)
        {
            var most = all.Max(columns[c].Value);
            for (var r = 0; r < rows.Count; r++)
            {
                var value = columns[c].Value(rows[r]);
                var text = columns[c].Text(value);
                marks.Add(new BoxMark(c, c + 1, r, r + 1)
                {
                    Hue = columns[c].Name == "failed" ? Hue.Problem : Hue.Accent,
                    Strength = most > 0 ? 0.05 + 0.4 * value / most : 0.05,
                    Label = text,
                    Detail = $"executor {rows[r].Id}: {columns[c].Name} {text}",
                    Link = $"executor-{Place(run, rows[r])}",
                });
            }
        }
        var slowest = rows.MaxBy(x => x.TotalTasks > 0 ? (double)x.TaskDurationMs / x.TotalTasks : 0)!;
        var middle = all.Select(x => x.TotalTasks > 0 ? (double)x.TaskDurationMs / x.TotalTasks : 0).Order().ElementAt(all.Count / 2);
        var slow = slowest.TotalTasks > 0 ? (double)slowest.TaskDurationMs / slowest.TotalTasks : 0;
        return new ChartModel
        {
            Id = "executors-compared",
            Title = middle > 0 && slow > 1.3 * middle ? $"Tasks on executor {slowest.Id} took {Quantity.Number(slow / middle)} times "
                + $"as long as on the median executor"
                : "Tasks took about as long on every executor: on none 1.3 times as long as on the median one",
            Source = "Measured: Spark's own sums. Darker is more; each column by itself."
                + (all.Count > rows.Count ? $" The {rows.Count} with most failures and slowest tasks of {Quantity.Count(all.Count)}." : ""),
            X = ChartAxis.Named("", [.. columns.Select(c => c.Name)]),
            Y = ChartAxis.Named("", [.. rows.Select(x => $"{x.Id} on {x.HostName}")]),
            Marks = marks,
            Height = rows.Count * 22,
        };
    }

    /// <summary>Number of the executor's row.</summary>
    public static int Place(ApplicationRun run, ExecutorLife executor)
    {
        for (var i = 0; i < run.Executors.Count; i++)
        {
            if (ReferenceEquals(run.Executors[i], executor)) return i;
        }
        return -1;
    }
}
