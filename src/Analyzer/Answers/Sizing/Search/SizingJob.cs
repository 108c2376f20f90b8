using System.Globalization;
using System.Collections.Concurrent;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Analyzer.Timing;
using Rightsizer.Analyzer.Timing.Spot;
using Rightsizer.EventLogParser.Events;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>The job to size: the run that is replayed, what it needs, and where it ran.</summary>
sealed record SizingJob : IJobToPlace
{
    public required SizingRequest Request { get; init; }
    public required string Region { get; init; }

    /// <summary>The run of median time; its replay is scaled.</summary>
    public required ApplicationRun Run { get; init; }
    public required RunShape Shape { get; init; }
    public required TimeModel Model { get; init; }
    public required MemoryNeed Need { get; init; }
    public required TimeSpread Spread { get; init; }

    /// <summary>Node type that the run was seen on; null where the log does not tell.</summary>
    public required InstanceType? Source { get; init; }

    /// <summary>Busy vCPUs over vCPUs of such a node with all its executors at work.</summary>
    public required double SourceOccupancy { get; init; }

    /// <summary>x86_64 or arm64, as the driver's JVM says; null where the log does not.</summary>
    public string? SourceArchitecture { get; init; }

    /// <summary>Speeds that runs of the job on other processors tell; null without such runs.</summary>
    public LearntSpeeds? Learnt { get; init; }

    /// <summary>Time of the run of P95 over that of the median run, at least 1: what a deadline must hold for.</summary>
    public required double LoadRatio { get; init; }

    /// <summary>From fewer runs nothing is known of how much they differ, so neither how likely a saving or a deadline is.</summary>
    public required bool KnowsSpread { get; init; }
    public required double DeadlineMs { get; init; }

    /// <summary>What the job needs and a platform may lack.</summary>
    public required IReadOnlyList<Need> Needs { get; init; }

    public PriceBook Book => Request.Pricing.Book;
    public ReplayPlan Plan => Model.Plan;
    public int SlotsPerExecutor => Plan.TaskCpus.SlotsOn(Shape.ExecutorCores);
    public double Engine => Request.EngineFactor ?? 1;
    public int MaxNodes => Math.Max(2, Request.MaxNodes ?? DefaultMaxNodes);
    public WorkProfile Work => Model.Work;

    const int DefaultMaxNodes = 256;

    /// <summary>Every count instead of a quarter more each time: for tests that search everything.</summary>
    public bool EveryCount { get; init; }

    public TaskCpus TaskCpus => Plan.TaskCpus;
    public string? Release => Request.Pricing.Cluster?.ReleaseLabel ?? RunRelease.Detect([Run]);

    /// <summary>What was not considered so far, and why.</summary>
    public List<LeftOut> LeftOut { get; init; } = [];

    public bool Allows(Purchase purchase) => Request.Purchases.Count == 0 || Request.Purchases.Contains(purchase);

    public bool Allows(string architecture) => Request.Architectures.Count == 0 || Request.Architectures.Contains(architecture);

    public double InterruptionsPerHour(InstanceType type) =>
        Request.InterruptionsPerHour ?? SpotPool.RateOf(Book.Interruption(Region, type.Name));

    /// <summary>On every start-up: 1 as assumed or given.</summary>
    public double StartUpFactor { get; init; } = 1;

    /// <summary>From submit to the application's start.</summary>
    public double StartUpMs(string platform) =>
        StartUpFactor * (double)(Request.StartUpSeconds ?? PlatformCatalog.Find(platform)!.StartUpSeconds) * 1000;

    public long UnwatchedMib => Request.Pricing.PlatformOf(Run) switch
    {
        RunPlatform.EmrServerless or RunPlatform.EmrOnEks or RunPlatform.Glue or RunPlatform.Kubernetes => 0,
        var platform => PlatformCatalog.Find(platform)?.ExecutorMib(Shape) ?? Shape.Executor.ContainerMib,
    };

    public void LeaveOut(DisplayText what, LeftOutReason reason, DisplayText why, int count = 1) =>
        LeftOut.Add(new LeftOut(what, reason, why, count));

    /// <summary>2, 3, 4, 5, 6, 8, 10 ... nodes, or workers.</summary>
    public IEnumerable<int> Counts(int from = MinNodes)
    {
        for (var n = from; n <= MaxNodes; n = EveryCount ? n + 1 : Math.Max(n + 1, (int)Math.Round(n * 1.25))) yield return n;
    }

    /// <summary>Cores of an executor that are tried: today's and the usual ones; fewer where the log is long.</summary>
    public IReadOnlyList<int> CoresTried
    {
        get
        {
            int[] usual = Plan.TaskCount > LongLog ? [4, 8] : [2, 4, 8, 16];
            return [.. usual.Append(Shape.ExecutorCores).Where(Plan.TaskCpus.Fill).Distinct().Order()];
        }
    }

    const int LongLog = 20_000;

    /// <summary>Least nodes for a safe cluster, so that one lost node is not the job.</summary>
    public const int MinNodes = 2;

    public double DiskBytesNeeded => (Work.ShuffleBytes + Work.SpillBytes) * SizingConstants.DiskRoom.Number;

    // what was spilled is read again
    public double ShuffleAndSpillBytes => Run.Stages.Sum(s => (double)s.Metrics[TaskMetric.ShuffleWriteBytes]
        + s.Metrics[TaskMetric.ShuffleRemoteBytesRead] + s.Metrics[TaskMetric.ShuffleLocalBytesRead]
        + 2.0 * s.Metrics[TaskMetric.DiskBytesSpilled]);

    /// <summary>Factors on the parts of a task on a node of that kind with so many of its vCPUs at work and so much heap a slot.</summary>
    public SpeedClass SpeedOn(Machine there, int cores, double heapPerSlot)
    {
        var slots = Plan.TaskCpus.SlotsOn(cores);
        var cpu = CoreSpeed.CpuFactor(Source, SourceOccupancy, there, SourceArchitecture, Learnt);
        // less free heap, more collections; more slots that share them likewise
        var free = Math.Max(1, Need.HeapPerSlot - Need.LivePerSlot) / Math.Max(0.05 * heapPerSlot, heapPerSlot - Need.LivePerSlot);
        return SpeedClass.Round(Work, cpu, free * cpu, Need.SpillLeft(heapPerSlot, slots));
    }

    public double SpreadOn(InstanceType type) => Spread.CpuSpread(Source, type, type.Arch);

    readonly ConcurrentDictionary<(int Executors, int Cores), double> spreads = new();

    /// <summary>Slots there over those of the run; 1 between the slots that were in use and those that were there.</summary>
    public double SlotsRatio(int executors, int cores) => Plan.SlotsRatio(executors * (double)Plan.TaskCpus.TasksOn(cores));

    /// <summary>Counts between an eighth of the slots that were in use and eight times those that were there.</summary>
    public bool SlotsInRange(int executors, int cores)
    {
        var ratio = SlotsRatio(executors, cores);
        return ratio is >= 0.125 and <= 8;
    }

    /// <summary>
    /// False where cached data would not fit any more, or less of it than in this run: the replay does not know what computing it again
    /// costs.
    /// </summary>
    public bool HoldsCache(int executors, long heapMib) =>
        Plan.CacheFit is not { } fit || OutsideAt(fit, executors, heapMib) is not { } there
            || there.Least <= (fit.MissRatio is > CacheFit.FewMisses and var missed ? missed + CacheCliff.SameShare : CacheFit.FewMisses);

    /// <summary>Null, or what such executors may change about cached data: the times do not have it.</summary>
    public string? CacheNote(int executors, long heapMib)
    {
        if (Plan.CacheFit is not { NeedBytes: { } need } fit || OutsideAt(fit, executors, heapMib) is not { } there) return null;
        var size = CacheFit.Size(need);
        if (fit.MissRatio is > CacheFit.FewMisses and var missed)
        {
            return there.Most < missed - CacheCliff.SameShare / 2 || there.Most < CacheFit.FewMisses
                ? string.Create(CultureInfo.InvariantCulture, $"{missed:P0} of the cached data ({size}) was computed again in the run; ")
                    + "more of it fits here, so it can take less time than shown"
                : string.Create(CultureInfo.InvariantCulture, $"{missed:P0} of the cached data ({size}) was computed again in the run, ")
                    + "and is taken to be here too";
        }
        return there.Most < CacheFit.FewMisses ? null : $"Cached data ({size}) may not all fit here, and what does not is computed again";
    }

    (double Least, double Most)? OutsideAt(CacheFit fit, int executors, long heapMib) =>
        fit.OutsideAt(executors, new ExecutorMemory(heapMib * 1048576.0, Need.Fraction, 1).UnifiedBytes);

    /// <summary>How unsure a time there is, and its tier.</summary>
    public (double Spread, string Tier) SpreadOf(InstanceType? target, string arch, SpeedClass speed, int executors, int cores)
    {
        var same = Source is not null && Source.Name == target?.Name;
        var tier = TimeSpread.Tier(SlotsRatio(executors, cores), cores == Shape.ExecutorCores, same);
        var effects = spreads.GetOrAdd((executors, cores),
            static (at, plan) => ShapeChange.Measure(plan, new FixedShape(at.Executors, at.Cores)).Working, Plan) * Work.StageTimeRatio;
        var own = Spread.Of(Source, target, arch, speed, tier);
        return (Plan.Calibration.BandRatio * Math.Sqrt(own * own + effects * effects), tier);
    }

    /// <summary>How <see cref="Region"/> is known.</summary>
    public Ground RegionGround => Request.Pricing.RegionOf(Run).Ground;
}
