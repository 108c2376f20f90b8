using System.Globalization;
using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrServerless;
using Rightsizer.Analyzer.Timing;
using Rightsizer.Analyzer.Timing.Spot;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>An option simulated in full: its candidate, and the runs that its bands come from.</summary>
sealed class PricedOption
{
    /// <summary>
    /// Types of a Spot fleet at least, where so many fit; AWS asks for ten or more, and fewer are taken back together. docs/science.md 6.
    /// </summary>
    const int MinPools = 5;

    /// <summary>Types of a Spot fleet at most.</summary>
    const int MaxPools = 6;

    public required Option Option { get; init; }
    public required SizingCandidate Candidate { get; init; }
    public required IReadOnlyList<SimulatedCost> Runs { get; init; }

    /// <summary>Null without Spot.</summary>
    public SpotCase? Case { get; init; }

    public decimal Usd => Candidate.Usd!.P50;

    public static PricedOption? Simulate(SizingJob job, Option option, Estimator estimator)
    {
        var run = job.Model.Run(option.Speed, option.Count);
        if (!run.Finished) return null;
        var heavy = new TimePoint(run.EndMs, 0,
            [.. job.Work.Heavy.Select(h => run.Stages[h.Stage]).Select(s => double.IsNaN(s.EndMs) ? 0 : s.EndMs - s.StartMs)]);
        var bound = estimator.BoundMs(option, heavy);
        var ms = run.EndMs * job.Engine + bound;
        var name = NameOf(option);
        var ledger = CandidateLedger.Compute(job, option, run, ms, name);
        if (ledger.TotalUsd is not { } usd) return null;
        var (spread, tier) = job.SpreadOf(option.Type, option.Architecture, option.Speed, option.Count.Executors, option.Count.Cores);
        var (simulated, spotCase, alternatives) = Simulate(job, option, run, ms, usd, spread);
        var startUp = job.StartUpMs(option.Platform);
        var median = option.IsSpot ? Quantile(simulated, 0.5) : ms;
        var time = new TimeBand(
            Round(Quantile(simulated, 0.1) + startUp), Round(median + startUp), Round(Quantile(simulated, 0.9) * job.LoadRatio + startUp));
        var band = Band(simulated);
        if (!option.IsSpot) band = band with { P50 = usd };
        var notes = NotesOf(job, option, bound, ms);
        var candidate = new SizingCandidate
        {
            Name = name,
            Id = option.Id,
            Platform = option.Platform,
            Architecture = option.Architecture,
            Nodes = [.. option.NodeList().Select(n => n.Purchase == Purchase.Spot ? n with { SpotAlternatives = alternatives } : n)],
            WorkerType = option.WorkerType,
            Workers = option.Platform == SizingPlatform.Glue ? option.Nodes : option.Platform == SizingPlatform.EmrServerless
                ? option.Count.Executors + 1 : 0,
            Executor = option.Executor,
            Driver = DriverOf(job, option.Platform),
            TimeMs = time,
            RunMs = Round(median),
            StartUpMs = Round(startUp),
            Usd = band,
            YearUsd = job.Request.RunsPerWeek is { } week ? BillingMath.Round6(band.P50 * week * WeeksPerYear) : null,
            Ledger = ledger,
            Tier = tier,
            DeadlineProbability = job.KnowsSpread ? Math.Round(
                simulated.Where(r => r.TimeMs * job.LoadRatio + startUp <= job.DeadlineMs).Sum(r => r.Weight), 6) : null,
            Ground = Ground.Simulated,
            Notes = [.. notes],
        };
        if (PlatformCatalog.Find(option.Platform)!.Problem(candidate, job.Book) is { } why)
        {
            // what could not be written down is no offer
            job.LeaveOut(name, LeftOutReason.CannotRun, why);
            return null;
        }
        return new PricedOption { Option = option, Runs = simulated, Case = spotCase, Candidate = candidate };
    }

    /// <summary>365.25 / 7.</summary>
    public const decimal WeeksPerYear = 365.25m / 7;

    static (IReadOnlyList<SimulatedCost>, SpotCase?, IReadOnlyList<string>) Simulate(
        SizingJob job, Option option, Replay.SimulatedRun run, double ms, decimal usd, double spread)
    {
        if (!option.IsSpot)
        {
            // all of it is paid by time; a transient cluster's start-up is not part of what varies
            var fixedShare = option.StartUpMs / (option.StartUpMs + ms);
            return ([.. Enumerable.Range(0, SpotSimulation.Replicates).Select(i =>
            {
                var factor = Math.Exp(SpotSimulation.TimeFactor(spread, i));
                return new SimulatedCost(i, 1.0 / SpotSimulation.Replicates, ms * factor, 0,
                    BillingMath.Round6(usd * (decimal)(fixedShare + (1 - fixedShare) * factor)), 0);
            })], null, []);
        }
        var others = Alternatives(job, option);
        var timeline = SpotTimeline.Build(job.Model.PlanOf(option.Speed), run);
        (SpotSimulation Simulation, SpotCase Case, IReadOnlyList<string> Others)? best = null;
        var most = Math.Min(MaxPools, others.Count + 1);
        for (var pools = Math.Min(MinPools, most); pools <= most; pools++)
        {
            var types = others.Take(pools - 1).Prepend((option.Type!.Name, option.InterruptionsPerHour)).ToList();
            var prices = types.Select(t => job.Book.Spot(job.Region, t.Item1, null)!.Price.Usd!.Value).ToList();
            var spotCase = new SpotCase
            {
                Timeline = timeline,
                Stretch = ms / timeline.EndMs,
                Pools = [.. types.Select(t => new SpotPool(t.Item1, (double)option.SpotNodes / types.Count, t.Item2))],
                Nodes = option.Nodes,
                TimeSpread = spread,
                PriceSpread = PriceSpreadOf(job, option),
                RateSpread = job.Request.InterruptionsPerHour is null ? SpotPool.BandSpread : 0,
                FixedUsdPerHour = option.UsdPerHour,
                // the fleet is paid as the mix; what discounts do to its first type they do to all
                SpotUsdPerHour = prices[0] > 0 ? option.SpotUsdPerHour * prices.Average() / prices[0] : option.SpotUsdPerHour,
                SpotExtrasUsdPerHour = option.SpotExtrasUsdPerHour,
                StartUpMs = option.StartUpMs,
            };
            var simulation = SpotSimulation.Simulate(spotCase);
            // more pools seldom change the mean; they cut the bad tail
            if (best is { } b && simulation.TimeQuantile(0.95) >= b.Simulation.TimeQuantile(0.95)) continue;
            best = (simulation, spotCase, [.. types.Skip(1).Select(t => t.Item1)]);
        }
        return (best!.Value.Simulation.Runs, best.Value.Case, best.Value.Others);
    }

    /// <summary>
    /// Types of the same size and architecture with no less memory, whose Spot price is within a fifth; rarest interruptions first.
    /// </summary>
    static List<(string, double)> Alternatives(SizingJob job, Option option)
    {
        var type = option.Type!;
        var yarn = job.Book.YarnMemoryOf(type.Name)?.Mib ?? 0;
        return [.. job.Book.Types.Where(t =>
            t.Name != type.Name && t.Arch == type.Arch && t.Vcpu == type.Vcpu && t.RunsOnEmr(job.Release)
            && job.Book.YarnMemoryOf(t.Name)?.Mib >= yarn
                && IsAsFast(t, type) && !job.Request.DenyTypes.Contains(t.Name)
                && !job.Request.DenyTypes.Contains(t.Family)
                && (job.Request.AllowTypes.Count == 0 || job.Request.AllowTypes.Contains(t.Name)
                || job.Request.AllowTypes.Contains(t.Family)))
            .Select(t => (t.Name, Usd: job.Book.Spot(job.Region, t.Name, null)?.Price.Usd,
            Rate: job.Request.InterruptionsPerHour ?? SpotPool.RateOf(job.Book.Interruption(job.Region, t.Name))))
            .Where(t => t.Usd is { } usd && usd <= option.SpotUsdPerHour * 1.2m)
            .OrderBy(t => t.Rate).ThenBy(t => t.Usd).ThenBy(t => t.Name, StringComparer.Ordinal).Take(5).Select(t => (t.Name, t.Rate))];
    }

    /// <summary>A node of the fleet must not hold up the others: the same kind of core, of no older generation.</summary>
    static bool IsAsFast(InstanceType type, InstanceType than)
    {
        var (a, b) = (Silicon.Find(type), Silicon.Find(than));
        return a.Kind == b.Kind && a.LogSpeed >= b.LogSpeed - 1e-9 && !TypeKinds.IsSpecial(type);
    }

    /// <summary>
    /// Where the price list gives a range it holds eight prices in ten, the same range that the ledger shows; else what such estimates miss
    /// by.
    /// </summary>
    static double PriceSpreadOf(SizingJob job, Option option) =>
        job.Book.Spot(job.Region, option.Type!.Name, null) is { LowUsd: > 0 and var low, HighUsd: { } high } && high > low
            ? Math.Log((double)(high / low)) / (2 * TimeSpread.Z90) : SizingConstants.SpotPrice.Number;

    public static DisplayText NameOf(Option o) => Words(o);

    static string Words(Option o) => o.Platform switch
    {
        SizingPlatform.EmrServerless =>
            $"EMR Serverless {o.Architecture}, a driver and up to {Quantity.Plural(o.Count.Executors, "executor")} of {o.WorkerType}",
        SizingPlatform.Glue => FormattableString.Invariant($"Glue, {o.Nodes} x {o.WorkerType}"),
        SizingPlatform.EmrOnEks => FormattableString.Invariant($"EMR on EKS, {o.Nodes} x {o.Type!.Name} On-Demand"),
        _ when !o.IsSpot => FormattableString.Invariant($"{o.Nodes} x {o.Type!.Name} On-Demand"),
        _ => string.Create(CultureInfo.InvariantCulture,
            $"{(o.SpareCoreType is null ? o.OnDemandNodes : 1)} x {o.SpareCoreType ?? o.Type!.Name} + {o.SpotNodes} x {o.Type!.Name} "
            + $"Spot task"),
    };

    public static DriverPlan DriverOf(SizingJob job, string platform)
    {
        var container = PlatformCatalog.Find(platform)!.DriverMib(job.Shape);
        return new DriverPlan(
            job.Shape.DriverCores, job.Shape.Driver.HeapMib, container - job.Shape.Driver.HeapMib, job.Shape.DriverInCluster)
        {
            DiskGb = platform == SizingPlatform.EmrServerless ? WorkerDisk.Offered(job.Run, "driver").Gb : null,
        };
    }

    static List<string> NotesOf(SizingJob job, Option option, double boundMs, double ms)
    {
        var notes = job.Needs.Where(n => n.Platforms.Contains(option.Platform)).Select(n => n.Words).ToList();
        if (option.Platform == SizingPlatform.Glue)
            notes.Add("Glue runs its own Spark: versions, connectors and libraries are to be tried; the engine is taken as equally fast");
        if (boundMs > 0.01 * ms)
            notes.Add(FormattableString.Invariant(
                $"network or disk bound: {boundMs / 1000:0} s of the time are waits for the nodes' baseline network or volumes"));
        if (option.Executor.HeapMib > CompressedOops.MostMib)
            notes.Add(FormattableString.Invariant(
                $"a heap of {option.Executor.HeapMib / 1024.0:0.#} GiB has wide pointers (no compressed oops from 32 GiB on): it ")
                + "holds less than its size says");
        if (job.CacheNote(option.Count.Executors, option.Executor.HeapMib) is { } cached) notes.Add(cached);
        if (option.DataGib > 0)
            notes.Add(FormattableString.Invariant(
                $"{option.DataGib} GiB of gp3 a node for shuffle and spill: the default volumes are too small"));
        if (option.Platform == SizingPlatform.EmrServerless) notes.Add(ServerlessStorage.NoteOf(job, option));
        if (option.Architecture == "arm64" && ArmRisks.Find(job.Run) is { Count: > 0 } risks)
            notes.Add($"on the class path without an arm64 build, or with a doubtful one: {string.Join(", ", risks.Take(5))}");
        if (option.Type is { } type && job.Book.EmrOnEc2Fee(job.Region, type.Name).CapInDoubt && option.Platform == SizingPlatform.EmrOnEc2)
            notes.Add($"the EMR fee of {type.Name} may be capped at {EmrFee.CapUsd} USD an hour");
        return notes;
    }

    public static UsdBand Band(IReadOnlyList<SimulatedCost> runs) =>
        new(UsdQuantile(runs, 0.1), UsdQuantile(runs, 0.5), UsdQuantile(runs, 0.9));

    static double Quantile(IReadOnlyList<SimulatedCost> runs, double p) =>
        Statistics.WeightedQuantile(runs.Select(r => (r.TimeMs, r.Weight)), p);

    static decimal UsdQuantile(IReadOnlyList<SimulatedCost> runs, double p) =>
        BillingMath.Round6(Statistics.WeightedQuantile(runs.Select(r => (r.Usd, r.Weight)), p));

    static long Round(double ms) => (long)Math.Round(ms);
}
