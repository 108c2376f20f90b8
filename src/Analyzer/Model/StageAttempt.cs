using System.Collections.ObjectModel;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>One attempt of a stage, with its sums as Spark's AppStatusListener makes them and its tasks column by column.</summary>
public sealed record StageAttempt
{
    /// <summary>One of a run's own things: what counts is which it is, not what it holds.</summary>
    public bool Equals(StageAttempt? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary>The latest "Stage Info" seen (completed, else submitted, else the job's).</summary>
    public required StageInfo Info { get; init; }
    public int StageId => Info.StageId;
    public int AttemptId => Info.AttemptId;

    /// <summary>PENDING, ACTIVE, COMPLETE, FAILED, SKIPPED.</summary>
    public required string Status { get; init; }
    public string? Description { get; init; }

    /// <summary>spark.scheduler.pool, "default" when unset.</summary>
    public string Pool { get; init; } = "default";

    /// <summary>Ascending.</summary>
    public IReadOnlyList<int> JobIds { get; init; } = [];
    public int NumActiveTasks { get; init; }
    public int NumCompleteTasks { get; init; }
    public int NumFailedTasks { get; init; }
    public int NumKilledTasks { get; init; }
    public int NumCompletedIndices { get; init; }
    public long? FirstTaskLaunchedMs { get; init; }

    /// <summary>Sums over every ended attempt, failed and killed ones included.</summary>
    public required TaskMetrics Metrics { get; init; }
    public IReadOnlyDictionary<string, int> KilledTasksSummary { get; init; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>Tasks started by locality, ordinal order.</summary>
    public IReadOnlyDictionary<string, int> Locality { get; init; } = ReadOnlyDictionary<string, int>.Empty;

    /// <summary>Null when no executor metrics were seen.</summary>
    public ExecutorMetrics? Peak { get; init; }

    /// <summary>numTasks, active, completed, failed, killed of speculative attempts; null when there were none.</summary>
    public IReadOnlyList<int>? SpeculationSummary { get; init; }

    /// <summary>REST shows this attempt as a SKIPPED, all-zero record of a later job; here the executed one is kept.</summary>
    public bool RestShowsSkipped { get; init; }

    /// <summary>Every task attempt that was started, by task id.</summary>
    public required TaskTable Tasks { get; init; }

    /// <summary>What Spark shows where tasks were rebuilt from their ends; null where it is what stands here.</summary>
    public SparkStageFigures? AsSpark { get; init; }

    public long ShuffleReadBytes => Metrics[TaskMetric.ShuffleLocalBytesRead] + Metrics[TaskMetric.ShuffleRemoteBytesRead];

    /// <summary>Tasks ran, whether or not they ended well.</summary>
    public bool WasExecuted => NumCompleteTasks + NumFailedTasks + NumKilledTasks + NumActiveTasks > 0;
}
