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

/// <summary>How fast one busy vCPU is, in units of an x86 core of 2019 that its sibling thread leaves alone. docs/science.md 1.3.</summary>
static class CoreSpeed
{
    /// <param name="kind">Of the vCPU.</param>
    /// <param name="occupancy">Busy vCPUs of a node over its vCPUs; above 1 they take turns.</param>
    public static double Compute(CoreKind kind, double occupancy)
    {
        var o = Math.Max(occupancy, 1e-3);
        return kind switch
        {
            CoreKind.Thread => o <= 0.5 ? 1 : Math.Min(1, (0.5 + (Math.Min(o, 1) - 0.5) * SizingConstants.SecondThread.Number) / o),
            CoreKind.Core => Math.Min(1, 1 / o),
            _ => Compute(CoreKind.Thread, 1) * Math.Exp(SizingConstants.Graviton.Number) * Math.Min(1, 1 / o),
        };
    }

    /// <summary>Factor on the CPU time of tasks that go from one machine to another.</summary>
    /// <param name="source">
    /// Where they were seen; null when unknown: then any x86 core is taken as equally fast but for its generation, and Graviton as against
    /// a shared thread.
    /// </param>
    /// <param name="sourceOccupancy">Of that node.</param>
    /// <param name="there">Where they go.</param>
    /// <param name="sourceArch">x86_64 or arm64 of an unknown source; null when that is not known either: x86.</param>
    /// <param name="learnt">Of the user's own runs; null without.</param>
    public static double CpuFactor(
        InstanceType? source, double sourceOccupancy, Machine there, string? sourceArch = null, LearntSpeeds? learnt = null)
    {
        var from = source is not null ? Silicon.Find(source) : sourceArch == "arm64" ? Silicon.UnknownArm : Silicon.UnknownX86;
        var generation = there.Silicon is not { } to ? 0
            : (learnt?.LogOf(to) ?? to.LogSpeed) - (learnt?.LogOf(from) ?? from.LogSpeed);
        if (source is not null)
            return Compute(from.Kind, sourceOccupancy) / Compute(there.Kind, there.Occupancy) * Math.Exp(-generation);
        var isArm = there.Kind == CoreKind.Graviton;
        var wasArm = from.Kind == CoreKind.Graviton;
        // of an unknown node it is not known how many threads were busy: a core is not taken as faster for being one
        if (isArm == wasArm) return Math.Exp(-generation);
        var step = isArm ? SizingConstants.Graviton.Number : -SizingConstants.Graviton.Number;
        return Math.Exp(-generation) * Math.Exp(-step);
    }
}
