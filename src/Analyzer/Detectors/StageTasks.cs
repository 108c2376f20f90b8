using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;
using TaskStatus = Rightsizer.Analyzer.Model.TaskStatus;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>The tasks of a stage attempt that ended well, in launch order, with what detectors derive from their metrics.</summary>
sealed class StageTasks
{
    public StageTasks(StageAttempt stage, RunFacts facts)
    {
        Stage = stage;
        var t = stage.Tasks;
        Rows = [.. Enumerable.Range(0, t.Count)
            .Where(r => t.Status(r) == TaskStatus.Success && t.HasMetrics(r) && t.DurationMs(r) is >= 0)
            .OrderBy(t.LaunchTimeMs).ThenBy(t.TaskId)];
        long? first = null, last = null;
        for (var r = 0; r < t.Count; r++)
        {
            var launch = t.LaunchTimeMs(r);
            first = first is null ? launch : Math.Min(first.Value, launch);
            if (t.FinishTimeMs(r) is { } f) last = last is null ? f : Math.Max(last.Value, f);
        }
        FirstLaunchMs = first ?? 0;
        LastFinishMs = Math.Max(FirstLaunchMs, last ?? 0);
        Slots = Math.Max(1, facts.SlotsBetween(FirstLaunchMs, LastFinishMs));
        DurationMs = Column(r => t.DurationMs(r) ?? 0);
        RunMs = Column(r => Metric(r, TaskMetric.ExecutorRunTime));
        GcMs = Column(r => Math.Min(Metric(r, TaskMetric.JvmGcTime), Metric(r, TaskMetric.ExecutorRunTime)));
        WorkMs = Column(r => Math.Max(0, Metric(r, TaskMetric.ExecutorRunTime) - Pause(r)));
        Bytes = Column(r => Metric(r, TaskMetric.InputBytes) + t.ShuffleReadBytes(r));
        Records = Column(r => Metric(r, TaskMetric.InputRecords) + Metric(r, TaskMetric.ShuffleReadRecords));
        FirstWave = MarkFirstWave(facts);
    }

    public StageAttempt Stage { get; }

    /// <summary>Rows of the task table.</summary>
    public int[] Rows { get; }
    public int Count => Rows.Length;
    public double[] DurationMs { get; }
    public double[] RunMs { get; }
    public double[] GcMs { get; }

    /// <summary>Run time without collector pauses.</summary>
    public double[] WorkMs { get; }

    /// <summary>Input and shuffle read.</summary>
    public double[] Bytes { get; }
    public double[] Records { get; }

    /// <summary>True for the tasks with which an executor began this stage: they load classes, start Python workers, fetch broadcasts.</summary>
    public bool[] FirstWave { get; }
    public long FirstLaunchMs { get; }
    public long LastFinishMs { get; }
    public double SpanMs => LastFinishMs - FirstLaunchMs;

    /// <summary>Slots of the executors that lived while the stage ran; at least 1.</summary>
    public int Slots { get; }

    public double Metric(int row, TaskMetric metric) => Stage.Tasks.Metric(row, metric);

    public double Sum(TaskMetric metric) => Rows.Sum(r => Metric(r, metric));

    /// <summary>The place for a finding.</summary>
    public FindingPlace Place(double share, RunFacts facts, string? label = null) => new()
    {
        StageId = Stage.StageId,
        StageAttemptId = Stage.AttemptId,
        SqlExecutionId = facts.SqlOf(Stage)?.Id,
        Label = label ?? Stage.Info.Name,
        Share = share,
    };

    /// <summary>Collector pauses inside the run time: thread CPU time holds none, so they fit into what is not CPU.</summary>
    double Pause(int row) => Math.Clamp(Metric(row, TaskMetric.JvmGcTime), 0,
        Math.Max(0, Metric(row, TaskMetric.ExecutorRunTime) - Metric(row, TaskMetric.ExecutorCpuTime) / 1e6));

    double[] Column(Func<int, double> value) => [.. Rows.Select(value)];

    bool[] MarkFirstWave(RunFacts facts)
    {
        var marks = new bool[Rows.Length];
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < Rows.Length; i++)
        {
            var id = Stage.Tasks.ExecutorId(Rows[i]) ?? "";
            if (!left.TryGetValue(id, out var slots))
                slots = facts.ExecutorAt(id, Stage.Tasks.LaunchTimeMs(Rows[i])) is { } e ? RunFacts.SlotsOf(e) : 1;
            marks[i] = slots > 0;
            left[id] = slots - 1;
        }
        return marks;
    }
}
