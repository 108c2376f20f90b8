using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>Shape of the cluster, and a name that applications on the same one share.</summary>
static class ClusterTeller
{
    public static RunCluster? Infer(ApplicationRun run, CostReport cost)
    {
        if (RunShape.Read(run, out _) is not { } shape) return null;
        var (type, nodes, ground) = Nodes(run, cost);
        var factor = PlatformCatalog.OverheadFactorOf(cost.Platform, shape);
        return new RunCluster
        {
            Id = IdOf(run, cost.Platform),
            ExecutorCores = shape.ExecutorCores,
            ExecutorMib = shape.ExecutorContainerMib(factor),
            PeakExecutors = shape.PeakExecutors,
            ExecutorLives = RunOverview.PaidExecutors(run).Count,
            Hosts = shape.Hosts,
            DriverCores = shape.DriverCores,
            DriverMib = shape.DriverContainerMib(factor),
            DynamicAllocation = run.Environment["spark.dynamicAllocation.enabled"] == "true",
            NodeType = type,
            Nodes = nodes,
            NodeGround = ground,
        };
    }

    /// <summary>From the actual ledger's core nodes where it has such, else from what Databricks says.</summary>
    static (string? Type, int? Nodes, Ground Ground) Nodes(ApplicationRun run, CostReport cost)
    {
        if (run.Environment["spark.databricks.clusterUsageTags.clusterNodeType"] is { } databricks)
            return (databricks, null, Ground.Measured);
        return cost.Actual is { Kind: LedgerKind.Inferred } actual && actual.Nodes.FirstOrDefault(n => n.Role == "core") is { } core
            ? (core.InstanceType, core.Count, Ground.Derived) : (null, null, Ground.Missing);
    }

    static string? IdOf(ApplicationRun run, string platform)
    {
        var settings = run.Environment;
        if (settings["spark.databricks.clusterUsageTags.clusterId"] is { } databricks) return "databricks " + databricks;
        // application_TIMESTAMP_NUMBER: the time at which YARN's resource manager was started
        if (platform is RunPlatform.EmrOnEc2 or RunPlatform.Yarn or RunPlatform.Dataproc
            && run.App.Id?.Split('_') is ["application", var started, _]) return "yarn " + started;
        return platform switch
        {
            // local-cluster[4,4,1024] is each application's own
            RunPlatform.Standalone when settings["spark.master"] is { } master && master.StartsWith("spark:", StringComparison.Ordinal) =>
                master,
            RunPlatform.EmrOnEks or RunPlatform.Kubernetes when settings["spark.master"] is { } master =>
                master + " " + (settings["spark.kubernetes.namespace"] ?? "default"),
            _ => null,
        };
    }
}
