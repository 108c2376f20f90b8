using System.Text.Json.Nodes;
using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>The request of EMR's RunJobFlow: a cluster that runs the job as its one step and ends with it.</summary>
static class EmrRequest
{
    /// <summary>Minutes to find Spot capacity before On-Demand takes its place; EMR's least is 5.</summary>
    internal const int SpotTimeoutMinutes = 10;

    public static JsonObject Build(EmrClusterPlan plan)
    {
        var cluster = new JsonObject
        {
            ["Name"] = plan.Name,
            ["ReleaseLabel"] = plan.Request.ReleaseLabel ?? "${RELEASE_LABEL}",
            ["Applications"] = new JsonArray(new JsonObject { ["Name"] = "Spark" }),
            ["Instances"] = new JsonObject
            {
                ["InstanceFleets"] = new JsonArray([.. plan.Fleets.Select(FleetOf)]),
                ["Ec2SubnetIds"] = JsonParts.Strings(["${SUBNET_ID}"]),
                ["KeepJobFlowAliveWhenNoSteps"] = false,
                ["TerminationProtected"] = false,
            },
            ["Steps"] = new JsonArray(new JsonObject
            {
                ["Name"] = plan.Name,
                ["ActionOnFailure"] = "TERMINATE_CLUSTER",
                ["HadoopJarStep"] = new JsonObject
                {
                    ["Jar"] = "command-runner.jar",
                    ["Args"] = JsonParts.Strings(["spark-submit", "--deploy-mode", plan.DeployMode, "${APPLICATION}"]),
                },
            }),
            ["Configurations"] = new JsonArray([.. Configurations(plan)]),
        };
        if (plan.Scaling is { } s)
        {
            var policy = new JsonObject
            {
                ["ComputeLimits"] = new JsonObject
                {
                    ["UnitType"] = "InstanceFleetUnits",
                    ["MinimumCapacityUnits"] = s.Minimum,
                    ["MaximumCapacityUnits"] = s.Maximum,
                    ["MaximumOnDemandCapacityUnits"] = s.MaximumOnDemand,
                    ["MaximumCoreCapacityUnits"] = s.MaximumCore,
                },
            };
            if (s.Index is { } index) (policy["ScalingStrategy"], policy["UtilizationPerformanceIndex"]) = ("ADVANCED", index);
            cluster["ManagedScalingPolicy"] = policy;
        }
        cluster["JobFlowRole"] = "${INSTANCE_PROFILE}";
        cluster["ServiceRole"] = "${SERVICE_ROLE}";
        cluster["SecurityConfiguration"] = "${SECURITY_CONFIGURATION}";
        cluster["LogUri"] = "${LOG_URI}";
        cluster["VisibleToAllUsers"] = true;
        cluster["Tags"] = new JsonArray(Tag("job", plan.Name), Tag("team", "${TEAM}"));
        return cluster;
    }

    /// <summary>
    /// Classifications of EMR: Spark's settings, how YARN fills nodes, the largest container, and a driver that keeps off nodes that Spot
    /// may take.
    /// </summary>
    internal static IEnumerable<JsonObject> Configurations(EmrClusterPlan plan)
    {
        yield return new JsonObject { ["Classification"] = "spark-defaults", ["Properties"] = JsonParts.Map(plan.Spark) };
        // nodes were filled by memory and vCPUs; EMR's default calculator would fill them by memory alone
        yield return new JsonObject
        {
            ["Classification"] = "capacity-scheduler",
            ["Properties"] = new JsonObject
            {
                ["yarn.scheduler.capacity.resource-calculator"] = "org.apache.hadoop.yarn.util.resource.DominantResourceCalculator"
            },
        };
        var yarn = new JsonObject();
        if (plan.DriverOnCoreOnly)
        {
            yarn["yarn.node-labels.enabled"] = "true";
            yarn["yarn.node-labels.am.default-node-label-expression"] = "CORE";
        }
        if (plan.MaximumAllocationMib is { } mib) yarn["yarn.scheduler.maximum-allocation-mb"] = FormattableString.Invariant($"{mib}");
        if (yarn.Count > 0) yield return new JsonObject { ["Classification"] = "yarn-site", ["Properties"] = yarn };
    }

    static JsonObject FleetOf(NodeFleet fleet)
    {
        var json = new JsonObject
        {
            ["Name"] = fleet.Role,
            ["InstanceFleetType"] = fleet.Role switch { "primary" => "MASTER", "core" => "CORE", _ => "TASK" },
            ["TargetOnDemandCapacity"] = fleet.OnDemand,
            ["TargetSpotCapacity"] = fleet.Spot,
            ["InstanceTypeConfigs"] = new JsonArray([.. fleet.Types.Select(t => TypeOf(t, fleet))]),
        };
        var launch = new JsonObject();
        if (fleet.OnDemand > 0) launch["OnDemandSpecification"] = new JsonObject { ["AllocationStrategy"] = "lowest-price" };
        if (fleet.Spot > 0)
        {
            launch["SpotSpecification"] = new JsonObject
            {
                ["TimeoutDurationMinutes"] = SpotTimeoutMinutes,
                ["TimeoutAction"] = "SWITCH_TO_ON_DEMAND",
                ["AllocationStrategy"] = "price-capacity-optimized",
            };
        }
        json["LaunchSpecifications"] = launch;
        return json;
    }

    static JsonObject TypeOf(string type, NodeFleet fleet)
    {
        var json = new JsonObject { ["InstanceType"] = type, ["WeightedCapacity"] = 1 };
        if (fleet.DataVolume is not { } v) return json;
        var specification = new JsonObject { ["VolumeType"] = v.Type, ["SizeInGB"] = (int)Math.Ceiling(v.SizeGib) };
        if (v.Iops is { } iops) specification["Iops"] = iops;
        if (v.ThroughputMibps is { } mib) specification["Throughput"] = mib;
        json["EbsConfiguration"] = new JsonObject
        {
            ["EbsBlockDeviceConfigs"] = new JsonArray(
                new JsonObject { ["VolumeSpecification"] = specification, ["VolumesPerInstance"] = v.Count }),
        };
        return json;
    }

    static JsonObject Tag(string key, string value) => new() { ["Key"] = key, ["Value"] = value };
}
