namespace Rightsizer.Reports.Emit;

/// <summary>AWS Glue as Terraform: the job with its workers.</summary>
static class GlueTerraform
{
    public static EmittedFile Write(ClusterPlan plan)
    {
        var hcl = new HclWriter();
        TerraformFile.Begin(hcl, plan);
        TerraformFile.Variable(hcl, "role_arn", "Role of the job");
        TerraformFile.Variable(hcl, "script_location", "s3:// place of the script");
        TerraformFile.Variable(hcl, "glue_version", "Glue version that has the job's Spark version");
        TerraformFile.Variable(hcl, "security_configuration", "Name of a Glue security configuration; null is none", byDefault: "null");
        TerraformFile.Tags(hcl);
        hcl.Block("resource \"aws_glue_job\" \"this\"", () =>
        {
            hcl.SetText("name", plan.Name);
            hcl.Set("role_arn", "var.role_arn");
            hcl.Set("glue_version", "var.glue_version");
            hcl.SetText("worker_type", plan.Candidate.WorkerType!);
            hcl.Set("number_of_workers", plan.Candidate.Workers);
            hcl.Set("security_configuration", "var.security_configuration");
            hcl.Set("tags", TerraformFile.TagsOf(plan));
            hcl.Block("command", () => hcl.Set("script_location", "var.script_location"));
        });
        return TerraformFile.End(hcl, plan);
    }
}
