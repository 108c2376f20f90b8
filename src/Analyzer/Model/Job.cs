using System.Collections.ObjectModel;

namespace Rightsizer.Analyzer.Model;

/// <summary>One Spark job. Counts are those that Spark's store holds once the log was replayed.</summary>
public sealed record Job
{
    /// <summary>One of a run's own things: what counts is which it is, not what it holds.</summary>
    public bool Equals(Job? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <summary><see cref="Status"/> of a job without an end in the log.</summary>
    public const string Running = "RUNNING";

    public required int JobId { get; init; }
    public string? Name { get; init; }
    public string? Description { get; init; }
    public string? JobGroup { get; init; }
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Execution that the job belongs to; null outside SQL.</summary>
    public long? SqlExecutionId { get; init; }

    /// <summary>spark.scheduler.pool of the job's properties; null for the default pool.</summary>
    public string? Pool { get; init; }

    /// <summary>
    /// A batch of a streaming query (sql.streaming.queryId) or of a DStream (spark.streaming.internal.batchTime) among the job's
    /// properties.
    /// </summary>
    public bool IsStreaming { get; init; }

    /// <value>Epoch milliseconds; null when the log has none.</value>
    public long? SubmissionTimeMs { get; init; }
    public long? CompletionTimeMs { get; set; }

    /// <summary>In the log's order.</summary>
    public IReadOnlyList<int> StageIds { get; init; } = [];
    public int NumTasks { get; init; }

    /// <summary>RUNNING, SUCCEEDED, FAILED.</summary>
    public string Status { get; set; } = Running;
    public string? Failure { get; set; }
    public int NumActiveTasks { get; set; }
    public int NumCompletedTasks { get; set; }
    public int NumSkippedTasks { get; set; }
    public int NumFailedTasks { get; set; }
    public int NumKilledTasks { get; set; }
    public int NumCompletedIndices { get; set; }
    public int NumActiveStages { get; set; }
    public int NumCompletedStages { get; set; }
    public int NumSkippedStages { get; set; }
    public int NumFailedStages { get; set; }
    public IReadOnlyDictionary<string, int> KilledTasksSummary { get; set; } = ReadOnlyDictionary<string, int>.Empty;
}
