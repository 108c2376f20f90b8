using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Timing.Spot;

/// <summary>Spot nodes that are taken back together: one instance type in one zone.</summary>
/// <param name="Type">Instance type.</param>
/// <param name="Nodes">Its share of the Spot nodes.</param>
/// <param name="InterruptionsPerHour">Of one instance.</param>
sealed record SpotPool(string Type, double Nodes, double InterruptionsPerHour)
{
    /// <summary>Mean share of a pool's nodes that one event takes. docs/science.md 6.</summary>
    public static readonly Assumption KilledShare = new("share of a Spot pool that one event takes", 0.9m, "of its nodes",
        "assumed: arXiv 2604.16457 shows that events are correlated, not how much they take");

    /// <summary>Its value.</summary>
    public static double MeanKilledShare => (double)KilledShare.Value;

    /// <summary>Events an hour: at so many an instance is taken as often as its own rate says.</summary>
    public double EventsPerHour => InterruptionsPerHour / MeanKilledShare;

    /// <summary>AWS's band of the share of instances taken back in a month, as a rate: -ln(1 - middle of the band) / 730 an hour.</summary>
    public static double RateOf(InterruptionBand? band) => -Math.Log(1 - (band?.Band switch
    {
        "<5%" => 0.025,
        "5-10%" => 0.075,
        "10-15%" => 0.125,
        "15-20%" => 0.175,
        _ => 0.25,
    })) / 730;
}
