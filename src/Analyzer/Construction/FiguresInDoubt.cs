namespace Rightsizer.Analyzer.Construction;

/// <summary>
/// Which places of the JSON document rest on which kind of event. A test leaves out each kind alone over twenty logs and compares every
/// number with that of the whole log: one that differs is below a place that is named here.
/// </summary>
static class FiguresInDoubt
{
    /// <summary>What is simulated, and what is concluded from it.</summary>
    static readonly string[] Conclusions =
        ["replay", "whatIf", "sweep", "waterfall", "headroom", "criticalPathMs", "findings", "patch", "verdict", "cost", "streams"];

    /// <summary>Every figure that is not about the file itself.</summary>
    public static IReadOnlyList<string> All { get; } = ["app", "executors", "jobs", "stages", "sql", "totals", "connect", .. Conclusions];

    /// <summary>Ends at the last event in place of the application's end.</summary>
    public static IReadOnlyList<string> WithoutEnd { get; } = ["app", "executors.totalDuration", "executors.isActive", .. Conclusions];

    /// <param name="kind">Class name of the event that the log has not once.</param>
    /// <param name="log">What else the log holds.</param>
    public static IReadOnlyList<string> Without(string kind, LogEvidence log) => kind switch
    {
        "SparkListenerLogStart" => ["findings", "patch", "verdict", "cost"],
        "SparkListenerEnvironmentUpdate" => ["executors.maxTasks", "jobs", .. Conclusions],
        "SparkListenerResourceProfileAdded" => ["executors.maxTasks", .. Conclusions],
        "SparkListenerExecutorAdded" => ["executors", .. Conclusions],
        // simulated executors hold what is cached in the memory that these events state
        "SparkListenerBlockManagerAdded" when log.Stages.Any(s => s.Info.Rdds.Any(r => r.IsCached)) =>
            ["executors", .. Conclusions],
        "SparkListenerBlockManagerAdded" => ["executors", "findings", "patch", "verdict"],
        "SparkListenerExecutorRemoved" => ["executors", "jobs", "stages", .. Conclusions],
        "SparkListenerBlockManagerRemoved" => ["findings"],
        "SparkListenerStageExecutorMetrics" => ["executors.peakMemoryMetrics", "executors.totalGCTime", "stages.peakExecutorMetrics",
            "findings", "patch", "verdict", "cost"],
        "SparkListenerExecutorMetricsUpdate" => ["executors.peakMemoryMetrics", "executors.totalGCTime", "stages", "findings"],
        "SparkListenerJobStart" => ["jobs", "stages", "sql", "totals", "connect", .. Conclusions],
        "SparkListenerJobEnd" => ["app.lastEventTime", "jobs", "sql", "connect", .. Conclusions],
        "SparkListenerStageSubmitted" or "SparkListenerStageCompleted" => ["jobs", "stages", "sql", "totals", "executors", .. Conclusions],
        // copies that were overtaken may have no end, and then nothing shows them
        "SparkListenerTaskStart" when log.SparkProperties.GetValueOrDefault("spark.speculation") == "true" =>
            ["executors", "jobs", "stages", "totals", .. Conclusions],
        "SparkListenerTaskStart" => ["executors", "jobs", "stages", "totals"],
        "SparkListenerTaskEnd" => ["executors", "jobs", "stages", "sql", "totals", "connect", .. Conclusions],
        "SparkListenerTaskGettingResult" => ["stages.taskMetricsDistributions"],
        "SparkListenerSQLExecutionStart" or "SparkListenerSQLExecutionEnd" => ["sql", "connect", .. Conclusions],
        "SparkListenerSQLAdaptiveExecutionUpdate" or "SparkListenerDriverAccumUpdates" => ["sql", .. Conclusions],
        "SparkListenerSQLAdaptiveSQLMetricUpdates" => ["sql.metrics"],
        "SparkListenerExecutorExcluded" => ["executors.isExcluded", "executors.excludedInStages"],
        "StreamingQueryListener$QueryProgressEvent" => ["streams"],
        _ when kind.StartsWith("SparkListenerConnect", StringComparison.Ordinal) => ["connect"],
        _ => [],
    };
}
