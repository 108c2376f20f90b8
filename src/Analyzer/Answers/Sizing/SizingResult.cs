using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Sizing;

/// <summary>Whether another cluster is advised.</summary>
public enum SizingAdvice
{
    [JsonStringEnumMemberName("change")] Change,
    [JsonStringEnumMemberName("keep")] Keep,

    /// <summary>The logs do not carry a prediction; <see cref="SizingResult.Reason"/> says why.</summary>
    [JsonStringEnumMemberName("refused")] Refused,
}

/// <summary>The cluster to take for one recurring job, and what else was there.</summary>
public sealed record SizingResult
{
    /// <summary>Usable runs from which on their own spread is taken; from fewer it is assumed.</summary>
    public const int RunsForSpread = 3;

    /// <summary>What was minimised under what, in words.</summary>
    public required string Objective { get; init; }

    /// <summary>Application's name; null where the logs have none.</summary>
    public required string? JobName { get; init; }

    /// <summary>From submit to end, start-up in it, as <see cref="SizingCandidate.TimeMs"/>; null when refused.</summary>
    public required long? DeadlineMs { get; init; }

    /// <summary>False: 1.1 times today's time.</summary>
    public required bool DeadlineGiven { get; init; }
    public required string PriceBook { get; init; }
    public required string PriceDate { get; init; }
    public required string Region { get; init; }
    public required Ground RegionGround { get; init; }

    /// <summary>
    /// Today's cluster, always there where the logs have a time. Its cost is null where it has no price; then <see cref="Baseline"/> stands
    /// in.
    /// </summary>
    public required SizingCandidate? Today { get; init; }

    /// <summary>
    /// What savings are measured against: <see cref="Today"/> where it has a price, else the same executors on EMR On-Demand x86. Null
    /// where neither has a price.
    /// </summary>
    public SizingCandidate? Baseline { get; init; }

    /// <summary>How the baseline's cost is known: only against a known one is there a saving, a probability, or a change to save.</summary>
    public CostBasis BaselineBasis => Baseline?.Ledger?.Basis ?? CostBasis.Missing;

    /// <summary>The cluster to take; today's where the advice is to keep it; null when refused.</summary>
    public required SizingCandidate? Pick { get; init; }
    public required SizingAdvice Advice { get; init; }

    /// <summary>
    /// Rank in <see cref="Offers"/> of the cheapest option within the deadline on which the job can run as it is, whether or not a change
    /// is advised; null without one.
    /// </summary>
    public int? BestRank { get; init; }

    /// <summary>One sentence: why change, keep or refused.</summary>
    public required DisplayText Reason { get; init; }

    /// <summary><see cref="Reason"/> for the first sentence, without what explains it; null where Reason is as short.</summary>
    [JsonIgnore]
    public DisplayText? ShortReason { get; init; }

    /// <summary>What must hold for the saving of a change, beside <see cref="Reason"/>; sentences without their ends.</summary>
    public IReadOnlyList<string> Conditions { get; init; } = [];

    /// <summary>
    /// Candidates of which none is both cheaper and sooner (P50 cost, P90 time), fastest last. The pick is among them unless the advice is
    /// to keep.
    /// </summary>
    public IReadOnlyList<SizingCandidate> Front { get; init; } = [];

    /// <summary>Of the front: beyond it each dollar buys the least time. Null where the front has fewer than three.</summary>
    public SizingCandidate? Knee { get; init; }

    /// <summary>
    /// The list to show, cheapest first among those within the deadline: today, the pick, and the best of each kind (On-Demand x86,
    /// Graviton, Spot, Serverless, EKS, Glue). Ranks count from 1 here; today has rank 0.
    /// </summary>
    public IReadOnlyList<SizingCandidate> Offers { get; init; } = [];

    /// <summary>The limits that the pick touches: without them it would be another.</summary>
    public IReadOnlyList<BindingConstraint> Binding { get; init; } = [];

    /// <summary>What would make the answer another one, in words with numbers.</summary>
    public IReadOnlyList<DisplayText> WhatWouldChange { get; init; } = [];

    /// <summary>The cheapest option if one thing were otherwise; empty where it was not asked for, or there is no option.</summary>
    public IReadOnlyList<SizingVariant> Variants { get; init; } = [];

    /// <summary>
    /// Pick less baseline a run, at P50; null without a price of either, or where the baseline's is assumed. Positive: saved.
    /// </summary>
    public decimal? SavingUsd { get; init; }

    /// <summary>
    /// Probability that the pick costs less than the baseline, 0 to 1; null where the baseline's cost is assumed, or too few runs show how
    /// much runs differ.
    /// </summary>
    public double? SavingProbability { get; init; }

    /// <summary>Over a year of the runs asked about; null without runs a week or a saving.</summary>
    public decimal? YearSavingUsd { get; init; }

    /// <summary>The job with more input; null where it was not asked for, or nothing is predicted.</summary>
    public SizedHeadroom? Headroom { get; init; }

    /// <summary>What was not considered, and why: types without a price or YARN memory, platforms without a fit.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];

    /// <summary>Constants that the printed prices and times rest on.</summary>
    public IReadOnlyList<Assumption> Constants { get; init; } = [];

    /// <summary>What the numbers take for granted, in words.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];

    /// <summary>Why the cluster file was not used: it cannot be the job's. Null where it was, or none was given.</summary>
    public string? ClusterNotUsed { get; init; }

    /// <summary>Every run given, in the order given.</summary>
    public IReadOnlyList<SizedRun> Runs { get; init; } = [];

    /// <summary>Combinations of type, executor shape, count, purchase and platform that were priced.</summary>
    public long Considered { get; init; }
}

/// <summary>A limit that decided.</summary>
/// <param name="Name">Stable camelCase word: deadline, memory, disk, network, usefulSlots, maxNodes, slotsRange, allowedTypes,
/// spotRisk.</param>
/// <param name="Words">One sentence with the number.</param>
public sealed record BindingConstraint(string Name, DisplayText Words);

/// <param name="What">Types, a platform, a kind of offer.</param>
/// <param name="Reason">Why.</param>
/// <param name="Why">The same in words.</param>
/// <param name="Count">How many types; 1 for a single thing.</param>
public sealed record LeftOut(DisplayText What, LeftOutReason Reason, DisplayText Why, int Count = 1);

/// <summary>One log of the job.</summary>
public sealed record SizedRun
{
    public required string? AppId { get; init; }
    public required string? Name { get; init; }

    /// <summary>Application time in the log; null where it has none.</summary>
    public required long? ObservedMs { get; init; }

    /// <summary>Replay's error on its own run in percent; null when refused.</summary>
    public required double? ReplayErrorPct { get; init; }

    /// <summary>Null: the run counts. Else why it does not.</summary>
    public required string? NotUsed { get; init; }
}
