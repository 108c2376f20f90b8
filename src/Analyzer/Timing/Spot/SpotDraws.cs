using Rightsizer.Analyzer.Numerics;

namespace Rightsizer.Analyzer.Timing.Spot;

/// <summary>The random numbers of <see cref="SpotSimulation"/>: the same for every run and shape, so they are drawn once.</summary>
static class SpotDraws
{
    public const int Replicates = 500, MaxEvents = 6;
    const ulong Seed = 42;
    const uint RunStream = 1, ShapeStream = 2, PriceStream = 3, TimeStream = 4, PoolStream = 5, ShareStream = 6, RefillStream = 7;
    const double RefillSpread = 0.5;
    const int RatePoints = 64;

    /// <summary>Standard normal, by replicate: of the run, of the shape, of the Spot price.</summary>
    public static readonly double[] Run = Mirrored(RunStream), Shape = Mirrored(ShapeStream), Price = Mirrored(PriceStream);

    /// <summary>Standard normal at even places, for the rate of interruptions.</summary>
    public static readonly double[] Rates =
        [.. Enumerable.Range(0, RatePoints).Select(i => NormalQuantile.Compute((i + 0.5) / RatePoints))];

    /// <summary>By replicate and event: when in the run. Of the first event evenly spread, so that 500 of them cover the run.</summary>
    static readonly double[] times = ByEvent((r, e) =>
        e == 0 ? (r + Uniform(TimeStream, r, e)) / Replicates : Uniform(TimeStream, r, e));

    static readonly double[] pools = ByEvent((r, e) => Uniform(PoolStream, r, e));

    /// <summary>Beta(9, 1), whose mean is 0.9.</summary>
    static readonly double[] shares = ByEvent((r, e) =>
        Math.Pow(Stratified(ShareStream, r, e), (1 - SpotPool.MeanKilledShare) / SpotPool.MeanKilledShare));

    static readonly double[] refills = ByEvent((r, e) => Math.Exp(RefillSpread * NormalQuantile.Compute(Stratified(RefillStream, r, e))));

    /// <summary>When in the time in which nodes can be taken back, 0 to 1.</summary>
    public static double Time(int replicate, int e) => times[replicate * MaxEvents + e];

    /// <summary>Which pool, 0 to 1.</summary>
    public static double Pool(int replicate, int e) => pools[replicate * MaxEvents + e];

    /// <summary>Share of the pool's nodes that are taken back.</summary>
    public static double KilledShare(int replicate, int e) => shares[replicate * MaxEvents + e];

    /// <summary>Factor on the median time to replace a node.</summary>
    public static double Refill(int replicate, int e) => refills[replicate * MaxEvents + e];

    static double[] ByEvent(Func<int, int, double> draw)
    {
        var draws = new double[Replicates * MaxEvents];
        for (var i = 0; i < draws.Length; i++) draws[i] = draw(i / MaxEvents, i % MaxEvents);
        return draws;
    }

    /// <summary>The second half of the replicates mirrors the first, so that medians are those of the point estimate.</summary>
    static double[] Mirrored(uint stream)
    {
        var draws = new double[Replicates];
        for (var i = 0; i < Replicates / 2; i++)
        {
            draws[i] = NormalQuantile.Compute(Uniform(stream, i, 0));
            draws[Replicates - 1 - i] = -draws[i];
        }
        return draws;
    }

    /// <summary>As uniform as 500 can be: a permuted place in the unit interval.</summary>
    static double Stratified(uint stream, int replicate, int e) =>
        ((replicate * (stream == ShareStream ? 207 : 311) + e * 97) % Replicates + Uniform(stream, replicate, e)) / Replicates;

    static double Uniform(uint stream, int replicate, int e)
    {
        var z = Mix(Seed ^ Mix((ulong)stream << 48 ^ (ulong)(uint)replicate << 16 ^ (uint)e));
        return ((z >> 11) + 0.5) / (1UL << 53);
    }

    /// <summary>SplitMix64's finaliser.</summary>
    static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
