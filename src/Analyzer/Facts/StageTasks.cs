using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;
using TaskStatus = Rightsizer.Analyzer.Model.TaskStatus;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The tasks of a stage attempt that ended well, in launch order, with what detectors derive from their metrics.</summary>
sealed class StageTasks
{
    readonly Lazy<string?> name;
    HashSet<string>? executors;

    public StageTasks(StageAttempt stage, RunFacts facts)
    {
        Stage = stage;
        name = new(() => StageNames.Name(facts.Run, stage, facts.SqlOf(stage), () => facts.Tables));
        var t = stage.Tasks;
        var rows = new int[t.Count];
        var count = 0;
        long first = long.MaxValue, last = long.MinValue;
        for (var r = 0; r < t.Count; r++)
        {
            first = Math.Min(first, t.LaunchTimeMs(r));
            if (t.DurationMs(r) is not { } duration) continue;
            last = Math.Max(last, t.LaunchTimeMs(r) + duration);
            if (duration >= 0 && t.Status(r) == TaskStatus.Success && t.HasMetrics(r)) rows[count++] = r;
        }
        Rows = InLaunchOrder(t, rows.AsSpan(0, count));
        FirstLaunchMs = t.Count > 0 ? first : 0;
        LastFinishMs = Math.Max(FirstLaunchMs, last);
        Slots = Math.Max(1, facts.SlotsBetween(FirstLaunchMs, LastFinishMs, stage));
        DurationMs = new double[count];
        for (var i = 0; i < count; i++) DurationMs[i] = t.DurationMs(Rows[i]) ?? 0;
        RunMs = Values(TaskMetric.ExecutorRunTime);
        if (facts.Cpus.RunTimeCpus(stage) is > 1 and var cpus) RunMs = Array.ConvertAll(RunMs, ms => ms / cpus);
        GcMs = Values(TaskMetric.JvmGcTime);
        WorkMs = new double[count];
        var cpuNs = Values(TaskMetric.ExecutorCpuTime);
        for (var i = 0; i < count; i++)
        {
            // thread CPU time holds no collector pauses, so they fit into what of the run time is not CPU
            var pause = Math.Clamp(GcMs[i], 0, Math.Max(0, RunMs[i] - cpuNs[i] / 1e6));
            WorkMs[i] = Math.Max(0, RunMs[i] - pause);
            GcMs[i] = Math.Min(GcMs[i], RunMs[i]);
        }
        Bytes = Sum(Values(TaskMetric.InputBytes), Values(TaskMetric.ShuffleLocalBytesRead), Values(TaskMetric.ShuffleRemoteBytesRead));
        Records = Sum(Values(TaskMetric.InputRecords), Values(TaskMetric.ShuffleReadRecords));
        FirstWave = MarkFirstWave(facts);
    }

    public StageAttempt Stage { get; }

    /// <summary>What the stage does, by its operators; null where nothing tells.</summary>
    public string? Name => name.Value;

    /// <summary>Ids of the executors that ran tasks of it.</summary>
    public IReadOnlySet<string> Executors => executors ??= Stage.Tasks.ExecutorIds.OfType<string>().ToHashSet(StringComparer.Ordinal);

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

    /// <summary>True for a task, by place, that read nothing: a partition without rows, or a source that counts none.</summary>
    public bool IsEmpty(int i) => Bytes[i] <= 0 && Records[i] <= 0;

    /// <summary>
    /// True for the tasks with which an executor began this stage: they load classes, start Python workers, fetch broadcasts.
    /// </summary>
    public bool[] FirstWave { get; }
    public long FirstLaunchMs { get; }
    public long LastFinishMs { get; }
    public double SpanMs => LastFinishMs - FirstLaunchMs;

    /// <summary>Tasks of this stage that could run at once on the executors that lived while it ran; at least 1.</summary>
    public int Slots { get; }

    public double Metric(int row, TaskMetric metric) => Stage.Tasks.Metric(row, metric);

    /// <summary>The metric of every task, by place.</summary>
    public double[] Values(TaskMetric metric) => Stage.Tasks.Values(metric, Rows);

    public double Sum(TaskMetric metric) => Stage.Tasks.Sum(metric, Rows);

    /// <summary>What spilling cost, worked out once.</summary>
    public SpillCost Spill => spill ??= new SpillCost(this);
    SpillCost? spill;

    /// <summary>By row of the task table: its place here; -1 for an attempt that did not end well.</summary>
    public int[] PlacesOfRows()
    {
        var places = new int[Stage.Tasks.Count];
        Array.Fill(places, -1);
        for (var i = 0; i < Rows.Length; i++) places[Rows[i]] = i;
        return places;
    }

    /// <summary>By launch, then task id. Rows are in the order of task start, which is that order unless clocks ran backwards.</summary>
    static int[] InLaunchOrder(TaskTable t, ReadOnlySpan<int> rows)
    {
        var order = rows.ToArray();
        for (var i = 1; i < order.Length; i++)
        {
            var (launch, before) = (t.LaunchTimeMs(order[i]), t.LaunchTimeMs(order[i - 1]));
            if (launch > before || launch == before && t.TaskId(order[i]) > t.TaskId(order[i - 1])) continue;
            Sort(order, t.Count, t.TaskId);
            Sort(order, t.Count, t.LaunchTimeMs);
            break;
        }
        return order;
    }

    static void Sort(int[] order, int rows, Func<int, long> key)
    {
        var keys = new long[rows];
        foreach (var row in order) keys[row] = key(row);
        StableOrder.Sort(order, keys);
    }

    static double[] Sum(double[] into, params ReadOnlySpan<double[]> others)
    {
        foreach (var other in others)
        {
            for (var i = 0; i < into.Length; i++) into[i] += other[i];
        }
        return into;
    }

    bool[] MarkFirstWave(RunFacts facts)
    {
        var t = Stage.Tasks;
        var marks = new bool[Rows.Length];
        const int unseen = int.MinValue;
        var left = new int[t.ExecutorIds.Count];
        Array.Fill(left, unseen);
        for (var i = 0; i < Rows.Length; i++)
        {
            ref var slots = ref left[t.ExecutorIndex(Rows[i])];
            if (slots == unseen)
                slots = facts.ExecutorAt(t.ExecutorId(Rows[i]) ?? "", t.LaunchTimeMs(Rows[i])) is { } e ? facts.SlotsOf(e, Stage) : 1;
            marks[i] = slots > 0;
            slots--;
        }
        return marks;
    }
}
