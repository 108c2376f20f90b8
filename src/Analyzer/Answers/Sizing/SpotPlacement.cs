namespace Rightsizer.Analyzer.Answers.Sizing;

/// <summary>
/// What EC2's GetSpotPlacementScores answered for a cluster's Spot nodes: an observation of its date, from which nothing is computed.
/// </summary>
/// <remarks>"A recommendation, not a guarantee of capacity, nor of rare interruptions" (EC2 guide, "Spot placement score").</remarks>
public sealed record SpotPlacement
{
    /// <summary>Instance types below which the score is always low, whatever the capacity (EC2 API, GetSpotPlacementScores).</summary>
    public const int LeastTypes = 3;

    /// <summary>ISO date, UTC.</summary>
    public required string Date { get; init; }

    /// <summary>Instances that were asked about.</summary>
    public required int TargetCapacity { get; init; }

    /// <summary>Instance types that were asked about, at least <see cref="LeastTypes"/>.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>All nodes in that one zone, as EMR places them; highest score first, empty where EC2 gave none.</summary>
    public required IReadOnlyList<ZoneScore> Zones { get; init; }
}

/// <summary>A Spot placement score.</summary>
/// <param name="ZoneId">use1-az1.</param>
/// <param name="Score">1 to 10, 10 is the likeliest to succeed.</param>
public sealed record ZoneScore(string ZoneId, int Score);
