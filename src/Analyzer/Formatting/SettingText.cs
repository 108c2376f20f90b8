using System.Globalization;

namespace Rightsizer.Analyzer.Formatting;

/// <summary>Values as Spark's settings take them: without separators, spaces or words.</summary>
static class SettingText
{
    /// <summary>A whole number.</summary>
    public static string Whole(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>A multiple with one decimal: "3.0".</summary>
    public static string Factor(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>A size rounded up to a whole unit: "32m", "6g".</summary>
    public static string Size(double bytes)
    {
        var mib = (long)Math.Ceiling(bytes / (1 << 20));
        return mib >= 1024 && mib % 1024 == 0
            ? (mib / 1024).ToString(CultureInfo.InvariantCulture) + "g"
            : mib.ToString(CultureInfo.InvariantCulture) + "m";
    }
}
