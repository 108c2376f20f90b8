using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Timing;

/// <summary>What one vCPU of an instance type is.</summary>
enum CoreKind
{
    /// <summary>One of two threads of an x86 core.</summary>
    Thread,

    /// <summary>An x86 core of its own: AMD's 7a and 8a families.</summary>
    Core,

    /// <summary>A core of a Graviton.</summary>
    Graviton,
}

/// <summary>How fast one busy vCPU is, in units of an x86 core that its sibling thread leaves alone. docs/science.md 1.3.</summary>
static class CoreSpeed
{
    /// <summary>Throughput that the second thread of a core adds.</summary>
    const double SecondThreadGain = 0.3;

    /// <summary>
    /// Mean of the logarithm of a Graviton core's speed over that of an x86 thread on a full node; its spread is in
    /// <see cref="TimeSpread"/>. docs/science.md 6: published -10 % time on EMR Serverless.
    /// </summary>
    const double GravitonLogRatio = 0.10;

    public static CoreKind KindOf(InstanceType type) => type.Arch == "arm64" ? CoreKind.Graviton
        : type.Processor is { } p && (p.Contains("Genoa", StringComparison.Ordinal) || p.Contains("Turin", StringComparison.Ordinal))
        ? CoreKind.Core
        : CoreKind.Thread;

    /// <param name="kind">Of the vCPU.</param>
    /// <param name="occupancy">Busy vCPUs of a node over its vCPUs; above 1 they take turns.</param>
    public static double Compute(CoreKind kind, double occupancy)
    {
        var o = Math.Max(occupancy, 1e-3);
        return kind switch
        {
            CoreKind.Thread => o <= 0.5 ? 1 : Math.Min(1, (0.5 + (Math.Min(o, 1) - 0.5) * SecondThreadGain) / o),
            CoreKind.Core => Math.Min(1, 1 / o),
            _ => Compute(CoreKind.Thread, 1) * Math.Exp(GravitonLogRatio) * Math.Min(1, 1 / o),
        };
    }

    /// <summary>Factor on the CPU time of tasks that go from one node to another.</summary>
    /// <param name="source">Where they were seen; null when unknown: then any x86 core is taken as equally fast, and Graviton as against a
    /// shared thread.</param>
    /// <param name="sourceOccupancy">Of that node.</param>
    /// <param name="kind">Where they go.</param>
    /// <param name="occupancy">Of that node.</param>
    public static double CpuFactor(InstanceType? source, double sourceOccupancy, CoreKind kind, double occupancy) => source is not null
        ? Compute(KindOf(source), sourceOccupancy) / Compute(kind, occupancy)
        : kind == CoreKind.Graviton ? Math.Exp(-GravitonLogRatio) : 1;
}
