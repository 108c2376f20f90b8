using System.Collections.ObjectModel;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Model;

/// <summary>One registration of an executor (or the driver's block manager), from added to removed.</summary>
public sealed record ExecutorLife
{
    /// <summary>One of a run's own things: what counts is which it is, not what it holds.</summary>
    public bool Equals(ExecutorLife? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    public required string Id { get; init; }
    public bool IsDriver => Id is "driver" or "<driver>";
    public string? Host { get; set; }
    public string? HostPort { get; set; }

    /// <summary>REST's host: the host of ExecutorAdded, else that of the block manager.</summary>
    public string HostName => Host ?? (HostPort is { } p && p.LastIndexOf(':') is var i and >= 0 ? p[..i] : HostPort ?? "");
    public bool IsActive { get; set; } = true;

    /// <summary>"Total Cores"; 0 when only a block manager was seen.</summary>
    public int TotalCores { get; set; }

    /// <summary>Cores where the log does not state them, but shows that the executor was there; else 0.</summary>
    public int InferredCores { get; set; }

    /// <summary><see cref="TotalCores"/>, or <see cref="InferredCores"/> where the log has none.</summary>
    public int PaidCores => TotalCores > 0 ? TotalCores : InferredCores;

    /// <summary>Task slots: cores over spark.task.cpus (or the profile's cpus).</summary>
    public int MaxTasks { get; set; }

    /// <value>Epoch milliseconds; may be -1 in very old logs.</value>
    public long AddTimeMs { get; init; }
    public long? RemoveTimeMs { get; set; }
    public string? RemoveReason { get; set; }

    /// <summary>False when no SparkListenerExecutorAdded was seen for this life.</summary>
    public bool AddedByEvent { get; set; }
    public long? RequestTimeMs { get; set; }
    public long? RegistrationTimeMs { get; set; }
    public int ResourceProfileId { get; set; }

    /// <summary>Storage and execution memory together, as the block manager reports it.</summary>
    public long MaxMemoryBytes { get; set; }

    /// <summary>-1 when not reported.</summary>
    public long OnHeapStorageBytes { get; set; } = -1;
    public long OffHeapStorageBytes { get; set; }
    public int TotalTasks { get; set; }
    public int ActiveTasks { get; set; }
    public int CompletedTasks { get; set; }
    public int FailedTasks { get; set; }
    public long TaskDurationMs { get; set; }
    public long TaskGcTimeMs { get; set; }
    public long InputBytes { get; set; }
    public long ShuffleReadBytes { get; set; }
    public long ShuffleWriteBytes { get; set; }
    public bool IsExcluded { get; set; }
    public SortedSet<int> ExcludedInStages => excludedInStages ??= [];
    public IReadOnlyDictionary<string, string> Attributes { get; set; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>"Resources" as raw JSON; null when absent.</summary>
    public string? ResourcesJson { get; set; }

    /// <summary>Null when no executor metrics were seen.</summary>
    public ExecutorMetrics? Peak
    {
        get => peak?[0];
        set => peak = value is { } known ? [known] : null;
    }

    internal void RaisePeak(in ExecutorMetrics metrics)
    {
        peak ??= [ExecutorMetrics.None];
        peak[0].RaiseTo(metrics);
    }

    SortedSet<int>? excludedInStages;

    /// <summary>One of them, on its own because most logs have none.</summary>
    ExecutorMetrics[]? peak;
}
