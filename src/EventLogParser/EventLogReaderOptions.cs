namespace Rightsizer.EventLogParser;

/// <summary>How a log is read. The answer never depends on any of these, except where it says so.</summary>
public sealed record EventLogReaderOptions
{
    public static readonly EventLogReaderOptions Default = new();

    /// <summary>Reads the accumulables of every task. Needed only for per-task SQL metrics (min, median, max).</summary>
    public bool ReadAccumulables { get; init; } = true;

    /// <summary>Reads why a task failed in full; otherwise <see cref="Events.TaskEndReason.Reason"/> alone.</summary>
    public bool ReadErrorTexts { get; init; } = true;

    /// <summary>Reads the log URLs and the attributes of executors; otherwise there are none.</summary>
    public bool ReadExecutorDetails { get; init; } = true;

    /// <summary>Names of the events wanted besides those of tasks; null for all. The fast lane may step over others without decoding and
    /// counting them, where they show no damage.</summary>
    public IReadOnlyList<string>? OnlyEvents { get; init; }

    /// <summary>Replaces what names a person, a machine, a place or a query before anything else sees it; docs/redaction.md.</summary>
    public bool Redact { get; init; }

    /// <summary>Longest line that is read; a longer one is counted as malformed and stepped over in bounded memory.</summary>
    /// <value>Bytes.</value>
    public long MaxLineBytes { get; init; } = Input.InputLimits.LineBytes;

    /// <summary>Size of the read buffer. Tests make it tiny so that every refill is met.</summary>
    public int BufferBytes { get; init; } = 256 * 1024;

    /// <summary>Worker threads for one log.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The lane of the full reader alone: strict about every byte.</summary>
    public const string FullLane = "full";

    /// <summary>The lane of the templates, with the full reader for whatever they do not know; also the default.</summary>
    public const string FastLane = "fast";

    /// <summary>Which lane reads: <see cref="FullLane"/>, <see cref="FastLane"/>, or null for the default (RIGHTSIZER_PARSER).</summary>
    public string? Lane { get; init; }
}
