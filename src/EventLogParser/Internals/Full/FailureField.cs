namespace Rightsizer.EventLogParser.Internals.Full;

/// <summary>What "Task End Reason" may hold, by the kind of failure.</summary>
enum FailureField
{
    Reason, ClassName, Description, FullStackTrace, ShuffleId, MapId, MapIndex, ReduceId, Message, KillReason, JobId, PartitionId,
    AttemptNumber, ExecutorId, LossReason,

    /// <summary>Not a text, as are those that follow.</summary>
    StackTrace, BlockManagerAddress, ExitCausedByApp,
}
