using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Platforms;

/// <summary>A cluster, or a set of workers, as it is ordered from AWS: what a platform can judge and write down.</summary>
/// <remarks>The order of its properties in JSON is that of a candidate: rank, name, id, platform, isToday and the rest.</remarks>
public record OfferedCluster
{
    /// <summary>For people: "2 x r7g.2xlarge + 6 Spot task".</summary>
    [JsonPropertyOrder(-19)]
    public required DisplayText Name { get; init; }

    /// <summary>A word of <see cref="SizingPlatform"/>; today's may be any of the contract's platforms.</summary>
    [JsonPropertyOrder(-17)]
    public required string Platform { get; init; }

    /// <summary>x86_64 or arm64; null where unknown.</summary>
    [JsonPropertyOrder(-15)]
    public required string? Architecture { get; init; }

    /// <summary>EC2 nodes, primary first; empty on Serverless and Glue, and for today where they are not known.</summary>
    [JsonPropertyOrder(-14)]
    public IReadOnlyList<CandidateNodes> Nodes { get; init; } = [];

    /// <summary>EMR Serverless or Glue worker: "4 vCPU, 16 GB", "G.2X"; null elsewhere.</summary>
    [JsonPropertyOrder(-13)]
    public string? WorkerType { get; init; }

    /// <summary>Glue: workers, the driver's among them. Serverless: executors at most and the driver. 0 elsewhere.</summary>
    [JsonPropertyOrder(-12)]
    public int Workers { get; init; }

    /// <summary>Null for today where the log names no executor.</summary>
    [JsonPropertyOrder(-11)]
    public required ExecutorPlan? Executor { get; init; }
    [JsonPropertyOrder(-10)]
    public DriverPlan? Driver { get; init; }

    internal bool IsArm => Architecture == "arm64";

    /// <summary>Null when the executors are whole on any platform, else what is wrong with them.</summary>
    internal string? ExecutorProblem()
    {
        if (Executor is not { } x) return "the log names no executor, so there is nothing to size";
        if (x.Cores < 1 || x.HeapMib < 1 || x.Count < 1) return "an executor without cores or memory";
        return x.Dynamic && !(0 <= x.MinCount && x.MinCount <= x.InitialCount && x.InitialCount <= x.Count)
            ? FormattableString.Invariant($"executors must be min <= initial <= max, not {x.MinCount}, {x.InitialCount}, {x.Count}") : null;
    }
}
