using Rightsizer.Analyzer.Facts.Clusters;

namespace Rightsizer.Analyzer.Platforms.Files;

/// <summary>Nodes of one role.</summary>
sealed record NodeFleet
{
    public required string Role { get; init; }
    public required int OnDemand { get; init; }
    public required int Spot { get; init; }

    /// <summary>First the type that was priced, then what Spot may take instead.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Null leaves the platform's defaults.</summary>
    public EbsVolume? DataVolume { get; init; }
    public int Nodes => OnDemand + Spot;

    /// <param name="role">Its name.</param>
    /// <param name="nodes">All of the role, one at least.</param>
    /// <param name="mostTypes">That the platform takes in one fleet.</param>
    /// <param name="problem">Why a type does not hold what a node must hold; null when it does.</param>
    /// <param name="notes">Gets the alternatives that do not fit: they are left out.</param>
    public static NodeFleet Build(
        string role, IReadOnlyList<CandidateNodes> nodes, int mostTypes, Func<string, string?> problem, List<string> notes)
    {
        var types = nodes.Select(n => n.InstanceType).Distinct(StringComparer.Ordinal).ToList();
        foreach (var alternative in nodes.SelectMany(n => n.SpotAlternatives).Distinct(StringComparer.Ordinal)
            .Except(types, StringComparer.Ordinal).ToList())
        {
            if (problem(alternative) is { } why) notes.Add($"{alternative} left out of the Spot fleet: {why}");
            else if (types.Count < mostTypes) types.Add(alternative);
        }
        return new NodeFleet
        {
            Role = role,
            OnDemand = nodes.Where(n => n.Purchase == Purchase.OnDemand).Sum(n => n.Count),
            Spot = nodes.Where(n => n.Purchase == Purchase.Spot).Sum(n => n.Count),
            Types = types,
            DataVolume = nodes.Select(n => n.DataVolume).FirstOrDefault(v => v is not null),
        };
    }
}
