using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>Disk of a worker.</summary>
/// <param name="Gb">GB, the free part included.</param>
/// <param name="ShuffleOptimized">disk.type shuffle_optimized.</param>
sealed record WorkerDisk(int Gb, bool ShuffleOptimized = false)
{
    /// <summary>spark.emr-serverless.ROLE.disk and .disk.type; the free disk where the log names none.</summary>
    /// <param name="run">The run.</param>
    /// <param name="role">driver, executor.</param>
    public static WorkerDisk Read(ApplicationRun run, string role)
    {
        const double gib = 1L << 30;
        var type = run.Environment[$"spark.emr-serverless.{role}.disk.type"]?.Replace('-', '_');
        var bytes = SparkSettings.ParseBytes(run.Environment[$"spark.emr-serverless.{role}.disk"], gib);
        return new WorkerDisk(bytes is > 0 and < 1e6 * gib ? (int)Math.Ceiling(bytes.Value / gib) : WorkerUse.FreeDiskGb,
            string.Equals(type, "shuffle_optimized", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Least disk of a worker that the job is offered: what the log names, since a worker whose disk is full fails its tasks. A
    /// shuffle-optimised disk has no price in the book: the free disk is where an offer begins.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="role">driver, executor.</param>
    public static WorkerDisk Offered(ApplicationRun run, string role) =>
        Read(run, role) is { ShuffleOptimized: false } named ? named : new WorkerDisk(WorkerUse.FreeDiskGb);

    /// <summary>The log names a disk.</summary>
    public static bool IsNamed(ApplicationRun run) =>
        run.Environment.SparkProperties.Keys.Any(k => k is "spark.emr-serverless.driver.disk" or "spark.emr-serverless.executor.disk");
}
