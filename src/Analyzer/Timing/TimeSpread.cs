using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Analyzer.Timing;

/// <summary>How unsure a simulated time is: standard deviation of its logarithm. docs/science.md 1.3 and 1.5.</summary>
sealed class TimeSpread(WorkProfile work, LearntSpeeds? learnt = null)
{
    /// <summary>P10 and P90 of a normal distribution lie that many standard deviations from its middle.</summary>
    public const double Z90 = 1.2815515655446004;

    /// <summary>Run to run, of work that machines share: C3O's repeats on EMR.</summary>
    public const double Run = 0.030;

    /// <summary>Of CPU time, from one type to another of the same and of another architecture, beside the spread of generations.</summary>
    public const double SameIsa = 0.10, OtherIsa = 0.15;

    const double SameFamily = 0.03, UnknownSource = 0.15;
    const double Gc = 0.50, Spill = 0.40, IoKept = 0.15, TierB = 0.03, TierC = 0.08;

    /// <param name="source">Where the run was seen; null when unknown.</param>
    /// <param name="target">Where it goes; null on Serverless and Glue, whose machines AWS does not name.</param>
    /// <param name="targetArch">x86_64 or arm64.</param>
    /// <param name="speed">Factors taken.</param>
    /// <param name="tier">A, B or C.</param>
    public double Of(InstanceType? source, InstanceType? target, string targetArch, SpeedClass speed, string tier)
    {
        var cpu = CpuSpread(source, target, targetArch);
        var moved = source is not null && source.Name == target?.Name ? 0 : IoKept;
        double Sq(double x) => x * x;
        var parts = Sq(work.CpuShare * cpu) + Sq((work.IoShare + work.FetchShare + work.WriteShare) * moved)
            + (speed.Gc == 1 ? 0 : Sq(work.GcShare * Gc)) + (speed.Spill == 1 ? 0 : Sq(work.SpillShare * Spill))
            + Sq(tier switch { "A" => 0, "B" => TierB, _ => TierC } * Shared);
        return Math.Sqrt(Sq(Run) + parts * Sq(work.StageTimeRatio));
    }

    /// <summary>Of CPU time alone.</summary>
    public double CpuSpread(InstanceType? source, InstanceType? target, string targetArch)
    {
        var to = target is null ? null : Silicon.Find(target);
        double With(double own, Silicon from) => to is null ? own : Math.Sqrt(own * own + Math.Pow(Silicon.SpreadBetween(from, to), 2));
        if (source is null) return With(UnknownSource, targetArch == "arm64" ? Silicon.UnknownArm : Silicon.UnknownX86);
        if (source.Name == target?.Name) return 0;
        if (source.Family == target?.Family) return SameFamily;
        if (to is not null && learnt?.SpreadOf(to) is { } seen) return Math.Max(SameFamily, seen);
        return With(source.Arch == targetArch ? SameIsa : OtherIsa, Silicon.Find(source));
    }

    double Shared => Math.Min(1, work.CpuShare + work.GcShare + work.FetchShare + work.WriteShare + work.SpillShare + work.IoShare);

    /// <summary>
    /// A: the same machine, half to twice the slots. B: a quarter to four times, or other cores an executor. C: another machine, or more.
    /// </summary>
    public static string Tier(double slotsRatio, bool sameCores, bool sameMachine) =>
        !sameMachine || slotsRatio is < 0.25 or > 4 ? "C" : slotsRatio is >= 0.5 and <= 2 && sameCores ? "A" : "B";
}
