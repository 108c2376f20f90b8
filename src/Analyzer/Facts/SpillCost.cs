using Rightsizer.Analyzer.Numerics;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>What spilling cost the tasks of a stage. Spark does not time it.</summary>
sealed class SpillCost
{
    /// <summary>Rows turned into bytes and back. From memory, not measured here: docs/detectors/RSZ002.md.</summary>
    public const double SerializeBytesPerMs = 250_000;

    /// <summary>Disk each way. A file that is written and soon read again mostly stays in the page cache.</summary>
    public const double DiskBytesPerMs = 1_000_000;

    /// <summary>Tasks of either sort that a comparison needs.</summary>
    public const int MinPairs = 4;

    public SpillCost(StageTasks tasks)
    {
        TaskMs = new double[tasks.Count];
        if (!tasks.Stage.Tasks.HasColumn(TaskMetric.MemoryBytesSpilled) && !tasks.Stage.Tasks.HasColumn(TaskMetric.DiskBytesSpilled))
            return;
        var (memory, disk) = (tasks.Values(TaskMetric.MemoryBytesSpilled), tasks.Values(TaskMetric.DiskBytesSpilled));
        Spilled = [.. Enumerable.Range(0, tasks.Count).Where(i => memory[i] + disk[i] > 0)];
        if (Spilled.Length == 0) return;
        var clean = Enumerable.Range(0, tasks.Count).Where(i => memory[i] + disk[i] <= 0 && !tasks.FirstWave[i]).ToArray();
        // like is compared with like: the unspilled tasks must reach the size of the spilled ones
        IsPaired = Spilled.Length >= MinPairs && clean.Length >= MinPairs
            && clean.Max(i => tasks.Bytes[i]) >= Statistics.Median(Spilled.Select(i => tasks.Bytes[i]));
        var (intercept, slope) = IsPaired
            ? Statistics.MedianLine([.. clean.Select(i => tasks.Bytes[i])], [.. clean.Select(i => tasks.WorkMs[i])]) : (0, 0);
        foreach (var i in Spilled)
        {
            var cost = IsPaired
                ? tasks.WorkMs[i] - intercept - slope * tasks.Bytes[i]
                : memory[i] / SerializeBytesPerMs + 2 * disk[i] / DiskBytesPerMs;
            TaskMs[i] = Math.Clamp(cost, 0, tasks.WorkMs[i] / 2);
        }
    }

    /// <summary>Places of the tasks that spilled.</summary>
    public int[] Spilled { get; } = [];

    /// <summary>True when measured against unspilled tasks of the stage, false when worked out from the bytes.</summary>
    public bool IsPaired { get; }

    /// <summary>By task; 0 where nothing was spilled, never more than half of the task.</summary>
    public double[] TaskMs { get; }
}
