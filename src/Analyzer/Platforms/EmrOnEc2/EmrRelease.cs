using System.Globalization;
using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>"emr-6.15.0" or "emr-spark-8.0.0" as numbers; what it decides here is the root volume.</summary>
public readonly record struct EmrRelease(int Major, int Minor) : IComparable<EmrRelease>
{
    /// <summary>Null when the label is not of that form.</summary>
    public static EmrRelease? Parse(string? label)
    {
        if (label is null || !label.StartsWith("emr-", StringComparison.Ordinal)) return null;
        const string spark = "emr-spark-";
        var parts = label[(label.StartsWith(spark, StringComparison.Ordinal) ? spark.Length : 4)..].Split('.');
        return parts.Length >= 2 && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? new EmrRelease(major, minor) : null;
    }

    /// <summary>15 GiB from 6.10, 10 GiB before; gp3 from 6.15, gp2 before (EMR guides, copies of 2026). The newest when unknown.</summary>
    public static EbsVolume RootVolume(EmrRelease? release) => new(
        release is null || release.Value.CompareTo(new(6, 15)) >= 0 ? "gp3" : "gp2",
        release is null || release.Value.CompareTo(new(6, 10)) >= 0 ? 15 : 10);

    public int CompareTo(EmrRelease other) => (Major, Minor).CompareTo((other.Major, other.Minor));
}
