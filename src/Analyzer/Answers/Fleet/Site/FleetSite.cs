using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;

namespace Rightsizer.Analyzer.Answers.Fleet.Site;

/// <summary>Everything that is known of many runs, by week, job and run: what the pages of a site show. Immutable.</summary>
public sealed record FleetSite
{
    /// <summary>True where dollars rank: runs with a price held at least half of the core time.</summary>
    public required bool RanksByUsd { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<SiteWeek> Weeks { get; init; }

    /// <summary>Largest over the last four weeks first.</summary>
    public required IReadOnlyList<SiteJob> Jobs { get; init; }

    /// <summary>Workflows over all runs that are known, largest first; empty where no log names one.</summary>
    public IReadOnlyList<SiteWorkflow> Workflows { get; init; } = [];
}

/// <summary>A workflow, and where its pages lead.</summary>
public sealed record SiteWorkflow
{
    /// <summary>Hash of orchestrator and name: part of the name of its page.</summary>
    public required string Id { get; init; }
    public required FleetWorkflow Workflow { get; init; }

    /// <summary>Ids of the jobs whose runs it started, in the order of <see cref="FleetSite.Jobs"/>.</summary>
    public required IReadOnlyList<string> Jobs { get; init; }

    /// <summary>Of each of its runs the critical path: each step's run, null where that has no page.</summary>
    public required IReadOnlyList<IReadOnlyList<string?>> StepRuns { get; init; }
}

/// <summary>Sums over runs.</summary>
/// <param name="Runs">Runs.</param>
/// <param name="FailedRuns">Of them, failed.</param>
/// <param name="Usd">Null where none has a price.</param>
/// <param name="PaidCoreMs">Paid core time.</param>
/// <param name="WasteUsd">Null where none has a price.</param>
/// <param name="WasteCoreMs">Core time that did no work.</param>
/// <param name="InputBytes">Read.</param>
/// <param name="Ground">Weakest of the runs with a price.</param>
public sealed record SiteTotal(int Runs, int FailedRuns, decimal? Usd, long PaidCoreMs, decimal? WasteUsd, long WasteCoreMs,
    long InputBytes, Ground Ground);

/// <summary>Monday to Sunday, UTC.</summary>
public sealed record SiteWeek
{
    /// <value>ISO date of its Monday.</value>
    public required string Monday { get; init; }
    public required SiteTotal Total { get; init; }

    /// <summary>Largest first.</summary>
    public required IReadOnlyList<SiteWeekJob> Jobs { get; init; }
}

/// <param name="Job">Id of the job.</param>
/// <param name="Total">Its runs of the week.</param>
/// <param name="Before">Its runs of the week before; null without any.</param>
public sealed record SiteWeekJob(string Job, SiteTotal Total, SiteTotal? Before);

/// <summary>One recurring job.</summary>
public sealed record SiteJob
{
    /// <summary>Hash of name and owner: part of the name of its page.</summary>
    public required string Id { get; init; }
    public required string Name { get; init; }
    public required string Owner { get; init; }
    public string? Team { get; init; }
    public required string Platform { get; init; }
    public required SiteTotal Total { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<SiteRun> Runs { get; init; }

    /// <summary>Findings from severity warning on, those of the latest run first, then by the last day on which they were seen.</summary>
    public required IReadOnlyList<SiteFinding> Findings { get; init; }

    /// <summary>What became of its advice.</summary>
    public required IReadOnlyList<FleetAdvice> Advice { get; init; }

    /// <summary>What became of its moves to another cluster.</summary>
    public required IReadOnlyList<FleetMove> Moves { get; init; }
}

/// <summary>A kind of finding over a job's runs.</summary>
/// <param name="Kind">skew, spill ...</param>
/// <param name="Severity">The most severe.</param>
/// <param name="Runs">Runs that have it.</param>
/// <param name="FirstSeen">UTC day, ISO.</param>
/// <param name="LastSeen">UTC day, ISO.</param>
/// <param name="IsThere">The latest run that ended well has it.</param>
public sealed record SiteFinding(string Kind, Severity Severity, int Runs, string FirstSeen, string LastSeen, bool IsThere);

/// <summary>One run of a job.</summary>
public sealed record SiteRun
{
    /// <summary>Hash of the log's address: part of the name of its page.</summary>
    public required string Id { get; init; }

    /// <summary>Under which the state has its details.</summary>
    public required RunKey Key { get; init; }
    public required string Uri { get; init; }
    public string? AppId { get; init; }
    public required string Name { get; init; }
    public string? SparkVersion { get; init; }

    /// <value>UTC day of the start, and the Monday of its week, ISO.</value>
    public required string Day { get; init; }
    public required string Monday { get; init; }
    public required long StartMs { get; init; }
    public required long WallMs { get; init; }
    public required RunOutcome Outcome { get; init; }
    public string? Reason { get; init; }
    public decimal? Usd { get; init; }
    public required Ground Ground { get; init; }
    public required long PaidCoreMs { get; init; }
    public required long UsedCoreMs { get; init; }
    public required IReadOnlyList<WastePart> Waste { get; init; }
    public required long InputBytes { get; init; }
    public required long ShuffleBytes { get; init; }
    public RunCluster? Cluster { get; init; }

    /// <summary>First in rank first; a run without one has no page.</summary>
    public required IReadOnlyList<RunFinding> Findings { get; init; }
}
