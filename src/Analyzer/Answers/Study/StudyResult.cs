using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Study;

/// <summary>What many different jobs would cost on AWS, job by job and all together.</summary>
public sealed record StudyResult
{
    public required string PriceBook { get; init; }
    public required string PriceDate { get; init; }
    public required string Region { get; init; }
    public required Ground RegionGround { get; init; }

    /// <summary>By job name, ordinal.</summary>
    public required IReadOnlyList<StudyJob> Jobs { get; init; }

    /// <summary>First application's start to last application's end; null where no log has times.</summary>
    public required long? SpanMs { get; init; }

    /// <summary>Runs with a start and an end: those that the ways below count.</summary>
    public required int RunsCounted { get; init; }

    /// <summary>
    /// The counted runs of jobs with a price in each way, over the span of the logs: per-job picks, transient clusters, a fixed and a
    /// managed standing cluster,
    /// Serverless. Cheapest first, unpriced last.
    /// </summary>
    public IReadOnlyList<StudyWay> Ways { get; init; } = [];

    /// <summary>Jobs whose runs are in none of <see cref="Ways"/>: they have no price on AWS. By name, ordinal.</summary>
    public IReadOnlyList<string> WithoutPrice { get; init; } = [];

    /// <summary>Jobs whose runs are in <see cref="Ways"/>: those with times, executors and a price.</summary>
    public int JobsInWays { get; init; }

    /// <summary>When Glue, EMR on EC2, EKS or Serverless, in words.</summary>
    public IReadOnlyList<string> Advice { get; init; } = [];

    /// <summary>Jobs to move first; empty where fewer than three should move.</summary>
    public IReadOnlyList<StudyPilot> Pilots { get; init; } = [];

    /// <summary>Jobs that read or write hdfs:// or need what a platform lacks; one line a thing.</summary>
    public IReadOnlyList<StudyObstacle> Obstacles { get; init; } = [];

    /// <summary>Constants that the jobs' sizings and the standing clusters rest on.</summary>
    public IReadOnlyList<Assumption> Constants => Assumption.Union(
        [.. Jobs.Select(j => j.Sizing.Constants), Ways.Any(w => w.UsedRatio is not null) ? StandingSimulation.Constants : []]);

    /// <summary>For the first page.</summary>
    public IReadOnlyList<string> Assumptions { get; init; } = [];
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];
}

/// <summary>One recurring job: the runs of one application name.</summary>
public sealed record StudyJob
{
    public required string Name { get; init; }

    /// <summary>The whole sizing of it, to open a row.</summary>
    public required SizingResult Sizing { get; init; }
    public required int Runs { get; init; }
    public required int RunsUsed { get; init; }

    /// <summary>As given, else from the span of the logs where that is a day at least and the job ran twice; null else.</summary>
    public required decimal? RunsPerWeek { get; init; }

    /// <summary>Today's time and cost a run; the cost is null where it has no price.</summary>
    public required StudyPrice? Today { get; init; }

    /// <summary>Cheapest of its kind within the deadline, else null.</summary>
    public StudyPrice? OnDemand { get; init; }
    public StudyPrice? Graviton { get; init; }

    /// <summary>
    /// Spot at a third of the book's rate and the low end of the price range, at both as they are, and at ten times the rate and the high
    /// end.
    /// </summary>
    public StudyPrice? SpotLow { get; init; }
    public StudyPrice? SpotExpected { get; init; }
    public StudyPrice? SpotHigh { get; init; }
    public StudyPrice? Serverless { get; init; }
    public StudyPrice? Eks { get; init; }
    public StudyPrice? Glue { get; init; }
    public StudyPrice? Pick { get; init; }

    /// <summary>"Spot loses above 1.9 interruptions an hour"; null where nothing switches.</summary>
    public string? SwitchPoint { get; init; }
    public double? SwitchInterruptionsPerHour { get; init; }

    /// <summary>What this job needs and a platform lacks, in words.</summary>
    public IReadOnlyList<string> Lacks { get; init; } = [];
}

/// <summary>A cell of the study: one run at one way.</summary>
public sealed record StudyPrice(DisplayText Name, TimeBand? TimeMs, decimal? Usd, Ground Ground)
{
    /// <summary>Of it, what Savings Plans and reservations pay for.</summary>
    internal decimal CommittedUsd { get; init; }
}

/// <summary>All jobs one way.</summary>
public sealed record StudyWay
{
    /// <summary>today, picks, transientOnDemand, standingFixed, standingManaged, serverless.</summary>
    public required string Kind { get; init; }

    /// <summary>For people: "one standing cluster, 12 x r6g.2xlarge".</summary>
    public required DisplayText Name { get; init; }

    /// <summary>
    /// Over the span of the logs, with what Savings Plans and reservations pay for today and this way leaves unused; null where a run has
    /// no price.
    /// </summary>
    public required decimal? Usd { get; init; }

    /// <summary>A year at the same pace; null where the span is under a day.</summary>
    public decimal? YearUsd { get; init; }

    /// <summary>Nodes, workers or vCPUs at the same time at most, and of what.</summary>
    public required int PeakCapacity { get; init; }
    public required string CapacityUnit { get; init; }

    /// <summary>What a run waited for room: mean and longest.</summary>
    public long MeanWaitMs { get; init; }
    public long MaxWaitMs { get; init; }

    /// <summary>Share of the paid capacity that runs used, 0 to 1; null where nothing is kept standing.</summary>
    public double? UsedRatio { get; init; }
    public required Ground Ground { get; init; }
    public IReadOnlyList<DisplayText> Notes { get; init; } = [];
}

/// <param name="JobName">The job.</param>
/// <param name="What">hdfs://, a GPU plug-in, a native library, a streaming query...</param>
/// <param name="Platforms">Words of <see cref="SizingPlatform"/> that lack it.</param>
/// <param name="Words">One sentence: what and what to do.</param>
public sealed record StudyObstacle(string JobName, string What, IReadOnlyList<string> Platforms, string Words);
