using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;

namespace Rightsizer.Reports.Emit;

/// <summary>An offer that passed the limits of its platform, in the platform's own terms.</summary>
sealed record ClusterPlan
{
    public required SizingCandidate Candidate { get; init; }

    /// <summary>Of letters, digits, "-" and "_" alone.</summary>
    public required string Name { get; init; }
    public required string? ReleaseLabel { get; init; }

    /// <summary>Primary, core, task in this order; "node" on EKS, one a purchase.</summary>
    public IReadOnlyList<Fleet> Fleets { get; init; } = [];

    /// <summary>Null where the release has no managed scaling or the platform scales by itself.</summary>
    public ScalingLimits? Scaling { get; init; }

    /// <summary>Null off EMR Serverless.</summary>
    public ServerlessWorkers? Serverless { get; init; }

    /// <summary>spark.* settings, by name.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Spark { get; init; }

    /// <summary>The driver runs on a node that Spot may not take while task nodes may go.</summary>
    public bool DriverOnCoreOnly { get; init; }
    /// <summary>
    /// yarn.scheduler.maximum-allocation-mb, where a container is larger than YARN's memory on the smallest node; null leaves EMR's.
    /// </summary>
    public long? MaximumAllocationMib { get; init; }
    public required IReadOnlyList<string> Notes { get; init; }

    public bool IsArm => Candidate.Architecture == "arm64";

    public string DeployMode => Candidate.Driver is { InCluster: false } ? "client" : "cluster";

    public string SubmitParameters => string.Join(' ', Spark.Select(s => $"--conf {s.Key}={s.Value}"));
}

/// <summary>Nodes of one role.</summary>
sealed record Fleet
{
    public required string Role { get; init; }
    public required int OnDemand { get; init; }
    public required int Spot { get; init; }

    /// <summary>First the type that was priced, then what Spot may take instead.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>Null leaves EMR's defaults.</summary>
    public EbsVolume? DataVolume { get; init; }
    public int Nodes => OnDemand + Spot;
}

/// <summary>Nodes, core and task, within which EMR may scale.</summary>
sealed record ScalingLimits(int Minimum, int Maximum, int MaximumOnDemand, int MaximumCore);

/// <summary>Legal workers and the most of everything at a time.</summary>
sealed record ServerlessWorkers(ServerlessWorker Executor, ServerlessWorker Driver, int DiskGb, int Executors)
{
    public int MaxVcpu => (Executors * Executor.Vcpu) + Driver.Vcpu;
    public int MaxMemoryGb => (Executors * Executor.MemoryGb) + Driver.MemoryGb;
    public int MaxDiskGb => (Executors + 1) * DiskGb;
}
