namespace Rightsizer.Analyzer.Timing;

/// <summary>Constants of an option's time and room that no log measures; docs/science.md 1.3, 6 and 7 say where each comes from.</summary>
static class SizingConstants
{
    /// <summary>Over the memory that 95 % of a stage's tasks stay below.</summary>
    public static readonly Assumption TaskRoom = new("room over the memory that a task needs", 1.15m, "times its need", "assumed");

    /// <summary>Over the fullest heap that executors reported, and over Python's memory.</summary>
    public static readonly Assumption HeapRoom = new("room over the fullest heap", 1.1m, "times its peak", "assumed");

    /// <summary>Over the measured shuffle and spill bytes.</summary>
    public static readonly Assumption DiskRoom = new("disk of a node", 1.3m, "times its shuffle and spill", "assumed");

    /// <summary>What shuffle, input and output of a stage may take.</summary>
    public static readonly Assumption Network = new(
        "network of a node that a stage may take", 0.7m, "of its baseline",
        "assumed: above the baseline are token buckets (Uta et al., NSDI 2020)");

    /// <summary>Shuffle files up to this stay in the page cache.</summary>
    public static readonly Assumption PageCache = new("shuffle files that stay in memory", 0.25m, "of a node's memory", "assumed");

    /// <summary>Throughput that the second thread of a core adds.</summary>
    public static readonly Assumption SecondThread = new(
        "throughput that the second thread of an x86 core adds", 0.3m, "of the first's", "assumed, common figure for hyperthreads");

    /// <summary>
    /// Mean of the logarithm of a Graviton core's speed over that of an x86 thread on a full node; its spread is in
    /// <see cref="TimeSpread"/>.
    /// </summary>
    public static readonly Assumption Graviton = new(
        "speed of a Graviton2 core over an x86 thread", 0.10m, "in its logarithm", "AWS, EMR Serverless on Graviton2: 10 % less time");

    /// <summary>Standard deviation of a Spot price that is worked out from the Spot Advisor's saving.</summary>
    public static readonly Assumption SpotPrice = new(
        "spread of a Spot price of the Spot Advisor", 0.142m, "in its logarithm", "off by 9.6 % in the median against 309 prices of zones");

    /// <summary>Those that times and rooms of these options rest on.</summary>
    public static IEnumerable<Assumption> Choose(bool nodes, bool graviton, bool spot) =>
        [TaskRoom, HeapRoom, SecondThread, .. nodes ? [DiskRoom, Network, PageCache] : Array.Empty<Assumption>(),
            .. graviton ? [Graviton] : Array.Empty<Assumption>(),
            .. spot ? [SpotPrice, Spot.SpotPool.KilledShare, Spot.SpotCase.Reorder] : Array.Empty<Assumption>()];
}
