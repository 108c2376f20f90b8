using System.Collections.Frozen;

namespace Rightsizer.Spark.Tests;

/// <summary>How one kind of answer of Spark's REST API stands in our JSON.</summary>
sealed record RestShape
{
    /// <summary>REST fields that our JSON does not have, on purpose.</summary>
    public FrozenSet<string> NotOurs { get; init; } = [];

    /// <summary>REST fields that our JSON has under another name.</summary>
    public FrozenDictionary<string, string> Renamed { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Fields that REST leaves out when they are empty: ours must be null then.</summary>
    public FrozenSet<string> Optional { get; init; } = [];

    /// <summary>Arrays that are sets.</summary>
    public FrozenSet<string> Unordered { get; init; } = [];

    /// <summary>Maps of executor peaks: REST writes 0 for what was never reported.</summary>
    public FrozenSet<string> ZeroFilled { get; init; } = [];

    public static readonly RestShape Stage = new()
    {
        // the long call site, and what REST gives only when asked
        NotOurs = ["details", "tasks", "executorSummary", "executorMetricsDistributions"],
        Optional = ["submissionTime", "firstTaskLaunchedTime", "completionTime", "failureReason", "description", "peakExecutorMetrics",
            "taskMetricsDistributions"],
        Unordered = ["rddIds", "accumulatorUpdates"],
        ZeroFilled = ["peakExecutorMetrics"],
    };

    public static readonly RestShape Job = new()
    {
        Optional = ["description", "submissionTime", "completionTime", "jobGroup"],
        Unordered = ["stageIds"],
    };

    public static readonly RestShape Executor = new()
    {
        // state of a running block manager, links, and labels of the cluster manager
        NotOurs = ["rddBlocks", "memoryUsed", "diskUsed", "executorLogs", "attributes", "usedOnHeapStorageMemory",
            "usedOffHeapStorageMemory"],
        Renamed = new Dictionary<string, string>
        {
            ["isBlacklisted"] = "isExcluded",
            ["blacklistedInStages"] = "excludedInStages"
        }.ToFrozenDictionary(),
        Optional = ["removeTime", "removeReason", "memoryMetrics", "peakMemoryMetrics"],
        Unordered = ["excludedInStages", "blacklistedInStages"],
        ZeroFilled = ["peakMemoryMetrics"],
    };

    /// <summary>The driver's total duration is the application's, which the server counts until now.</summary>
    public static readonly RestShape ExecutorOfUnfinished = Executor with { NotOurs = [.. Executor.NotOurs, "totalDuration"] };

    public static readonly RestShape Sql = new()
    {
        // plan graph and text; the job lists are compared as one
        NotOurs = ["planDescription", "nodes", "edges", "runningJobIds", "successJobIds", "failedJobIds"],
        Renamed = new Dictionary<string, string> { ["submissionTime"] = "startTime", ["duration"] = "durationMs" }.ToFrozenDictionary(),
    };

    public static readonly RestShape Attempt = new()
    {
        NotOurs = ["lastUpdated", "lastUpdatedEpoch", "startTimeEpoch", "endTimeEpoch"],
        Renamed = new Dictionary<string, string>
        {
            ["sparkUser"] = "user",
            ["appSparkVersion"] = "sparkVersion",
            ["completed"] = "hasApplicationEnd",
            ["duration"] = "durationMs",
        }.ToFrozenDictionary(),
        Optional = ["attemptId"],
    };
}
