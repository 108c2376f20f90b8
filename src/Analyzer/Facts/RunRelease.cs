using System.Text.RegularExpressions;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>The EMR release that a log betrays: labels in its settings, else the version of EMR's own Spark.</summary>
public static partial class RunRelease
{
    /// <summary>EMR on EC2: EMR release guide, "Spark release history" (copy of 2026).</summary>
    static readonly Dictionary<string, string> bySpark = new(StringComparer.Ordinal)
    {
        ["2.4.5-amzn-0"] = "emr-5.30.0",
        ["2.4.6-amzn-0"] = "emr-5.31.0",
        ["2.4.7-amzn-0"] = "emr-5.32.0",
        ["2.4.7-amzn-1"] = "emr-5.33.0",
        ["2.4.8-amzn-0"] = "emr-5.34.0",
        ["2.4.8-amzn-1"] = "emr-5.35.0",
        ["2.4.8-amzn-2"] = "emr-5.36.0",
        ["3.0.0-amzn-0"] = "emr-6.1.0",
        ["3.0.1-amzn-0"] = "emr-6.2.0",
        ["3.1.1-amzn-0"] = "emr-6.3.0",
        ["3.1.2-amzn-0"] = "emr-6.4.0",
        ["3.1.2-amzn-1"] = "emr-6.5.0",
        ["3.2.0-amzn-0"] = "emr-6.6.0",
        ["3.2.1-amzn-0"] = "emr-6.7.0",
        ["3.3.0-amzn-0"] = "emr-6.8.0",
        ["3.3.0-amzn-1"] = "emr-6.9.0",
        ["3.3.1-amzn-0"] = "emr-6.10.0",
        ["3.3.2-amzn-0"] = "emr-6.11.0",
        ["3.4.0-amzn-0"] = "emr-6.12.0",
        ["3.4.1-amzn-0"] = "emr-6.13.0",
        ["3.4.1-amzn-1"] = "emr-6.14.0",
        ["3.4.1-amzn-2"] = "emr-6.15.0",
        ["3.5.0-amzn-0"] = "emr-7.0.0",
        ["3.5.0-amzn-1"] = "emr-7.1.0",
        ["3.5.1-amzn-0"] = "emr-7.2.0",
        ["3.5.1-amzn-1"] = "emr-7.3.0",
        ["3.5.2-amzn-0"] = "emr-7.4.0",
        ["3.5.2-amzn-1"] = "emr-7.5.0",
        ["3.5.3-amzn-0"] = "emr-7.6.0",
        ["3.5.3-amzn-1"] = "emr-7.7.0",
        ["3.5.4-amzn-0"] = "emr-7.8.0",
        ["3.5.5-amzn-0"] = "emr-7.9.0",
        ["3.5.5-amzn-1"] = "emr-7.10.0",
        ["3.5.6-amzn-0"] = "emr-7.11.0",
        ["3.5.6-amzn-1"] = "emr-7.12.0",
        ["3.5.6-amzn-2"] = "emr-7.13.0",
    };

    /// <summary>
    /// "emr-7.5.0" where the settings of the runs name one release and no other, else that of their Spark; null where neither tells.
    /// </summary>
    public static string? Detect(IEnumerable<ApplicationRun> runs)
    {
        var all = runs.ToList();
        var labels = all.SelectMany(r =>
            r.Environment.SparkProperties.Values
            .Concat(r.Environment.SystemProperties.Where(s => s.Key == "EMR_RELEASE_LABEL").Select(s => s.Value)))
            .Where(v => v.Contains("emr-", StringComparison.Ordinal)).SelectMany(v => Label().Matches(v).Select(m => m.Value))
            .Distinct(StringComparer.Ordinal).Take(2).ToList();
        if (labels.Count > 0) return labels.Count == 1 ? labels[0] : null;
        // the same Spark is in other releases on EKS
        var bySpark = all.Where(r => ClusterManager.Detect(r) == ClusterManager.Yarn).Select(r => OfSpark(r.App.SparkVersion))
            .Distinct(StringComparer.Ordinal).Take(2).ToList();
        return bySpark.Count == 1 ? bySpark[0] : null;
    }

    /// <summary>The last release before EMR's Spark had version numbers of its own.</summary>
    internal const string LastWithoutOwnVersions = "emr-5.29.0";

    /// <summary>EMR 6 and later have Spark 3.</summary>
    internal static bool IsOfEmr5(ApplicationRun run) => SparkSettings.ParseVersion(run.App.SparkVersion) is { Major: < 3 };

    /// <summary>
    /// "3.3.0-amzn-0" is of emr-6.8.0, and so is a fix of it such as "3.3.0-amzn-0.1"; null for a Spark that is not EMR's or not in the
    /// table.
    /// </summary>
    public static string? OfSpark(string? version)
    {
        if (version is null) return null;
        if (bySpark.TryGetValue(version, out var label)) return label;
        return Fix().Match(version) is { Success: true } fix ? bySpark.GetValueOrDefault(fix.Groups[1].Value) : null;
    }

    [GeneratedRegex(@"^(\d+\.\d+\.\d+-amzn-\d+)\.\d+$")]
    private static partial Regex Fix();

    [GeneratedRegex(@"(?<![\w.-])emr-(?:spark-)?[4-9]\.\d{1,2}\.\d{1,2}(?![\w.])")]
    private static partial Regex Label();
}
