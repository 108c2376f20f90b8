using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Traces that a platform leaves in a log.</summary>
static class PlatformTraces
{
    /// <summary>Settings that begin so.</summary>
    public static bool HasSettings(ApplicationRun run, string prefix) =>
        run.Environment.SparkProperties.Keys.Any(k => k.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>EMR's own settings, its paths on the class path, or "-amzn-" in the version of its Spark.</summary>
    public static bool IsEmr(ApplicationRun run) =>
        run.App.SparkVersion?.Contains("-amzn-", StringComparison.Ordinal) == true
        || run.Environment.SparkProperties.Any(s => s.Key.StartsWith("spark.emr.", StringComparison.Ordinal)
            || s.Key.Contains("emr_internal_use_only", StringComparison.Ordinal)
            || (s.Key.EndsWith("extraClassPath", StringComparison.Ordinal)
            && s.Value.Contains("/usr/share/aws/emr/", StringComparison.Ordinal)));

    /// <summary>
    /// EMR Serverless. Its own settings seldom get into the log: its master does, and the form of its job run ids. A configuration that
    /// is shared with other clusters brings the settings there too, where another cluster manager speaks against them; a local master
    /// may be one that the code sets.
    /// </summary>
    public static bool IsServerless(ApplicationRun run) => ClusterManager.OfMaster(run) is null or ClusterManager.Local
        && (HasSettings(run, "spark.emr-serverless.")
        || run.Environment["spark.master"]?.StartsWith("custom:emr-serverless", StringComparison.Ordinal) == true
        || (ClusterManager.Detect(run) == ClusterManager.Unknown && IsEmr(run) && IsServerlessJobRunId(run.App.Id)));

    /// <summary>
    /// AWS Glue: its own master, else its settings, where the master is none that Glue does not have. Glue ran on YARN until Spark 2.4.
    /// </summary>
    public static bool IsGlue(ApplicationRun run) => run.Environment["spark.master"] == "jes"
        || (HasSettings(run, "spark.glue.") && ClusterManager.OfMaster(run) switch
        {
            null or ClusterManager.Local => true,
            ClusterManager.Yarn => SparkSettings.ParseVersion(run.App.SparkVersion) is { Major: < 3 } && !IsEmr(run),
            _ => false,
        });

    /// <summary>"00fabcdefgh12309".</summary>
    public static bool IsServerlessJobRunId(string? id) =>
        id is { Length: >= 12 and <= 20 } && id.StartsWith("00", StringComparison.Ordinal)
        && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
