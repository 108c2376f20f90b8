namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Of each kind of saving: what to do, how much work that is, what can go wrong. Judgement, not measurement.</summary>
static class SavingKinds
{
    public sealed record Kind(string Action, Degree Effort, Degree Risk, string RiskWhy);

    public const string Spot = "spot", Graviton = "graviton", Serverless = "serverless", FailedRuns = "failedRun", Sessions = "interactiveIdle";

    static readonly Kind Unknown = new("see the finding's page", Degree.Medium, Degree.Medium, "not judged");

    static readonly Dictionary<string, Kind> All = new(StringComparer.Ordinal)
    {
        [FailedRuns] = new("Find why runs fail, or stop starting them", Degree.Medium, Degree.Low, "none beyond the fix"),
        [Sessions] = new("End sessions that idle, or give their executors back (dynamic allocation, idle timeout)", Degree.Low, Degree.Low, "a session's first query after a pause waits for executors"),
        [Spot] = new("Run task nodes on Spot", Degree.Low, Degree.High, "interruptions repeat work and lengthen runs; their cost is not in the figure"),
        [Graviton] = new("Run on Graviton nodes", Degree.Medium, Degree.Medium, "run time taken as the same; native libraries need arm64 builds"),
        [Serverless] = new("Run on EMR Serverless", Degree.Medium, Degree.Medium, "run time taken as the same; workers are smaller, start-up not counted"),
        ["skew"] = new("Split the skewed partitions", Degree.Medium, Degree.Low, "more tasks; a salted key changes the query"),
        ["spill"] = new("Give tasks more memory or fewer bytes", Degree.Low, Degree.Low, "larger executors may fit fewer to a node"),
        ["gc"] = new("Give the heap more room", Degree.Low, Degree.Low, "larger executors may fit fewer to a node"),
        ["tinyFiles"] = new("Write fewer, larger files", Degree.Medium, Degree.Low, "one more shuffle before the write"),
        ["smallFilesRead"] = new("Compact the files that are read", Degree.Medium, Degree.Low, "compaction is a job of its own"),
        ["idleCores"] = new("Hold fewer executors, or give them back when idle", Degree.Low, Degree.Medium, "less room on a day with more data"),
        ["driverBound"] = new("Move work off the driver", Degree.High, Degree.Low, "code changes"),
        ["tooFewPartitions"] = new("Use more partitions", Degree.Low, Degree.Low, "more, smaller tasks"),
        ["tooManyPartitions"] = new("Use fewer partitions", Degree.Low, Degree.Low, "larger tasks need more memory"),
        ["failedAttempts"] = new("Mend what makes tasks fail", Degree.Medium, Degree.Low, "none beyond the fix"),
        ["failedJob"] = new("Mend what makes the job fail", Degree.Medium, Degree.Low, "none beyond the fix"),
        ["lostExecutor"] = new("Keep executors from being lost", Degree.Medium, Degree.Medium, "more memory overhead, or nodes that are not taken back"),
        ["slowHost"] = new("Take the slow host out", Degree.Low, Degree.Low, "it may be slow for a reason that moves along"),
        ["speculation"] = new("Change what speculation copies", Degree.Low, Degree.Medium, "real stragglers are no longer copied"),
        ["fetchWait"] = new("Shorten waits for shuffle blocks", Degree.Medium, Degree.Medium, "more network or disk a node"),
        ["unusedCache"] = new("Drop a cache that nobody reads", Degree.Low, Degree.Low, "another code path may read it"),
        ["cacheDidNotFit"] = new("Make the cache fit, or drop it", Degree.Low, Degree.Medium, "more memory, or work done again"),
        ["largeBroadcast"] = new("Do not broadcast a large table", Degree.Low, Degree.Medium, "the join shuffles instead"),
        ["crossJoin"] = new("Give the join a condition", Degree.High, Degree.Medium, "changes the query"),
        ["bigResult"] = new("Write results instead of collecting them", Degree.Medium, Degree.Low, "code changes"),
        ["pythonUdf"] = new("Use built-in or vectorised functions for Python UDFs", Degree.Medium, Degree.Low, "code changes"),
        ["unusedMemory"] = new("Ask for less memory", Degree.Low, Degree.Medium, "a day with more data may need it"),
    };

    public static Kind Of(string kind) => All.GetValueOrDefault(kind, Unknown);
}
