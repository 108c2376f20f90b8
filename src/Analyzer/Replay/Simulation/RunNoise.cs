namespace Rightsizer.Analyzer.Replay.Simulation;

/// <summary>How much a run differs from another of the same program: one draw of everything that is not the shape.</summary>
/// <remarks>
/// Each number comes from its own place in a counter-based stream, so that it does not depend on what was asked before it or on which
/// thread.
/// </remarks>
sealed class RunNoise
{
    const uint RunStream = 1, ColdStream = 2, GapStream = 3, TaskStream = 4, GrantStream = 5, WarmStream = 6;

    readonly ulong seed;
    readonly NoiseScale scale;

    public RunNoise(int seed, int replicate, NoiseScale scale)
    {
        this.seed = Mix((ulong)(uint)seed << 32 | (uint)replicate);
        this.scale = scale;
        Run = Math.Exp(scale.Run * Normal(RunStream, 0, 0));
        Cold = Math.Exp(scale.Cold * Normal(ColdStream, 0, 0));
        Warm = Math.Exp(scale.Warm * Normal(WarmStream, 0, 0));
        Grant = Math.Exp(scale.Grant * Normal(GrantStream, 0, 0));
    }

    /// <summary>Factor on every task of the run.</summary>
    public double Run { get; }

    /// <summary>Factor on what coldness costs.</summary>
    public double Cold { get; }

    /// <summary>Factor on what the first tasks of an executor run longer.</summary>
    public double Warm { get; }

    /// <summary>Factor on the time to get an executor.</summary>
    public double Grant { get; }

    /// <summary>Factor on the driver's time before a job or stage.</summary>
    public double Gap(int place) => Math.Exp(scale.Gap * Normal(GapStream, (uint)place, 0));

    public double Task(int stage, int task) => Math.Exp(scale.Task * Normal(TaskStream, (uint)stage, (uint)task));

    /// <summary>Standard normal by Box and Muller from two hashed counters.</summary>
    double Normal(uint stream, uint a, uint b)
    {
        var h = Mix(seed ^ Mix((ulong)stream << 56 ^ (ulong)a << 28 ^ b));
        var u = ((h >> 11) + 1) * (1.0 / ((1UL << 53) + 1));
        var v = (Mix(h) >> 11) * (1.0 / (1UL << 53));
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>SplitMix64's finaliser.</summary>
    static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

/// <summary>Standard deviations of the logarithms of the factors.</summary>
readonly record struct NoiseScale(double Run, double Cold, double Gap, double Task, double Grant, double Warm);
