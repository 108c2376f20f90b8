namespace Rightsizer.Analyzer.Replay.Simulation;

sealed class ExecutorState
{
    public required string Id;
    public required int Slots, Cores;

    /// <summary>Resource profile whose tasks it takes; -1 takes any.</summary>
    public int Profile = -1;
    public double Free;
    public int Running;
    public double ReadyLagMs;
    public bool Leaving;
    public double AddedMs = double.NaN, RemovedMs = double.NaN;

    /// <summary>End of the executor's first wave; NaN until its first task.</summary>
    public double WarmAtMs = double.NaN;

    /// <summary>Since when it has had nothing to do; NaN while it has.</summary>
    public double IdleSinceMs = double.NaN;
}
