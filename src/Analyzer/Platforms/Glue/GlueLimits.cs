using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.Glue;

/// <summary>What Glue accepts.</summary>
public static class GlueLimits
{
    /// <summary>Workers of a job, the driver's among them (Glue API, NumberOfWorkers of a Spark job).</summary>
    public const int MinWorkers = 2;

    /// <summary>Null when Glue has such a job, else why not.</summary>
    /// <param name="book">Has the worker types.</param>
    /// <param name="workerType">G.1X, G.2X ...</param>
    /// <param name="workers">The driver's among them.</param>
    public static string? Problem(PriceBook book, string? workerType, int workers)
    {
        if (workerType is null || book.GlueWorkerOf(workerType) is null) return $"Glue has no worker type {workerType}";
        return workers < MinWorkers ? FormattableString.Invariant($"a Glue job has at least {MinWorkers} workers, the driver's among them")
            : null;
    }

    /// <summary>Null when Glue has such a job, else why not.</summary>
    internal static string? Problem(PriceBook book, OfferedCluster cluster) =>
        cluster.ExecutorProblem() ?? Problem(book, cluster.WorkerType, cluster.Workers);
}
