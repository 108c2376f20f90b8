using System.Text.Json.Nodes;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Platforms.Files;

/// <summary>What a file says, before it is put into letters.</summary>
/// <param name="Notes">What was left out, and why.</param>
public abstract record PlatformFile(IReadOnlyList<string> Notes)
{
    /// <summary>Null when the cluster's platform accepts it as it is, else which limit it breaks and by how much.</summary>
    public static DisplayText? Problem(OfferedCluster cluster, PriceBook book) =>
        PlatformCatalog.Find(cluster.Platform)!.Problem(cluster, book) is { } why ? new DisplayText(why) : default(DisplayText?);

    /// <summary>What the platform's file of that kind says about a cluster without a problem.</summary>
    /// <param name="kind">One of the <see cref="EmitKind"/>s of the cluster's platform.</param>
    /// <param name="request">The cluster and its names.</param>
    public static PlatformFile Find(string kind, FileRequest request) =>
        PlatformCatalog.Find(request.Cluster.Platform)!.FileOf(kind, request);
}

/// <summary>Requests of AWS APIs, with <c>${NAME}</c> where only the user knows the value.</summary>
public sealed record JsonRequests(JsonObject Document, IReadOnlyList<string> Notes) : PlatformFile(Notes);

/// <summary>A Terraform module.</summary>
public sealed record TerraformModule(IReadOnlyList<HclItem> Items, IReadOnlyList<string> Notes) : PlatformFile(Notes);

/// <summary>A spark-submit command.</summary>
/// <param name="JobName">Of letters, digits, "-" and "_" alone.</param>
/// <param name="Cluster">For people.</param>
/// <param name="OnKubernetes">Submitted to Kubernetes, whose address only the user knows; else to YARN.</param>
/// <param name="InCluster">The driver runs in the cluster.</param>
/// <param name="Settings">spark.* by name, and those of the command alone after them.</param>
/// <param name="Notes">What was left out, and why.</param>
public sealed record SubmitCommand(
    string JobName, DisplayText Cluster, bool OnKubernetes, bool InCluster, IReadOnlyList<KeyValuePair<string, string>> Settings,
    IReadOnlyList<string> Notes) : PlatformFile(Notes);
