namespace Rightsizer.Analyzer.Platforms;

/// <summary>Which combination a candidate is: equal ids, the same cluster and executors. Ordered, so that ties have one order.</summary>
/// <param name="Platform">A word of <see cref="Facts.SizingPlatform"/>.</param>
/// <param name="Type">Instance type, Serverless worker or Glue worker type.</param>
/// <param name="Architecture">x86_64, arm64.</param>
/// <param name="Nodes">Worker nodes or Glue workers; 0 on Serverless.</param>
/// <param name="OnDemandNodes">Of them.</param>
/// <param name="ExecutorCores">Of one executor.</param>
/// <param name="Executors">Executors, at most.</param>
public readonly record struct OptionId(
    string Platform, string Type, string Architecture, int Nodes, int OnDemandNodes, int ExecutorCores, int Executors)
        : IComparable<OptionId>
{
    public int CompareTo(OptionId other)
    {
        var by = string.CompareOrdinal(Platform, other.Platform);
        if (by == 0) by = string.CompareOrdinal(Type, other.Type);
        if (by == 0) by = string.CompareOrdinal(Architecture, other.Architecture);
        return by != 0 ? by : (Nodes, OnDemandNodes, ExecutorCores, Executors)
            .CompareTo((other.Nodes, other.OnDemandNodes, other.ExecutorCores, other.Executors));
    }
}
