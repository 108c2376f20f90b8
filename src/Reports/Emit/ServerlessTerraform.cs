namespace Rightsizer.Reports.Emit;

/// <summary>EMR Serverless as Terraform: the application, with the job's settings as its defaults.</summary>
static class ServerlessTerraform
{
    public static EmittedFile Write(ClusterPlan plan)
    {
        var workers = plan.Serverless!;
        var hcl = new HclWriter();
        TerraformFile.Begin(hcl, plan, TerraformFile.ServerlessProviderVersion);
        TerraformFile.ReleaseLabel(hcl, plan);
        TerraformFile.Variable(hcl, "subnet_ids", "Subnets of the workers; none is AWS's own network", "list(string)", "[]");
        TerraformFile.Variable(hcl, "security_group_ids", "Security groups of the workers", "list(string)", "[]");
        TerraformFile.Tags(hcl);
        hcl.Block("resource \"aws_emrserverless_application\" \"this\"", () =>
        {
            hcl.SetText("name", plan.Name);
            hcl.Set("release_label", "var.release_label");
            hcl.SetText("type", "spark");
            hcl.SetText("architecture", plan.IsArm ? "ARM64" : "X86_64");
            hcl.Set("tags", TerraformFile.TagsOf(plan));
            hcl.Block("maximum_capacity", () =>
            {
                hcl.SetText("cpu", FormattableString.Invariant($"{workers.MaxVcpu} vCPU"));
                hcl.SetText("memory", FormattableString.Invariant($"{workers.MaxMemoryGb} GB"));
                hcl.SetText("disk", FormattableString.Invariant($"{workers.MaxDiskGb} GB"));
            });
            hcl.Block("auto_start_configuration", () => hcl.Set("enabled", "true"));
            hcl.Block("auto_stop_configuration", () =>
            {
                hcl.Set("enabled", "true");
                hcl.Set("idle_timeout_minutes", ServerlessJson.IdleMinutes);
            });
            hcl.Block("network_configuration", () =>
            {
                hcl.Set("subnet_ids", "var.subnet_ids");
                hcl.Set("security_group_ids", "var.security_group_ids");
            });
            hcl.Block("runtime_configuration", () =>
            {
                hcl.SetText("classification", "spark-defaults");
                hcl.SetMap("properties", "{",
                    plan.Spark.Select(s => new KeyValuePair<string, string>(HclWriter.Quote(s.Key), HclWriter.Quote(s.Value))), "}");
            });
        });
        return TerraformFile.End(hcl, plan);
    }
}
