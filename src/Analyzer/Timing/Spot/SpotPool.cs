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

    /// <summary>
    /// AWS counts the share of instances taken back in a month and not how long they lived: an instance of a batch job is not there for all
    /// of it. Their lives are taken to lie between these, eight in ten. Hours; docs/science.md 6.
    /// </summary>
    const double ShortLifeHours = 10, LongLifeHours = 730;

    /// <summary>Standard deviation of the logarithm of a rate that is taken from a band: 1.67, a factor of 8.5 either way.</summary>
    public static double BandSpread { get; } = Math.Log(LongLifeHours / ShortLifeHours) / (2 * TimeSpread.Z90);

    /// <summary>
    /// AWS's band as a rate an instance-hour, in the middle of what it may be: -ln(1 - middle of the band) over the middle of the lives,
    /// 85 hours.
    /// </summary>
    public static double RateOf(InterruptionBand? band) => -Math.Log(1 - (band?.Band switch
    {
        "<5%" => 0.025,
        "5-10%" => 0.075,
        "10-15%" => 0.125,
        "15-20%" => 0.175,
        _ => 0.25,
    })) / Math.Sqrt(ShortLifeHours * LongLifeHours);
}
