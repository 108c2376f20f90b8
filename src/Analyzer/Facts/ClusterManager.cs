using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>What gave the application its executors.</summary>
public static class ClusterManager
{
    public const string Kubernetes = "kubernetes", Yarn = "yarn", Standalone = "standalone", Local = "local", Mesos = "mesos",
        Unknown = "unknown";

    /// <summary>By spark.master, or by the form of the application id in logs without settings.</summary>
    public static string Detect(ApplicationRun run)
    {
        if (OfMaster(run) is { } named) return named;
        return run.App.Id switch
        {
            { } id when id.StartsWith("application_", StringComparison.Ordinal) => Yarn,
            { } id when id.StartsWith("local-", StringComparison.Ordinal) => Local,
            { } id when id.StartsWith("app-", StringComparison.Ordinal) => Standalone,
            { } id when id.StartsWith("spark-", StringComparison.Ordinal) => Kubernetes,
            _ => Unknown,
        };
    }

    /// <summary>Null where the log has no spark.master, or one that a platform brings of its own.</summary>
    internal static string? OfMaster(ApplicationRun run)
    {
        var master = run.Environment["spark.master"] ?? "";
        if (master.StartsWith("k8s:", StringComparison.Ordinal)) return Kubernetes;
        if (master.StartsWith("yarn", StringComparison.Ordinal)) return Yarn;
        if (master.StartsWith("spark:", StringComparison.Ordinal) || master.StartsWith("local-cluster", StringComparison.Ordinal))
            return Standalone;
        if (master.StartsWith("local", StringComparison.Ordinal)) return Local;
        return master.StartsWith("mesos:", StringComparison.Ordinal) ? Mesos : null;
    }
}
