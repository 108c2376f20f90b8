using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Timing;
using Rightsizer.Analyzer.Timing.Spot;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>What is said of a candidate's interruptions.</summary>
static class SpotOutcomes
{
    /// <summary>Beyond so many interruptions an hour of one instance nobody would stay.</summary>
    const double MaxRate = 10, RateAccuracy = 5e-4;

    /// <param name="c">The candidate's case.</param>
    /// <param name="onDemandUsd">Cost of the best On-Demand cluster; null where there is none.</param>
    /// <param name="option">What.</param>
    /// <param name="band">AWS's words; null where the rate was given.</param>
    /// <param name="price">With the range in which it may lie.</param>
    public static SpotOutcome Simulate(SpotCase c, decimal? onDemandUsd, Option option, string? band, SpotPrice? price)
    {
        var s = SpotSimulation.Simulate(c);
        var tenfold = SpotSimulation.Simulate(c.WithRate(10));
        return new SpotOutcome
        {
            OnDemandShare = (double)option.OnDemandNodes / option.Nodes,
            Pools = c.Pools.Count,
            InterruptionsPerHour = option.InterruptionsPerHour,
            Band = band,
            InterruptedProbability = s.InterruptedProbability,
            ExpectedExtraMs = Math.Round(s.MeanExtraMs, 3),
            ExpectedExtraUsd = BillingMath.Round6(s.MeanExtraUsd),
            ExpectedUsd = BillingMath.Round6(s.MeanUsd),
            ExpectedUsdAt3x = BillingMath.Round6(SpotSimulation.Simulate(c.WithRate(3)).MeanUsd),
            ExpectedUsdAt10x = BillingMath.Round6(tenfold.MeanUsd),
            InterruptedProbabilityAt10x = tenfold.InterruptedProbability,
            P90MsAt10x = (long)Math.Round(tenfold.TimeQuantile(0.9)),
            RateFactor = Math.Round(Math.Exp(c.RateSpread * TimeSpread.Z90), 1),
            LowUsd = BillingMath.Round6(SpotSimulation.Simulate(At(c.WithRate(1.0 / 3), price?.LowUsd, price)).MeanUsd),
            HighUsd = BillingMath.Round6(SpotSimulation.Simulate(At(c.WithRate(10), price?.HighUsd, price)).MeanUsd),
            P50Ms = (long)Math.Round(s.TimeQuantile(0.5)),
            P90Ms = (long)Math.Round(s.TimeQuantile(0.9)),
            P95Ms = (long)Math.Round(s.TimeQuantile(0.95)),
            LosesAboveInterruptionsPerHour = onDemandUsd is { } other && option.InterruptionsPerHour > 0
                ? LosesAbove(c, other, option.InterruptionsPerHour) : null,
        };
    }

    /// <summary>At another list price; what discounts do to it stays.</summary>
    static SpotCase At(SpotCase c, decimal? usd, SpotPrice? price) =>
        usd is { } u && price?.Price.Usd is > 0 and var now ? c with { SpotUsdPerHour = c.SpotUsdPerHour * u / now, PriceSpread = 0 } : c;

    static double? LosesAbove(SpotCase c, decimal otherUsd, double rate)
    {
        double Difference(double at) => (double)(SpotSimulation.Simulate(c.WithRate(at / rate)).MeanUsd - otherUsd);
        if (Difference(0) is var atNone && atNone >= 0) return 0;
        if (Difference(MaxRate) is var atMost && atMost <= 0) return null;
        return Math.Round(Root.Find(Difference, (0, atNone), (MaxRate, atMost), RateAccuracy), 3);
    }
}
