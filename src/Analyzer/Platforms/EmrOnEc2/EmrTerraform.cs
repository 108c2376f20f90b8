using System.Text.Json.Nodes;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Analyzer.Platforms.EmrOnEc2;

/// <summary>EMR on EC2 as Terraform: a cluster that runs the job as its one step and ends with it, as it was priced.</summary>
static class EmrTerraform
{
    public static IReadOnlyList<HclItem> Build(EmrClusterPlan plan)
    {
        var hcl = new HclBody();
        TerraformFile.Begin(hcl, plan.Request, plan.Notes,
            plan.Scaling?.Index is null ? TerraformFile.ProviderVersion : TerraformFile.ScalingStrategyProviderVersion);
        TerraformFile.ReleaseLabel(hcl, plan.Request.ReleaseLabel);
        TerraformFile.Variable(hcl, "application", "s3:// place of the application");
        TerraformFile.Variable(hcl, "application_arguments", "Its arguments", "list(string)", TerraformFile.EmptyList);
        TerraformFile.Variable(hcl, "subnet_id", "Subnet of the cluster");
        TerraformFile.Variable(hcl, "service_role_arn", "Role of the EMR service");
        TerraformFile.Variable(hcl, "instance_profile_arn", "Instance profile of the nodes");
        TerraformFile.Variable(hcl, "security_configuration",
            "Name of an EMR security configuration; null is none", byDefault: TerraformFile.Null);
        TerraformFile.Variable(hcl, "log_uri", "s3:// place of the cluster's logs; null is none", byDefault: TerraformFile.Null);
        TerraformFile.Tags(hcl);
        hcl.Resource("aws_emr_cluster", "this", () => Cluster(hcl, plan));
        if (plan.Fleets.FirstOrDefault(f => f.Role == "task") is { } task)
            hcl.Resource("aws_emr_instance_fleet", "task", () => TaskFleet(hcl, plan, task));
        if (plan.Scaling is { } limits) hcl.Resource("aws_emr_managed_scaling_policy", "this", () => Scaling(hcl, limits));
        return hcl.Items;
    }

    static void Cluster(HclBody hcl, EmrClusterPlan plan)
    {
        hcl.SetText("name", plan.Name);
        hcl.SetCode("release_label", "var.release_label");
        hcl.Set("applications", HclList.OfTexts(["Spark"]));
        hcl.SetCode("service_role", "var.service_role_arn");
        hcl.SetCode("security_configuration", "var.security_configuration");
        hcl.SetCode("log_uri", "var.log_uri");
        hcl.Set("keep_job_flow_alive_when_no_steps", false);
        hcl.Set("termination_protection", false);
        hcl.Set("tags", TerraformFile.TagsOf(plan.Request));
        hcl.Block("ec2_attributes", () =>
        {
            hcl.SetCode("subnet_id", "var.subnet_id");
            hcl.SetCode("instance_profile", "var.instance_profile_arn");
        });
        hcl.Block("step", () =>
        {
            hcl.SetText("name", plan.Name);
            hcl.SetText("action_on_failure", "TERMINATE_CLUSTER");
            hcl.Block("hadoop_jar_step", () =>
            {
                hcl.SetText("jar", "command-runner.jar");
                hcl.Set("args", new HclCall("concat",
                [
                    new HclList([.. HclList.OfTexts(["spark-submit", "--deploy-mode", plan.DeployMode]).Values,
                        new HclExpression("var.application")]),
                    new HclExpression("var.application_arguments"),
                ]));
            });
        });
        foreach (var fleet in plan.Fleets.Where(f => f.Role != "task"))
        {
            hcl.Block(fleet.Role == "primary" ? "master_instance_fleet" : "core_instance_fleet", () => Fleet(hcl, fleet));
        }
        hcl.Set("configurations_json", new HclJson(new JsonArray([.. EmrRequest.Configurations(plan)])));
    }

    static void TaskFleet(HclBody hcl, EmrClusterPlan plan, NodeFleet task)
    {
        hcl.SetCode("cluster_id", "aws_emr_cluster.this.id");
        Fleet(hcl, task);
        // managed scaling moves these; Terraform would move them back
        if (plan.Scaling is { } s && s.Minimum < s.Maximum)
            hcl.Block("lifecycle", () => hcl.SetCode("ignore_changes", "[target_on_demand_capacity, target_spot_capacity]"));
    }

    static void Fleet(HclBody hcl, NodeFleet fleet)
    {
        hcl.SetText("name", fleet.Role);
        hcl.Set("target_on_demand_capacity", fleet.OnDemand);
        if (fleet.Role != "primary") hcl.Set("target_spot_capacity", fleet.Spot);
        foreach (var type in fleet.Types)
        {
            hcl.Block("instance_type_configs", () =>
            {
                hcl.SetText("instance_type", type);
                hcl.Set("weighted_capacity", 1);
                if (fleet.DataVolume is { } v) hcl.Block("ebs_config", () => Volume(hcl, v));
            });
        }
        hcl.Block("launch_specifications", () =>
        {
            if (fleet.OnDemand > 0) hcl.Block("on_demand_specification", () => hcl.SetText("allocation_strategy", "lowest-price"));
            if (fleet.Spot > 0)
            {
                hcl.Block("spot_specification", () =>
                {
                    hcl.SetText("allocation_strategy", "price-capacity-optimized");
                    hcl.SetText("timeout_action", "SWITCH_TO_ON_DEMAND");
                    hcl.Set("timeout_duration_minutes", EmrRequest.SpotTimeoutMinutes);
                });
            }
        });
    }

    static void Volume(HclBody hcl, EbsVolume v)
    {
        hcl.SetText("type", v.Type);
        hcl.Set("size", (int)Math.Ceiling(v.SizeGib));
        if (v.Iops is { } iops) hcl.Set("iops", iops);
        hcl.Set("volumes_per_instance", v.Count);
    }

    static void Scaling(HclBody hcl, ScalingLimits s)
    {
        hcl.SetCode("cluster_id", "aws_emr_cluster.this.id");
        if (s.Index is { } index)
        {
            hcl.SetText("scaling_strategy", "ADVANCED");
            hcl.Set("utilization_performance_index", index);
        }
        hcl.Block("compute_limits", () =>
        {
            hcl.SetText("unit_type", "InstanceFleetUnits");
            hcl.Set("minimum_capacity_units", s.Minimum);
            hcl.Set("maximum_capacity_units", s.Maximum);
            hcl.Set("maximum_ondemand_capacity_units", s.MaximumOnDemand);
            hcl.Set("maximum_core_capacity_units", s.MaximumCore);
        });
    }
}
