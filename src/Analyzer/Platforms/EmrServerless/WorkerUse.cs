namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>A group of equal EMR Serverless workers.</summary>
public sealed record WorkerUse
{
    /// <summary>Disk that is not charged; the default of a worker. EMR pricing page.</summary>
    public const int FreeDiskGb = 20;

    /// <summary>driver, executor.</summary>
    public required string Role { get; init; }
    public required int Vcpu { get; init; }

    /// <summary>Container: heap and overhead together.</summary>
    public required long ContainerMib { get; init; }

    /// <summary><see cref="FreeDiskGb"/> of it are free.</summary>
    public int DiskGb { get; init; } = FreeDiskGb;

    /// <summary>A shuffle-optimised disk has no price in the book.</summary>
    public bool ShuffleOptimizedDisk { get; init; }
    public int Count { get; init; } = 1;

    /// <summary>Of one worker, from added to removed (pre-initialised: from ready to application stop).</summary>
    public required decimal Seconds { get; init; }

    /// <summary>Set for a pre-initialised worker: the seconds in which jobs used one. The rest is its own idle line.</summary>
    public decimal? UsedSeconds { get; init; }

    /// <summary>How it is known that the rest is idle and this run's.</summary>
    public Ground IdleGround { get; init; } = Ground.Billed;
    public Ground Ground { get; init; } = Ground.Measured;

    /// <summary>
    /// The workers of a run, seen or simulated: the driver throughout, each executor for its own life. Disks are the free ones where none
    /// is given.
    /// </summary>
    internal static IEnumerable<WorkerUse> OfRun(
        (int Vcpu, long Mib) driver, decimal seconds, IEnumerable<(int Vcpu, long Mib, decimal Seconds)> executors, Ground ground,
            WorkerDisk? driverDisk = null, WorkerDisk? executorDisk = null)
    {
        yield return Of("driver", driver.Vcpu, driver.Mib, seconds, driverDisk);
        foreach (var x in executors) yield return Of("executor", x.Vcpu, x.Mib, x.Seconds, executorDisk);

        WorkerUse Of(string role, int vcpu, long mib, decimal held, WorkerDisk? disk) => new()
        {
            Role = role,
            Vcpu = vcpu,
            ContainerMib = mib,
            Seconds = held,
            DiskGb = disk?.Gb ?? FreeDiskGb,
            ShuffleOptimizedDisk = disk?.ShuffleOptimized ?? false,
            Ground = ground,
        };
    }
}
