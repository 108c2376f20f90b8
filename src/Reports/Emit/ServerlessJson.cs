using System.Text.Json.Nodes;

namespace Rightsizer.Reports.Emit;

/// <summary>The requests of EMR Serverless: CreateApplication once, StartJobRun for each run.</summary>
static class ServerlessJson
{
    /// <summary>AWS's own default. Without pre-initialised workers an idle application costs nothing.</summary>
    internal const int IdleMinutes = 15;

    public static EmittedFile Write(ClusterPlan plan)
    {
        var workers = plan.Serverless!;
        return JsonFile.Write(new JsonObject
        {
            ["createApplication"] = new JsonObject
            {
                ["name"] = plan.Name,
                ["releaseLabel"] = plan.ReleaseLabel ?? "${RELEASE_LABEL}",
                ["type"] = "SPARK",
                ["architecture"] = plan.IsArm ? "ARM64" : "X86_64",
                ["maximumCapacity"] = new JsonObject
                {
                    ["cpu"] = FormattableString.Invariant($"{workers.MaxVcpu} vCPU"),
                    ["memory"] = FormattableString.Invariant($"{workers.MaxMemoryGb} GB"),
                    ["disk"] = FormattableString.Invariant($"{workers.MaxDiskGb} GB"),
                },
                ["autoStartConfiguration"] = new JsonObject { ["enabled"] = true },
                ["autoStopConfiguration"] = new JsonObject { ["enabled"] = true, ["idleTimeoutMinutes"] = IdleMinutes },
                ["networkConfiguration"] = new JsonObject
                {
                    ["subnetIds"] = JsonFile.Strings(["${SUBNET_ID}"]),
                    ["securityGroupIds"] = JsonFile.Strings(["${SECURITY_GROUP_ID}"])
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
                        ["sparkSubmitParameters"] = plan.SubmitParameters
                    },
                },
                ["tags"] = new JsonObject { ["job"] = plan.Name, ["team"] = "${TEAM}" },
            },
        }, plan);
    }
}
