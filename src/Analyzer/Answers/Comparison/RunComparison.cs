using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Answers.Comparison;

/// <summary>
/// Two runs side by side: what is different, and what each difference did to time and cost. docs/comparing.md has the method.
/// </summary>
public sealed record RunComparison
{
    /// <summary>The run that is compared with.</summary>
    public required AnalysisResult Before { get; init; }
    public required AnalysisResult After { get; init; }

    /// <summary>Stage attempts that are the same work, largest change of task time first.</summary>
    public required IReadOnlyList<StageMatch> Stages { get; init; }

    /// <summary>By stage id and attempt.</summary>
    public required IReadOnlyList<StageAttempt> OnlyBefore { get; init; }

    /// <summary>By stage id and attempt.</summary>
    public required IReadOnlyList<StageAttempt> OnlyAfter { get; init; }

    /// <summary>Known settings whose values differ, in the list's order.</summary>
    public required IReadOnlyList<SettingChange> Settings { get; init; }

    /// <summary>Other Spark properties whose values differ; they are counted and not shown.</summary>
    public required int OtherSettingsChanged { get; init; }

    /// <summary>Why the difference is split; the amounts add up to it.</summary>
    public required IReadOnlyList<DifferencePart> Parts { get; init; }

    /// <summary>Null, or why nothing could be told apart.</summary>
    public required string? Refused { get; init; }

    /// <summary>What was assumed.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    public long? BeforeMs => Before.Run.ObservedMs;
    public long? AfterMs => After.Run.ObservedMs;

    /// <summary>Positive: the later run took longer. Null where a log has no times.</summary>
    public long? DifferenceMs => AfterMs - BeforeMs;
    public decimal? BeforeUsd => Before.Cost.Actual?.TotalUsd;
    public decimal? AfterUsd => After.Cost.Actual?.TotalUsd;

    /// <summary>Null where a run has no price.</summary>
    public decimal? DifferenceUsd => AfterUsd - BeforeUsd;
}

/// <summary>What made a difference.</summary>
public enum DifferenceCause
{
    /// <summary>The matched stages read more or less.</summary>
    Volume,

    /// <summary>Stages that only one of the runs has, and stages that the program cuts into another number of tasks.</summary>
    Plan,

    /// <summary>Other executors.</summary>
    Cluster,

    /// <summary>The tasks of matched stages take otherwise, and settings differ.</summary>
    Configuration,

    /// <summary>
    /// The tasks of matched stages take otherwise, and no known setting differs: the shape of the data, the program, other machines,
    /// failures, chance.
    /// </summary>
    Environment,

    /// <summary>The same line of both ledgers has another unit price.</summary>
    Price,

    /// <summary>What no step of the replay explains.</summary>
    Unexplained,
}

/// <param name="Cause">What made it.</param>
/// <param name="Ms">Milliseconds of run time; positive makes the later run longer. Null where a log has no times.</param>
/// <param name="Usd">The same in cost; null where a run has no price.</param>
/// <param name="Ground">Simulated by the replay; derived for the price and for what is left; missing where it could not be told.</param>
/// <param name="Why">How it was found, in words.</param>
public sealed record DifferencePart(DifferenceCause Cause, long? Ms, decimal? Usd, Ground Ground, string Why);

/// <param name="Before">Stage attempt of the earlier run.</param>
/// <param name="After">The same work in the later run.</param>
/// <param name="By">What they have in common.</param>
public sealed record StageMatch(StageAttempt Before, StageAttempt After, MatchedBy By)
{
    /// <summary>Input and shuffle bytes read, later over earlier; null where a side reads nothing.</summary>
    public double? VolumeRatio =>
        VolumeBytes(Before) is > 0 and var before && VolumeBytes(After) is > 0 and var after ? (double)after / before : null;

    public static long VolumeBytes(StageAttempt stage) =>
        stage.Metrics[EventLogParser.Events.TaskMetric.InputBytes] + stage.ShuffleReadBytes;

    /// <summary>Launch to finish over all ended tasks.</summary>
    public static long TaskMs(StageAttempt stage) => StageTimes.TaskMs(stage);
}

/// <summary>How sure it is that two stages are the same work, surest first.</summary>
public enum MatchedBy { PlanAndCallSite, OperatorsAndCallSite, Operators, CallSite }

/// <param name="Key">Spark property.</param>
/// <param name="Before">Null where it was not set.</param>
/// <param name="After">Null where it is not set.</param>
public sealed record SettingChange(string Key, string? Before, string? After);
