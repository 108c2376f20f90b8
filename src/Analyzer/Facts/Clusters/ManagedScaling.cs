namespace Rightsizer.Analyzer.Facts.Clusters;

/// <summary>The managed scaling policy of an EMR cluster (get-managed-scaling-policy): its limits count core and task nodes.</summary>
/// <param name="Unit">InstanceFleetUnits, Instances, VCPU.</param>
/// <param name="Minimum">Units at least.</param>
/// <param name="Maximum">Units at most.</param>
/// <param name="Index">
/// UtilizationPerformanceIndex of the ADVANCED strategy, one of <see cref="Indexes"/>; null is the DEFAULT strategy.
/// </param>
public sealed record ManagedScaling(string Unit, int Minimum, int Maximum, int? Index)
{
    /// <summary>
    /// What EMR takes as UtilizationPerformanceIndex: 1 saves resources, 50 balances, 100 ends jobs soon (EMR management guide, Advanced
    /// Scaling).
    /// </summary>
    public static IReadOnlyList<int> Indexes { get; } = [1, 25, 50, 75, 100];

    /// <summary>The number of nodes may change.</summary>
    public bool Moves => Minimum < Maximum;

    /// <summary>"from 2 to 10 instances, ADVANCED with index 25", for people.</summary>
    public string Words
    {
        get
        {
            var unit = Unit switch { "VCPU" => "vCPUs", "Instances" => "instances", _ => "units" };
            return FormattableString.Invariant(
                $"from {Minimum} to {Maximum} {unit}{(Index is { } i ? FormattableString.Invariant($", ADVANCED with index {i}") : "")}");
        }
    }
}
