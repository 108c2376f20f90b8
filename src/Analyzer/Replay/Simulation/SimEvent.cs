namespace Rightsizer.Analyzer.Replay.Simulation;

enum EventKind : byte
{
    AddExecutor, ExecutorReady, RetireExecutor, RemoveExecutor, SubmitJob, SubmitStage, HoldOver, EndTask, FreeSlot, CompleteTask,
    ReleaseTask, EndStage, EndJob, AllocationRound,
}

/// <param name="TimeMs">When.</param>
/// <param name="Order">Ties are served first come, first served.</param>
/// <param name="Kind">What.</param>
/// <param name="Subject">Job, stage or executor.</param>
/// <param name="Executor">Executor of a task event.</param>
/// <param name="Task">Task of a task event.</param>
readonly record struct SimEvent(double TimeMs, long Order, EventKind Kind, int Subject, int Executor, int Task);
