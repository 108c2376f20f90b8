using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>What happened in one application attempt, as its event log tells it. Model/README.txt draws who holds whom.</summary>
public sealed record ApplicationRun
{
    /// <summary>One of a run's own things: what counts is which it is, not what it holds.</summary>
    public bool Equals(ApplicationRun? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public required ApplicationInfo App { get; init; }
    public required SparkEnvironment Environment { get; init; }

    /// <summary>By id.</summary>
    public required IReadOnlyList<ResourceProfileAddedEvent> ResourceProfiles { get; init; }

    /// <summary>Executor lives in the order in which they appeared, driver included; an id may stand more than once.</summary>
    public required IReadOnlyList<ExecutorLife> Executors { get; init; }

    /// <summary>By job id.</summary>
    public required IReadOnlyList<Job> Jobs { get; init; }

    /// <summary>By stage id, then attempt; skipped stages included.</summary>
    public required IReadOnlyList<StageAttempt> Stages { get; init; }

    /// <summary>By execution id.</summary>
    public required IReadOnlyList<SqlExecution> SqlExecutions { get; init; }
    public required IReadOnlyList<ProcessAddedEvent> Processes { get; init; }

    /// <summary>What the triggers of streaming queries did, in the log's order; Spark before 4 and some filters leave them out.</summary>
    public IReadOnlyList<StreamingProgressEvent> StreamingProgress { get; init; } = [];

    /// <summary>Of Spark Connect; by start.</summary>
    public IReadOnlyList<ConnectSession> ConnectSessions { get; init; } = [];

    /// <summary>Requests of clients of Spark Connect; by start.</summary>
    public IReadOnlyList<ConnectOperation> ConnectOperations { get; init; } = [];

    /// <summary>RDDs ever unpersisted, with nothing of when.</summary>
    public required IReadOnlySet<int> UnpersistedRdds { get; init; }

    /// <summary>Task ends by Spark's reason word, ordinal order.</summary>
    public required IReadOnlyDictionary<string, long> TaskEndReasons { get; init; }

    public required LogQuality Log { get; init; }

    /// <summary>Application end, or the last time seen in an unfinished log; null when the log holds no time at all.</summary>
    public long? CountedUntilMs => App.EndTimeMs ?? App.LastEventTimeMs;

    /// <summary>Start to <see cref="CountedUntilMs"/>, never negative; null when either is unknown.</summary>
    public long? ObservedMs => App.StartTimeMs is { } s && CountedUntilMs is { } e ? Math.Max(0, e - s) : null;

    /// <summary>Executors proper, without the driver's entry. Empty in local mode.</summary>
    public IEnumerable<ExecutorLife> WorkerExecutors => Executors.Where(x => !x.IsDriver);
}

/// <summary>SparkListenerApplicationStart/End and LogStart. Times are epoch milliseconds.</summary>
public sealed record ApplicationInfo
{
    public string? Id { get; init; }
    public string? Name { get; init; }
    public string? AttemptId { get; init; }
    public string? SparkVersion { get; init; }
    public string? User { get; init; }
    public long? StartTimeMs { get; init; }
    public long? EndTimeMs { get; init; }
    public int? ExitCode { get; init; }

    /// <summary>Largest event time in the log.</summary>
    public long? LastEventTimeMs { get; init; }
    public int ApplicationStarts { get; init; }
    public long? DurationMs => EndTimeMs - StartTimeMs;
}
