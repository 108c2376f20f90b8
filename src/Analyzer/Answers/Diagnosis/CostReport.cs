using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Diagnosis;

/// <summary>What the run cost and what it would cost elsewhere.</summary>
public sealed record CostReport
{
    public required string PriceBook { get; init; }
    public required string PriceDate { get; init; }
    public required string Region { get; init; }

    /// <summary>Measured when given or in the log, assumed when it is the default.</summary>
    public required Ground RegionGround { get; init; }
    public string Currency { get; init; } = "USD";

    /// <summary>
    /// emr-ec2, emr-eks, emr-serverless, glue, databricks, dataproc, kubernetes, yarn, standalone, local, mesos, unknown.
    /// </summary>
    public required string Platform { get; init; }

    /// <summary>Null when the platform has no price here; <see cref="ActualMissing"/> says why.</summary>
    public Ledger? Actual { get; init; }
    public string? ActualMissing { get; init; }
    public required IReadOnlyList<Ledger> Alternatives { get; init; }

    /// <summary>Constants that the ledgers rest on.</summary>
    public IReadOnlyList<Assumption> Constants => Assumption.Union([Actual?.Constants ?? [], .. Alternatives.Select(a => a.Constants)]);

    /// <summary>Assumptions and holes in words.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// The one of <see cref="Notes"/> that says why the cluster file was not used: it cannot be this run's. Null where it was, or none was
    /// given.
    /// </summary>
    public string? ClusterNotUsed { get; init; }

    /// <summary>The one of <see cref="Notes"/> that says that the run's engine is not plain Spark; null where it is.</summary>
    public string? EngineNote { get; init; }
}
