namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>YARN's own account of the runs of the period against what their logs say.</summary>
public sealed record FleetYarn
{
    /// <summary>Applications of the account that have ended.</summary>
    public required int Applications { get; init; }

    /// <summary>Runs of the period that it has.</summary>
    public required int Runs { get; init; }

    /// <summary>Memory of all containers of these runs times their lives, in MiB-seconds.</summary>
    public required long MemoryMibSeconds { get; init; }

    /// <summary>
    /// Of it, executors from registration to removal, by the logs. The rest is the application master, containers before they registered
    /// and after their last task, and memory that YARN rounds up.
    /// </summary>
    public required long ExecutorMibSeconds { get; init; }

    /// <summary>Runs of which the core time of executors' containers is known: from a list of containers, or from vcoreSeconds.</summary>
    public int CoreRuns { get; init; }

    /// <summary>Of these runs: containers of executors, from start to end, times the executor's cores.</summary>
    public long ContainerCoreMs { get; init; }

    /// <summary>Of it, from the executors' registration to their removal, by the logs. The rest was paid before and after.</summary>
    public long RegisteredCoreMs { get; init; }

    /// <summary>Runs whose containers were listed one by one.</summary>
    public int ContainerRuns { get; init; }

    /// <summary>Containers of these runs.</summary>
    public int Containers { get; init; }

    /// <summary>Memory of their application masters over their lives, in MiB-seconds.</summary>
    public long MasterMibSeconds { get; init; }

    /// <summary>Runs whose figures do not fit, the furthest apart first.</summary>
    public required IReadOnlyList<FleetYarnDoubt> Doubts { get; init; }

    /// <summary>Runs that the log has at another time than YARN, by more than a minute; by URI.</summary>
    public IReadOnlyList<FleetYarnTime> TimeDoubts { get; init; } = [];
}

/// <param name="Uri">Log of the run.</param>
/// <param name="Job">Its job.</param>
/// <param name="StartedMs">Epoch milliseconds, by YARN.</param>
/// <param name="FinishedMs">Epoch milliseconds, by YARN.</param>
/// <param name="LogStartMs">Epoch milliseconds, by the log.</param>
/// <param name="LogEndMs">Epoch milliseconds, by the log.</param>
public sealed record FleetYarnTime(string Uri, string Job, long StartedMs, long FinishedMs, long LogStartMs, long LogEndMs);

/// <param name="Uri">Log of the run.</param>
/// <param name="Job">Its job.</param>
/// <param name="MemoryMibSeconds">By YARN.</param>
/// <param name="ExecutorMibSeconds">By the log: executors alone.</param>
/// <param name="MostMibSeconds">By the log: executors, and the driver's memory from start to end.</param>
public sealed record FleetYarnDoubt(string Uri, string Job, long MemoryMibSeconds, long ExecutorMibSeconds, long MostMibSeconds);
