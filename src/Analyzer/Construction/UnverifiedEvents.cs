using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Construction;

/// <summary>
/// Names the kinds of event that a log has not once, that may have happened in this run, and that nothing else in a log would show:
/// docs/event-log-format.md. Kinds that cannot have happened, or whose absence changes nothing, are not among them.
/// </summary>
static class UnverifiedEvents
{
    static readonly Version YarnProcessesSince = new(3, 3);

    static readonly string[] Exclusions =
    [
        "ExecutorExcluded", "ExecutorExcludedForStage", "NodeExcluded", "NodeExcludedForStage",
        "ExecutorBlacklisted", "ExecutorBlacklistedForStage", "NodeBlacklisted", "NodeBlacklistedForStage",
    ];

    static readonly string[] ExclusionSettings =
    [
        "spark.excludeOnFailure.enabled", "spark.excludeOnFailure.application.enabled", "spark.excludeOnFailure.taskAndStage.enabled",
        "spark.blacklist.enabled",
    ];

    /// <param name="log">What the log holds.</param>
    /// <param name="missing">Kinds that are known to be missing: they are not named again.</param>
    public static IReadOnlyList<MissingEvent> Find(LogEvidence log, IReadOnlyList<MissingEvent> missing)
    {
        if (log.Log.Compacted) return [];
        var kinds = new EventKinds(log);
        var found = new List<MissingEvent>();
        void MayLack(string kind, bool mayHaveHappened, string putsInDoubt)
        {
            if (mayHaveHappened && kinds.Count(kind) == 0 && missing.All(m => m.Event != kind))
                found.Add(new MissingEvent(kind, putsInDoubt, FiguresInDoubt.Without(kind, log)));
        }
        string? Set(string key) => log.SparkProperties.GetValueOrDefault(key);

        MayLack("SparkListenerMiscellaneousProcessAdded", Set("spark.master") == "yarn" && Set("spark.submit.deployMode") == "client"
            && kinds.IsAtLeast(YarnProcessesSince), "where YARN ran the application master is not known");
        MayLack("SparkListenerExecutorExcluded", ExclusionSettings.Any(s => Set(s) == "true") && !Exclusions.Any(kinds.Has)
            && log.Stages.Any(s => s.NumFailedTasks > 0), "whether executors were excluded after failures is not known");
        MayLack("SparkListenerUnpersistRDD", log.Stages.Any(s => s.Info.Rdds.Any(r => r.IsCached)),
            "whether cached data was released is not known");
        MayLack("SparkListenerSQLAdaptiveSQLMetricUpdates", log.HasUndeclaredMetrics,
            "what some metrics of SQL operators count is not known, and they are left out");
        MayLack("StreamingQueryListener$QueryTerminatedEvent",
            kinds.Count("StreamingQueryListener$QueryStartedEvent") > 0 && log.App.EndTimeMs is not null,
            "whether streaming queries were stopped or failed is not known");
        MayLack("SparkListenerConnectServiceEnd", kinds.Has("ConnectServiceStarted") && log.App.EndTimeMs is not null,
            "whether the server of Spark Connect was stopped is not known");
        return found;
    }
}
