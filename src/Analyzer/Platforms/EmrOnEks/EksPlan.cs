using Rightsizer.Analyzer.Platforms.Files;

namespace Rightsizer.Analyzer.Platforms.EmrOnEks;

/// <summary>An offer that passed the limits, as node groups and settings.</summary>
sealed record EksPlan
{
    public required FileRequest Request { get; init; }

    /// <summary>One a purchase.</summary>
    public required IReadOnlyList<NodeFleet> Groups { get; init; }

    /// <summary>spark.* settings, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Spark { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }

    public string Name => Request.SafeName();

    public string Ami => Request.Cluster.IsArm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";

    /// <summary>Of a cluster without a problem.</summary>
    public static EksPlan Build(FileRequest request)
    {
        var notes = new List<string>();
        var (cluster, book) = (request.Cluster, request.Book);
        List<NodeFleet> groups = [.. cluster.Nodes.Where(n => n.Count > 0).Select(n => NodeFleet.Build(n.Role, [n],
            EmrOnEksLimits.MaxNodeGroupTypes, t => EmrOnEksLimits.Problem(book, t, n.ExecutorsPerNode, cluster.Executor!), notes))];
        notes.Add("an autoscaler (Karpenter, Cluster Autoscaler): the node group starts with its nodes and is billed until its size is 0");
        return new EksPlan { Request = request, Groups = groups, Spark = OfferSettings.Build(cluster, request.Settings), Notes = notes };
    }

    public string GroupName(NodeFleet group) => $"{Name}{(group.Spot > 0 ? "-spot" : "")}";

    public static string Purchase(NodeFleet group) => group.Spot > 0 ? "SPOT" : "ON_DEMAND";

    /// <summary>The root volume that was priced: images and shuffle share it; GiB.</summary>
    public static int DiskGib(NodeFleet group) =>
        EmrOnEksLimits.RootGib + (int)Math.Ceiling((group.DataVolume?.SizeGib ?? 0) * (group.DataVolume?.Count ?? 0));
}
