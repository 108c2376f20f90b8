using Rightsizer.EventLogParser.Events;

namespace Rightsizer.TestSupport;

/// <summary>What a test says of a task of a <see cref="StageSketch"/>.</summary>
public sealed class TaskSketch
{
    TaskMetrics metrics = new();

    public int Index { get; set; }
    public int Attempt { get; set; }
    public string Locality { get; set; } = "PROCESS_LOCAL";
    public bool Speculative { get; set; }

    /// <summary>It has no end.</summary>
    public bool Running { get; set; }

    /// <summary>Spark's word for how it ended; null for a success.</summary>
    public string? Reason { get; set; }
    public string? Error { get; set; }

    /// <summary>Executor whose output a FetchFailed could not get.</summary>
    public string? Source { get; set; }

    /// <summary>"Class Name" of an ExceptionFailure.</summary>
    public string? ExceptionClass { get; set; }
    public TaskMetrics Metrics => metrics;

    public long this[TaskMetric metric]
    {
        get => metrics[metric];
        set => metrics[metric] = value;
    }
}

/// <summary>A task in one line.</summary>
/// <param name="Index">Partition.</param>
/// <param name="LaunchMs">From the application's start.</param>
/// <param name="DurationMs">Null while it runs.</param>
/// <param name="Executor">Its id.</param>
/// <param name="Attempt">0-based.</param>
/// <param name="Failed">It threw.</param>
public readonly record struct SketchTask(int Index, long LaunchMs, long? DurationMs, string Executor, int Attempt = 0, bool Failed = false);
