namespace Rightsizer.Analyzer.Platforms;

/// <summary>spark.driver.* of a candidate: as today's.</summary>
public sealed record DriverPlan(int Cores, long HeapMib, long OverheadMib, bool InCluster)
{
    public long ContainerMib => HeapMib + OverheadMib;
}
