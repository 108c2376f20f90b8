using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Timing.Spot;

/// <summary>Simulated runs with and without interruptions. docs/sizing.md has the model.</summary>
/// <remarks>
/// So many runs with no event, with one, with two and with three or more; each weighs what Poisson gives its number. Rare events are so
/// sampled as well as frequent ones, and every shape meets the same draws.
/// </remarks>
sealed class SpotSimulation
{
    public const int Replicates = SpotDraws.Replicates;
    const int MaxEvents = SpotDraws.MaxEvents, Strata = 4;
    const double MsPerHour = 3_600_000;

    readonly List<SimulatedCost> runs = [];

    SpotSimulation(double interrupted) => InterruptedProbability = interrupted;

    /// <summary>At least one event.</summary>
    public double InterruptedProbability { get; }

    /// <summary>In the order of their draws; weights add up to 1.</summary>
    public IReadOnlyList<SimulatedCost> Runs => runs;

    public double MeanExtraMs => runs.Sum(r => r.Weight * r.ExtraMs);

    public decimal MeanUsd => runs.Sum(r => (decimal)r.Weight * r.Usd);

    public decimal MeanExtraUsd => runs.Sum(r => (decimal)r.Weight * r.ExtraUsd);

    /// <summary>Weighted share of the runs that end in time.</summary>
    public double Within(double deadlineMs) => runs.Where(r => r.TimeMs <= deadlineMs).Sum(r => r.Weight);

    public double TimeQuantile(double p) => Statistics.WeightedQuantile(runs.Select(r => (r.TimeMs, r.Weight)), p);

    public decimal UsdQuantile(double p) => Statistics.WeightedQuantile(runs.Select(r => (r.Usd, r.Weight)), p);

    public static SpotSimulation Simulate(SpotCase c)
    {
        var counts = Counts(c);
        var simulation = new SpotSimulation(1 - counts[0]);
        simulation.runs.EnsureCapacity(Strata * Replicates);
        simulation.runs.AddRange(Draw(c, counts));
        return simulation;
    }

    /// <summary>
    /// <see cref="InterruptedProbability"/> and <see cref="MeanExtraMs"/> alone: no run is kept, since thousands of logs ask.
    /// </summary>
    public static (double InterruptedProbability, double MeanExtraMs) Expect(SpotCase c)
    {
        var counts = Counts(c);
        return (1 - counts[0], Draw(c, counts).Sum(r => r.Weight * r.ExtraMs));
    }

    // events happen from the start of the nodes to the end of the run; what happens in the time they add is of second order
    static double[] Counts(SpotCase c) => Counts(c.EventsPerHour * c.ExposedMs / MsPerHour, c.RateSpread);

    static IEnumerable<SimulatedCost> Draw(SpotCase c, double[] counts)
    {
        for (var events = 0; events < Strata; events++)
        {
            var last = events == Strata - 1;
            var weight = last ? counts[events..].Sum() : counts[events];
            if (weight <= 0) continue;
            for (var i = 0; i < Replicates; i++)
                yield return Replicate(c, i, last ? AtLeast(events, counts, i) : events, weight / Replicates);
        }
    }

    /// <summary>
    /// Probability of none, one, two ... events, the last of so many or more: Poisson at a rate that itself is lognormal around its median.
    /// </summary>
    static double[] Counts(double median, double rateSpread)
    {
        var counts = new double[MaxEvents + 1];
        var points = rateSpread > 0 ? SpotDraws.Rates.Length : 1;
        for (var i = 0; i < points; i++)
        {
            var mean = median * (points == 1 ? 1 : Math.Exp(rateSpread * SpotDraws.Rates[i]));
            double p = Math.Exp(-mean), sum = 0;
            for (var k = 0; k < MaxEvents; k++)
            {
                counts[k] += p / points;
                sum += p;
                p *= mean / (k + 1);
            }
            counts[MaxEvents] += Math.Max(0, 1 - sum) / points;
        }
        return counts;
    }

    static SimulatedCost Replicate(SpotCase c, int replicate, int events, double weight)
    {
        var factor = Math.Exp(TimeFactor(c.TimeSpread, replicate));
        var plain = c.RunMs * factor;
        double extra = 0, missing = 0, freeMs = 0;
        for (var e = 0; e < events; e++)
        {
            var exposed = c.ExposedMs * SpotDraws.Time(replicate, e) - c.StartUpMs;
            var at = Math.Max(0, exposed) / c.Stretch;
            var pool = Pick(c, SpotDraws.Pool(replicate, e));
            var killed = pool.Nodes * SpotDraws.KilledShare(replicate, e);
            var share = killed / c.Nodes;
            var refill = c.RefillMs * SpotDraws.Refill(replicate, e);
            // a node that is taken back before the application starts has no work to lose; part of its refill is over by then
            extra += exposed >= 0 ? Extra(c, at, share, refill) * factor : Fewer(c, 0, share, Math.Max(0, refill + exposed)) * factor;
            missing += killed * Math.Min(Math.Max(0, refill - c.BilledRefillMs), Math.Max(0, c.RunMs - exposed));
            var life = exposed + c.StartUpMs;
            if (life < c.FreeWithinMs) freeMs += killed * life;
        }
        var price = (decimal)Math.Exp(c.PriceSpread * SpotDraws.Price[replicate]);
        var without = Usd(c, plain, price, 0, 0);
        var usd = Usd(c, plain + extra, price, missing, freeMs);
        return new SimulatedCost(replicate, weight, plain + extra, extra, usd, usd - without);
    }

    /// <summary>Lost work runs again beside what runs; while nodes are missing the rest does less.</summary>
    static double Extra(SpotCase c, double at, double share, double refillMs)
    {
        var t = c.Timeline;
        return share * c.Stretch * (t.InFlight(at) / t.Busy(at) + t.Needed(at) / t.Slots) + Fewer(c, at, share, refillMs);
    }

    static double Fewer(SpotCase c, double at, double share, double refillMs)
    {
        var t = c.Timeline;
        var busyRatio = t.Busy(at) / t.Slots;
        var left = Math.Max(0, t.EndMs - at) * c.Stretch;
        // with nodes back in time the delayed work is done at full width; with nobody left it all waits
        return Math.Min(share * refillMs, share >= 1 ? refillMs : left * share / (1 - share)) * busyRatio;
    }

    static decimal Usd(SpotCase c, double runMs, decimal price, double missingMs, double freeMs)
    {
        // times alone are asked for
        if (c is { FixedUsdPerHour: 0, SpotExtrasUsdPerHour: 0, SpotUsdPerHour: 0 }) return 0;
        var nodeMs = c.SpotNodes * (runMs + c.StartUpMs) - missingMs;
        return (c.FixedUsdPerHour * (decimal)(runMs + c.StartUpMs) + c.SpotExtrasUsdPerHour * (decimal)nodeMs
            + c.SpotUsdPerHour * price * (decimal)Math.Max(0, nodeMs - freeMs)) / (decimal)MsPerHour;
    }

    /// <summary>Number of events given that there are at least so many.</summary>
    static int AtLeast(int least, double[] counts, int replicate)
    {
        var u = (replicate + 0.5) / Replicates * counts[least..].Sum();
        double sum = 0;
        for (var k = least; k < MaxEvents; k++)
        {
            sum += counts[k];
            if (u < sum) return k;
        }
        return MaxEvents;
    }

    static SpotPool Pick(SpotCase c, double u)
    {
        var at = u * c.EventsPerHour;
        foreach (var pool in c.Pools)
        {
            at -= pool.EventsPerHour;
            if (at < 0) return pool;
        }
        return c.Pools[^1];
    }

    /// <summary>
    /// Logarithm of a run's time over its point estimate: what all shapes of one run share, and what each may have of its own.
    /// </summary>
    public static double TimeFactor(double spread, int replicate)
    {
        var own = Math.Sqrt(Math.Max(0, spread * spread - Timing.TimeSpread.Run * Timing.TimeSpread.Run));
        return RunFactor(replicate) + own * SpotDraws.Shape[replicate];
    }

    /// <summary>What a replicate adds to the logarithm of any shape's time.</summary>
    public static double RunFactor(int replicate) => Timing.TimeSpread.Run * SpotDraws.Run[replicate];
}

/// <summary>One simulated run.</summary>
/// <param name="Replicate">Number of its draws: equal ones are comparable between shapes.</param>
/// <param name="Weight">Its part of all runs.</param>
/// <param name="TimeMs">Application time.</param>
/// <param name="ExtraMs">What interruptions added.</param>
/// <param name="Usd">Whole cost.</param>
/// <param name="ExtraUsd">Over the same run without interruptions.</param>
readonly record struct SimulatedCost(int Replicate, double Weight, double TimeMs, double ExtraMs, decimal Usd, decimal ExtraUsd);
