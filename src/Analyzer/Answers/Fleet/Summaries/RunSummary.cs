using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>How an application ended.</summary>
public enum RunOutcome
{
    [JsonStringEnumMemberName("succeeded")] Succeeded,
    [JsonStringEnumMemberName("failed")] Failed,

    /// <summary>No end in the log: still running, killed, or cut.</summary>
    [JsonStringEnumMemberName("unfinished")] Unfinished,

    /// <summary>The log could not be read; nothing else is known.</summary>
    [JsonStringEnumMemberName("unreadable")] Unreadable,
}

/// <summary>Why a log gave no summary.</summary>
public enum ReadFailure
{
    /// <summary>Not a Spark event log, or empty.</summary>
    [JsonStringEnumMemberName("notALog")] NotALog,

    /// <summary>Missing, forbidden, in an unknown codec, or the store did not answer: worth another try.</summary>
    [JsonStringEnumMemberName("inputError")] InputError,
    [JsonStringEnumMemberName("timeout")] Timeout,
    [JsonStringEnumMemberName("outOfMemory")] OutOfMemory,

    /// <summary>Our mistake.</summary>
    [JsonStringEnumMemberName("crash")] Crash,
}

/// <summary>What an application is for its owner: work with an end, a session, a stream.</summary>
public enum Workload
{
    [JsonStringEnumMemberName("batch")] Batch,
    [JsonStringEnumMemberName("interactive")] Interactive,
    [JsonStringEnumMemberName("streaming")] Streaming,
}

/// <summary>One application attempt in a few kilobytes: all that a report over many runs needs. What is not known is absent.</summary>
/// <remarks>
/// Nothing in it tells of clock, host or who made it: whoever reads the same log under the same rules writes the same bytes.
/// </remarks>
public sealed record RunSummary
{
    /// <summary>Raised whenever a field changes its meaning or a figure its rule.</summary>
    public const int CurrentVersion = 1;

    public required RunKey Key { get; init; }
    public required RunOutcome Outcome { get; init; }

    /// <summary>Why it failed, is unfinished or cannot be read.</summary>
    public string? Reason { get; init; }

    /// <summary>Only of an unreadable log.</summary>
    public ReadFailure? Failure { get; init; }

    /// <summary>Absent when unreadable, as is all that follows.</summary>
    public RunIdentity? App { get; init; }

    /// <summary>The run of a workflow that it is a part of. Absent where the log names none, and in states of before 2026-11-30.</summary>
    public RunWorkflow? Workflow { get; init; }

    /// <summary>Names of its pods, by which a bill finds them. Absent elsewhere than on Kubernetes, and in states of before
    /// 2026-12-01.</summary>
    public RunPods? Pods { get; init; }

    /// <summary>
    /// emr-ec2, emr-eks, emr-serverless, glue, databricks, dataproc, kubernetes, yarn, standalone, local, mesos, unknown.
    /// </summary>
    public string? Platform { get; init; }
    public Workload? Workload { get; init; }

    /// <summary>shell, sql, thrift, livy, notebook; absent for other workloads.</summary>
    public string? InteractiveKind { get; init; }

    /// <value>Epoch milliseconds; application start.</value>
    public long? StartMs { get; init; }

    /// <value>Epoch milliseconds; application end, or the last event of an unfinished log.</value>
    public long? EndMs { get; init; }

    /// <summary>Start to end.</summary>
    public long? WallMs { get; init; }

    /// <summary>Time in which no job ran, of <see cref="WallMs"/>.</summary>
    public long? NoJobMs { get; init; }
    public RunWork? Work { get; init; }
    public RunCluster? Cluster { get; init; }
    public RunCores? Cores { get; init; }

    /// <summary>Hash of <see cref="Settings"/>.</summary>
    public string? SettingsFingerprint { get; init; }

    /// <summary>The settings that move cost, by name; only those that the log has. What looks like a secret is not among them.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>
    /// Spark properties that an advice may name beside <see cref="Settings"/>, where the log has them. Absent in states of before
    /// 2026-11-30.
    /// </summary>
    public IReadOnlyDictionary<string, string>? AdvisedSettings { get; init; }

    /// <summary>
    /// Hash of the set of query plans by their operators, without AQE's own; of stage names where there is no SQL. Absent without either.
    /// </summary>
    public string? PlanFingerprint { get; init; }

    /// <summary>First in rank first.</summary>
    public IReadOnlyList<RunFinding> Findings { get; init; } = [];

    /// <summary>What was paid and did no work, by cause; disjoint. Absent causes are nought.</summary>
    public IReadOnlyList<WastePart> Waste { get; init; } = [];
    public RunCost? Cost { get; init; }

    /// <summary>Sessions of Spark Connect, those with the most task time first, at most 100. Absent without any, and in states of before
    /// 2026-12-01.</summary>
    public IReadOnlyList<RunConnectSession>? Connect { get; init; }
    public RunLog? Log { get; init; }
}

/// <summary>Who ran.</summary>
/// <param name="Id">SparkListenerApplicationStart "App ID".</param>
/// <param name="Name">"App Name", at most 16,384 characters.</param>
/// <param name="Attempt">"App Attempt ID".</param>
/// <param name="SparkVersion">SparkListenerLogStart.</param>
/// <param name="User">Of the application.</param>
/// <param name="Queue">YARN queue or Kubernetes namespace.</param>
/// <param name="Tags">spark.yarn.tags as they stand, labels of pods and tags of Databricks clusters as name=value; ordinal order.</param>
/// <param name="MainClass">What spark-submit was given: --class, else the file.</param>
public sealed record RunIdentity(
    string? Id, string? Name, string? Attempt, string? SparkVersion, string? User, string? Queue, IReadOnlyList<string> Tags,
        string? MainClass);

/// <summary>What an orchestrator put into the run's settings or tags.</summary>
/// <param name="System">airflow, openLineage, dagster; tags where only tags of this program's own names say it.</param>
/// <param name="Name">Airflow DAG, Dagster job, Step Functions state machine.</param>
/// <param name="RunId">This run of it; absent where only the workflow is named.</param>
/// <param name="Task">What of the workflow the application is; absent where not named.</param>
public sealed record RunWorkflow(string System, string Name, string? RunId, string? Task);

/// <summary>Pods on Kubernetes.</summary>
/// <param name="Driver">spark.kubernetes.driver.pod.name.</param>
/// <param name="ExecutorPrefix">spark.kubernetes.executor.podNamePrefix: names of executors' pods are this, -exec- and a number.</param>
public sealed record RunPods(string? Driver, string? ExecutorPrefix);

/// <summary>A session of Spark Connect.</summary>
/// <param name="Id">Null for the sum of the smallest ones of a user, where there are too many.</param>
/// <param name="User">Absent where the client named none.</param>
/// <param name="Sessions">1, or how many the sum is of.</param>
/// <param name="Operations">Requests.</param>
/// <param name="FailedOperations">Of them, those that failed.</param>
/// <param name="BusyMs">Time in which at least one of them ran.</param>
/// <param name="TaskMs">Task time of their jobs.</param>
public sealed record RunConnectSession(
    string? Id, string? User, int Sessions, int Operations, int FailedOperations, long BusyMs, long TaskMs);

/// <summary>What was done. Sums over all stage attempts, failed tasks included.</summary>
public sealed record RunWork
{
    public required int Jobs { get; init; }
    public required int FailedJobs { get; init; }
    public required int Stages { get; init; }
    public required long Tasks { get; init; }
    public required long FailedTasks { get; init; }
    public required long InputBytes { get; init; }

    /// <summary>
    /// Rows read: what the same data keeps however its files are cut. Absent in states of before 2026-11-30 and where nothing was read.
    /// </summary>
    public long? InputRecords { get; init; }
    public required long OutputBytes { get; init; }
    public required long ShuffleReadBytes { get; init; }
    public required long ShuffleWriteBytes { get; init; }
    public required long MemorySpilledBytes { get; init; }
    public required long DiskSpilledBytes { get; init; }
}

/// <summary>Where it ran.</summary>
public sealed record RunCluster
{
    /// <summary>Applications with the same id shared a cluster; absent where the log does not tell.</summary>
    public string? Id { get; init; }

    /// <summary>Of the largest executor.</summary>
    public required int ExecutorCores { get; init; }

    /// <summary>Heap and overhead by the settings.</summary>
    public required long ExecutorMib { get; init; }

    /// <summary>Most at one time.</summary>
    public required int PeakExecutors { get; init; }

    /// <summary>Registrations over the run.</summary>
    public required int ExecutorLives { get; init; }
    public required int Hosts { get; init; }
    public required int DriverCores { get; init; }
    public required long DriverMib { get; init; }
    public required bool DynamicAllocation { get; init; }

    /// <summary>Instance type; absent where neither log nor settings let one tell.</summary>
    public string? NodeType { get; init; }
    public int? Nodes { get; init; }
    public Ground NodeGround { get; init; }
}

/// <summary>Core time of the executors; of the driver in local mode.</summary>
public sealed record RunCores
{
    /// <summary>Added to removed, times cores.</summary>
    public required long PaidCoreMs { get; init; }

    /// <summary>Held by tasks, at most what was paid.</summary>
    public required long UsedCoreMs { get; init; }
    public required long IdleCoreMs { get; init; }

    /// <summary><see cref="PaidCoreMs"/> over equal slices of the run's time; they sum to it.</summary>
    public required IReadOnlyList<long> PaidBySlice { get; init; }
}

/// <param name="Kind">failedRun, clusterStart, beforeFirstJob, driver, skew, overProvisioned, scheduling, idleTail, interactiveIdle,
/// retries, spill, gc.</param>
/// <param name="CoreMs">Core time paid for it; 0 for what is not core time (clusterStart).</param>
/// <param name="Usd">Its part of the run's cost; absent where the run has no price.</param>
public sealed record WastePart(string Kind, long CoreMs, decimal? Usd);

/// <summary>A finding without its words. Savings of different kinds overlap and never add up.</summary>
public sealed record RunFinding
{
    public required string Id { get; init; }
    public required string Kind { get; init; }
    public required Detectors.Severity Severity { get; init; }
    public required Detectors.Confidence Confidence { get; init; }
    public long? SavesMs { get; init; }
    public long? SavesCoreMs { get; init; }
    public decimal? SavesUsd { get; init; }

    /// <summary>First advice: what to set.</summary>
    public string? Setting { get; init; }
    public string? Now { get; init; }
    public string? Proposed { get; init; }
}

/// <summary>What it cost and would have cost.</summary>
public sealed record RunCost
{
    public required string PriceBook { get; init; }

    /// <value>ISO date of the region's EC2 prices.</value>
    public required string PriceDate { get; init; }
    public required string Region { get; init; }
    public required Ground RegionGround { get; init; }

    /// <summary>Absent where the run has no price; <see cref="Missing"/> says why.</summary>
    public decimal? ActualUsd { get; init; }
    public string? ActualName { get; init; }

    /// <summary>What <see cref="ActualName"/> says; absent in states of before 2026-11-29.</summary>
    public LedgerKind? ActualKind { get; init; }
    public Ground ActualGround { get; init; }
    public string? Missing { get; init; }

    /// <summary><see cref="ActualUsd"/> by service; absent without a price and in states of before 2026-11-30.</summary>
    public IReadOnlyList<RunServiceCost>? Services { get; init; }
    public required IReadOnlyList<RunAlternative> Alternatives { get; init; }
}

/// <param name="Service">ec2, emr-fee, ebs, emr-serverless, emr-on-eks, eks, fargate, glue, s3, transfer, cluster.</param>
/// <param name="Usd">Sum of its lines.</param>
public sealed record RunServiceCost(string Service, decimal Usd);

/// <param name="Name">For people: the ledger's title, as "EMR on EC2 Spot (x86)".</param>
/// <param name="Shape">For people: its nodes or workers.</param>
/// <param name="Usd">Absent where a line has no price.</param>
/// <param name="Ground">Weakest of the ledger's lines.</param>
public sealed record RunAlternative(string Name, string? Shape, decimal? Usd, Ground Ground)
{
    /// <summary>
    /// Which way of running it is; absent in states of before 2026-11-29, where <see cref="RunSummaryJson"/> fills it in.
    /// </summary>
    public LedgerKind? Kind { get; init; }
}

/// <summary>The log itself.</summary>
/// <param name="Kind">single, rolling, databricksFolder, spark1Folder, zip, standardInput.</param>
/// <param name="Quality">complete, noGapSeen, partial, poor.</param>
/// <param name="Doubts">Sentences; ten at most.</param>
/// <param name="Bytes">As stored.</param>
/// <param name="PlainBytes">Decompressed.</param>
/// <param name="Lines">Read.</param>
/// <param name="MalformedLines">Left out.</param>
public sealed record RunLog(
    string Kind, Model.QualityGrade Quality, IReadOnlyList<string> Doubts, long Bytes, long PlainBytes, long Lines, long MalformedLines)
{
    /// <summary>
    /// True where a time or what was paid for rests on a value that cannot be true, or more than 1 % of the lines, tasks or values were
    /// lost: the run is in no total. Absent otherwise.
    /// </summary>
    public bool? InDoubt { get; init; }

    /// <summary>
    /// True where jobs that ran are not in the log (compacted by Spark, or a part is missing): used core time is a lower bound, and what of
    /// the cost is waste is not known. Absent otherwise.
    /// </summary>
    public bool? LacksWork { get; init; }
}
