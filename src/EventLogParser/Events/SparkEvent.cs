namespace Rightsizer.EventLogParser.Events;

/// <summary>Any listener event but the two task events. Times are epoch milliseconds on the driver's clock.</summary>
public abstract record SparkEvent;

/// <summary>An event whose name is known or not but whose content nobody asked for.</summary>
public sealed record OtherEvent(string Name) : SparkEvent;

/// <summary>SparkListenerLogStart.</summary>
public sealed record LogStartEvent(string? SparkVersion) : SparkEvent;

/// <summary>Databricks' DBCEventLoggingListenerMetadata, first line of each of its files.</summary>
public sealed record DatabricksMetadataEvent(string? SparkVersion, long? RolloverNumber) : SparkEvent;

public sealed record ApplicationStartEvent(string? AppId, string? AppName, string? AttemptId, string? User, long? TimeMs) : SparkEvent;

public sealed record ApplicationEndEvent(long TimeMs, int? ExitCode) : SparkEvent;

/// <summary>SparkListenerEnvironmentUpdate; each section by key, later duplicates win.</summary>
public sealed record EnvironmentUpdateEvent(
    IReadOnlyDictionary<string, string> JvmInformation,
    IReadOnlyDictionary<string, string> SparkProperties,
    IReadOnlyDictionary<string, string> HadoopProperties,
    IReadOnlyDictionary<string, string> SystemProperties,
    IReadOnlyDictionary<string, string> ClasspathEntries) : SparkEvent;

/// <summary>
/// SparkListenerResourceProfileAdded; amounts by resource name (cores, memory in MiB, memoryOverhead, offHeap, cpus, gpu ...).
/// </summary>
public sealed record ResourceProfileAddedEvent(
    int Id, IReadOnlyDictionary<string, long> ExecutorResources, IReadOnlyDictionary<string, double> TaskResources) : SparkEvent;

/// <summary>SparkListenerMiscellaneousProcessAdded (for example YARN's application master).</summary>
public sealed record ProcessAddedEvent(string? ProcessId, long? TimeMs, string? HostPort, int? Cores) : SparkEvent;

public sealed record ExecutorAddedEvent(
    string ExecutorId, long TimeMs, string? Host, int TotalCores, int ResourceProfileId, long? RequestTimeMs, long? RegistrationTimeMs,
    IReadOnlyDictionary<string, string> LogUrls, IReadOnlyDictionary<string, string> Attributes, string? ResourcesJson) : SparkEvent;

public sealed record BlockManagerAddedEvent(
    string ExecutorId, string? Host, int Port, long TimeMs, long MaxMemoryBytes, long? MaxOnHeapBytes, long? MaxOffHeapBytes) : SparkEvent;

public sealed record ExecutorRemovedEvent(string ExecutorId, long TimeMs, string? Reason) : SparkEvent;

/// <summary>Executor or node excluded (formerly blacklisted) or let back, for the application or for one stage.</summary>
/// <param name="ExecutorId">Set for the executor events, else null.</param>
/// <param name="Host">Set for the node events, else null.</param>
/// <param name="Excluded">False when let back.</param>
/// <param name="StageId">Set for the ...ForStage events, else null.</param>
/// <param name="StageAttemptId">As <paramref name="StageId"/>.</param>
public sealed record ExclusionEvent(string? ExecutorId, string? Host, bool Excluded, int? StageId, int? StageAttemptId) : SparkEvent;

/// <param name="JobId">Job.</param>
/// <param name="SubmissionTimeMs">-1 when absent.</param>
/// <param name="Stages">"Stage Infos", or stubs from "Stage IDs" in old logs; in the log's order.</param>
/// <param name="Properties">The job's local properties (spark.job.description, spark.jobGroup.id, spark.sql.execution.id,
/// spark.scheduler.pool ...).</param>
public sealed record JobStartEvent(
    int JobId, long SubmissionTimeMs, IReadOnlyList<StageInfo> Stages, IReadOnlyDictionary<string, string> Properties) : SparkEvent;

public sealed record JobEndEvent(int JobId, long CompletionTimeMs, bool Succeeded, string? FailureMessage) : SparkEvent;

public sealed record StageSubmittedEvent(StageInfo Stage, IReadOnlyDictionary<string, string> Properties) : SparkEvent;

public sealed record StageCompletedEvent(StageInfo Stage) : SparkEvent;

public sealed record StageExecutorMetricsEvent(string ExecutorId, int StageId, int StageAttemptId, ExecutorMetrics Metrics) : SparkEvent;

public sealed record TaskGettingResultEvent(TaskInfo Task) : SparkEvent;

/// <summary>A heartbeat; only logs written with spark.eventLog.logStageExecutorMetrics or older Sparks hold them.</summary>
public sealed record ExecutorMetricsUpdateEvent(
    string ExecutorId, IReadOnlyList<TaskMetricsUpdate> Tasks, IReadOnlyList<StageExecutorMetricsEvent> Stages) : SparkEvent;

/// <summary>Metrics so far of a running task.</summary>
public sealed record TaskMetricsUpdate(long TaskId, int StageId, int StageAttemptId, TaskMetrics Metrics);

public sealed record UnpersistRddEvent(int RddId) : SparkEvent;

/// <summary>"Stage Info".</summary>
public sealed record StageInfo
{
    public required int StageId { get; init; }
    public required int AttemptId { get; init; }
    public string? Name { get; init; }
    public int NumTasks { get; init; }
    public IReadOnlyList<RddInfo> Rdds { get; init; } = [];
    public IReadOnlyList<int> ParentIds { get; init; } = [];

    /// <summary>Call site, long form.</summary>
    public string Details { get; init; } = "";
    public long? SubmissionTimeMs { get; init; }
    public long? CompletionTimeMs { get; init; }
    public string? FailureReason { get; init; }

    /// <summary>Last entry of an id wins, first place kept.</summary>
    public IReadOnlyList<Accumulable> Accumulables { get; init; } = [];
    public int ResourceProfileId { get; init; }
    public bool ShufflePushEnabled { get; init; }
    public int ShuffleMergerCount { get; init; }
}

/// <summary>"RDD Info": storage as known when the stage was submitted or completed.</summary>
public sealed record RddInfo(
    int RddId, string? Name, string? Scope, string? Callsite, IReadOnlyList<int> ParentIds, bool UseDisk, bool UseMemory,
    int NumPartitions, int NumCachedPartitions, long MemorySizeBytes, long DiskSizeBytes)
{
    public bool IsCached => UseDisk || UseMemory;

    /// <summary>"Barrier", Spark 2.4 and later: the stage's tasks start all at once or not at all.</summary>
    public bool IsBarrier { get; init; }
}

/// <summary>An accumulable as text, as REST shows it.</summary>
public sealed record Accumulable(long Id, string? Name, string? Value, string? Update, bool Internal, string? Metadata);
