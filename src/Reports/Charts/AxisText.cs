using System.Globalization;
using Rightsizer.Analyzer.Formatting;

namespace Rightsizer.Reports.Charts;

/// <summary>The numbers on an axis: where they are and how they read.</summary>
public static class AxisText
{
    static readonly double[] TimeSteps =
    [
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 108e5, 216e5,
        432e5, 864e5, 1728e5, 6048e5,
    ];

    /// <summary>Round times about three times as long as the one before: "1 min 40 s" is no round time.</summary>
    static readonly double[] LogTimes =
        [1, 3, 10, 30, 100, 300, 1e3, 3e3, 1e4, 3e4, 6e4, 18e4, 6e5, 18e5, 36e5, 108e5, 36e6, 864e5, 2592e5, 864e6];

    /// <summary>Round values within the axis, about <paramref name="wanted"/> of them, ascending.</summary>
    public static IReadOnlyList<double> Ticks(ChartAxis axis, int wanted)
    {
        if (axis.Scaling == ChartScaling.Names) return [];
        if (axis.Scaling == ChartScaling.Log) return LogTicks(axis, wanted);
        var span = axis.High - axis.Low;
        if (!(span > 0)) return [axis.Low];
        var step = Step(axis.Unit, span / Math.Max(1, wanted));
        var ticks = new List<double>();
        for (var i = Math.Ceiling(axis.Low / step - 1e-9); i * step <= axis.High * (1 + 1e-12)
            && ticks.Count < 60; i++) ticks.Add(i * step + 0.0);
        return ticks;
    }

    public static string Format(ChartAxis axis, double value) => Format(axis.Unit, value);

    public static string Format(string unit, double value) => unit switch
    {
        "ms" => Duration(value),
        "usd" => Usd(value),
        "bytes" => Quantity.Bytes(value),
        "percent" => Number(value) + " %",
        "cores" or "count" or "coreHours" => Number(value),
        _ => Number(value),
    };

    static double Step(string unit, double least)
    {
        if (unit == "ms") return TimeSteps.FirstOrDefault(s => s >= least, Nice(least));
        if (unit == "bytes")
        {
            var power = Math.Pow(1024, Math.Floor(Math.Log(Math.Max(1, least), 1024)));
            return Nice(least / power) * power;
        }
        return unit is "count" or "cores" ? Math.Max(1, Nice(least)) : Nice(least);
    }

    /// <summary>1, 2 or 5 times a power of ten, not under the value.</summary>
    static double Nice(double least)
    {
        if (!(least > 0)) return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var part = least / power;
        return (part <= 1.000001 ? 1 : part <= 2.000001 ? 2 : part <= 5.000001 ? 5 : 10) * power;
    }

    static List<double> LogTicks(ChartAxis axis, int wanted)
    {
        if (axis.Unit == "ms" && LogTimes.Where(t => t >= axis.Low && t <= axis.High).ToList() is { Count: >= 3 } times) return times;
        var all = new List<double>();
        var first = (int)Math.Floor(Math.Log10(Math.Max(axis.Low, 1e-12)));
        var last = (int)Math.Ceiling(Math.Log10(Math.Max(axis.High, 1e-12)));
        double[] parts = last - first > wanted ? [1] : last - first > wanted / 2 ? [1, 3] : [1, 2, 5];
        for (var power = first; power <= last; power++)
        {
            foreach (var part in parts)
            {
                var v = part * Math.Pow(10, power);
                if (v >= axis.Low * 0.999999 && v <= axis.High * 1.000001) all.Add(v);
            }
        }
        while (all.Count > 2 * wanted) all = [.. all.Where((_, i) => i % 2 == 0)];
        return all.Count >= 2 ? all : [axis.Low, axis.High];
    }

    static string Duration(double ms)
    {
        if (ms == 0) return "0 s";
        if (Math.Abs(ms) is >= 1000 and < 60_000) return (ms / 1000).ToString("0.#", CultureInfo.InvariantCulture) + " s";
        if (Math.Abs(ms) is >= 60_000 and < 3_600_000 && ms % 60_000 == 0)
            return (ms / 60_000).ToString("0", CultureInfo.InvariantCulture) + " min";
        return Math.Abs(ms) is >= 3_600_000 and < 86_400_000 && ms % 3_600_000 == 0
            ? (ms / 3_600_000).ToString("0", CultureInfo.InvariantCulture) + " h" : Quantity.Duration((long)Math.Round(ms));
    }

    static string Usd(double usd)
    {
        var sign = usd < 0 ? "-$" : "$";
        var v = Math.Abs(usd);
        return sign + v.ToString(v == 0 ? "0" : v >= 100 ? "#,0" : v >= 1 ? "0.##" : v >= 0.01 ? "0.00#" : "0.######",
            CultureInfo.InvariantCulture);
    }

    static string Number(double v) => v.ToString(Math.Abs(v) >= 100 ? "#,0" : "#,0.##", CultureInfo.InvariantCulture);
}
