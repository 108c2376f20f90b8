using Rightsizer.Analyzer.Detectors.Partitions;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Detectors.Files;

/// <summary>What one file costs a task beside its bytes: creating or opening it, its footer, its commit.</summary>
static class FileCost
{
    /// <summary>A file of this size or more is no small file: Spark's own maxPartitionBytes is half of it.</summary>
    public const double TargetBytes = 256 << 20;

    /// <summary>Small is under a quarter of the target.</summary>
    public const double SmallRatio = 0.25;
    public const int MinFiles = 20;

    /// <summary>Fewer than half as many must be possible, else the files are what the partitioning asks for.</summary>
    public const double MinReduction = 2;

    /// <summary>
    /// Above this a task's time is its work, not its files. Measured here: 10 to 30 ms on local disk; object stores take some 100 ms.
    /// </summary>
    public const double MaxFileMs = 250;

    /// <summary>
    /// What a slot reads and writes of columnar data in a millisecond, with ordinary work on it: for the part of a task's time that
    /// its bytes explain. Slow on purpose: what is left over is charged to the files.
    /// </summary>
    public const double BytesPerMs = 30_000;

    /// <summary>Files that hold the same bytes at the target size, one a dynamic partition at least.</summary>
    public static long FilesNeeded(double bytes, long partitions) =>
        Math.Max(Math.Max(1, partitions), (long)Math.Ceiling(bytes / TargetBytes));

    /// <summary>
    /// Milliseconds a file: the tasks' time less what their bytes explain, over the files. The first tasks of the executors are
    /// left out where there are enough others.
    /// </summary>
    public static double MsPerFile(StageTasks tasks, double files, double bytes)
    {
        if (files <= 0 || tasks.Count == 0) return 0;
        var warm = Enumerable.Range(0, tasks.Count).Where(i => !tasks.FirstWave[i]).ToArray();
        double[] times = warm.Length * 2 >= tasks.Count ? [.. warm.Select(i => tasks.RunMs[i])] : tasks.RunMs;
        return Math.Clamp((Statistics.Median(times) - bytes / tasks.Count / BytesPerMs) * tasks.Count / files, 0, MaxFileMs);
    }

    /// <summary>
    /// The tasks' times with so many files fewer: fewer tasks where each file has its own, else each task gives up its part of the files.
    /// </summary>
    /// <param name="tasks">The writing stage.</param>
    /// <param name="files">Files written.</param>
    /// <param name="needed">Files that would do.</param>
    /// <param name="bytes">By place, what the task read and wrote.</param>
    public static double?[] WithFewerFiles(StageTasks tasks, double files, double needed, double[] bytes)
    {
        var msPerFile = MsPerFile(tasks, files, bytes.Sum());
        if (msPerFile <= 0) return [.. tasks.DurationMs.Select(d => (double?)d)];
        if (files < FilesPerTask * tasks.Count)
            return FewerTasks.Merge(tasks, (int)Math.Min(tasks.Count, needed), FixedMs(tasks, files, msPerFile, bytes));
        var less = msPerFile * (files - needed) / Math.Max(1, tasks.Count);
        return [.. tasks.DurationMs.Select(d => (double?)Math.Max(0, d - less))];
    }

    /// <summary>
    /// By place, the part of a task that goes with its files: all but what its bytes explain, up to the ceiling of so many files. Nothing
    /// where the median task has no such part.
    /// </summary>
    public static Func<int, double> FixedMs(StageTasks tasks, double files, double msPerFile, double[] bytes) => i =>
    {
        var overhead = Math.Max(0, tasks.DurationMs[i] - tasks.RunMs[i]);
        return msPerFile <= 0 ? overhead
            : Math.Clamp(tasks.DurationMs[i] - bytes[i] / BytesPerMs, overhead, overhead + MaxFileMs * Math.Max(1, files / tasks.Count));
    };

    /// <summary>From here on tasks write several files each, and it is the files that are too many, not the tasks.</summary>
    const double FilesPerTask = 2;
}
