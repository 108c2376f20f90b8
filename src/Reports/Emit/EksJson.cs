using System.Text.Json.Nodes;
using Rightsizer.Analyzer.Platforms.EmrOnEks;

namespace Rightsizer.Reports.Emit;

/// <summary>The requests of EMR on EKS: a node group for the job, and StartJobRun onto it.</summary>
static class EksJson
{
    /// <summary>Node label by which pods find the group.</summary>
    internal const string Label = "job";

    public static EmittedFile Write(ClusterPlan plan) => JsonFile.Write(new JsonObject
    {
        ["createNodegroup"] = new JsonArray([.. plan.Fleets.Select(f => NodeGroup(plan, f))]),
        ["startJobRun"] = new JsonObject
        {
            ["name"] = plan.Name,
            ["virtualClusterId"] = "${VIRTUAL_CLUSTER_ID}",
            ["executionRoleArn"] = "${EXECUTION_ROLE_ARN}",
            ["releaseLabel"] = "${EMR_ON_EKS_RELEASE_LABEL}",
            ["jobDriver"] = new JsonObject
            {
                ["sparkSubmitJobDriver"] = new JsonObject
                {
                    ["entryPoint"] = "${APPLICATION}",
                    ["sparkSubmitParameters"] = string
                        .Join(' ', plan.SubmitParameters, $"--conf spark.kubernetes.node.selector.{Label}={plan.Name}"),
                },
            },
            ["tags"] = new JsonObject { ["job"] = plan.Name, ["team"] = "${TEAM}" },
        },
    }, plan);

    internal static string GroupName(ClusterPlan plan, Fleet group) => $"{plan.Name}{(group.Spot > 0 ? "-spot" : "")}";

    internal static string Ami(ClusterPlan plan) => plan.IsArm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";

    static JsonObject NodeGroup(ClusterPlan plan, Fleet group) => new()
    {
        ["clusterName"] = "${EKS_CLUSTER}",
        ["nodegroupName"] = GroupName(plan, group),
        ["scalingConfig"] = new JsonObject { ["minSize"] = 0, ["desiredSize"] = group.Nodes, ["maxSize"] = group.Nodes },
        ["instanceTypes"] = JsonFile.Strings(group.Types),
        ["amiType"] = Ami(plan),
        ["capacityType"] = group.Spot > 0 ? "SPOT" : "ON_DEMAND",
        ["diskSize"] = Disk(group),
        ["nodeRole"] = "${NODE_ROLE_ARN}",
        ["subnets"] = JsonFile.Strings(["${SUBNET_ID}"]),
        ["labels"] = new JsonObject { [Label] = plan.Name },
        ["tags"] = new JsonObject { ["job"] = plan.Name, ["team"] = "${TEAM}" },
    };

    /// <summary>The root volume that was priced: images and shuffle share it.</summary>
    internal static int Disk(Fleet group) =>
        EmrOnEksLimits.RootGib + (int)Math.Ceiling((group.DataVolume?.SizeGib ?? 0) * (group.DataVolume?.Count ?? 0));
}
