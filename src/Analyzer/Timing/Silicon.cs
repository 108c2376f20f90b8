using System.Collections.Concurrent;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Timing;

/// <summary>
/// A generation of processors and how fast its vCPUs are taken to be: a prior from what AWS published, with its spread.
/// docs/science.md 1.3 has the figures and their sources.
/// </summary>
/// <param name="Name">"Graviton3", "Intel Ice Lake".</param>
/// <param name="Kind">What one vCPU is.</param>
/// <param name="Line">Generations of one line were compared with each other.</param>
/// <param name="LogSpeed">
/// Logarithm of the speed of a busy vCPU over that of the first generation of its <see cref="CoreKind"/>: Intel Skylake, Graviton2.
/// </param>
/// <param name="Variance">
/// Of <paramref name="LogSpeed"/>: the steps from the first generation of the line, added up; below 0 before it.
/// </param>
sealed record Silicon(string Name, CoreKind Kind, SiliconLine Line, double LogSpeed, double Variance)
{
    // AWS's "up to X" is the best case: half of ln(1 + X) is taken, and a tenth of the jobs gains nothing, another tenth all of it
    static (double Log, double Variance) UpTo(double ratio) =>
        (Math.Log(1 + ratio) / 2, Math.Pow(Math.Log(1 + ratio) / 2 / TimeSpread.Z90, 2));

    static readonly (double Log, double Variance)
        iceLake = UpTo(0.15), sapphireRapids = UpTo(0.20), graniteRapids = UpTo(0.20), turin = UpTo(0.30), graviton4 = UpTo(0.30),
        graviton5 = UpTo(0.25), skylake = UpTo(0.094), milan = UpTo(0.35);

    // measured by AWS with Spark on EMR 6.9: 13.65 to 18.73 % less time
    const double Graviton3Log = 0.177, Graviton3Spread = 0.05;

    // AMD's lines are not compared with Intel's by AWS: those of one year are taken as equal
    const double AmdSpread = 0.07;

    // a core in place of a thread gives 1 / 0.65 on a full node already; AWS says "up to 50 %" of 7a over 6a in all
    const double CoreSpread = 0.10;

    static readonly double genoaLog = iceLake.Log + Math.Log(1.5 * CoreSpeed.Compute(CoreKind.Thread, 1));

    static readonly (string In, Silicon Silicon)[] known =
    [
        ("Granite Rapids", Intel("Intel Granite Rapids", iceLake, sapphireRapids, graniteRapids)),
        ("Sapphire Rapids", Intel("Intel Sapphire Rapids", iceLake, sapphireRapids)),
        ("Emerald Rapids", Intel("Intel Emerald Rapids", iceLake, sapphireRapids)),
        ("Ice Lake", Intel("Intel Ice Lake", iceLake)),
        ("Skylake", Intel("Intel Skylake")),
        ("Cascade Lake", Intel("Intel Cascade Lake")),
        // before Skylake: M5 did at best 14 % more work a dollar than M4, at 4 % less a vCPU
        ("Broadwell", new Silicon("Intel Broadwell", CoreKind.Thread, SiliconLine.Intel, -skylake.Log, -skylake.Variance)),
        ("Haswell", new Silicon("Intel Haswell", CoreKind.Thread, SiliconLine.Intel, -skylake.Log, -skylake.Variance)),
        ("Naples", Amd("AMD Naples", CoreKind.Thread, iceLake.Log - milan.Log, milan.Variance)),
        ("Rome", Amd("AMD Rome", CoreKind.Thread, 0, 0)),
        ("Milan", Amd("AMD Milan", CoreKind.Thread, iceLake.Log, 0)),
        ("Genoa", Amd("AMD Genoa", CoreKind.Core, genoaLog, CoreSpread * CoreSpread)),
        ("Turin", Amd("AMD Turin", CoreKind.Core, genoaLog + turin.Log, CoreSpread * CoreSpread + turin.Variance)),
        ("Graviton5", Graviton("Graviton5", graviton4.Log + graviton5.Log, graviton4.Variance + graviton5.Variance)),
        ("Graviton4", Graviton("Graviton4", graviton4.Log, graviton4.Variance)),
        ("Graviton3", Graviton("Graviton3", 0, 0)),
        ("Graviton2", new Silicon("Graviton2", CoreKind.Graviton, SiliconLine.Graviton, 0, 0)),
    ];

    /// <summary>
    /// What is taken for an x86 machine that the log does not name: a thread of 2021, in the middle of what EC2 offers.
    /// </summary>
    public static Silicon UnknownX86 { get; } = Intel("unknown x86", iceLake);

    /// <summary>What is taken for an arm64 machine that the log does not name: the oldest that Spark runs on in EC2.</summary>
    public static Silicon UnknownArm { get; } = new("unknown Graviton", CoreKind.Graviton, SiliconLine.Graviton, 0, 0);

    /// <summary>The processors of a type; those of unknown names are taken as the first generation of their architecture.</summary>
    public static Silicon Find(InstanceType type) => named.GetOrAdd(type.Processor ?? "", NamedIn)
        ?? (type.Arch == "arm64" ? UnknownArm : Intel(type.Processor ?? "x86"));

    /// <summary>By the processor of a type: hundreds of types have a few dozen. A price list that is given may name any.</summary>
    static readonly ConcurrentDictionary<string, Silicon?> named = new(StringComparer.Ordinal);

    static Silicon? NamedIn(string processor) =>
        Array.Find(known, k => processor.Contains(k.In, StringComparison.Ordinal)).Silicon;

    /// <summary>
    /// Standard deviation of the logarithm of the ratio of two: what lies between them in one line, else all that lies before both.
    /// </summary>
    public static double SpreadBetween(Silicon a, Silicon b) =>
        Math.Sqrt(Math.Abs(a.Line == b.Line ? a.Variance - b.Variance : Math.Abs(a.Variance) + Math.Abs(b.Variance)));

    static Silicon Intel(string name, params ReadOnlySpan<(double Log, double Variance)> steps)
    {
        double log = 0, variance = 0;
        foreach (var step in steps)
        {
            log += step.Log;
            variance += step.Variance;
        }
        return new Silicon(name, CoreKind.Thread, SiliconLine.Intel, log, variance);
    }

    static Silicon Amd(string name, CoreKind kind, double log, double variance) =>
        new(name, kind, SiliconLine.Amd, log, AmdSpread * AmdSpread + variance);

    static Silicon Graviton(string name, double log, double variance) => new(
        name, CoreKind.Graviton, SiliconLine.Graviton, Graviton3Log + log, Graviton3Spread * Graviton3Spread + variance);
}
