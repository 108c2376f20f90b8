using Rightsizer.Analyzer.Ledgers;
using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Sizing;

/// <summary>The cheapest option within the same deadline if one thing were otherwise, searched for again.</summary>
public sealed record SizingVariant
{
    public required SizingChange Change { get; init; }

    /// <summary>The option's name; null where no option meets the deadline then.</summary>
    public required DisplayText? Name { get; init; }

    /// <summary>Which combination it is; null where there is none.</summary>
    public OptionId? Id { get; init; }

    /// <summary>From submit to end, start-up in it, as <see cref="SizingCandidate.TimeMs"/>.</summary>
    public TimeBand? TimeMs { get; init; }

    /// <summary>Of one run.</summary>
    public UsdBand? Usd { get; init; }

    /// <summary>Of as many runs a week as the change has; null where it changes nothing of them.</summary>
    public decimal? YearUsd { get; init; }

    /// <summary>The option is the one of <see cref="SizingResult.BestRank"/>.</summary>
    public bool IsSame { get; init; }
}

/// <summary>What is otherwise; all else is as it was asked.</summary>
public enum SizingChange
{
    /// <summary>Every task takes <see cref="SizingVariants.DataRatio"/> times as long, and stages move as much more.</summary>
    [JsonStringEnumMemberName("moreData")] MoreData,
    [JsonStringEnumMemberName("onDemandOnly")] OnDemandOnly,
    [JsonStringEnumMemberName("x86Only")] X86Only,

    /// <summary>Clusters and workers are there when the run is submitted.</summary>
    [JsonStringEnumMemberName("noStartUp")] NoStartUp,

    /// <summary>Start-up takes twice what is assumed, or was given.</summary>
    [JsonStringEnumMemberName("doubleStartUp")] DoubleStartUp,

    /// <summary>Half as many runs a week as were given: what a run costs by itself stays, a permanent cluster costs a run more.</summary>
    [JsonStringEnumMemberName("halfTheRuns")] HalfTheRuns,

    /// <summary>Twice as many runs a week as were given: what a run costs by itself stays, a permanent cluster costs a run less.</summary>
    [JsonStringEnumMemberName("twiceTheRuns")] TwiceTheRuns,
}
