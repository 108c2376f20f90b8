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

    /// <summary>
    /// CPU time over working time from which the CPU time a byte tells what a task's bytes cost: under it, it mostly waits.
    /// </summary>
    public const double MinCpuRatio = 0.5;

    /// <summary>A task that read so many times what the others read: its assumed cost is held against theirs.</summary>
    public const double LargeFactor = 3;

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
        var bytesCost = IsPaired ? null : CostOfBytes(tasks, clean);
        foreach (var i in Spilled)
        {
            var cost = IsPaired
                ? tasks.WorkMs[i] - intercept - slope * tasks.Bytes[i]
                : memory[i] / SerializeBytesPerMs + 2 * disk[i] / DiskBytesPerMs;
            TaskMs[i] = Math.Clamp(cost, 0, tasks.WorkMs[i] / 2);
            if (bytesCost is var (cpuPerByte, waitMs, medianBytes) && tasks.Bytes[i] > LargeFactor * medianBytes)
                TaskMs[i] = Math.Max(TaskMs[i], BeyondItsBytesMs(tasks, i, cpuPerByte, waitMs));
        }
    }

    /// <summary>
    /// CPU time a byte of the tasks that did not spill, what they waited, and their bytes, each the median; those that started an
    /// executor only where there are too few others, since loading code makes them dearer. Null where none read anything, and where no
    /// task that spilled is large beside them.
    /// </summary>
    (double CpuMsPerByte, double WaitMs, double Bytes)? CostOfBytes(StageTasks tasks, int[] warm)
    {
        var memory = tasks.Values(TaskMetric.MemoryBytesSpilled);
        var others = (warm.Length >= MinPairs ? warm : [.. Enumerable.Range(0, tasks.Count).Where(i => memory[i] <= 0)])
            .Where(i => tasks.Bytes[i] > 0).ToArray();
        if (others.Length == 0) return null;
        var bytes = Statistics.Median(others.Select(i => tasks.Bytes[i]));
        if (!Spilled.Any(i => tasks.Bytes[i] > LargeFactor * bytes)) return null;
        return (Statistics.Median(others.Select(i => CpuMs(tasks, i) / tasks.Bytes[i])),
            Statistics.Median(others.Select(i => Math.Max(0, tasks.WorkMs[i] - CpuMs(tasks, i)))), bytes);
    }

    /// <summary>
    /// Working time above the CPU time that as many bytes cost the others, their wait and its own for the network. 0 where it mostly waits.
    /// What else it waits is taken for the disk's: beside the network, equal tasks wait alike whatever their bytes.
    /// </summary>
    static double BeyondItsBytesMs(StageTasks tasks, int i, double cpuMsPerByte, double waitMs) =>
        cpuMsPerByte <= 0 || CpuMs(tasks, i) < MinCpuRatio * tasks.WorkMs[i] ? 0
            : Math.Max(0, tasks.WorkMs[i] - cpuMsPerByte * tasks.Bytes[i] - waitMs
                - tasks.Metric(tasks.Rows[i], TaskMetric.ShuffleFetchWaitTime));

    static double CpuMs(StageTasks tasks, int i) => tasks.Metric(tasks.Rows[i], TaskMetric.ExecutorCpuTime) / 1e6;

    /// <summary>Places of the tasks that spilled.</summary>
    public int[] Spilled { get; } = [];

    /// <summary>True when measured against unspilled tasks of the stage, false when worked out from the bytes.</summary>
    public bool IsPaired { get; }

    /// <summary>By task; 0 where nothing was spilled; over half of the task only for a large one whose CPU time says so.</summary>
    public double[] TaskMs { get; }
}
