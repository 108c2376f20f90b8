namespace Rightsizer.EventLogParser.Input;

/// <summary>How a log is stored.</summary>
public enum EventLogKind { Single, Rolling, DatabricksFolder, Spark1Folder, Zip, StandardInput, Tar }

/// <summary>One application attempt's log: its parts in reading order.</summary>
public sealed record EventLog
{
    public required EventLogKind Kind { get; init; }

    /// <summary>How the files of an archive belong together; <see cref="Kind"/> where the log is in none.</summary>
    public EventLogKind Layout { get => layout ?? Kind; init => layout = value; }

    readonly EventLogKind? layout;

    /// <summary>Path or URI of the file or folder.</summary>
    public required string Location { get; init; }
    public required IReadOnlyList<LogPart> Parts { get; init; }

    /// <summary>Number of the application attempt that the name ends in; null when it names none.</summary>
    public int? Attempt { get; init; }

    /// <summary>Told by the file's name or its appstatus file; null when neither says.</summary>
    public bool? InProgress { get; init; }

    /// <summary>Parts of a rolling or Databricks log that should be there and are not.</summary>
    public IReadOnlyList<int> MissingIndices { get; init; } = [];

    /// <summary>Files before this part were compacted away by Spark: events are missing by design.</summary>
    public bool Compacted { get; init; }

    /// <summary>Version from SPARK_VERSION_x of a Spark 1 folder.</summary>
    public string? SparkVersionFromName { get; init; }
}
