using Rightsizer.Analyzer.Answers.Headroom;

namespace Rightsizer.Analyzer.Answers.Sizing;

/// <summary>The job with more input: on today's executors, and on the option that is recommended.</summary>
public sealed record SizedHeadroom
{
    /// <summary>Today's executors: which stages grow, what breaks first, and the application time and core-hours at each volume.</summary>
    public required HeadroomAnswer Today { get; init; }

    /// <summary>In the order asked; empty where nothing can be said.</summary>
    public IReadOnlyList<SizedVolume> Points { get; init; } = [];

    /// <summary>What breaks on the recommended option and not on today's executors, first to break first.</summary>
    public IReadOnlyList<HeadroomBreak> OptionBreaks { get; init; } = [];
}

/// <summary>One volume.</summary>
/// <param name="Ratio">Input over that of the runs.</param>
/// <param name="Today">On today's executors; null where refused.</param>
/// <param name="Option">On the option of <see cref="SizingResult.BestRank"/>; null without one or refused.</param>
/// <param name="Refused">Null, or why today's executors have no time.</param>
public sealed record SizedVolume(double Ratio, VolumeTime? Today, VolumeTime? Option, string? Refused);

/// <param name="TimeMs">From submit to end, start-up in it; P10 and P90 hold eight runs in ten.</param>
/// <param name="Usd">Cost of a run; null without a price.</param>
/// <param name="InTime">Nine runs in ten end within the deadline.</param>
public sealed record VolumeTime(TimeBand TimeMs, UsdBand? Usd, bool InTime);
