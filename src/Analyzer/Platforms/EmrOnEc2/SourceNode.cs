using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>The worker type behind a run where the cluster file or YARN's settings name it, and how full its nodes were.</summary>
static class SourceNode
{
    /// <summary>Type null: unknown. Occupancy: vCPUs of executors over vCPUs of the node.</summary>
    public static (InstanceType? Type, double Occupancy) Infer(
        ApplicationRun run, RunShape shape, ClusterFile? cluster, string region, PriceBook book) =>
        Infer(run, shape, cluster, region, book, out _);

    /// <param name="run">The run.</param>
    /// <param name="shape">Of the run.</param>
    /// <param name="cluster">What the AWS CLI says; null without.</param>
    /// <param name="region">Of the run.</param>
    /// <param name="book">Knows the types.</param>
    /// <param name="isNamed">The type is named, or the only one that fits; else it is one of several that fit as well.</param>
    public static (InstanceType? Type, double Occupancy) Infer(
        ApplicationRun run, RunShape shape, ClusterFile? cluster, string region, PriceBook book, out bool isNamed)
    {
        isNamed = true;
        InstanceType? type = null;
        var workers = cluster?.Instances.Where(i =>
            cluster.Groups.FirstOrDefault(g => g.Id is not null && g.Id == i.GroupId)?.Role != "primary").Select(i => i.InstanceType)
            .ToList() ?? [];
        if (workers.Count == 0)
            workers = cluster?.Groups.Where(g => g.Role != "primary" && g.InstanceType is not null).Select(g => g.InstanceType!).ToList()
                ?? [];
        if (workers.Count > 0)
            type = book.Type(
                workers.GroupBy(w => w).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).First().Key);
        else if (DatabricksWorker(run) is { } named) type = book.Type(named);
        else if (RunPlatform.Detect(run) == RunPlatform.EmrOnEc2
            && NodeInference.Infer(run, shape, region, book, out var evidence) is { } choice && evidence.IsFromYarn)
        {
            type = choice.Type;
            isNamed = evidence.FittingTypes == 1;
        }
        if (type is null || shape.Hosts == 0) return (type, 1);
        // more executor cores than vCPUs, as YARN's DefaultResourceCalculator allows, take turns: a full node, and no faster elsewhere for
        // it
        if (shape.HasGrownExecutors) return (type, Math.Min(1, (double)shape.MostOnAHost(e => e.Cores) / type.Vcpu));
        return (type, Math.Min(1, (double)shape.PeakExecutors / shape.Hosts * shape.ExecutorCores / type.Vcpu));
    }

    static string? DatabricksWorker(ApplicationRun run) => RunPlatform.Detect(run) != RunPlatform.Databricks ? null
        : run.Environment["spark.databricks.workerNodeTypeId"] ?? run.Environment["spark.databricks.clusterUsageTags.clusterNodeType"];
}
