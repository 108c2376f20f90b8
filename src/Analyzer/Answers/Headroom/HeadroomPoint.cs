using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Headroom;

/// <summary>A run with so many times the input.</summary>
/// <param name="Ratio">Input over that of the run.</param>
/// <param name="Answer">Time with its band, cost, doubts; or why there is no number.</param>
public sealed record HeadroomPoint(double Ratio, WhatIfAnswer Answer)
{
    /// <summary>Cost at the ends of the band of the time; null without a price.</summary>
    public decimal? CostP10Usd => Scaled(Answer.DurationP10Ms);

    public decimal? CostP90Usd => Scaled(Answer.DurationP90Ms);

    decimal? Scaled(long? ms) => Answer is { CostUsd: { } usd, DurationMs: > 0 and var middle } && ms is { } end
        ? Ledgers.BillingMath.Round6(usd * end / middle) : null;
}
