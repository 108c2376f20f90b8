using MathNet.Numerics.Distributions;

namespace Rightsizer.Analyzer.Detectors;

/// <summary>The few robust statistics that detectors share. science: medians and quartiles, because one task in a thousand is the question, not the noise.</summary>
static class Statistics
{
    /// <summary>Quantile of sorted values, linear between neighbours; 0 when there are none.</summary>
    public static double Quantile(double[] sorted, double p)
    {
        if (sorted.Length == 0) return 0;
        var at = p * (sorted.Length - 1);
        var low = (int)at;
        return low + 1 < sorted.Length ? sorted[low] + (at - low) * (sorted[low + 1] - sorted[low]) : sorted[low];
    }

    public static double Median(IEnumerable<double> values) => Quantile([.. values.Order()], 0.5);

    /// <summary>
    /// Largest value that <paramref name="sorted"/>.Length draws of one lognormal would show, but for one time in a hundred.
    /// A bare ratio to the median grows with the number of tasks without any skew; this limit grows with it.
    /// </summary>
    public static double ExpectedMaximum(double[] sorted, double minSpread)
    {
        var median = Quantile(sorted, 0.5);
        var (low, high) = (Quantile(sorted, 0.25), Quantile(sorted, 0.75));
        var spread = low > 0 ? (Math.Log(high) - Math.Log(low)) / QuartileWidth : minSpread;
        return median * Math.Exp(Math.Max(spread, minSpread) * Normal.InvCDF(0, 1, 1 - 0.01 / sorted.Length));
    }

    /// <summary>Slope and intercept of the median line through the points (Theil-Sen on at most 2,000 evenly chosen pairs).</summary>
    public static (double Intercept, double Slope) MedianLine(double[] x, double[] y)
    {
        var slopes = new List<double>();
        long pairs = (long)x.Length * (x.Length - 1) / 2, step = Math.Max(1, pairs / 2000), next = 0, k = 0;
        for (var i = 0; i < x.Length; i++)
        {
            for (var j = i + 1; j < x.Length; j++)
            {
                if (k++ != next) continue;
                next += step;
                if (x[i] != x[j]) slopes.Add((y[j] - y[i]) / (x[j] - x[i]));
            }
        }
        var slope = slopes.Count == 0 ? 0 : Median(slopes);
        return (Median(x.Select((v, i) => y[i] - slope * v)), slope);
    }

    /// <summary>Share of the work that would have to move to make all tasks equal (Hoover index).</summary>
    public static double Hoover(double[] values)
    {
        var sum = values.Sum();
        return sum <= 0 ? 0 : values.Sum(v => Math.Abs(v - sum / values.Length)) / 2 / sum;
    }

    /// <summary>Interquartile range of a normal distribution in standard deviations.</summary>
    const double QuartileWidth = 1.349;
}
