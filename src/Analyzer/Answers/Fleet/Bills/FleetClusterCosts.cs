namespace Rightsizer.Analyzer.Answers.Fleet.Bills;

/// <summary>
/// What the clusters and job runs of the cluster files cost at list prices, and who is charged. The parts sum to the total.
/// </summary>
public sealed record FleetClusterCosts
{
    public required decimal TotalUsd { get; init; }

    /// <summary>runs, clusterIdle, otherDays, otherDaysIdle, unmatched: disjoint.</summary>
    public required IReadOnlyList<BillPart> Parts { get; init; }

    /// <summary>Largest first.</summary>
    public required IReadOnlyList<BillCluster> Clusters { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }
}
