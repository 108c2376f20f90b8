using Rightsizer.EventLogParser.Events;

namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>"Task End Reason" as it was read; gives the text that Spark's TaskFailedReason.toErrorString would give.</summary>
sealed class Failure
{
    /// <summary>Integer.MIN_VALUE stands for an unknown map index in FetchFailed.</summary>
    const string UnknownMapIndex = "-2147483648";

    readonly string?[] texts = new string?[(int)FailureField.StackTrace];

    public string? this[FailureField field]
    {
        get => texts[(int)field];
        set => texts[(int)field] = value;
    }

    public bool? ExitCausedByApp { get; set; }
    public string? StackTrace { get; set; }
    public bool HasAddress { get; set; }
    public string? AddressExecutorId { get; set; }
    public string? AddressHost { get; set; }
    public string? AddressPort { get; set; }

    public TaskEndReason ToReason() => new()
    {
        Reason = this[FailureField.Reason],
        ErrorText = ErrorText(),
        ExceptionClass = this[FailureField.ClassName],
        ExecutorId = this[FailureField.ExecutorId] ?? AddressExecutorId,
        ExitCausedByApp = ExitCausedByApp,
    };

    string? ErrorText() => this[FailureField.Reason] switch
    {
        "Success" => null,
        "Resubmitted" => "Resubmitted (resubmitted due to lost executor)",
        "FetchFailed" => FetchFailed(),
        "ExceptionFailure" => this[FailureField.FullStackTrace]
            ?? $"{this[FailureField.ClassName]}: {this[FailureField.Description]}{StackTrace}",
        "TaskResultLost" => "TaskResultLost (result lost from block manager)",
        "TaskKilled" => this[FailureField.KillReason] is { Length: > 0 } why ? why : "unknown reason",
        "TaskCommitDenied" => $"TaskCommitDenied (Driver denied task commit) for job: {this[FailureField.JobId] ?? "-1"}, partition: "
            + $"{this[FailureField.PartitionId] ?? "-1"}, attemptNumber: {this[FailureField.AttemptNumber] ?? "-1"}",
        "ExecutorLostFailure" => $"ExecutorLostFailure (executor {this[FailureField.ExecutorId] ?? "Unknown"} exited "
            + (ExitCausedByApp == false ? "unrelated to the running tasks" : "caused by one of the running tasks") + ")"
            + (this[FailureField.LossReason] is { } loss ? " Reason: " + loss : ""),
        var other => other,
    };

    string FetchFailed()
    {
        var address = HasAddress ? $"BlockManagerId({AddressExecutorId}, {AddressHost}, {AddressPort}, None)" : "null";
        var map = this[FailureField.MapIndex] is { } index and not UnknownMapIndex ? index : "Unknown";
        return $"FetchFailed({address}, shuffleId={this[FailureField.ShuffleId]}, mapIndex={map}, mapId={this[FailureField.MapId]}, "
            + $"reduceId={this[FailureField.ReduceId]}, message=\n{this[FailureField.Message] ?? "Unknown reason"}\n)";
    }
}
