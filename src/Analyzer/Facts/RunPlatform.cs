using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Facts;

/// <summary>Tells where a run ran from the traces that each platform leaves in its settings.</summary>
public static class RunPlatform
{
    public const string EmrOnEc2 = "emr-ec2", EmrServerless = "emr-serverless", EmrOnEks = "emr-eks", Glue = "glue", Databricks = "databricks",
        Dataproc = "dataproc", Kubernetes = "kubernetes", Yarn = "yarn", Standalone = "standalone", Local = "local", Mesos = "mesos", Unknown = "unknown";

    /// <summary>What the cluster file says, else the log.</summary>
    public static string OfCluster(ApplicationRun run, ClusterFile? cluster) => cluster switch
    {
        { ServerlessBill: not null } => EmrServerless,
        { GlueRun: not null } => Glue,
        { Instances.Count: > 0 } or { Groups.Count: > 0 } => EmrOnEc2,
        _ => Of(run),
    };

    public static string Of(ApplicationRun run)
    {
        var settings = run.Environment.SparkProperties;
        if (settings.Keys.Any(k => k.StartsWith("spark.databricks.", StringComparison.Ordinal))) return Databricks;
        if (settings.Keys.Any(k => k.StartsWith("spark.dataproc.", StringComparison.Ordinal))) return Dataproc;
        if (settings.Keys.Any(k => k.StartsWith("spark.glue.", StringComparison.Ordinal))) return Glue;
        if (settings.Keys.Any(k => k.StartsWith("spark.emr-serverless.", StringComparison.Ordinal))) return EmrServerless;
        return Manager(run) switch
        {
            Kubernetes => IsEmr(run) || settings.Any(s => s.Key.Contains("emr-containers", StringComparison.Ordinal) || s.Value.Contains("emr-containers", StringComparison.Ordinal)) ? EmrOnEks : Kubernetes,
            Yarn => IsEmr(run) ? EmrOnEc2 : Yarn,
            var manager => manager,
        };
    }

    /// <summary>spark.master, or what the form of the application id says in logs without settings.</summary>
    static string Manager(ApplicationRun run)
    {
        var master = run.Environment["spark.master"] ?? "";
        if (master.StartsWith("k8s:", StringComparison.Ordinal)) return Kubernetes;
        if (master.StartsWith("yarn", StringComparison.Ordinal)) return Yarn;
        if (master.StartsWith("spark:", StringComparison.Ordinal) || master.StartsWith("local-cluster", StringComparison.Ordinal)) return Standalone;
        if (master.StartsWith("local", StringComparison.Ordinal)) return Local;
        if (master.StartsWith("mesos:", StringComparison.Ordinal)) return Mesos;
        return run.App.Id switch
        {
            { } id when id.StartsWith("application_", StringComparison.Ordinal) => Yarn,
            { } id when id.StartsWith("local-", StringComparison.Ordinal) => Local,
            { } id when id.StartsWith("app-", StringComparison.Ordinal) => Standalone,
            { } id when id.StartsWith("spark-", StringComparison.Ordinal) => Kubernetes,
            _ => Unknown,
        };
    }

    /// <summary>EMR's own settings, its paths on the class path, or "-amzn-" in the version of its Spark.</summary>
    public static bool IsEmr(ApplicationRun run) =>
        run.App.SparkVersion?.Contains("-amzn-", StringComparison.Ordinal) == true
        || run.Environment.SparkProperties.Any(s => s.Key.StartsWith("spark.emr.", StringComparison.Ordinal)
            || s.Key.Contains("emr_internal_use_only", StringComparison.Ordinal)
            || (s.Key.EndsWith("extraClassPath", StringComparison.Ordinal) && s.Value.Contains("/usr/share/aws/emr/", StringComparison.Ordinal)));
}
