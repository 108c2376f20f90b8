namespace Rightsizer.Analyzer.Ledgers;

/// <summary>What the amount of a line grows and shrinks with.</summary>
enum LineFollows
{
    /// <summary>Nodes that hold the executors and are there while the application runs; a whole cluster at an hourly price.</summary>
    Nodes,

    /// <summary>How long the application runs: the driver's worker or pod, the primary node.</summary>
    Application,

    /// <summary>Executors, each from added to removed.</summary>
    Executors,

    /// <summary>The driver's worker and the executors in one line, each for its own time.</summary>
    Workers,
}
