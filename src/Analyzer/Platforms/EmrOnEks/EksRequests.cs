using System.Text.Json.Nodes;
using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Analyzer.Platforms.EmrOnEks;

/// <summary>The requests of EMR on EKS: a node group for the job, and StartJobRun onto it.</summary>
static class EksRequests
{
    /// <summary>Node label by which pods find the group.</summary>
    internal const string Label = "job";

    public static JsonObject Build(EksPlan plan) => new()
    {
        ["createNodegroup"] = new JsonArray([.. plan.Groups.Select(g => NodeGroup(plan, g))]),
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
                    ["sparkSubmitParameters"] =
                        OfferSettings.Parameters([.. plan.Spark, new($"spark.kubernetes.node.selector.{Label}", plan.Name)]),
                },
            },
            ["tags"] = new JsonObject { ["job"] = plan.Name, ["team"] = "${TEAM}" },
        },
    };

    static JsonObject NodeGroup(EksPlan plan, NodeFleet group) => new()
    {
        ["clusterName"] = "${EKS_CLUSTER}",
        ["nodegroupName"] = plan.GroupName(group),
        ["scalingConfig"] = new JsonObject { ["minSize"] = 0, ["desiredSize"] = group.Nodes, ["maxSize"] = group.Nodes },
        ["instanceTypes"] = JsonParts.Strings(group.Types),
        ["amiType"] = plan.Ami,
        ["capacityType"] = EksPlan.Purchase(group),
        ["diskSize"] = EksPlan.DiskGib(group),
        ["nodeRole"] = "${NODE_ROLE_ARN}",
        ["subnets"] = JsonParts.Strings(["${SUBNET_ID}"]),
        ["labels"] = new JsonObject { [Label] = plan.Name },
        ["tags"] = new JsonObject { ["job"] = plan.Name, ["team"] = "${TEAM}" },
    };
}
