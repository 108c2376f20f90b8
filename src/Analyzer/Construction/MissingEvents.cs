using System.Globalization;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Construction;

/// <summary>
/// Names the kinds of event that a log has not once although other events show that they happened; docs/event-log-format.md has the list.
/// </summary>
/// <remarks>Left out by spark.eventLog.excludedPatterns (Spark 4.1 and later), by a filter of the platform, or by hand.</remarks>
sealed class MissingEvents
{
    /// <summary>Before a run's last seconds Spark has the time to tell of what an executor's removal brings.</summary>
    const long EndMs = 5_000;

    /// <summary>
    /// The driver's metrics come every spark.executor.heartbeatInterval, 10 s, for the first time after one to two of them; two seconds
    /// for what comes before the heartbeat is started.
    /// </summary>
    const long FirstHeartbeatMs = 22_000;

    static readonly Version ProfilesSince = new(3, 1), StreamStartsSince = new(3, 1), DriverMetricsSince = new(3, 2),
        ProgressSince = new(4, 0), ConnectServerSince = new(4, 0);

    readonly LogEvidence log;
    readonly EventKinds kinds;
    readonly List<MissingEvent> found = [];

    MissingEvents(LogEvidence log)
    {
        this.log = log;
        kinds = new EventKinds(log);
    }

    /// <summary>In the order of a run's life; none for a log of which Spark itself dropped what was over.</summary>
    public static IReadOnlyList<MissingEvent> Find(LogEvidence log)
    {
        if (log.Log.Compacted) return [];
        var events = new MissingEvents(log);
        events.FindOfApplication();
        events.FindOfExecutors();
        events.FindOfJobs();
        events.FindOfTasks();
        events.FindOfSql();
        events.FindOfStreams();
        events.FindOfConnect();
        events.FindExcluded();
        return events.found;
    }

    void FindOfApplication()
    {
        // of an application that has only just begun there is nothing to know yet
        var anything = kinds.AnyBut("SparkListenerApplicationStart", "SparkListenerApplicationEnd");
        Need("LogStart", anything && log.App.SparkVersion is null, "the version of Spark is not known, nor advice that depends on it");
        Need("EnvironmentUpdate", anything, "settings, platform and memory are not known, and what follows from them is assumed");
        // no figure rests on the default profile, which the settings state whole; but where Spark itself wrote the log, events were left
        // out. A log that another tool wrote need not have had the event
        Need("ResourceProfileAdded", Has("ExecutorAdded") && kinds.IsAtLeast(ProfilesSince) && (log.IsInSparksOrder || HasOtherProfiles()),
            "what an executor and a task asked for is taken from the settings");
    }

    bool HasOtherProfiles() => log.Executors.Any(x => x.ResourceProfileId != 0) || log.Stages.Any(s => s.Info.ResourceProfileId != 0);

    void FindOfExecutors()
    {
        Need("ExecutorAdded", log.Executors.Any(x => !x.IsDriver) || Has("TaskEnd") || Has("TaskStart"),
            "cores, hosts and what was paid for are in doubt");
        Need("BlockManagerAdded", log.Executors.Count > 0, "storage memory and cached data are not known");
        Need("ExecutorRemoved", Has("BlockManagerRemoved") || AnyLost() || MoreThanAsked(),
            "executors count as paid to the end of the run, which may be too long");
        var end = log.App.EndTimeMs;
        Need("BlockManagerRemoved", log.Executors.Any(x => x.HostPort is not null && x.RemoveTimeMs < end - EndMs),
            "when cached data was lost is not known");
        var measured = log.SparkProperties.GetValueOrDefault("spark.eventLog.logStageExecutorMetrics") == "true";
        Need("StageExecutorMetrics", measured && Has("StageCompleted") && Has("TaskEnd"),
            "peaks of executor memory rest on task ends alone");
        Need("ExecutorMetricsUpdate", measured && kinds.IsAtLeast(DriverMetricsSince) && log.App.DurationMs > FirstHeartbeatMs,
            "the driver's peak memory is not known");
    }

    void FindOfJobs()
    {
        var ended = log.App.EndTimeMs is not null;
        var work = Has("StageSubmitted") || Has("StageCompleted") || Has("TaskStart") || Has("TaskEnd");
        Need("JobStart", Has("JobEnd") || work, "jobs, and which stages and queries belong to them, are not known");
        Need("JobEnd", ended && Has("JobStart"), "when jobs ended and whether they succeeded is not known");
        var ran = log.Jobs.Any(j => j.NumTasks > 0 && j.CompletionTimeMs is not null && j.Status == "SUCCEEDED");
        Need("StageSubmitted", Has("StageCompleted") || Has("TaskStart") || Has("TaskEnd") || ran,
            "when stages began, and their pools, are in doubt");
        Need("StageCompleted", (Has("StageSubmitted") || ran) && (ended || Has("JobEnd")),
            "when stages ended and which of them failed is not known");
    }

    void FindOfTasks()
    {
        var ran = log.Stages.Any(s => s.Status == "COMPLETE" && s.Info.NumTasks > 0);
        Need("TaskStart", Has("TaskEnd") || ran, "tasks that never ended are not known");
        Need("TaskEnd", ran || Has("TaskStart") && log.App.EndTimeMs is not null,
            "what tasks took, read, wrote and spilled is not known, nor whether executors were idle");
        Need("TaskGettingResult", log.Stages.Any(s => s.Tasks.AnyResultFetched), "when results were fetched is taken from the task ends");
        Need("UnpersistRDD", CacheWasReleased(), "when cached data was released is not known");
    }

    void FindOfSql()
    {
        var queries = log.Jobs.Any(j => j.SqlExecutionId is not null);
        Need("SQLExecutionStart", queries || Has("SQLExecutionEnd") || Has("SQLAdaptiveExecutionUpdate"),
            "queries, their plans and their times are not known");
        Need("SQLExecutionEnd", Has("SQLExecutionStart") && log.App.EndTimeMs is not null,
            "when queries ended and whether they failed is not known");
        // the first plan and the first counts come with the first stage, before anything can fail
        var begun = log.SqlExecutions.Where(x => x.Status != "RUNNING" && x.JobIds.Count > 0).ToList();
        Need("SQLAdaptiveExecutionUpdate", begun.Any(PlanIsNotFinal), "plans are those before adaptive execution changed them");
        var told = begun.Any(x => x.PlanNodes.Any(CountsWhenItBegins))
            || begun.Any(x => x.Status == "COMPLETED" && x.PlanNodes.Any(CountsInTheEnd));
        Need("DriverAccumUpdates", told, "files read and written and sizes that the driver counts are not known");
    }

    /// <summary>Spark 4 logs the progress of each trigger; a DStream has none.</summary>
    void FindOfStreams()
    {
        const string of = "StreamingQueryListener$";
        if (log.App.EndTimeMs is not null && kinds.IsAtLeast(ProgressSince) && kinds.Count(of + "QueryProgressEvent") == 0
            && log.Jobs.Any(j => IsBatch(j) && j.CompletionTimeMs is not null))
        {
            Add(of + "QueryProgressEvent",
                "rows and state of the streaming queries are not known, and their batches are those of the jobs");
        }
        // a query works only after its start was told
        if (kinds.IsAtLeast(StreamStartsSince) && kinds.Count(of + "QueryStartedEvent") == 0
            && (kinds.Count(of + "QueryProgressEvent") > 0 || kinds.Count(of + "QueryTerminatedEvent") > 0 || log.Jobs.Any(IsBatch)))
        {
            Add(of + "QueryStartedEvent", "when streaming queries began is not known");
        }
    }

    /// <summary>Each event of a session or an operation shows that those before it happened.</summary>
    void FindOfConnect()
    {
        const string of = "ConnectOperation";
        long Count(string kind) => kinds.Count("SparkListener" + kind);
        var any = Has(of + "Started") || Has(of + "Closed") || Has(of + "Finished") || log.Jobs.Any(j => j.Tags.Any(
            t => t.StartsWith("SparkConnect_OperationTag", StringComparison.Ordinal)));
        Need("ConnectServiceStarted", (any || Has("ConnectServiceEnd")) && kinds.IsAtLeast(ConnectServerSince),
            "when the server of Spark Connect began is not known");
        Need("ConnectSessionStarted", any, "when sessions of Spark Connect began is not known");
        // a server that stops closes its sessions
        Need("ConnectSessionClosed", any && Has("ConnectServiceEnd"), "when sessions of Spark Connect ended is not known");
        Need(of + "Started", any, "whose the operations of Spark Connect are, and what they asked for, is not known");
        Need(of + "Closed", any && log.App.EndTimeMs is not null, "when clients had their results is not known");
        Need(of + "Analyzed", Has(of + "ReadyForExecution"), "when plans were analysed is not known");
        // one that was analysed does not finish without it
        Need(of + "ReadyForExecution", Has(of + "Analyzed") && Has(of + "Finished"), "how long plans took is not known");
        if (Count(of + "Closed") <= Count(of + "Finished") + Count(of + "Failed") + Count(of + "Canceled")) return;
        Need(of + "Finished", true, "when operations of Spark Connect finished is not known");
        Need(of + "Failed", Has(of + "Finished"), "which operations of Spark Connect failed is not known");
        Need(of + "Canceled", Has(of + "Finished") && Has(of + "Failed"), "which operations of Spark Connect were cancelled is not known");
    }

    /// <summary>What Spark was told to leave out is named even where nothing else shows that it happened.</summary>
    void FindExcluded()
    {
        foreach (var pattern in (log.SparkProperties.GetValueOrDefault("spark.eventLog.excludedPatterns") ?? "").Split(','))
        {
            var kind = pattern.Trim();
            kind = kind[(kind.LastIndexOf('.') + 1)..];
            if (kind.Length == 0 || kinds.Count(kind) > 0 || found.Any(m => m.Event == kind)) continue;
            Add(kind, "spark.eventLog.excludedPatterns left them out, and whether any happened is not known");
        }
    }

    /// <summary>Data that one stage kept is not kept in a later one: it was released between them.</summary>
    bool CacheWasReleased()
    {
        var keptAtMs = new Dictionary<int, long>();
        var begun = log.Stages.Where(s => s.Info.SubmissionTimeMs is not null).ToList();
        foreach (var stage in begun)
        {
            foreach (var rdd in stage.Info.Rdds.Where(r => r.IsCached))
                keptAtMs[rdd.RddId] = Math.Min(stage.Info.SubmissionTimeMs!.Value, keptAtMs.GetValueOrDefault(rdd.RddId, long.MaxValue));
        }
        return begun.Any(s => s.Info.Rdds.Any(r => !r.IsCached && keptAtMs.TryGetValue(r.RddId, out var at)
            && s.Info.SubmissionTimeMs > at));
    }

    /// <summary>A batch of a streaming query; a DStream logs no events of its own.</summary>
    static bool IsBatch(Job job) =>
        job.IsStreaming && job.Description?.StartsWith(JobTexts.Streaming, StringComparison.Ordinal) != true;

    bool Has(string kind) => kinds.Has(kind);

    void Need(string kind, bool happened, string putsInDoubt)
    {
        if (happened && !Has(kind)) Add("SparkListener" + kind, putsInDoubt);
    }

    void Add(string kind, string putsInDoubt) => found.Add(new MissingEvent(kind, putsInDoubt, FiguresInDoubt.Without(kind, log)));

    /// <summary>A task was lost with its executor, and the executor lives on.</summary>
    bool AnyLost()
    {
        var alive = log.Executors.Where(x => !x.IsDriver && x.RemoveTimeMs is null).Select(x => x.Id).ToHashSet(StringComparer.Ordinal);
        return log.LostExecutors.Any(alive.Contains);
    }

    /// <summary>More executors at one time than a fixed number that was asked for.</summary>
    bool MoreThanAsked() => log.SparkProperties.GetValueOrDefault("spark.dynamicAllocation.enabled") != "true"
        && int.TryParse(log.SparkProperties.GetValueOrDefault("spark.executor.instances"), CultureInfo.InvariantCulture, out var asked)
        && asked > 0
        && log.Executors.Count(x => !x.IsDriver) > asked;

    /// <summary>Adaptive execution tells each plan that it makes.</summary>
    static bool PlanIsNotFinal(SqlExecution x)
    {
        for (var node = x.Plan; node is not null; node = node.Children.Count == 1 ? node.Children[0] : null)
        {
            if (node.NodeName == "AdaptiveSparkPlan") return node.SimpleString.Contains("isFinalPlan=false", StringComparison.Ordinal);
            if (node.NodeName.Contains("InMemory", StringComparison.Ordinal)) return false;
        }
        return false;
    }

    /// <summary>Scans of files and shuffles report to the driver, which tells it in the log.</summary>
    static bool CountsWhenItBegins(SparkPlanInfo n) => n.NodeName == "Exchange" && n.Metrics.Any(m => m.Name == "number of partitions")
        || n.NodeName.StartsWith("Scan ", StringComparison.Ordinal) && n.Metrics.Any(m => m.Name == "number of files read");

    static bool CountsInTheEnd(SparkPlanInfo n) => n.NodeName == "BroadcastExchange"
        || n.NodeName.StartsWith("Execute ", StringComparison.Ordinal) && n.Metrics.Any(m => m.Name == "number of written files");
}
