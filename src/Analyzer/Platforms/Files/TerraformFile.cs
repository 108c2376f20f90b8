namespace Rightsizer.Analyzer.Platforms.Files;

/// <summary>What every Terraform file begins with.</summary>
static class TerraformFile
{
    /// <summary>Provider release whose argument names are used.</summary>
    public const string ProviderVersion = ">= 5.0";

    /// <summary>
    /// The first release whose aws_emrserverless_application has runtime_configuration. It also takes Glue's workers of July 2025, which
    /// 5.100.0 refuses: the provider takes its list from AWS's SDK.
    /// </summary>
    public const string LaterProviderVersion = ">= 6.19";

    /// <summary>The first release whose aws_emr_managed_scaling_policy has scaling_strategy (its changelog of 2025-11-20).</summary>
    public const string ScalingStrategyProviderVersion = ">= 6.22";

    public static void Begin(HclBody hcl, FileRequest request, IReadOnlyList<string> notes, string providerVersion = ProviderVersion)
    {
        hcl.Comment($"{request.SafeName()} on {request.Cluster.Name}");
        foreach (var note in notes) hcl.Comment("not here: " + note);
        hcl.Block("terraform", () => hcl.Block("required_providers", () => hcl.Set("aws",
            new HclMap([new("source", new HclText("hashicorp/aws")), new("version", new HclText(providerVersion))]))));
    }

    /// <remarks><c>byDefault</c>: null makes the user give it.</remarks>
    public static void Variable(HclBody hcl, string name, string description, string type = "string", HclValue? byDefault = null) =>
        hcl.Block("variable", [name], () =>
        {
            hcl.SetCode("type", type);
            hcl.SetText("description", description);
            if (byDefault is not null) hcl.Set("default", byDefault);
        });

    public static void ReleaseLabel(HclBody hcl, string? label) =>
        Variable(hcl, "release_label", label is null ? "EMR release, such as that of today's cluster; the log does not have it"
            : "EMR release, the log's own", byDefault: label is null ? null : new HclText(label));

    public static void Tags(HclBody hcl) =>
        Variable(hcl, "tags", "Tags besides the job's name", "map(string)", new HclExpression("{}"));

    public static HclValue TagsOf(FileRequest request) => new HclCall(
        "merge", [new HclObject([new("job", new HclText(request.SafeName()))]), new HclExpression("var.tags")]);

    public static HclExpression Null { get; } = new("null");

    public static HclExpression EmptyList { get; } = new("[]");
}
