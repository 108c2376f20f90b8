using Rightsizer.Analyzer.Replay;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Timing;

/// <summary>What the tasks of a run spent their time on, and what they moved. Shares of the task time, 0 to 1.</summary>
sealed record WorkProfile
{
    public required double CpuShare { get; init; }
    public required double GcShare { get; init; }
    public required double FetchShare { get; init; }
    public required double WriteShare { get; init; }
    public required double SpillShare { get; init; }

    /// <summary>Input, output and waiting that moved bytes can explain.</summary>
    public required double IoShare { get; init; }

    /// <summary>Share of the replayed application time in which some stage ran: the rest is the driver's.</summary>
    public required double StageTimeRatio { get; init; }

    /// <summary>The stages that move most, each with its place in the plan.</summary>
    public required IReadOnlyList<StageBytes> Heavy { get; init; }
    public required double ShuffleBytes { get; init; }
    public required double SpillBytes { get; init; }

    /// <summary>Stages whose SQL plan runs Python: their waiting is on a CPU.</summary>
    public required IReadOnlySet<int> PythonStages { get; init; }

    /// <summary>Bytes that explain a millisecond of waiting, as in the replay's own spread: a slot's slow disk or network.</summary>
    const double BytesPerMs = 5_000;

    /// <summary>No node's network or disk takes a second for less.</summary>
    const double MinHeavyBytes = 64 << 20;
    const int MaxHeavy = 16;

    /// <summary>The same job with so many times the data.</summary>
    public WorkProfile WithData(double ratio) => this with
    {
        Heavy = [.. Heavy.Select(h => h with { NetBytes = h.NetBytes * ratio, DiskBytes = h.DiskBytes * ratio })],
        ShuffleBytes = ShuffleBytes * ratio,
        SpillBytes = SpillBytes * ratio,
    };

    public static WorkProfile Measure(ReplayPlan plan)
    {
        double all = 0, cpu = 0, gc = 0, fetch = 0, write = 0, spill = 0, io = 0;
        var python = Facts.PythonStages.OfSql(plan.Run);
        foreach (var stage in plan.Run.Stages)
        {
            var onCpu = python.Contains(stage.StageId);
            for (var row = 0; row < stage.Tasks.Count; row++)
            {
                var c = TaskComponents.Split(stage.Tasks, row);
                all += Math.Max(0, stage.Tasks.DurationMs(row) ?? 0);
                cpu += c.CpuMs + (onCpu ? c.IoAndWaitMs : 0);
                gc += c.GcMs;
                fetch += c.FetchWaitMs;
                write += c.ShuffleWriteMs;
                spill += c.SpillMs;
                if (!onCpu) io += Math.Min(c.IoAndWaitMs, TaskComponents.BytesMoved(stage.Tasks, row) / BytesPerMs);
            }
        }
        all = Math.Max(1, all);
        var attempts = plan.Run.Stages.ToDictionary(s => (s.StageId, s.AttemptId));
        return new WorkProfile
        {
            CpuShare = cpu / all,
            GcShare = gc / all,
            FetchShare = fetch / all,
            WriteShare = write / all,
            SpillShare = spill / all,
            IoShare = io / all,
            StageTimeRatio = StageTime(plan),
            Heavy = [.. plan.Stages.Select((s, i) => MovedBy(i, attempts[(s.StageId, s.AttemptId)].Metrics))
                .Where(m => m.NetBytes + m.DiskBytes >= MinHeavyBytes)
                .OrderByDescending(m => m.NetBytes + m.DiskBytes).ThenBy(m => m.Stage).Take(MaxHeavy)],
            ShuffleBytes = plan.Run.Stages.Sum(s => (double)s.Metrics[TaskMetric.ShuffleWriteBytes]),
            SpillBytes = plan.Run.Stages.Select(s => (double)s.Metrics[TaskMetric.DiskBytesSpilled]).DefaultIfEmpty(0).Max(),
            PythonStages = python,
        };
    }

    static StageBytes MovedBy(int stage, TaskMetrics m) => new(stage,
        m[TaskMetric.ShuffleRemoteBytesRead] + m[TaskMetric.InputBytes] + m[TaskMetric.OutputBytes],
        m[TaskMetric.ShuffleWriteBytes] + 2.0 * m[TaskMetric.DiskBytesSpilled]);

    static double StageTime(ReplayPlan plan)
    {
        var replayed = plan.Replayed;
        double covered = 0, until = 0;
        foreach (var s in replayed.Stages.Where(s => !double.IsNaN(s.EndMs)).OrderBy(s => s.StartMs))
        {
            covered += Math.Max(0, s.EndMs - Math.Max(s.StartMs, until));
            until = Math.Max(until, s.EndMs);
        }
        return replayed.EndMs > 0 ? Math.Min(1, covered / replayed.EndMs) : 1;
    }
}

/// <summary>What one stage moved.</summary>
/// <param name="Stage">Place in the plan.</param>
/// <param name="NetBytes">Remote shuffle, input and output.</param>
/// <param name="DiskBytes">Shuffle written, spilled bytes there and back.</param>
readonly record struct StageBytes(int Stage, double NetBytes, double DiskBytes);
