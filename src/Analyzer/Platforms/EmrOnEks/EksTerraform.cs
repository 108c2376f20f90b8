using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Analyzer.Platforms.EmrOnEks;

/// <summary>EMR on EKS as Terraform: the job's node groups. The job itself: <c>--emit eks</c>.</summary>
static class EksTerraform
{
    public static IReadOnlyList<HclItem> Build(EksPlan plan)
    {
        var hcl = new HclBody();
        TerraformFile.Begin(hcl, plan.Request, plan.Notes);
        TerraformFile.Variable(hcl, "eks_cluster", "Name of the EKS cluster");
        TerraformFile.Variable(hcl, "node_role_arn", "Role of the nodes");
        TerraformFile.Variable(hcl, "subnet_ids", "Subnets of the nodes", "list(string)");
        TerraformFile.Tags(hcl);
        foreach (var group in plan.Groups)
        {
            hcl.Resource("aws_eks_node_group", group.Spot > 0 ? "spot" : "on_demand", () =>
            {
                hcl.SetCode("cluster_name", "var.eks_cluster");
                hcl.SetText("node_group_name", plan.GroupName(group));
                hcl.SetCode("node_role_arn", "var.node_role_arn");
                hcl.SetCode("subnet_ids", "var.subnet_ids");
                hcl.SetText("ami_type", plan.Ami);
                hcl.SetText("capacity_type", EksPlan.Purchase(group));
                hcl.Set("instance_types", HclList.OfTexts(group.Types));
                hcl.Set("disk_size", EksPlan.DiskGib(group));
                hcl.Set("labels", new HclObject([new(EksRequests.Label, new HclText(plan.Name))]));
                hcl.Set("tags", TerraformFile.TagsOf(plan.Request));
                hcl.Block("scaling_config", () =>
                {
                    hcl.Set("min_size", 0);
                    hcl.Set("desired_size", group.Nodes);
                    hcl.Set("max_size", group.Nodes);
                });
                hcl.Block("lifecycle", () => hcl.SetCode("ignore_changes", "[scaling_config[0].desired_size]"));
            });
        }
        return hcl.Items;
    }
}
