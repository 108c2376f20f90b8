using System.Text.Json.Nodes;
using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>The requests of EMR Serverless: CreateApplication once, StartJobRun for each run.</summary>
static class ServerlessRequests
{
    /// <summary>AWS's own default. Without pre-initialised workers an idle application costs nothing.</summary>
    internal const int IdleMinutes = 15;

    public static JsonObject Build(ServerlessPlan plan) => new()
    {
        ["createApplication"] = new JsonObject
        {
            ["name"] = plan.Name,
            ["releaseLabel"] = plan.Request.ReleaseLabel ?? "${RELEASE_LABEL}",
            ["type"] = "SPARK",
            ["architecture"] = plan.Architecture,
            ["maximumCapacity"] = new JsonObject
            {
                ["cpu"] = plan.MaxCpu,
                ["memory"] = plan.MaxMemory,
                ["disk"] = plan.MaxDisk,
            },
            ["autoStartConfiguration"] = new JsonObject { ["enabled"] = true },
            ["autoStopConfiguration"] = new JsonObject { ["enabled"] = true, ["idleTimeoutMinutes"] = IdleMinutes },
            ["networkConfiguration"] = new JsonObject
            {
                ["subnetIds"] = JsonParts.Strings(["${SUBNET_ID}"]),
                ["securityGroupIds"] = JsonParts.Strings(["${SECURITY_GROUP_ID}"])
            },
            ["tags"] = new JsonObject { ["job"] = plan.Name, ["team"] = "${TEAM}" },
        },
        ["startJobRun"] = new JsonObject
        {
            ["applicationId"] = "${APPLICATION_ID}",
            ["executionRoleArn"] = "${EXECUTION_ROLE_ARN}",
            ["name"] = plan.Name,
            ["jobDriver"] = new JsonObject
            {
                ["sparkSubmit"] = new JsonObject
                {
                    ["entryPoint"] = "${APPLICATION}",
                    ["sparkSubmitParameters"] = OfferSettings.Parameters(plan.Spark)
                },
            },
            ["tags"] = new JsonObject { ["job"] = plan.Name, ["team"] = "${TEAM}" },
        },
    };
}
