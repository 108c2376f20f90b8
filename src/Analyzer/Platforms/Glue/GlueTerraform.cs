using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Analyzer.Platforms.Glue;

/// <summary>AWS Glue as Terraform: the job with its workers.</summary>
static class GlueTerraform
{
    /// <summary>What release 5.100.0 of the provider takes as worker_type, as its own error lists them.</summary>
    static readonly HashSet<string> oldWorkers = new(StringComparer.Ordinal) { "G.025X", "G.1X", "G.2X", "G.4X", "G.8X" };

    public static IReadOnlyList<HclItem> Build(FileRequest request)
    {
        var hcl = new HclBody();
        var worker = request.Cluster.WorkerType!;
        TerraformFile.Begin(hcl, request, [],
            oldWorkers.Contains(worker) ? TerraformFile.ProviderVersion : TerraformFile.LaterProviderVersion);
        TerraformFile.Variable(hcl, "role_arn", "Role of the job");
        TerraformFile.Variable(hcl, "script_location", "s3:// place of the script");
        TerraformFile.Variable(hcl, "glue_version", "Glue version that has the job's Spark version");
        TerraformFile.Variable(hcl, "security_configuration",
            "Name of a Glue security configuration; null is none", byDefault: TerraformFile.Null);
        TerraformFile.Tags(hcl);
        hcl.Resource("aws_glue_job", "this", () =>
        {
            hcl.SetText("name", request.SafeName());
            hcl.SetCode("role_arn", "var.role_arn");
            hcl.SetCode("glue_version", "var.glue_version");
            hcl.SetText("worker_type", worker);
            hcl.Set("number_of_workers", request.Cluster.Workers);
            hcl.SetCode("security_configuration", "var.security_configuration");
            hcl.Set("tags", TerraformFile.TagsOf(request));
            hcl.Block("command", () => hcl.SetCode("script_location", "var.script_location"));
        });
        return hcl.Items;
    }
}
