namespace Rightsizer.Analyzer.Platforms;

/// <summary>spark.driver.* of a candidate: as today's.</summary>
public sealed record DriverPlan(int Cores, long HeapMib, long OverheadMib, bool InCluster)
{
    /// <summary>Disk of its EMR Serverless worker; null elsewhere.</summary>
    public int? DiskGb { get; init; }

    public long ContainerMib => HeapMib + OverheadMib;
}
