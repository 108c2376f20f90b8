using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>Tells where a run ran from the traces that each platform leaves in its settings.</summary>
public static class RunPlatform
{
    public const string EmrOnEc2 = SizingPlatform.EmrOnEc2, EmrServerless = SizingPlatform.EmrServerless,
        EmrOnEks = SizingPlatform.EmrOnEks, Glue = SizingPlatform.Glue,
        Databricks = "databricks", Dataproc = "dataproc", Kubernetes = ClusterManager.Kubernetes, Yarn = ClusterManager.Yarn,
            Standalone = ClusterManager.Standalone,
        Local = ClusterManager.Local, Mesos = ClusterManager.Mesos, Unknown = ClusterManager.Unknown;

    /// <summary>What the cluster file says, else the log.</summary>
    public static string OfCluster(ApplicationRun run, ClusterFile? cluster) =>
        (cluster is null ? null : PlatformCatalog.ByEvidence.FirstOrDefault(p => p.IsOf(cluster))?.Name) ?? Detect(run);

    /// <summary>Platform of one run: what the cluster file says, else the log.</summary>
    public static string PlatformOf(this PriceContext pricing, ApplicationRun run) => OfCluster(run, pricing.Cluster);

    /// <summary>What the traces in the log's settings say.</summary>
    public static string Detect(ApplicationRun run)
    {
        if (IsSurelyDatabricks(run)) return Databricks;
        if (PlatformTraces.HasSettings(run, "spark.dataproc.")) return Dataproc;
        if (PlatformCatalog.ByEvidence.FirstOrDefault(p => p.Ran(run)) is { } own) return own.Name;
        var manager = ClusterManager.Detect(run);
        // Databricks has neither: the settings came along with a job that was moved, or with a library of Databricks Labs
        return manager is not (Yarn or Kubernetes) && run.Environment.SparkProperties.Keys.Any(IsDatabricksOnly) ? Databricks : manager;
    }

    /// <summary>What only the Databricks service writes: tags of its cluster, and the names of its machines and workspace.</summary>
    static bool IsSurelyDatabricks(ApplicationRun run) => PlatformTraces.HasSettings(run, "spark.databricks.clusterUsageTags.")
        || serviceKeys.Any(run.Environment.SparkProperties.ContainsKey)
        || run.Environment["spark.home"]?.StartsWith("/databricks/", StringComparison.Ordinal) == true;

    static readonly string[] serviceKeys =
    [
        "spark.databricks.clusterSource", "spark.databricks.cloudProvider", "spark.databricks.workspaceUrl",
        "spark.databricks.driverNodeTypeId", "spark.databricks.workerNodeTypeId",
    ];

    /// <summary>
    /// Delta Lake and its neighbours bring settings of this prefix to any Spark; the others belong to Databricks where nothing speaks
    /// against it.
    /// </summary>
    static bool IsDatabricksOnly(string key) => key.StartsWith("spark.databricks.", StringComparison.Ordinal)
        && !openKeys.Any(o => key.StartsWith(o, StringComparison.Ordinal));

    static readonly string[] openKeys = ["spark.databricks.delta.", "spark.databricks.hive.", "spark.databricks.io."];

    /// <summary>EMR's own settings, its paths on the class path, or "-amzn-" in the version of its Spark.</summary>
    public static bool IsEmr(ApplicationRun run) => PlatformTraces.IsEmr(run);
}
