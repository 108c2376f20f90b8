namespace Rightsizer.Analyzer.Timing.Spot;

/// <summary>A cluster on Spot for which runs are simulated.</summary>
sealed record SpotCase
{
    public required SpotTimeline Timeline { get; init; }
    public required IReadOnlyList<SpotPool> Pools
    {
        get;
        init
        {
            field = value;
            SpotNodes = value.Sum(p => p.Nodes);
            EventsPerHour = value.Sum(p => p.EventsPerHour);
        }
    }

    /// <summary>The run's time over the timeline's, where another engine or a narrow network stretches it.</summary>
    public double Stretch { get; init; } = 1;
    public double RunMs => Timeline.EndMs * Stretch;

    /// <summary>Worker nodes, On-Demand ones too.</summary>
    public required double Nodes { get; init; }

    /// <summary>Standard deviation of the logarithm of the run's time.</summary>
    public required double TimeSpread { get; init; }

    /// <summary>Standard deviation of the logarithm of the Spot price.</summary>
    public required double PriceSpread { get; init; }

    /// <summary>Standard deviation of the logarithm of the rate of interruptions, around the median; 0 where it was given.</summary>
    public double RateSpread { get; init; }

    /// <summary>Everything but the EC2 time of Spot nodes, an hour of the whole cluster.</summary>
    public required decimal FixedUsdPerHour { get; init; }

    /// <summary>EC2 time of one Spot node, an hour.</summary>
    public required decimal SpotUsdPerHour { get; init; }

    /// <summary>Fee and volumes of one Spot node, an hour; not paid while the node is missing.</summary>
    public required decimal SpotExtrasUsdPerHour { get; init; }

    /// <summary>Billed before the application starts.</summary>
    public required double StartUpMs { get; init; }

    /// <summary>From the loss of a node to the order of the next, median; docs/science.md 6.</summary>
    public static readonly Assumption Reorder = new("time until a lost Spot node is ordered again", 30, "s", "assumed");

    /// <summary>Median time until a lost node is replaced and ready; its spread is 0.5. 0: at once.</summary>
    public double RefillMs => GivenRefillMs ?? (StartUpMs + 1000 * (double)Reorder.Value);

    /// <summary>In place of the sum of both times.</summary>
    public double? GivenRefillMs { get; init; }

    /// <summary>The last part of the refill is the new node's start, which is billed.</summary>
    public double BilledRefillMs => StartUpMs;

    /// <summary>An instance that EC2 takes back within so long is not charged for its EC2 time (EC2 guide).</summary>
    public double FreeWithinMs { get; init; } = 3_600_000;

    public double SpotNodes { get; private init; }

    /// <summary>A node may be taken back from when it starts, before the application does.</summary>
    public double ExposedMs => RunMs + StartUpMs;

    /// <summary>Of all pools.</summary>
    public double EventsPerHour { get; private init; }

    public SpotCase WithRate(double factor) =>
        this with { Pools = [.. Pools.Select(p => p with { InterruptionsPerHour = p.InterruptionsPerHour * factor })] };
}
