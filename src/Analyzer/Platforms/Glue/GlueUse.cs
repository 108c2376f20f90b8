namespace Rightsizer.Analyzer.Platforms.Glue;

/// <summary>A run of a Glue Spark job.</summary>
public sealed record GlueUse
{
    /// <summary>G.1X, G.2X ... R.8X.</summary>
    public required string WorkerType { get; init; }

    /// <summary>The driver's worker is one of them.</summary>
    public int Workers { get; init; }
    public decimal Seconds { get; init; }

    /// <summary>With auto scaling: seconds summed over the workers, in place of workers x seconds.</summary>
    public decimal? WorkerSeconds { get; init; }

    /// <summary>DPU-seconds as a job run reports them, in place of both.</summary>
    public decimal? DpuSeconds { get; init; }
    public bool Flex { get; init; }

    /// <summary>"4.0"; null is taken for 2.0 to 5.1.</summary>
    public string? GlueVersion { get; init; }
    public Ground Ground { get; init; } = Ground.Measured;
}
