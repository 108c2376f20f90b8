using System.Runtime.Intrinsics;

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

    /// <param name="seed">Of all draws.</param>
    /// <param name="replicate">Which of them.</param>
    /// <param name="scale">How far they spread.</param>
    /// <param name="ofRun">The draw that all tasks share, in standard deviations; null takes one of its own.</param>
    public RunNoise(int seed, int replicate, NoiseScale scale, double? ofRun = null)
    {
        this.seed = Mix((ulong)(uint)seed << 32 | (uint)replicate);
        this.scale = scale;
        Run = Math.Exp(scale.Run * (ofRun ?? Normal(RunStream, 0, 0)));
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

    /// <summary>Factors on tasks of a stage, from <paramref name="first"/> on: four of them are worked out at once.</summary>
    /// <param name="stage">Place of the stage.</param>
    /// <param name="first">Place of the first task.</param>
    /// <param name="factors">Where they go; a multiple of four.</param>
    public void Tasks(int stage, int first, Span<double> factors)
    {
        for (var i = 0; i < factors.Length; i += Vector256<double>.Count)
        {
            var task = (uint)(first + i);
            var (u0, v0) = Uniform(TaskStream, (uint)stage, task);
            var (u1, v1) = Uniform(TaskStream, (uint)stage, task + 1);
            var (u2, v2) = Uniform(TaskStream, (uint)stage, task + 2);
            var (u3, v3) = Uniform(TaskStream, (uint)stage, task + 3);
            var normal = Vector256.Sqrt(-2 * Vector256.Log(Vector256.Create(u0, u1, u2, u3)))
                * Vector256.Cos(2 * Math.PI * Vector256.Create(v0, v1, v2, v3));
            Vector256.Exp(scale.Task * normal).CopyTo(factors[i..]);
        }
    }

    /// <summary>Standard normal by Box and Muller from two hashed counters.</summary>
    double Normal(uint stream, uint a, uint b)
    {
        var (u, v) = Uniform(stream, a, b);
        return Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>A number above 0 and at most 1, and one from 0 to below 1.</summary>
    (double U, double V) Uniform(uint stream, uint a, uint b)
    {
        var h = Mix(seed ^ Mix((ulong)stream << 56 ^ (ulong)a << 28 ^ b));
        // below 2^63, of which the processor makes a double at once
        return ((long)((h >> 11) + 1) * (1.0 / ((1UL << 53) + 1)), (long)(Mix(h) >> 11) * (1.0 / (1UL << 53)));
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
