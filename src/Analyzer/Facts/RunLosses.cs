using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Facts;

/// <summary>An executor that went while the run needed it.</summary>
readonly record struct ExecutorLoss(ExecutorLife Executor, LossReason Reason)
{
    public long AtMs => Executor.RemoveTimeMs ?? 0;
}

/// <summary>A task attempt by its place.</summary>
readonly record struct TaskAttempt(StageAttempt Stage, int Row)
{
    public TaskEndReason? End => Stage.Tasks.EndReason(Row);

    public double DurationMs => Math.Max(0, Stage.Tasks.DurationMs(Row) ?? 0);

    public long FinishMs => Stage.Tasks.FinishTimeMs(Row) ?? 0;
}

/// <summary>What was lost in a run: executors, tasks and shuffle output, each put to the first thing that went wrong.</summary>
sealed partial class RunLosses
{
    /// <summary>An executor that goes within this time of a task's OutOfMemoryError on it died of it.</summary>
    const long SameDeathMs = 120_000;

    /// <summary>
    /// Executors may go that long before a driver that is shut down writes its end: spark.yarn.report.interval, by which it learns that it
    /// was killed, and as much again for the stop itself.
    /// </summary>
    const long ShutDownMs = 2_000;

    RunLosses(RunFacts facts, bool hasContainers)
    {
        var run = facts.Run;
        var attempts = run.Stages.SelectMany(s =>
            Enumerable.Range(0, s.Tasks.Count).Where(r => s.Tasks.EndReason(r) is { Outcome: not TaskOutcome.Success })
            .Select(r => new TaskAttempt(s, r))).ToList();
        OutOfMemoryTasks = [.. attempts.Where(IsOutOfMemory).OrderBy(a => a.FinishMs)];
        var gone = run.WorkerExecutors.Where(e => e.RemoveTimeMs is not null && WasLost(e, run))
            .Select(e => new ExecutorLoss(e, LossReason.Parse(e.RemoveReason, hasContainers))).OrderBy(l => l.AtMs).ToList();
        WithShutDown = IsShutDown(run) && run.CountedUntilMs is { } end
            ? [.. gone.Where(l => !l.Reason.IsMemory && l.AtMs >= end - ShutDownMs)] : [];
        var shutDownMs = WithShutDown.Count > 0 ? WithShutDown[0].AtMs : long.MaxValue;
        LostTasks = [.. attempts.Where(a => a.End?.Reason is "ExecutorLostFailure" or "Resubmitted" && a.FinishMs < shutDownMs)];
        FetchFailures = [.. attempts.Where(a => a.End?.Reason is "FetchFailed" && a.FinishMs < shutDownMs).OrderBy(a => a.FinishMs)];
        Executors = [.. gone.Except(WithShutDown)];
        RepeatedStages = [.. run.Stages.Where(s => s.Tasks.Count > 0 && StageRetries.IsRepeated(run, s)),
            .. RecomputedStages.Find(run, Executors)];
        ByMemory = [.. Executors.Where(DiedOfMemory)];
        ByOther = [.. Executors.Except(ByMemory)];
        var (memory, other) = (Ids(ByMemory), Ids(ByOther));
        // a block without an owner went with an executor that was lost before, if there was one
        MemoryFetches = [.. FetchFailures.Where(
            f => f.End?.ExecutorId is { Length: > 0 } id ? memory.Contains(id) : memory.Count > 0 && other.Count == 0)];
        OtherFetches = [.. FetchFailures.Except(MemoryFetches)
            .Where(f => f.End?.ExecutorId is { Length: > 0 } id ? other.Contains(id) : other.Count > 0)];
        LoneFetches = [.. FetchFailures.Except(MemoryFetches).Except(OtherFetches)];
        Rollbacks = Rollback.Find(run, FetchFailures);
    }

    public static RunLosses Find(RunFacts facts, bool hasContainers) => new(facts, hasContainers);

    /// <summary>Executors that went unasked, first first.</summary>
    public IReadOnlyList<ExecutorLoss> Executors { get; }

    /// <summary>
    /// Executors that went with the application while it was shut down over a job that still ran. What failed since is no loss: nobody
    /// waited for it.
    /// </summary>
    public IReadOnlyList<ExecutorLoss> WithShutDown { get; }

    /// <summary>Those that ran out of memory, in the heap or in the container.</summary>
    public IReadOnlyList<ExecutorLoss> ByMemory { get; }
    public IReadOnlyList<ExecutorLoss> ByOther { get; }

    /// <summary>Attempts that ended with an OutOfMemoryError, first first.</summary>
    public IReadOnlyList<TaskAttempt> OutOfMemoryTasks { get; }

    /// <summary>Attempts that were lost with their executor.</summary>
    public IReadOnlyList<TaskAttempt> LostTasks { get; }

    /// <summary>Attempts that did not get the shuffle output of others, first first.</summary>
    public IReadOnlyList<TaskAttempt> FetchFailures { get; }

    /// <summary>
    /// Of executors that ran out of memory; of executors lost for another reason; of executors that the log does not know as lost.
    /// </summary>
    public IReadOnlyList<TaskAttempt> MemoryFetches { get; }
    public IReadOnlyList<TaskAttempt> OtherFetches { get; }
    public IReadOnlyList<TaskAttempt> LoneFetches { get; }

    /// <summary>
    /// Later attempts of stages that had ended well, and stages of later jobs that make a part of such output again: it was lost.
    /// </summary>
    public IReadOnlyList<StageAttempt> RepeatedStages { get; }

    /// <summary>Attempts that ran all of a stage again although some of its output was still there.</summary>
    public IReadOnlyList<Rollback> Rollbacks { get; }

    public bool AnyMemory => ByMemory.Count > 0 || OutOfMemoryTasks.Count > 0;

    /// <summary>What the repeated stages were lost with.</summary>
    public IReadOnlyList<StageAttempt> RepeatedFor(bool memory, bool other) => IsBlamed(memory, other) ? RepeatedStages : [];

    /// <summary>What was rolled back because of the stages that were repeated for these losses.</summary>
    public IReadOnlyList<Rollback> RollbacksFor(bool memory, bool other) => IsBlamed(memory, other) ? Rollbacks : [];

    bool IsBlamed(bool memory, bool other) => (memory, other) switch
    {
        (true, _) => ByMemory.Count > 0 && MemoryFetches.Count >= OtherFetches.Count && MemoryFetches.Count >= LoneFetches.Count,
        (_, true) => ByOther.Count > 0 && !IsBlamed(true, false) && OtherFetches.Count >= LoneFetches.Count,
        _ => !IsBlamed(true, false) && !IsBlamed(false, true),
    };

    /// <summary>A Java heap, a direct buffer or a thread that could not be had, or Python's MemoryError.</summary>
    internal static bool IsOutOfMemory(TaskAttempt attempt) =>
        attempt.End is { Reason: "ExceptionFailure" } end
        && (end.ExceptionClass is "java.lang.OutOfMemoryError" or "org.apache.spark.memory.SparkOutOfMemoryError"
        || IsPythonOutOfMemory(end.ErrorText));

    /// <summary>The last line of the traceback names MemoryError, or one of its kinds in NumPy or Arrow.</summary>
    internal static bool IsPythonOutOfMemory(string? text) => text is not null && PythonMemoryError().IsMatch(text);

    [GeneratedRegex(@"^(?![\w.]*OutOfMemoryError)[\w.]*MemoryError\b", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex PythonMemoryError();

    bool DiedOfMemory(ExecutorLoss loss) => loss.Reason.IsMemory
        || loss.Reason.Kind is LossKind.Unknown or LossKind.NoHeartbeat or LossKind.Killed
        && OutOfMemoryTasks.Any(
        t => t.Stage.Tasks.ExecutorId(t.Row) == loss.Executor.Id && Math.Abs(loss.AtMs - t.FinishMs) <= SameDeathMs);

    static HashSet<string> Ids(IEnumerable<ExecutorLoss> losses) => losses.Select(l => l.Executor.Id).ToHashSet(StringComparer.Ordinal);

    static bool IsShutDown(ApplicationRun run) => run.Jobs.Any(RunUse.WasCutOff);

    /// <summary>Not let go by the driver, and not at the application's end.</summary>
    static bool WasLost(ExecutorLife e, ApplicationRun run) =>
        e.RemoveReason is { } reason && !LossReason.WasAskedFor(reason)
        && (run.CountedUntilMs is not { } end || e.RemoveTimeMs < end);
}
