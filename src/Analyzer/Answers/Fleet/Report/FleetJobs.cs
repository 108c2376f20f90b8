using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>How a job stands against the time before.</summary>
public enum JobTrend { Steady, New, Gone }

/// <summary>Runs of the same work, recognised by name without dates and ids, and by owner.</summary>
public sealed record FleetJob
{
    public required string Name { get; init; }
    public required string Owner { get; init; }
    public string? Team { get; init; }

    /// <summary>Of its latest run.</summary>
    public required string Platform { get; init; }
    public required Workload Workload { get; init; }
    public required JobTrend Trend { get; init; }

    /// <summary>Its latest run failed.</summary>
    public required bool IsFailing { get; init; }

    /// <summary>Zero runs for one that is gone.</summary>
    public required FleetTotal Total { get; init; }
    public FleetTotal? Before { get; init; }

    /// <summary>Now less before over the times that are compared; null without prices or without a time before.</summary>
    public decimal? ChangeUsd { get; init; }
    public long? ChangeCoreMs { get; init; }

    /// <summary>At the rate of the period.</summary>
    public required decimal RunsAYear { get; init; }
    public long? MedianWallMs { get; init; }
    public long? LastStartMs { get; init; }

    /// <summary>Largest first.</summary>
    public required IReadOnlyList<FleetWaste> Waste { get; init; }
}

/// <summary>One run in the report.</summary>
public sealed record FleetRun
{
    public required string Uri { get; init; }
    public string? AppId { get; init; }

    /// <summary>As the application has it.</summary>
    public required string Name { get; init; }
    public required string Job { get; init; }
    public required string Owner { get; init; }
    public string? Team { get; init; }
    public required string Platform { get; init; }
    public required Workload Workload { get; init; }
    public required RunOutcome Outcome { get; init; }
    public string? Reason { get; init; }

    /// <value>Epoch milliseconds.</value>
    public required long StartMs { get; init; }
    public required long WallMs { get; init; }

    /// <summary>What it cost, or its share of a shared cluster; null without a price.</summary>
    public decimal? Usd { get; init; }
    public required Ground Ground { get; init; }
    public required long PaidCoreMs { get; init; }
    public required long UsedCoreMs { get; init; }
    public decimal? WasteUsd { get; init; }
    public required long WasteCoreMs { get; init; }

    /// <summary>Kinds of its findings, first in rank first.</summary>
    public required IReadOnlyList<string> Findings { get; init; }

    /// <summary>complete, noGapSeen, partial, poor.</summary>
    public required Model.QualityGrade Quality { get; init; }
}

/// <param name="Kind">failedRun, clusterStart, beforeFirstJob, driver, skew, overProvisioned, scheduling, idleTail, interactiveIdle,
/// retries, spill, gc, sharedIdle.</param>
/// <param name="Usd">Null without prices.</param>
/// <param name="CoreMs">0 for what is not core time.</param>
/// <param name="Runs">Runs that have it.</param>
public sealed record FleetWaste(string Kind, decimal? Usd, long CoreMs, int Runs);

/// <param name="Day">ISO date.</param>
/// <param name="Waste">Of the runs that started on it, largest first.</param>
public sealed record FleetWasteDay(string Day, IReadOnlyList<FleetWaste> Waste);

/// <summary>An interactive application: a notebook, a shell, a Thrift server, a Livy session.</summary>
/// <param name="Uri">Its log.</param>
/// <param name="Name">Application's name.</param>
/// <param name="Owner">Who pays.</param>
/// <param name="Kind">shell, sql, thrift, livy, notebook, connect.</param>
/// <param name="WallMs">Held.</param>
/// <param name="NoJobMs">Of that, without a job.</param>
/// <param name="IdleCoreMs">Core time paid meanwhile and at the ends.</param>
/// <param name="IdleUsd">Its price; null without one.</param>
public sealed record FleetSession(
    string Uri, string Name, string Owner, string Kind, long WallMs, long NoJobMs, long IdleCoreMs, decimal? IdleUsd);

/// <summary>A cluster that several applications shared, and who used it.</summary>
public sealed record FleetCluster
{
    public required string Id { get; init; }
    public required int Runs { get; init; }

    /// <value>Epoch milliseconds: first start to last end seen.</value>
    public required long FromMs { get; init; }
    public required long UntilMs { get; init; }

    /// <summary>Time in which an application ran, and short gaps between two; what is billed.</summary>
    public required long BilledMs { get; init; }

    /// <summary>Gaps between applications that are counted as kept.</summary>
    public required long GapMs { get; init; }

    /// <summary>Most cores held at one time: the capacity that shares are of.</summary>
    public required long CapacityCores { get; init; }

    /// <summary>Null where nothing says what the cluster costs.</summary>
    public decimal? BillUsd { get; init; }

    /// <summary>What no application held; with <see cref="Shares"/> it sums to the bill.</summary>
    public decimal? IdleUsd { get; init; }
    public required IReadOnlyList<FleetClusterShare> Shares { get; init; }
}

/// <param name="Job">A job's name.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Runs">Its runs on the cluster.</param>
/// <param name="Usd">By dominant share of cores and memory at every moment.</param>
/// <param name="CoreMs">Held.</param>
public sealed record FleetClusterShare(string Job, string Owner, int Runs, decimal? Usd, long CoreMs);
