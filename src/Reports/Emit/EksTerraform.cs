namespace Rightsizer.Reports.Emit;

/// <summary>EMR on EKS as Terraform: the job's node groups. The job itself: <c>--emit eks</c>.</summary>
static class EksTerraform
{
    public static EmittedFile Write(ClusterPlan plan)
    {
        var hcl = new HclWriter();
        TerraformFile.Begin(hcl, plan);
        TerraformFile.Variable(hcl, "eks_cluster", "Name of the EKS cluster");
        TerraformFile.Variable(hcl, "node_role_arn", "Role of the nodes");
        TerraformFile.Variable(hcl, "subnet_ids", "Subnets of the nodes", "list(string)");
        TerraformFile.Tags(hcl);
        foreach (var group in plan.Fleets)
        {
            hcl.Block($"resource \"aws_eks_node_group\" \"{(group.Spot > 0 ? "spot" : "on_demand")}\"", () =>
            {
                hcl.Set("cluster_name", "var.eks_cluster");
                hcl.SetText("node_group_name", EksJson.GroupName(plan, group));
                hcl.Set("node_role_arn", "var.node_role_arn");
                hcl.Set("subnet_ids", "var.subnet_ids");
                hcl.SetText("ami_type", EksJson.Ami(plan));
                hcl.SetText("capacity_type", group.Spot > 0 ? "SPOT" : "ON_DEMAND");
                hcl.Set("instance_types", HclWriter.List(group.Types));
                hcl.Set("disk_size", EksJson.Disk(group));
                hcl.Set("labels", $"{{ {EksJson.Label} = {HclWriter.Quote(plan.Name)} }}");
                hcl.Set("tags", TerraformFile.TagsOf(plan));
                hcl.Block("scaling_config", () =>
                {
                    hcl.Set("min_size", 0);
                    hcl.Set("desired_size", group.Nodes);
                    hcl.Set("max_size", group.Nodes);
                });
                hcl.Block("lifecycle", () => hcl.Set("ignore_changes", "[scaling_config[0].desired_size]"));
            });
        }
        return TerraformFile.End(hcl, plan);
    }
}
