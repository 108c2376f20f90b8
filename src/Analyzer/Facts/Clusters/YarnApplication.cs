namespace Rightsizer.Analyzer.Facts.Clusters;

/// <summary>What YARN booked for one application that has ended: all of its containers, over all attempts.</summary>
/// <param name="Id">"application_START_NUMBER".</param>
/// <param name="MemoryMibSeconds">memorySeconds: memory of its containers times their lives.</param>
public sealed record YarnApplication(string Id, long MemoryMibSeconds)
{
    /// <summary>vcoreSeconds: vcores of its containers times their lives; null where not given.</summary>
    public long? VcoreSeconds { get; init; }

    /// <value>Epoch milliseconds; startedTime, when it was submitted. Null where not given.</value>
    public long? StartedMs { get; init; }

    /// <value>Epoch milliseconds; finishedTime. Null where only its containers are known.</value>
    public long? FinishedMs { get; init; }

    /// <summary>Its containers, where the Timeline Server's list was given; by start, then number.</summary>
    public IReadOnlyList<YarnContainer> Containers { get; init; } = [];
}

/// <summary>One container that has ended.</summary>
/// <param name="Number">1 is the application master's, of each attempt.</param>
/// <param name="StartedMs">Epoch milliseconds.</param>
/// <param name="FinishedMs">Epoch milliseconds.</param>
/// <param name="Mib">allocatedMB.</param>
/// <param name="Vcores">allocatedVCores: 1 with YARN's default calculator, whatever the executor's cores.</param>
public sealed record YarnContainer(long Number, long StartedMs, long FinishedMs, long Mib, int Vcores)
{
    /// <summary>The driver in cluster mode, else a small process that asks for executors.</summary>
    public bool IsMaster => Number == 1;

    public long LifeMs => Math.Max(0, FinishedMs - StartedMs);
}
