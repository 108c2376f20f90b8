using System.Runtime.InteropServices;
using Rightsizer.Analyzer.Numerics.Internals;

namespace Rightsizer.Analyzer.Numerics;

/// <summary>
/// The few robust statistics that detectors share. Medians and quartiles, because one task in a thousand is the question, not the noise.
/// </summary>
static class Statistics
{
    /// <summary>
    /// The definition of a quantile: Spark's own index rule, the value at floor(q x count), the last at most.
    /// It stands wherever a figure can be held against Spark's pages. The others below say what they are for.
    /// </summary>
    /// <param name="sorted">Ascending, not empty.</param>
    /// <param name="q">0 to 1.</param>
    public static T SparkQuantile<T>(IReadOnlyList<T> sorted, double q) => sorted[SparkIndex(sorted.Count, q)];

    /// <summary>Where <see cref="SparkQuantile"/> lies.</summary>
    public static int SparkIndex(int count, double q) => Math.Min((int)(q * count), count - 1);

    /// <summary>Median by Spark's rule; 0 when there are none.</summary>
    public static double SparkMedian(IEnumerable<double> values) =>
        Sorted(values) is { Length: > 0 } sorted ? SparkQuantile(sorted, 0.5) : 0;

    /// <summary>
    /// Nearest rank: the place of the least value that a share <paramref name="p"/> of them does not exceed. For promises about runs ("nine
    /// runs in ten"),
    /// where one of the runs must be meant.
    /// </summary>
    public static int RankIndex(int count, double p) => Math.Max(0, (int)Math.Ceiling(p * count) - 1);

    /// <summary>Nearest rank of values that count for different shares of a whole of 1: simulated outcomes.</summary>
    public static T WeightedQuantile<T>(IEnumerable<(T Value, double Weight)> values, double p)
    {
        double sum = 0;
        var last = default(T)!;
        foreach (var (value, weight) in values.OrderBy(v => v.Value))
        {
            sum += weight;
            last = value;
            if (sum >= p - RoundingOfWeights) break;
        }
        return last;
    }

    /// <summary>
    /// Linear between neighbours: for estimates from few values, where a step from one to the next would show; 0 when there are none.
    /// </summary>
    public static double Quantile(double[] sorted, double p)
    {
        if (sorted.Length == 0) return 0;
        var at = p * (sorted.Length - 1);
        var low = (int)at;
        return low + 1 < sorted.Length ? sorted[low] + (at - low) * (sorted[low + 1] - sorted[low]) : sorted[low];
    }

    /// <summary>As <see cref="Quantile"/>: the mean of two in the middle.</summary>
    public static double Median(IEnumerable<double> values) => Quantile(Sorted(values), 0.5);

    /// <summary>The same of a list that may be sorted; <paramref name="none"/> of an empty one.</summary>
    public static double MedianOf(List<double> values, double none)
    {
        if (values.Count == 0) return none;
        FastSort.Sort(CollectionsMarshal.AsSpan(values));
        var mid = values.Count / 2;
        return values.Count % 2 == 1 ? values[mid] : (values[mid - 1] + values[mid]) / 2;
    }

    /// <summary>An ascending copy.</summary>
    public static double[] Sorted(IEnumerable<double> values)
    {
        double[] sorted = [.. values];
        FastSort.Sort(sorted);
        return sorted;
    }

    /// <summary>
    /// Largest value that <paramref name="sorted"/>.Length draws of one lognormal would show, but for one time in a hundred.
    /// A bare ratio to the median grows with the number of tasks without any skew; this limit grows with it.
    /// </summary>
    public static double ExpectedMaximum(double[] sorted, double minSpread)
    {
        var median = Quantile(sorted, 0.5);
        var (low, high) = (Quantile(sorted, 0.25), Quantile(sorted, 0.75));
        var spread = low > 0 ? (Math.Log(high) - Math.Log(low)) / QuartileWidth : minSpread;
        return median * Math.Exp(Math.Max(spread, minSpread) * NormalQuantile.Compute(1 - 0.01 / sorted.Length));
    }

    /// <summary>Slope and intercept of the median line through the points (Theil-Sen, on 2,000 pairs where there are more).</summary>
    public static (double Intercept, double Slope) MedianLine(double[] x, double[] y)
    {
        var slopes = new List<double>();
        long n = x.Length, pairs = n * (n - 1) / 2;
        if (pairs <= MaxPairs)
        {
            for (var i = 0; i < n; i++)
            {
                for (var j = i + 1; j < n; j++) Add(i, j);
            }
        }
        else
        {
            // strides of two primes reach all parts of the data, and the same ones every time
            for (long k = 0, i = 0; k < MaxPairs; k++, i = (i + 7919) % n) Add(i, (i + 1 + k * 104_729 % (n - 1)) % n);
        }
        var slope = slopes.Count == 0 ? 0 : Median(slopes);
        return (Median(x.Select((v, i) => y[i] - slope * v)), slope);

        void Add(long i, long j)
        {
            if (x[i] != x[j]) slopes.Add((y[j] - y[i]) / (x[j] - x[i]));
        }
    }

    /// <summary>Share of the work that would have to move to make all tasks equal (Hoover index).</summary>
    public static double Hoover(double[] values)
    {
        var sum = values.Sum();
        return sum <= 0 ? 0 : values.Sum(v => Math.Abs(v - sum / values.Length)) / 2 / sum;
    }

    const int MaxPairs = 2_000;
    const double RoundingOfWeights = 1e-12;

    /// <summary>Interquartile range of a normal distribution in standard deviations.</summary>
    const double QuartileWidth = 1.349;
}
