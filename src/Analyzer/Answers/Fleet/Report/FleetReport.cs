using System.Text.Json.Serialization;
using Rightsizer.Analyzer.Answers.Fleet.Bills;
using Rightsizer.Analyzer.Answers.Fleet.Commitments;
using Rightsizer.Analyzer.Answers.Fleet.State;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// What many runs cost, what of it is waste, what changed and what to change. Immutable; every page reads this and nothing else.
/// </summary>
/// <remarks>
/// Money is null where nothing has a price. Lists stand largest first, by dollars or core time as <see cref="RanksByUsd"/> says, names
/// in ordinal order where equal. Sums hold to the last digit: groups to <see cref="Total"/>, causes to the change, shares to a cluster's
/// bill.
/// </remarks>
public sealed record FleetReport
{
    public required FleetPeriod Period { get; init; }
    public required FleetLogs Logs { get; init; }
    public required FleetPrices Prices { get; init; }

    /// <summary>
    /// True where dollars rank: runs with a price held at least half of the core time. Else core time ranks, and pages should show that
    /// first.
    /// </summary>
    public required bool RanksByUsd { get; init; }

    /// <summary>Over <see cref="Runs"/> and what shared clusters idled.</summary>
    public required FleetTotal Total { get; init; }

    /// <summary>Of the equally long time before; null when no run of it is known.</summary>
    public FleetTotal? Before { get; init; }

    /// <summary>What the runs of the period may cost, as given; null when not given.</summary>
    public decimal? BudgetUsd { get; init; }
    public required IReadOnlyList<FleetGroup> ByOwner { get; init; }

    /// <summary>Empty without rules that name teams.</summary>
    public required IReadOnlyList<FleetGroup> ByTeam { get; init; }
    public required IReadOnlyList<FleetGroup> ByPlatform { get; init; }

    /// <summary>
    /// By UTC day of the application's start, oldest first; days without a run are there too, where the period is under 100 days.
    /// </summary>
    public required IReadOnlyList<FleetGroup> ByDay { get; init; }

    /// <summary>
    /// Twelve times seven days that end with the period, by their first days, oldest first; empty where runs of fewer than two of them
    /// are known, and where the period has its own weeks.
    /// </summary>
    public IReadOnlyList<FleetGroup> Weeks { get; init; } = [];
    public required IReadOnlyList<FleetJob> Jobs { get; init; }

    /// <summary>Workflows (Airflow DAGs, Dagster jobs) that started runs of the period; empty where no log names one.</summary>
    public IReadOnlyList<FleetWorkflow> Workflows { get; init; } = [];

    /// <summary>What the total was paid for: executors, driver, storage, idle clusters. Empty without prices.</summary>
    public IReadOnlyList<FleetCostPart> CostParts { get; init; } = [];

    /// <summary>Disjoint: together with the work they sum to the total.</summary>
    public required IReadOnlyList<FleetWaste> Waste { get; init; }

    /// <summary><see cref="Waste"/> by UTC day of the application's start, oldest first; days without any are left out.</summary>
    public IReadOnlyList<FleetWasteDay> WasteByDay { get; init; } = [];

    /// <summary>Null when there is nothing to compare with.</summary>
    public FleetChange? Change { get; init; }
    public required IReadOnlyList<FleetSaving> Savings { get; init; }

    /// <summary>
    /// Sum of the counted saving of each job: no two of them overlap. A job that is not known by the year counts with its period. Null
    /// without prices.
    /// </summary>
    public decimal? SavingsUsdAYear { get; init; }
    public required IReadOnlyList<FleetScenario> Scenarios { get; init; }

    /// <summary>What became of the advice of earlier reports; null where the state remembers none, or none is kept.</summary>
    public FleetAdviceReport? Advice { get; init; }

    /// <summary>What became of the clusters that <c>size --state</c> chose: to go back first. Empty where it chose none.</summary>
    public IReadOnlyList<FleetMove> Moves { get; init; } = [];

    /// <summary>Findings from severity warning on that are new, worse or gone against the time before; empty without one.</summary>
    public IReadOnlyList<FleetFindingChange> FindingChanges { get; init; } = [];

    /// <summary>Days of the period on which a job cost far more than on its other days, as far back as runs are known.</summary>
    public IReadOnlyList<FleetUnusualDay> UnusualDays { get; init; } = [];

    /// <summary>Jobs over the budget of their rule, the furthest first; empty without such rules.</summary>
    public IReadOnlyList<FleetOverBudget> OverBudget { get; init; } = [];

    /// <summary>The advice of this report, for the state to keep: <see cref="Savings"/> that rest on findings.</summary>
    [JsonIgnore]
    public IReadOnlyList<AdviceRecord> GivenNow { get; init; } = [];

    /// <summary>What described clusters cost; null where none were given.</summary>
    public FleetClusterCosts? ClusterCosts { get; init; }

    /// <summary>YARN's account against the logs; null where none was given.</summary>
    public FleetYarn? Yarn { get; init; }

    /// <summary>Billed against estimated; null without a bill.</summary>
    public FleetBill? Bill { get; init; }

    /// <summary>The weeks that are known under commitments; null where none were given.</summary>
    public FleetCommitments? Commitments { get; init; }

    /// <summary>One cluster for all against one a run; null where too little is known.</summary>
    public FleetArrivals? Arrivals { get; init; }
    public required IReadOnlyList<FleetSession> Sessions { get; init; }

    /// <summary>Users of Spark Connect, those with the most task time first.</summary>
    public IReadOnlyList<FleetConnectUser> Connect { get; init; } = [];
    public required IReadOnlyList<FleetCluster> Clusters { get; init; }

    /// <summary>How the dollars of <see cref="Total"/> are known.</summary>
    public required IReadOnlyList<FleetGroundShare> Grounds { get; init; }

    /// <summary>Runs of the period.</summary>
    public required IReadOnlyList<FleetRun> Runs { get; init; }

    /// <summary>By URI.</summary>
    public required IReadOnlyList<FleetUnreadable> Unreadable { get; init; }

    /// <summary>
    /// Constants that the figures rest on: those of the platforms of runs whose cost is no bill, of the other ways to run, and of the
    /// lasting cluster.
    /// </summary>
    public IReadOnlyList<Assumption> Constants { get; init; } = [];

    /// <summary>What was assumed and what is left out, in sentences.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

/// <summary>UTC days; the end is not part of it.</summary>
/// <param name="Since">ISO date of the first day.</param>
/// <param name="UntilExcl">ISO date after the last day.</param>
/// <param name="Days">Between them.</param>
/// <param name="BeforeSince">First day of the time compared with; null without one.</param>
/// <param name="NowSince">First day of the time that is compared: the period's, else that of its last seven days.</param>
public sealed record FleetPeriod(string Since, string UntilExcl, int Days, string? BeforeSince, string NowSince);

/// <summary>What became of the logs that were found.</summary>
/// <param name="Found">Logs under the sources, and those that only the state still knows.</param>
/// <param name="Read">Read now.</param>
/// <param name="Unchanged">Taken from the state.</param>
/// <param name="Unreadable">Rows of <see cref="FleetReport.Unreadable"/>.</param>
/// <param name="Duplicates">The same application attempt once more: left out.</param>
/// <param name="OutsidePeriod">Read or known and not of the period, those compared with included.</param>
/// <param name="Bytes">Stored, of the runs in the report.</param>
/// <param name="PlainBytes">The same, decompressed.</param>
public sealed record FleetLogs(
    int Found, int Read, int Unchanged, int Unreadable, int Duplicates, int OutsidePeriod, long Bytes, long PlainBytes);

/// <summary>Which prices the report rests on.</summary>
/// <param name="Books">Names of price books; one but where a state mixes.</param>
/// <param name="Dates">ISO dates of EC2 prices, oldest first.</param>
/// <param name="Regions">Priced in.</param>
/// <param name="RegionsAssumed">Runs whose region is not in the log.</param>
/// <param name="PricedRuns">Runs with a price.</param>
/// <param name="UnpricedRuns">Runs without one.</param>
/// <param name="MissingWhy">Why, with the number of runs, most first.</param>
public sealed record FleetPrices(
    IReadOnlyList<string> Books, IReadOnlyList<string> Dates, IReadOnlyList<string> Regions, int RegionsAssumed, int PricedRuns,
        int UnpricedRuns, IReadOnlyList<FleetReason> MissingWhy);

public sealed record FleetReason(string Reason, int Runs);

/// <summary>Sums over runs.</summary>
public sealed record FleetTotal
{
    public required int Runs { get; init; }
    public required int FailedRuns { get; init; }
    public required int UnfinishedRuns { get; init; }

    /// <summary>Of runs with a price; null when none has.</summary>
    public decimal? Usd { get; init; }
    public required int PricedRuns { get; init; }

    /// <summary>Weakest over the priced runs.</summary>
    public required Ground Ground { get; init; }
    public required long PaidCoreMs { get; init; }
    public required long UsedCoreMs { get; init; }

    /// <summary>Of <see cref="UsedCoreMs"/>, what was waste: spill, collections, failed attempts and failed runs.</summary>
    public long UsedWasteCoreMs { get; init; }

    /// <summary>Runs whose log lacks jobs that ran: <see cref="UsedCoreMs"/> is then a lower bound, and so is the waste.</summary>
    public int RunsLackingWork { get; init; }

    /// <summary>Null when no run has a price.</summary>
    public decimal? WasteUsd { get; init; }
    public required long WasteCoreMs { get; init; }
    public required long WallMs { get; init; }
    public required long InputBytes { get; init; }
    public required long OutputBytes { get; init; }
    public required long ShuffleBytes { get; init; }
}

/// <param name="Name">Owner, team, platform, ISO day.</param>
/// <param name="Total">Its runs.</param>
/// <param name="Before">The same in the time compared with; null when it had none.</param>
public sealed record FleetGroup(string Name, FleetTotal Total, FleetTotal? Before = null);

/// <summary>Dollars of one ground.</summary>
/// <param name="Ground">Measured and billed are known, derived is inferred, missing has no price.</param>
/// <param name="Runs">Runs.</param>
/// <param name="Usd">Null for missing.</param>
/// <param name="CoreMs">Paid core time of the runs.</param>
public sealed record FleetGroundShare(Ground Ground, int Runs, decimal? Usd, long CoreMs);

/// <param name="Uri">Where the log is.</param>
/// <param name="Failure">notALog, inputError, timeout, outOfMemory, crash.</param>
/// <param name="Reason">One line.</param>
/// <param name="SizeBytes">Stored; null where not known.</param>
public sealed record FleetUnreadable(string Uri, string Failure, string Reason, long? SizeBytes);
