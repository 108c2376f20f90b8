using Rightsizer.Analyzer.Model;
using Rightsizer.EventLogParser;
using Rightsizer.EventLogParser.Input;

namespace Rightsizer.Analyzer.Construction;

/// <summary>What the quality of a log is judged by.</summary>
sealed record LogEvidence(
    EventLog Log, ReadSummary Read, ApplicationInfo App, IReadOnlyList<Job> Jobs, IReadOnlyList<StageAttempt> Stages)
{
    public required IReadOnlyList<ImplausibleField> Implausible { get; init; }

    /// <summary>Executors whose cores the log does not state and that are taken from the settings or from the others.</summary>
    public required int InferredExecutors { get; init; }
    public required IReadOnlyList<ExecutorLife> Executors { get; init; }
    public required IReadOnlyList<SqlExecution> SqlExecutions { get; init; }
    public required int Profiles { get; init; }

    /// <summary>A query that was planned adaptively has SQL metrics of tasks that no plan in the log declares.</summary>
    public required bool HasUndeclaredMetrics { get; init; }

    /// <summary>The settings come before the application's start, as every Spark since 1.0 posts them.</summary>
    public required bool IsInSparksOrder { get; init; }
    public required IReadOnlyDictionary<string, string> SparkProperties { get; init; }

    /// <summary>Executors with which tasks were lost.</summary>
    public required IReadOnlyCollection<string> LostExecutors { get; init; }
    public required long RebuiltTasks { get; init; }
    public required long EndsWithoutStart { get; init; }

    /// <summary>Ends without a start that take back a success of before: nothing is missing for them.</summary>
    public required long TakenBack { get; init; }
    public required long EndsWithoutLiveStage { get; init; }
}
