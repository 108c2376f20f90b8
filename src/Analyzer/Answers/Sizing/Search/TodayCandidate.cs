using System.Globalization;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Model;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>What runs today, as a candidate among the others.</summary>
static class TodayCandidate
{
    /// <param name="run">The run of median time.</param>
    /// <param name="shape">Its shape; null where the log holds too little.</param>
    /// <param name="observedMs">Times of all usable runs, ascending; not empty.</param>
    /// <param name="options">How it is priced.</param>
    /// <param name="request">Deadline, runs a week, start-up.</param>
    public static SizingCandidate Describe(
        ApplicationRun run, RunShape? shape, IReadOnlyList<long> observedMs, PriceContext options, SizingRequest request)
    {
        options = options.For(run);
        var (platform, region) = (options.PlatformOf(run), options.RegionOf(run).Region);
        var actual = ActualCost.Compute(run, shape, options with { StartUpSeconds = request.StartUpSeconds }, out var missing);
        var factor = shape is null ? 0 : PlatformCatalog.OverheadFactorOf(platform, shape);
        var median = observedMs[Statistics.RankIndex(observedMs.Count, 0.5)];
        var (low, high) = observedMs.Count >= SizingResult.RunsForSpread
            ? (observedMs[Statistics.RankIndex(observedMs.Count, 0.1)], observedMs[Statistics.RankIndex(observedMs.Count, 0.9)])
            : ((long)Math.Round(median * Math.Exp(-TimeSpread.Z90 * TimeSpread.Run)),
            (long)Math.Round(median * Math.Exp(TimeSpread.Z90 * TimeSpread.Run)));
        UsdBand? usd = actual?.TotalUsd is { } total ? new UsdBand(Scale(total, low), total, Scale(total, high)) : null;
        var reading = StartOf(run, platform, actual, options);
        // of a cluster that is not AWS's nothing is known, and the job has to move: it is counted as EMR on EC2 would start
        var startUp = reading == StartUpReading.Standing ? 0 : (long)((request.StartUpSeconds
            ?? (PlatformCatalog.Find(platform) ?? PlatformCatalog.Find(RunPlatform.EmrOnEc2)!).StartUpSeconds) * 1000);
        return new SizingCandidate
        {
            Name = actual?.Name ?? NameOf(run, shape),
            Platform = platform,
            IsToday = true,
            Architecture = options.RanOn ?? run.Environment.Architecture ?? options.Cluster?.Architecture,
            Nodes = NodesOf(run, shape, platform, region, options.Cluster, options.Book),
            Executor = shape is null ? null : ExecutorOf(run, shape, factor),
            Driver = shape is null ? null : new DriverPlan(
                shape.DriverCores, shape.Driver.HeapMib, shape.DriverContainerMib(factor) - shape.Driver.HeapMib, shape.DriverInCluster),
            TimeMs = new TimeBand(low + startUp, median + startUp, high + startUp),
            RunMs = median,
            StartUpMs = startUp,
            StartUp = reading,
            Usd = usd,
            YearUsd = usd is { } u && request.RunsPerWeek is { } week ? BillingMath.Round6(u.P50 * week * PricedOption.WeeksPerYear) : null,
            Ledger = actual,
            Why = "what ran",
            Ground = Ground.Measured,
            Notes = [.. new[] { options.ClusterNotUsed, missing }.OfType<string>()],
        };

        decimal Scale(decimal value, long ms) => median == 0 ? value : BillingMath.Round6(value * ms / median);
    }

    static StartUpReading StartOf(ApplicationRun run, string platform, Ledger? actual, PriceContext options) => platform switch
    {
        RunPlatform.EmrOnEc2 when options.Cluster is { } cluster =>
            ActualCluster.SharedBecause(cluster, run) is null ? StartUpReading.Own : StartUpReading.Standing,
        RunPlatform.EmrOnEc2 => actual is { Kind: LedgerKind.Inferred } && YarnCluster.Parse(run)?.StoodBefore(run) != true
            ? StartUpReading.Assumed : StartUpReading.Standing,
        RunPlatform.EmrServerless or RunPlatform.Glue => StartUpReading.Own,
        // any YARN's ids show it, of a platform without a price list too
        _ => PlatformCatalog.Find(platform) is null && YarnCluster.Parse(run)?.StoodBefore(run) != true
            ? StartUpReading.Assumed : StartUpReading.Standing,
    };

    /// <summary>The same executors on EMR On-Demand x86: what stands in where today's cluster has no price.</summary>
    public static SizingCandidate? LikeForLike(SizingCandidate today, Ledger? onEmr) =>
        onEmr?.TotalUsd is not { } usd || today.TimeMs is not { } time ? null : today with
        {
            Name = $"{onEmr.Name} (today's executors)",
            Platform = SizingPlatform.EmrOnEc2,
            Architecture = "x86_64",
            IsToday = false,
            Nodes = [],
            Usd = new UsdBand(
            BillingMath.Round6(usd * time.P10 / Math.Max(1, time.P50)), usd, BillingMath.Round6(usd * time.P90 / Math.Max(1, time.P50))),
            Ledger = onEmr,
            Why = "today's executors on EMR On-Demand x86: today's cluster has no price",
            Ground = Ground.Assumed,
        };

    static ExecutorPlan ExecutorOf(ApplicationRun run, RunShape shape, decimal factor)
    {
        _ = bool.TryParse(run.Environment["spark.dynamicAllocation.enabled"], out var dynamic);
        var m = shape.Executor;
        return new ExecutorPlan
        {
            Cores = shape.ExecutorCores,
            HeapMib = m.HeapMib,
            OverheadMib = shape.ExecutorContainerMib(factor) - m.HeapMib - m.PySparkMib - m.OffHeapMib,
            PySparkMib = m.PySparkMib,
            OffHeapMib = m.OffHeapMib,
            Count = shape.PeakExecutors,
            Dynamic = dynamic,
        };
    }

    static string NameOf(ApplicationRun run, RunShape? shape) => shape is null ? "as it ran"
        : shape.IsLocal ? $"local mode, {Quantity.Plural(shape.ExecutorCores, "core")}"
        : string.Create(CultureInfo.InvariantCulture,
        $"{Quantity.Plural(shape.PeakExecutors, "executor")} x {Quantity.Plural(shape.ExecutorCores, "core")}, "
        + $"{shape.Executor.HeapMib / 1024m:0.#} GiB heap "
        + $"({RunPlatform.Detect(run)})");

    static IReadOnlyList<CandidateNodes> NodesOf(
        ApplicationRun run, RunShape? shape, string platform, string region, ClusterFile? cluster, PriceBook book)
    {
        if (cluster is { Instances.Count: > 0 })
        {
            return [.. cluster.Instances.GroupBy(i =>
                (Role: cluster.Groups.FirstOrDefault(g => g.Id is not null && g.Id == i.GroupId)?.Role ?? "node", i.InstanceType, i.IsSpot))
                .Select(g => Node(g.Key.Role, g.Key.InstanceType, g.Key.IsSpot, g.Count()))
                .OrderBy(n => n.Role == "primary" ? 0 : n.Role == "core" ? 1 : 2).ThenBy(n => n.InstanceType, StringComparer.Ordinal)];
        }
        if (cluster is { Groups.Count: > 0 })
            return [.. cluster.Groups.Where(g => g.InstanceType is not null).Select(g => Node(g.Role, g.InstanceType!, g.IsSpot, g.Count))];
        if (platform != RunPlatform.EmrOnEc2 || shape is null || NodeInference.Infer(run, shape, region, book, out _) is not { } choice)
            return [];
        return [Node("primary", PrimaryNode.OfRun(run, shape, region, book, choice.Type).Type, false, 1),
            Node("core", choice.Type.Name, false, choice.Nodes) with { ExecutorsPerNode = choice.ExecutorsPerNode }];
    }

    static CandidateNodes Node(string role, string type, bool spot, int count) =>
        new() { Role = role, InstanceType = type, Purchase = spot ? Purchase.Spot : Purchase.OnDemand, Count = count };
}
