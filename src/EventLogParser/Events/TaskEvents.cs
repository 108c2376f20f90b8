namespace Rightsizer.EventLogParser.Events;

/// <summary>"Task Info" of a task event. Strings are interned: equal ones are the same object.</summary>
public struct TaskInfo
{
    public long TaskId;

    /// <summary>0-based place of the task in its stage.</summary>
    public int Index;

    /// <summary>0-based attempt of that index; 1 when the log has none.</summary>
    public int Attempt;

    /// <summary>-1 before Spark 3.3.</summary>
    public int PartitionId;

    /// <value>Epoch milliseconds, driver clock.</value>
    public long LaunchTimeMs;

    /// <value>Epoch milliseconds; 0 while the task runs.</value>
    public long FinishTimeMs;

    /// <value>Epoch milliseconds at which the driver began to fetch the result; 0 when it came with the status.</value>
    public long GettingResultTimeMs;

    public string? ExecutorId;
    public string? Host;
    public string? Locality;
    public bool Speculative;
    public bool Failed;
    public bool Killed;

    /// <summary>Finish less launch, null while running; REST's "duration".</summary>
    public readonly long? DurationMs => FinishTimeMs == 0 ? null : FinishTimeMs - LaunchTimeMs;
}

/// <summary>SparkListenerTaskStart.</summary>
public struct TaskStartEvent
{
    public int StageId;
    public int StageAttemptId;
    public TaskInfo Task;
}

/// <summary>SparkListenerTaskEnd.</summary>
public struct TaskEndEvent
{
    public int StageId;
    public int StageAttemptId;
    public TaskInfo Task;
    public TaskEndReason Reason;

    /// <summary>False where the event has no "Task Metrics" object; then <see cref="Metrics"/> is all 0.</summary>
    public bool HasMetrics;
    public TaskMetrics Metrics;

    /// <summary>"Task Executor Metrics" (Spark 3.0 and later).</summary>
    public ExecutorMetrics ExecutorMetrics;
}

/// <summary>One entry of "Accumulables" that has an "Update".</summary>
public readonly record struct AccumulatorUpdate(long AccumulatorId, long Value);

/// <summary>How a task attempt ended, as Spark's listener counts it.</summary>
public enum TaskOutcome
{
    Success,

    /// <summary>TaskKilled and TaskCommitDenied.</summary>
    Killed,

    /// <summary>A success taken back because its executor, and with it its shuffle output, was lost.</summary>
    Resubmitted,

    /// <summary>Everything else.</summary>
    Failed,
}

/// <summary>"Task End Reason".</summary>
public sealed record TaskEndReason
{
    public static readonly TaskEndReason Success = new() { Reason = "Success" };

    /// <summary>Spark's word: Success, ExceptionFailure, FetchFailed, ExecutorLostFailure, TaskKilled ... or null.</summary>
    public string? Reason { get; init; }

    /// <summary>What Spark's toErrorString gives; for a killed task the kill reason. Null on success.</summary>
    public string? ErrorText { get; init; }

    /// <summary>"Class Name" of an ExceptionFailure.</summary>
    public string? ExceptionClass { get; init; }

    /// <summary>"Executor ID" of an ExecutorLostFailure or of a FetchFailed's block manager.</summary>
    public string? ExecutorId { get; init; }

    /// <summary>"Exit Caused By App" of an ExecutorLostFailure.</summary>
    public bool? ExitCausedByApp { get; init; }

    public TaskOutcome Outcome => Reason switch
    {
        "Success" => TaskOutcome.Success,
        "TaskKilled" or "TaskCommitDenied" => TaskOutcome.Killed,
        "Resubmitted" => TaskOutcome.Resubmitted,
        _ => TaskOutcome.Failed,
    };
}
