namespace Rightsizer.Analyzer.Replay;

/// <summary>
/// The constants of a prediction that one log cannot tell, as data: fitted from pairs of runs (<c>rightsizer backtest</c>) and read back
/// with <c>--calibration</c>.
/// </summary>
public sealed record Calibration
{
    /// <summary>Raised when a constant changes its meaning.</summary>
    public const int CurrentVersion = 1;

    /// <summary>What holds where nobody calibrated; docs/accuracy.md says how each was found.</summary>
    public static Calibration BuiltIn { get; } = new();

    /// <summary>
    /// Exponent of the slots of the cluster, for time that is not on a CPU: disks, network and hosts are shared by more tasks. 0 to 1.
    /// </summary>
    public double Contention { get; init; } = 0.10;

    /// <summary>More of the same where tasks wait for CPUs that a quota or neighbours hold back. 0 to 1.</summary>
    public double LimitedContention { get; init; } = 0.15;

    /// <summary>
    /// Share of one core that a JVM keeps for itself (compiler, collector, heartbeats, Python workers) where executors are held to a quota;
    /// its slots share it. 0 to 0.9.
    /// </summary>
    public double OwnOfJvm { get; init; } = 0.55;

    /// <summary>Share of a task's run time that is taken for warm-up where a stage had one wave. 0 to 0.9.</summary>
    public double AssumedWarmUp { get; init; } = 0.40;

    /// <summary>Factor on the width of every band.</summary>
    public double BandRatio { get; init; } = 1;

    /// <summary>Pairs of runs that this was fitted to; 0 for what is built in.</summary>
    public int Pairs { get; init; }

    /// <summary>Jobs that those runs belong to.</summary>
    public int Jobs { get; init; }
}
