using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>What a detector concludes before time and money are put to it.</summary>
abstract record Verdict
{
    /// <summary>Looked for, and not there.</summary>
    public static Verdict Clean(string? reason = null) => new CleanVerdict(reason);

    /// <summary>The log does not hold what the question needs. "No data" is not "no problem".</summary>
    public static Verdict NotApplicable(string reason) => new NotApplicableVerdict(reason);
}

sealed record CleanVerdict(string? Reason) : Verdict;

sealed record NotApplicableVerdict(string Reason) : Verdict;

/// <summary>A cause that is there. The catalog makes a <see cref="Finding"/> of it.</summary>
sealed record CauseFound : Verdict
{
    /// <summary>Shares add up to 1; the catalog sorts them.</summary>
    public required IReadOnlyList<FindingPlace> Where { get; init; }
    public required IReadOnlyList<Evidence> Evidence { get; init; }
    public required string Cause { get; init; }
    public required IReadOnlyList<Advice> Advice { get; init; }
    public required Confidence Confidence { get; init; }

    /// <summary>The run without the cause; null when what would be left of it cannot be told.</summary>
    public Func<ReplayPlan, ReplayPlan>? Without { get; init; }

    /// <summary>What <see cref="Without"/> is held against where that is not the run as it was.</summary>
    public Func<ReplayPlan, ReplayPlan>? Baseline { get; init; }

    /// <summary>
    /// Proposed settings that do not do what <see cref="Without"/> does, each with the run that it gives; null where no replay can tell.
    /// </summary>
    public IReadOnlyDictionary<string, Func<ReplayPlan, ReplayPlan>?> Effects { get; init; } =
        new Dictionary<string, Func<ReplayPlan, ReplayPlan>?>();

    /// <summary>The run with this setting as proposed; null where no replay can tell.</summary>
    public Func<ReplayPlan, ReplayPlan>? EffectOf(string setting) => Effects.TryGetValue(setting, out var effect) ? effect : Without;

    /// <summary>
    /// True when the cause stands in the log as a fact; false when it is a matter of degree, and too small a cost makes it no finding.
    /// </summary>
    public bool IsFact { get; init; }

    /// <summary>Wall-clock that the cause costs by plain arithmetic: ranks the finding where the run cannot be replayed.</summary>
    public double EstimatedMs { get; init; }

    /// <summary>The same for paid core time.</summary>
    public double EstimatedCoreMs { get; init; }

    /// <summary>
    /// Core time that is not paid any more, known without a replay: of executors that are not held while nothing runs. Such a cause saves
    /// no time.
    /// </summary>
    public double? FixedCoreMs { get; init; }

    /// <summary>Floor of the severity: what ended a job or an executor is worth a warning whatever it cost.</summary>
    public Severity AtLeast { get; init; } = Severity.Info;

    /// <summary>
    /// Ceiling of the severity: start-up time, or a cause whose cost cannot be told from the log, is never more than info.
    /// </summary>
    public Severity AtMost { get; init; } = Severity.Critical;

    /// <summary>Measured time that the run without the cause does not have: no more than it can be saved.</summary>
    public double? MostMs { get; init; }

    /// <summary>It holds only once the other findings are fixed, so it ranks after those of its severity.</summary>
    public bool IsAfterOthers { get; init; }
}
