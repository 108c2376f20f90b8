namespace Rightsizer.Analyzer.Answers.Fleet.State;

/// <summary>One advice as a report gave it, one line of the state: what to set, and what that was to save.</summary>
public sealed record AdviceRecord
{
    /// <summary>Version of the line; raised whenever a field changes its meaning.</summary>
    public int RecordVersion { get; init; } = RecordKind.CurrentVersion;

    /// <summary>Hash of job, owner, finding and setting: the same advice in every report, whatever its value.</summary>
    public required string Id { get; init; }

    /// <summary>Name and owner of the job, as the rules of that report had them.</summary>
    public required string Job { get; init; }
    public required string Owner { get; init; }

    /// <summary>RSZ### and kind of the finding.</summary>
    public required string FindingId { get; init; }
    public required string Kind { get; init; }

    /// <summary>Spark property, or what to change in words; absent where the finding names none.</summary>
    public string? Setting { get; init; }
    public string? Now { get; init; }

    /// <summary>Value to set; absent for a change that is not a property.</summary>
    public string? Proposed { get; init; }

    /// <summary>Promised a run: medians over the runs that had the finding. Absent where it promises none.</summary>
    public long? SavesMs { get; init; }
    public long? SavesCoreMs { get; init; }
    public decimal? SavesUsd { get; init; }

    /// <summary>Runs that had the finding, and the start of the last of them in epoch milliseconds.</summary>
    public required int Runs { get; init; }
    public required long LastStartMs { get; init; }

    /// <value>UTC day, ISO: the last day of the report that gave it.</value>
    public required string GivenOn { get; init; }
}
