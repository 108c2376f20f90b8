namespace Rightsizer.Reports.Emit;

/// <summary>What every Terraform file begins with.</summary>
static class TerraformFile
{
    /// <summary>Provider release whose argument names are used.</summary>
    internal const string ProviderVersion = ">= 5.0";

    /// <summary>First release whose aws_emrserverless_application has runtime_configuration.</summary>
    internal const string ServerlessProviderVersion = ">= 6.19";

    public static void Begin(HclWriter hcl, ClusterPlan plan, string providerVersion = ProviderVersion)
    {
        hcl.Comment($"{plan.Name} on {plan.Candidate.Name}");
        foreach (var note in plan.Notes) hcl.Comment("not here: " + note);
        hcl.Block("terraform", () => hcl.Block("required_providers", () =>
            hcl.SetMap("aws", "{", [new("source", "\"hashicorp/aws\""), new("version", HclWriter.Quote(providerVersion))], "}")));
    }

    /// <remarks><c>byDefault</c>: an expression; null makes the user give it.</remarks>
    public static void Variable(HclWriter hcl, string name, string description, string type = "string", string? byDefault = null) =>
        hcl.Block($"variable \"{name}\"", () =>
        {
            hcl.Set("type", type);
            hcl.SetText("description", description);
            if (byDefault is not null) hcl.Set("default", byDefault);
        });

    public static void ReleaseLabel(HclWriter hcl, ClusterPlan plan) =>
        Variable(hcl, "release_label", plan.ReleaseLabel is null ? "EMR release, such as that of today's cluster; the log does not tell it"
            : "EMR release, the log's own", byDefault: plan.ReleaseLabel is { } r ? HclWriter.Quote(r) : null);

    public static void Tags(HclWriter hcl) => Variable(hcl, "tags", "Tags beside the job's name", "map(string)", "{}");

    public static string TagsOf(ClusterPlan plan) => $"merge({{ job = {HclWriter.Quote(plan.Name)} }}, var.tags)";

    public static EmittedFile End(HclWriter hcl, ClusterPlan plan)
    {
        var text = hcl.ToString();
        return new EmittedFile(text, HclWriter.Variables(text), plan.Notes);
    }
}
