namespace Rightsizer.Analyzer.Platforms.EmrServerless;

/// <summary>A group of equal EMR Serverless workers.</summary>
public sealed record WorkerUse
{
    /// <summary>driver, executor.</summary>
    public required string Role { get; init; }
    public required int Vcpu { get; init; }

    /// <summary>Container: heap and overhead together.</summary>
    public required long ContainerMib { get; init; }

    /// <summary>20 GB of it are free.</summary>
    public int DiskGb { get; init; } = 20;

    /// <summary>A shuffle-optimised disk has no price in the book.</summary>
    public bool ShuffleOptimizedDisk { get; init; }
    public int Count { get; init; } = 1;

    /// <summary>Of one worker, from added to removed (pre-initialised: from ready to application stop).</summary>
    public required decimal Seconds { get; init; }

    /// <summary>Set for a pre-initialised worker: the seconds in which jobs used one. The rest is its own idle line.</summary>
    public decimal? UsedSeconds { get; init; }
    public Ground Ground { get; init; } = Ground.Measured;
}
