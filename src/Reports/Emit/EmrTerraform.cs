using System.Text.Json.Nodes;
using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Reports.Emit;

/// <summary>EMR on EC2 as Terraform: a cluster that runs the job as its one step and ends with it, as it was priced.</summary>
static class EmrTerraform
{
    public static EmittedFile Write(ClusterPlan plan)
    {
        var hcl = new HclWriter();
        TerraformFile.Begin(hcl, plan);
        TerraformFile.ReleaseLabel(hcl, plan);
        TerraformFile.Variable(hcl, "application", "s3:// place of the application");
        TerraformFile.Variable(hcl, "application_arguments", "Its arguments", "list(string)", "[]");
        TerraformFile.Variable(hcl, "subnet_id", "Subnet of the cluster");
        TerraformFile.Variable(hcl, "service_role_arn", "Role of the EMR service");
        TerraformFile.Variable(hcl, "instance_profile_arn", "Instance profile of the nodes");
        TerraformFile.Variable(hcl, "security_configuration", "Name of an EMR security configuration; null is none", byDefault: "null");
        TerraformFile.Variable(hcl, "log_uri", "s3:// place of the cluster's logs; null is none", byDefault: "null");
        TerraformFile.Tags(hcl);
        hcl.Block("resource \"aws_emr_cluster\" \"this\"", () => Cluster(hcl, plan));
        if (plan.Fleets.FirstOrDefault(f => f.Role == "task") is { } task)
            hcl.Block("resource \"aws_emr_instance_fleet\" \"task\"", () => TaskFleet(hcl, plan, task));
        if (plan.Scaling is { } limits) hcl.Block("resource \"aws_emr_managed_scaling_policy\" \"this\"", () => Scaling(hcl, limits));
        return TerraformFile.End(hcl, plan);
    }

    static void Cluster(HclWriter hcl, ClusterPlan plan)
    {
        hcl.SetText("name", plan.Name);
        hcl.Set("release_label", "var.release_label");
        hcl.Set("applications", "[\"Spark\"]");
        hcl.Set("service_role", "var.service_role_arn");
        hcl.Set("security_configuration", "var.security_configuration");
        hcl.Set("log_uri", "var.log_uri");
        hcl.Set("keep_job_flow_alive_when_no_steps", "false");
        hcl.Set("termination_protection", "false");
        hcl.Set("tags", TerraformFile.TagsOf(plan));
        hcl.Block("ec2_attributes", () =>
        {
            hcl.Set("subnet_id", "var.subnet_id");
            hcl.Set("instance_profile", "var.instance_profile_arn");
        });
        hcl.Block("step", () =>
        {
            hcl.SetText("name", plan.Name);
            hcl.SetText("action_on_failure", "TERMINATE_CLUSTER");
            hcl.Block("hadoop_jar_step", () =>
            {
                hcl.SetText("jar", "command-runner.jar");
                hcl.Set("args",
                    $"concat([\"spark-submit\", \"--deploy-mode\", \"{plan.DeployMode}\", var.application], var.application_arguments)");
            });
        });
        foreach (var fleet in plan.Fleets.Where(f => f.Role != "task"))
        {
            hcl.Block(fleet.Role == "primary" ? "master_instance_fleet" : "core_instance_fleet", () => Fleet(hcl, fleet));
        }
        hcl.SetJson("configurations_json", new JsonArray([.. EmrClusterJson.Configurations(plan)]));
    }

    static void TaskFleet(HclWriter hcl, ClusterPlan plan, Fleet task)
    {
        hcl.Set("cluster_id", "aws_emr_cluster.this.id");
        Fleet(hcl, task);
        // managed scaling moves these; Terraform would move them back
        if (plan.Scaling is { } s && s.Minimum < s.Maximum)
            hcl.Block("lifecycle", () => hcl.Set("ignore_changes", "[target_on_demand_capacity, target_spot_capacity]"));
    }

    static void Fleet(HclWriter hcl, Fleet fleet)
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
                    hcl.Set("timeout_duration_minutes", EmrClusterJson.SpotTimeoutMinutes);
                });
            }
        });
    }

    static void Volume(HclWriter hcl, EbsVolume v)
    {
        hcl.SetText("type", v.Type);
        hcl.Set("size", (int)Math.Ceiling(v.SizeGib));
        if (v.Iops is { } iops) hcl.Set("iops", iops);
        hcl.Set("volumes_per_instance", v.Count);
    }

    static void Scaling(HclWriter hcl, ScalingLimits s)
    {
        hcl.Set("cluster_id", "aws_emr_cluster.this.id");
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
