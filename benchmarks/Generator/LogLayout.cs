namespace Rightsizer.Benchmarks.Generator;

/// <summary>What sort of log is written.</summary>
/// <param name="Name">As the command line calls it.</param>
/// <param name="SqlMetrics">SQL accumulables a task reports.</param>
/// <param name="AwkwardNames">User accumulators a task reports whose names hold quotes, brackets, umlauts and pieces of events.</param>
/// <param name="FailedShare">Share of task attempts that fail, from 0 to 1.</param>
/// <param name="Spark24">Spark 2.4's layout: no executor metrics, no partition id, no push-based shuffle.</param>
sealed record LogLayout(string Name, int SqlMetrics = 15, int AwkwardNames = 0, double FailedShare = 0.001, bool Spark24 = false)
{
    public static readonly LogLayout Default = new("default");

    static readonly LogLayout[] All =
    [
        Default,
        new("lean", SqlMetrics: 2),
        new("wide", SqlMetrics: 140),
        new("awkward", AwkwardNames: 4, FailedShare: 0.02),
        new("failures", FailedShare: 0.02),
        new("spark24", Spark24: true),
    ];

    public static LogLayout? Named(string name) => Array.Find(All, l => l.Name == name);
}
