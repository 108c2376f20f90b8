using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Sizing;

/// <summary>One cluster (or set of workers) with its time and price.</summary>
public sealed record SizingCandidate : OfferedCluster
{
    /// <summary>Place in <see cref="SizingResult.Offers"/>, 1 for the first; 0 for today and for what is not on that list.</summary>
    [JsonPropertyOrder(-20)]
    public int Rank { get; init; }

    /// <summary>Which combination it is; null for today's.</summary>
    [JsonPropertyOrder(-18)]
    public OptionId? Id { get; init; }

    [JsonPropertyOrder(-16)]
    public bool IsToday { get; init; }

    /// <summary>
    /// P10 and P90 hold eight runs in ten. From submit to end, start-up in it.
    /// </summary>
    public required TimeBand? TimeMs { get; init; }

    /// <summary>Application time, P50; null where unknown.</summary>
    public long? RunMs { get; init; }

    /// <summary>From submit to the application's start, assumed; 0 on a cluster that stands.</summary>
    public long StartUpMs { get; init; }

    /// <summary>What is known about the start of the cluster that ran; null for an option, which is started for its run.</summary>
    public StartUpReading? StartUp { get; init; }

    /// <summary>Null without a price. Where Spot nodes take part interruptions are in it.</summary>
    public required UsdBand? Usd { get; init; }

    /// <summary>A year of the runs asked about, at P50; null where they or the price are not known.</summary>
    public decimal? YearUsd { get; init; }

    /// <summary>The P50 run without interruptions, line by line; null without a price.</summary>
    public Ledger? Ledger { get; init; }

    /// <summary>Why it is on the list, in words.</summary>
    public DisplayText Why { get; init; }

    /// <summary>Null without Spot nodes.</summary>
    public SpotOutcome? Spot { get; init; }

    /// <summary>
    /// Graviton: costs less than the best x86 of the same platform and purchase as long as it is not slower by more than this. Null
    /// elsewhere.
    /// </summary>
    public double? BreakEvenSlowdownPct { get; init; }

    /// <summary>Null for today and where AWS does not name the machine.</summary>
    public GenerationPrior? Generation { get; init; }

    /// <summary>A to D: how far from what was seen, docs/science.md 1.5; null for today.</summary>
    public string? Tier { get; init; }

    /// <summary>
    /// Probability that the time is within the deadline, 0 to 1; null from fewer than <see cref="SizingResult.RunsForSpread"/> runs.
    /// </summary>
    public double? DeadlineProbability { get; init; }

    /// <summary>Ground of the time: measured for today, simulated, or assumed.</summary>
    public required Ground Ground { get; init; }

    /// <summary>What this one takes for granted, and its risks.</summary>
    public IReadOnlyList<DisplayText> Notes { get; init; } = [];
}

/// <summary>Whose the start of today's cluster was.</summary>
public enum StartUpReading
{
    /// <summary>The run's own: workers that the platform starts for it, or a cluster file that says so.</summary>
    [JsonStringEnumMemberName("own")] Own,

    /// <summary>Nobody's: the cluster was up before the run.</summary>
    [JsonStringEnumMemberName("standing")] Standing,

    /// <summary>Not known; it is counted as if the cluster had been started for the run.</summary>
    [JsonStringEnumMemberName("assumed")] Assumed,
}

/// <summary>Milliseconds.</summary>
public sealed record TimeBand(long P10, long P50, long P90);

public sealed record UsdBand(decimal P10, decimal P50, decimal P90);

/// <summary>What Spot interruptions do to a candidate: 500 simulated runs with a fixed seed. docs/sizing.md has the model.</summary>
public sealed record SpotOutcome
{
    /// <summary>Share of the worker nodes that are On-Demand, 0 to 1.</summary>
    public required double OnDemandShare { get; init; }

    /// <summary>Instance types that the Spot nodes are spread over.</summary>
    public required int Pools { get; init; }

    /// <summary>Interruptions an hour of one instance, from the book's band or as given.</summary>
    public required double InterruptionsPerHour { get; init; }

    /// <summary>AWS's words: &lt;5%, 5-10% ... in a month; null where the rate was given.</summary>
    public required string? Band { get; init; }

    /// <summary>What EC2 said when it was asked; null where it was not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SpotPlacement? Placement { get; init; }

    /// <summary>Probability that a run meets at least one, 0 to 1.</summary>
    public required double InterruptedProbability { get; init; }

    /// <summary>The same at ten times the rate, 0 to 1.</summary>
    public double InterruptedProbabilityAt10x { get; init; }

    /// <summary>
    /// Factor by which the rate may be too low or too high, eight in ten: the band does not say how long the counted instances lived. 1
    /// where the rate was given.
    /// </summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>P90 of the application time at ten times the rate.</summary>
    public long P90MsAt10x { get; init; }

    /// <summary>Mean over the simulated runs.</summary>
    public required double ExpectedExtraMs { get; init; }

    /// <summary>Mean over the simulated runs; may be negative, since an interrupted first hour is not charged.</summary>
    public required decimal ExpectedExtraUsd { get; init; }

    /// <summary>Expected cost of a run.</summary>
    public required decimal ExpectedUsd { get; init; }

    /// <summary>The same at three and at ten times the rate: the book's band is a trailing average.</summary>
    public required decimal ExpectedUsdAt3x { get; init; }
    public required decimal ExpectedUsdAt10x { get; init; }

    /// <summary>Expected cost at a third of the rate and the low end of the price range; the price itself where it has none.</summary>
    public decimal LowUsd { get; init; }

    /// <summary>Expected cost at ten times the rate and the high end of the price range.</summary>
    public decimal HighUsd { get; init; }
    public required long P50Ms { get; init; }
    public required long P90Ms { get; init; }
    public required long P95Ms { get; init; }

    /// <summary>
    /// Expected cost reaches the best On-Demand candidate's at so many interruptions an hour and instance; null where it never does below
    /// 10.
    /// </summary>
    public required double? LosesAboveInterruptionsPerHour { get; init; }
}
