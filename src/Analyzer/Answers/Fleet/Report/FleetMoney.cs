using Rightsizer.Analyzer.Detectors;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>From the time before to now, cause by cause.</summary>
public sealed record FleetChange
{
    public decimal? BeforeUsd { get; init; }
    public decimal? NowUsd { get; init; }
    public required long BeforeCoreMs { get; init; }
    public required long NowCoreMs { get; init; }

    /// <summary>
    /// Always all of volume, configuration, cluster, plan, price, startUp, driver, idle, skew, spill, gc, files, partitions, failures,
    /// newJobs, goneJobs, unexplained, in that order. They sum to now less before.
    /// </summary>
    public required IReadOnlyList<FleetCause> Causes { get; init; }

    /// <summary>Jobs that moved most, each with its own causes, which sum as well.</summary>
    public required IReadOnlyList<FleetJobChange> Jobs { get; init; }

    /// <summary>Jobs that moved and have <see cref="FleetJobChange.NotKnown"/>: such causes are in unexplained.</summary>
    public int JobsNotKnown { get; init; }
}

/// <param name="Cause">volume, configuration, cluster, plan, price, startUp, driver, idle, skew, spill, gc, files, partitions, failures,
/// newJobs, goneJobs, unexplained. docs/fleet.md, Change.</param>
/// <param name="Usd">Null without prices; of priced runs otherwise.</param>
/// <param name="CoreMs">The same question asked of paid core time; price moves none.</param>
public sealed record FleetCause(string Cause, decimal? Usd, long CoreMs);

/// <param name="Job">Name.</param>
/// <param name="Owner">Owner.</param>
/// <param name="BeforeUsd">Cost before.</param>
/// <param name="NowUsd">Cost now.</param>
/// <param name="Causes">Those that are not 0.</param>
/// <param name="What">What was seen to change, such as "spark.executor.memory 4g -> 8g"; empty when nothing.</param>
public sealed record FleetJobChange(
    string Job, string Owner, decimal? BeforeUsd, decimal? NowUsd, IReadOnlyList<FleetCause> Causes, IReadOnlyList<string> What)
{
    /// <summary>
    /// Causes from startUp to failures of which the runs of one side do not tell: they are in unexplained. Empty for a new or gone job.
    /// </summary>
    public IReadOnlyList<string> NotKnown { get; init; } = [];
}

/// <summary>One thing to do to one job.</summary>
public sealed record FleetSaving
{
    public required string Job { get; init; }
    public required string Owner { get; init; }

    /// <summary>A finding's kind, or spot, graviton, serverless, persistent for another way to run it.</summary>
    public required string Kind { get; init; }

    /// <summary>What to do, in words.</summary>
    public required string Action { get; init; }
    public string? Setting { get; init; }
    public string? Now { get; init; }
    public string? Proposed { get; init; }

    /// <summary>At the job's runs a year; of the period alone where <see cref="IsAYear"/> is false. Null without prices.</summary>
    public decimal? UsdAYear { get; init; }

    /// <summary>As <see cref="UsdAYear"/>, in core-hours.</summary>
    public required decimal CoreHoursAYear { get; init; }

    /// <summary>
    /// True where the amounts are of a year: the job ran on several days of at least seven. False: of the runs of the period.
    /// </summary>
    public bool IsAYear { get; init; }

    /// <summary>Without a price, and less core time than costs about a dollar a year: never the first thing to do, and not
    /// counted.</summary>
    public bool IsSmall { get; init; }

    /// <summary>Runs of the period that it was seen in.</summary>
    public required int Runs { get; init; }
    public required Degree Effort { get; init; }
    public required Degree Risk { get; init; }

    /// <summary>What the risk is.</summary>
    public required string RiskWhy { get; init; }
    public required Ground Ground { get; init; }

    /// <summary>
    /// The largest of its job without a high risk that is not small: counted in the report's sum. The others of the job overlap with it.
    /// </summary>
    public required bool IsCounted { get; init; }
}

/// <summary>The period's runs priced another way.</summary>
/// <param name="Name">As the alternative is called, "EMR on EC2 Spot (x86)"; "as it ran" first.</param>
/// <param name="Usd">Sum over <paramref name="Runs"/>.</param>
/// <param name="Runs">Runs that have that price.</param>
/// <param name="ActualUsd">What the same runs cost as they ran; null where one of them has no price.</param>
/// <param name="MissingRuns">Runs without that price: not in the sum.</param>
/// <param name="Ground">Weakest.</param>
/// <param name="Note">What is not in it.</param>
/// <param name="ActualGround">Weakest of what the same runs cost as they ran: against an assumed cost no share is saved.</param>
public sealed record FleetScenario(
    string Name, decimal Usd, int Runs, decimal? ActualUsd, int MissingRuns, Ground Ground, string? Note, Ground ActualGround);

/// <summary>The period's arrivals simulated on one lasting cluster, against a cluster of its own for each run.</summary>
public sealed record FleetArrivals
{
    /// <summary>On-Demand price of a vCPU-hour of the runs' own transient clusters, EMR's fee and disks included.</summary>
    public required decimal UsdPerVcpuHour { get; init; }
    public required int Runs { get; init; }

    /// <summary>
    /// Time for which the lasting cluster is billed: the days of the period, or from the first run to the end of the last where all lie
    /// within a day and no period was asked for.
    /// </summary>
    public long HeldMs { get; init; }

    /// <summary>Cores of the largest run, and of all at the busiest moment.</summary>
    public required long LargestVcpu { get; init; }
    public required long PeakVcpu { get; init; }
    public required IReadOnlyList<FleetDeployment> Deployments { get; init; }

    /// <summary>
    /// Runs a week above which a lasting cluster of the size of a mean run is cheaper than one a run: 168 h x its price / ((run + start) x
    /// the transient's).
    /// </summary>
    public required decimal BreakEvenRunsAWeek { get; init; }

    /// <summary>Part of the lasting cluster's time that is work.</summary>
    public required decimal BusyShare { get; init; }

    /// <summary>Serverless is cheaper below that busy share; null where Serverless has no price.</summary>
    public decimal? ServerlessBelowBusyShare { get; init; }
}

/// <param name="Name">transient, persistentFixed, persistentScaled, serverless.</param>
/// <param name="Usd">For the period; null without a price.</param>
/// <param name="Vcpu">Size; null where it follows the work.</param>
/// <param name="MeanWaitMs">Arrival to start.</param>
/// <param name="MaxWaitMs">Of the unluckiest run.</param>
/// <param name="Note">Its rules.</param>
public sealed record FleetDeployment(string Name, decimal? Usd, long? Vcpu, long MeanWaitMs, long MaxWaitMs, string Note);
