namespace Rightsizer.Analyzer.Detectors;

/// <summary>How much it matters: warning from 5 % of the run's time or core-hours, critical from 20 %.</summary>
public enum Severity { Info, Warning, Critical }

/// <summary>How sure the cause and the saving are.</summary>
public enum Confidence { Low, Medium, High }

/// <summary>One cause, with all its places.</summary>
public sealed record Finding
{
    /// <summary>RSZ###; never changes meaning.</summary>
    public required string Id { get; init; }

    /// <summary>One stable word: skew, spill, gc, tinyFiles ...</summary>
    public required string Kind { get; init; }

    /// <summary>One line, no values that change from run to run.</summary>
    public required string Title { get; init; }
    public required Severity Severity { get; init; }

    /// <summary>Largest share first.</summary>
    public required IReadOnlyList<FindingPlace> Where { get; init; }

    /// <summary>The job's own numbers.</summary>
    public required IReadOnlyList<Evidence> Evidence { get; init; }

    /// <summary>A sentence or two: what happened and why.</summary>
    public required string Cause { get; init; }

    /// <summary>Milliseconds by which the replay without the cause ends sooner, 0 where it does not; null when not replayed.</summary>
    public long? SavesMs { get; init; }

    /// <summary>Milliseconds by which it ends later, where fewer cores are paid; null where it does not.</summary>
    public long? LongerMs { get; init; }

    /// <summary>Core-milliseconds paid that would not be; null when not replayed.</summary>
    public long? SavesCoreMs { get; init; }
    public decimal? SavesUsd { get; init; }
    public required Confidence Confidence { get; init; }
    public required IReadOnlyList<Advice> Advice { get; init; }
}

/// <summary>Where a finding stands. Only what applies is set.</summary>
public sealed record FindingPlace
{
    public int? StageId { get; init; }
    public int? StageAttemptId { get; init; }
    public int? JobId { get; init; }
    public long? SqlExecutionId { get; init; }
    public string? ExecutorId { get; init; }
    public string? Host { get; init; }

    /// <summary>Name of the stage, node or path, for people.</summary>
    public string? Label { get; init; }

    /// <summary>0 to 1, of the finding.</summary>
    public double? Share { get; init; }
}

/// <summary>A named value with its unit and the limit that it crossed.</summary>
/// <param name="Name">camelCase.</param>
/// <param name="Value">In <paramref name="Unit"/>.</param>
/// <param name="Unit">ms, bytes, count, ratio, usd.</param>
/// <param name="Limit">Null when the value is shown but crossed nothing.</param>
public sealed record Evidence(string Name, double Value, string Unit, double? Limit = null);

/// <summary>One thing to do.</summary>
/// <param name="Setting">Spark property or a code change in words.</param>
/// <param name="Now">Value in the log, or Spark's default marked as such; null for a code change.</param>
/// <param name="Proposed">Value to try; null for a code change.</param>
/// <param name="Why">With the job's numbers.</param>
/// <param name="MayCost">What it may cost; null when nothing is known to.</param>
public sealed record Advice(string Setting, string? Now, string? Proposed, string Why, string? MayCost = null)
{
    /// <summary>The application's code sets it for its session, so that it has to be changed there.</summary>
    public bool InCode { get; init; }

    /// <summary>The setting along with which this one has to be changed; null for a way of its own.</summary>
    public string? With { get; init; }

    /// <summary>
    /// What a core costs in an hour with it, over what one of the run does: more memory for an executor is paid for. Null where it is not
    /// known.
    /// </summary>
    internal decimal? PriceRatio { get; init; } = 1;

    /// <summary>It works where a machine has the memory for it, which the log does not tell.</summary>
    internal bool NeedsRoom { get; init; }
}

/// <summary>What came of a detector; <see cref="Off"/> where the user asked not to be shown its findings.</summary>
public enum OutcomeKind { Found, Clean, NotApplicable, Failed, Off }

/// <summary>What one detector says. "No data" is not "no problem".</summary>
public sealed record DetectorOutcome(string Id, string Kind, OutcomeKind Outcome, string? Reason);
