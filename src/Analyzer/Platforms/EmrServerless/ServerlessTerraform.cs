using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>EMR Serverless as Terraform: the application, with the job's settings as its defaults.</summary>
static class ServerlessTerraform
{
    public static IReadOnlyList<HclItem> Build(ServerlessPlan plan)
    {
        var hcl = new HclBody();
        TerraformFile.Begin(hcl, plan.Request, plan.Notes, TerraformFile.LaterProviderVersion);
        TerraformFile.ReleaseLabel(hcl, plan.Request.ReleaseLabel);
        TerraformFile.Variable(hcl, "subnet_ids",
            "Subnets of the workers; none is AWS's own network", "list(string)", TerraformFile.EmptyList);
        TerraformFile.Variable(hcl, "security_group_ids", "Security groups of the workers", "list(string)", TerraformFile.EmptyList);
        TerraformFile.Tags(hcl);
        hcl.Resource("aws_emrserverless_application", "this", () =>
        {
            hcl.SetText("name", plan.Name);
            hcl.SetCode("release_label", "var.release_label");
            hcl.SetText("type", "spark");
            hcl.SetText("architecture", plan.Architecture);
            hcl.Set("tags", TerraformFile.TagsOf(plan.Request));
            hcl.Block("maximum_capacity", () =>
            {
                hcl.SetText("cpu", plan.MaxCpu);
                hcl.SetText("memory", plan.MaxMemory);
                hcl.SetText("disk", plan.MaxDisk);
            });
            hcl.Block("auto_start_configuration", () => hcl.Set("enabled", true));
            hcl.Block("auto_stop_configuration", () =>
            {
                hcl.Set("enabled", true);
                hcl.Set("idle_timeout_minutes", ServerlessRequests.IdleMinutes);
            });
            hcl.Block("network_configuration", () =>
            {
                hcl.SetCode("subnet_ids", "var.subnet_ids");
                hcl.SetCode("security_group_ids", "var.security_group_ids");
            });
            hcl.Block("runtime_configuration", () =>
            {
                hcl.SetText("classification", "spark-defaults");
                hcl.Set("properties", new HclMap([.. plan.Spark.Select(s =>
                    new KeyValuePair<string, HclValue>(s.Key, new HclText(s.Value)))]));
            });
        });
        return hcl.Items;
    }
}
