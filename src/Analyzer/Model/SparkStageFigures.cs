using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>What Spark's History Server shows of a stage attempt some of whose tasks have an end in the log and no start.</summary>
/// <param name="NumRebuiltTasks">Tasks that Spark does not show and that were rebuilt from their ends.</param>
/// <param name="NumActiveTasks">Negative: each end takes one away that no start had added.</param>
/// <param name="FirstTaskLaunchedMs">Epoch milliseconds; null where no task has a start.</param>
/// <param name="Metrics">Sums over the tasks with a start.</param>
/// <param name="Locality">Tasks started by locality, ordinal order.</param>
/// <param name="SpeculationSummary">As <see cref="StageAttempt.SpeculationSummary"/>.</param>
public sealed record SparkStageFigures(
    int NumRebuiltTasks, int NumActiveTasks, long? FirstTaskLaunchedMs, TaskMetrics Metrics, IReadOnlyDictionary<string, int> Locality,
    IReadOnlyList<int>? SpeculationSummary);
