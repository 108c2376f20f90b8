namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>What became of an advice.</summary>
public enum AdviceStatus
{
    /// <summary>Given, and no later run has it.</summary>
    Open,

    /// <summary>Open for four weeks or longer.</summary>
    Stale,

    /// <summary>Later runs have the setting, or one that goes further the same way.</summary>
    Applied,

    /// <summary>Later runs no longer have the cause, and no setting says why: the program or its data may have changed.</summary>
    CauseGone,

    /// <summary>The setting was there, and the latest run no longer has it.</summary>
    Undone,

    /// <summary>The job has not run since.</summary>
    NoRunSince,
}

/// <summary>How the realised saving compares with the promised one.</summary>
public enum AdviceVerdict
{
    /// <summary>Nothing to judge yet, or nothing that can be judged.</summary>
    None,

    /// <summary>At least half of what was promised.</summary>
    Kept,

    /// <summary>Less than half of it, and not clearly worse than before.</summary>
    Less,

    /// <summary>Clearly slower, or clearly more core time: by more than 5 % and more than the job's own spread.</summary>
    Worse,
}

/// <summary>All advice that the state remembers, and how much of it came true.</summary>
public sealed record FleetAdviceReport
{
    /// <summary>Made worse first, then followed, then open, stale and the rest; the largest promise first.</summary>
    public required IReadOnlyList<FleetAdvice> Items { get; init; }

    /// <summary>Those of <see cref="Items"/> with a verdict, and of these the ones that kept what was promised.</summary>
    public required int Judged { get; init; }
    public required int Kept { get; init; }

    /// <summary>Kept of judged, 0 to 1; null with none judged.</summary>
    public double? HitRate { get; init; }

    /// <summary>
    /// Promised and realised core time of all runs since their advice was followed, of those judged. What is realised is of all changes
    /// of a job together, so that of each job only its largest promise counts.
    /// </summary>
    public required long PromisedCoreMs { get; init; }
    public required long RealisedCoreMs { get; init; }

    /// <summary>The same in dollars; null without prices.</summary>
    public decimal? PromisedUsd { get; init; }
    public decimal? RealisedUsd { get; init; }
}

/// <summary>One advice, from the first report that gave it to the latest run.</summary>
public sealed record FleetAdvice
{
    /// <summary>The same in every report.</summary>
    public required string Id { get; init; }
    public required string Job { get; init; }
    public required string Owner { get; init; }

    /// <summary>Kind of the finding.</summary>
    public required string Kind { get; init; }

    /// <summary>What to do, in words.</summary>
    public required string Action { get; init; }
    public string? Setting { get; init; }

    /// <summary>Value before, as it was given.</summary>
    public string? Now { get; init; }
    public string? Proposed { get; init; }

    /// <value>UTC days, ISO: the last days of the first and of the latest report that gave it.</value>
    public required string FirstGiven { get; init; }
    public required string LastGiven { get; init; }
    public required AdviceStatus Status { get; init; }
    public required AdviceVerdict Verdict { get; init; }

    /// <summary>UTC day of the first run that followed it; null where none did.</summary>
    public string? FollowedSince { get; init; }

    /// <summary>Value of the setting in the runs that followed it.</summary>
    public string? AppliedValue { get; init; }

    /// <summary>Promised a run; null where nothing was.</summary>
    public long? PromisedMs { get; init; }
    public long? PromisedCoreMs { get; init; }
    public decimal? PromisedUsd { get; init; }

    /// <summary>Realised a run; null before it was followed, or where runs cannot be compared.</summary>
    public AdviceOutcome? Outcome { get; init; }

    /// <summary>Why there is no verdict, or what takes part in it; null where there is nothing to add.</summary>
    public string? Note { get; init; }
}

/// <summary>Runs before and after, at medians, with the change of volume taken out: after less before is volume less realised.</summary>
public sealed record AdviceOutcome
{
    /// <summary>Runs compared.</summary>
    public required int RunsBefore { get; init; }
    public required int RunsAfter { get; init; }

    /// <summary>Median application time.</summary>
    public required long BeforeMs { get; init; }
    public required long AfterMs { get; init; }

    /// <summary>Time that more (or, negative, less) data adds to a run; 0 where the data are the same within 2 %.</summary>
    public required long VolumeMs { get; init; }

    /// <summary>Median paid core time.</summary>
    public required long BeforeCoreMs { get; init; }
    public required long AfterCoreMs { get; init; }

    /// <summary>Positive: faster.</summary>
    public required long RealisedMs { get; init; }
    public required long RealisedCoreMs { get; init; }

    /// <summary>Null where a run has no price.</summary>
    public decimal? RealisedUsd { get; init; }

    /// <summary>Data of a run after over before; 1 where it is the same or not known.</summary>
    public required double VolumeRatio { get; init; }

    /// <summary>What else changed between them: the realised saving is of all changes together.</summary>
    public required IReadOnlyList<string> AlsoChanged { get; init; }
}
