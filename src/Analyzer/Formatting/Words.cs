using System.Globalization;

namespace Rightsizer.Analyzer.Formatting;

/// <summary>Numbers inside sentences. Everything that is not a sentence stays a number with its unit.</summary>
static class Words
{
    static readonly string[] Sizes = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Bytes(double bytes)
    {
        var at = 0;
        while (bytes >= 1024 && at < Sizes.Length - 1) { bytes /= 1024; at++; }
        return Number(bytes, at == 0 || bytes >= 100 ? 0 : 1) + " " + Sizes[at];
    }

    public static string Time(double ms) => ms switch
    {
        < 1000 => Number(ms, 0) + " ms",
        < 120_000 => Number(ms / 1000, 1) + " s",
        _ => Number(ms / 60_000, 1) + " min",
    };

    public static string Percent(double ratio) => Number(ratio * 100, ratio < 0.1 ? 1 : 0) + " %";

    public static string Number(double value, int places = 0) =>
        value.ToString((value >= 10_000 ? "N" : "F") + places.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A whole number as a setting takes it, without separators.</summary>
    public static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    public static string Count(long n, string one, string many) => $"{Number(n)} {(n == 1 ? one : many)}";

    /// <summary>A size as Spark's settings write it, rounded up to a whole unit: "32m", "6g".</summary>
    public static string SettingSize(double bytes)
    {
        var mib = (long)Math.Ceiling(bytes / (1 << 20));
        return mib >= 1024 && mib % 1024 == 0
            ? (mib / 1024).ToString(CultureInfo.InvariantCulture) + "g"
            : mib.ToString(CultureInfo.InvariantCulture) + "m";
    }
}
