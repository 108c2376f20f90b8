using System.Globalization;
using Rightsizer.Analyzer.Answers.Diagnosis;
using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Answers.Sizing.Search;
using Rightsizer.Analyzer.Facts.Clusters;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Ledgers.Prices;
using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;

namespace Rightsizer.Analyzer.Answers.Study;

/// <summary>
/// The runs of the line, one way after another: the same runs in each, for a sum without some of the jobs is no cheaper than one with them.
/// </summary>
sealed class StudyWays(
    IReadOnlyList<StudyJob> jobs, StudyLine all, SizingRequest request, StandingClusterRequest standing, PriceBook book, string region)
{
    /// <summary>Runs of jobs that have a price on AWS; of GPUs and native engines, and where nothing fits, there is none.</summary>
    readonly StudyLine line = all with { Runs = [.. all.Runs.Where(r => PriceOf(jobs[r.Job]) is not null)] };
    readonly NodeRates rates = new(book, region, request.Pricing.Discounts, request.Pricing.Cluster?.ReleaseLabel);

    const string Picks = "picks";

    decimal committedUsd;

    const string NoFit = "These jobs do not fit and are counted at their recommendation, or On-Demand";

    /// <summary>Cheapest first, of equal costs one place for all jobs before a place for each; unpriced last.</summary>
    public IReadOnlyList<StudyWay> All()
    {
        if (line.Runs.Count == 0) return [];
        committedUsd = TodaysCommitments();
        var ways = new List<StudyWay> { Today(), Recommended(),
            OfCells("transientOnDemand", "an On-Demand cluster for each run", j => j.OnDemand ?? j.Graviton, PriceOf, NoFit),
            Serverless() };
        if (Standing() is { } both) ways.AddRange(both);
        return [.. ways.OrderBy(w => w.Usd is null).ThenBy(w => w.Usd).ThenBy(w => w.Kind == Picks)
            .ThenBy(w => w.Kind, StringComparer.Ordinal)];
    }

    /// <summary>Jobs with times and executors that are in none of the ways, by name.</summary>
    public IReadOnlyList<string> Without { get; } = [.. all.Runs.Select(r => jobs[r.Job]).Where(j => PriceOf(j) is null)
        .Select(j => j.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Jobs that are in the ways.</summary>
    public int Jobs => line.Runs.Select(r => r.Job).Distinct().Count();

    /// <summary>What a run costs in a way that has no option for its job.</summary>
    static StudyPrice? PriceOf(StudyJob job) =>
        new[] { job.Pick, job.OnDemand, job.Graviton }.FirstOrDefault(p => p?.Usd is not null);

    /// <summary>What Savings Plans and reservations pay for as the runs ran; 0 where that is not known of all.</summary>
    decimal TodaysCommitments() =>
        Costs.All(c => c is { TotalUsd: not null, Basis: CostBasis.Known }) ? Costs.Sum(c => c!.CommittedUsd) : 0;

    IReadOnlyList<Ledger?> Costs =>
        field ??= [.. line.Runs.Select(r => ActualCost.Compute(r.Run, r.Shape, request.Pricing, out _))];

    StudyWay Today()
    {
        var costs = Costs;
        var missing = costs.Count(c => c?.TotalUsd is null);
        decimal? usd = missing > 0 ? null : costs.Sum(c => c!.TotalUsd!.Value);
        var ground = costs.All(c => c?.Basis == CostBasis.Known) ? costs.Min(c => c!.Ground) : Ground.Assumed;
        return Way("today", "as it ran", usd, line.Peak(r => r.Shape.PeakExecutors * r.Shape.ExecutorCores), "executor cores",
            missing > 0 ? Ground.Missing : ground, committedUsd,
            missing > 0 ? [FormattableString
                .Invariant($"{missing} of {costs.Count} runs have no known cost today (--usd-per-hour or --cluster gives it)")] : []);
    }

    /// <summary>
    /// A job without a recommendation is counted on EMR Serverless, as it is where all jobs are: On-Demand, it would make the
    /// recommendations of the others look dearer than no recommendation at all.
    /// </summary>
    StudyWay Recommended() => OfCells(Picks, "the recommendation of each job", j => j.Pick,
        j => j.Serverless?.Usd is not null ? j.Serverless : PriceOf(j),
        "These jobs have no recommendation and are counted on EMR Serverless, or On-Demand");

    /// <summary>A run costs its job's cell, by its own time over its job's median.</summary>
    /// <param name="kind">Of the way.</param>
    /// <param name="name">For people.</param>
    /// <param name="cell">What a run costs; null where the job has no such option.</param>
    /// <param name="otherwise">What it costs then.</param>
    /// <param name="note">Says so, before the names of those jobs.</param>
    StudyWay OfCells(string kind, string name, Func<StudyJob, StudyPrice?> cell, Func<StudyJob, StudyPrice?> otherwise, string note)
    {
        decimal sum = 0, committed = 0;
        var others = new SortedSet<string>(StringComparer.Ordinal);
        var ground = Ground.Simulated;
        foreach (var r in line.Runs)
        {
            var job = jobs[r.Job];
            var price = cell(job);
            if (price?.Usd is null)
            {
                price = otherwise(job)!;
                others.Add(job.Name);
            }
            ground = BillingMath.Weakest(ground, price.Ground);
            var times = job.Sizing.Today?.RunMs is > 0 and var median ? (decimal)r.Ms / median : 1;
            sum += price.Usd!.Value * times;
            committed += price.CommittedUsd * times;
        }
        var notes = new List<string>();
        if (others.Count > 0) notes.Add($"{note}: {Names(others)}");
        return Way(kind, name, BillingMath.Round6(sum), line.Peak(_ => 1), "runs", ground, committed, notes);
    }

    static string Names(SortedSet<string> names) =>
        names.Count <= 4 ? string.Join(", ", names)
        : FormattableString.Invariant($"{string.Join(", ", names.Take(3))} and {names.Count - 3} more");

    StudyWay Serverless()
    {
        var way = OfCells("serverless", "EMR Serverless", j => j.Serverless, PriceOf, NoFit);
        return way with
        {
            PeakCapacity = line.Peak(r => r.Vcpu),
            CapacityUnit = "vCPUs",
            Notes = [.. way.Notes, "Workers that size chose for each job; report prices the executors that ran"],
        };
    }

    /// <summary>Fixed and managed, each on the type on which it is cheapest; null where no type holds every run's executors.</summary>
    IReadOnlyList<StudyWay>? Standing()
    {
        StudyWay? steady = null, managed = null;
        foreach (var type in Types())
        {
            if (rates.Of(type.Name, Purchase.OnDemand) is not { } rate
                || rates.Of(TransientCluster.PrimaryOf(type.Arch), Purchase.OnDemand) is not { } primary
                || book.YarnMemoryOf(type.Name) is not { } yarn) continue;
            var demands = line.Runs.Select(r => new StandingDemand(r.StartMs, r.Ms, NodesOf(r, type, yarn.Mib))).ToList();
            var most = standing.MaxNodes ?? request.MaxNodes ?? 256;
            if (demands.Any(d => double.IsInfinity(d.Nodes))) continue;
            var nodes = standing.MaxNodes ?? StandingSimulation.Fewest(demands, SizingJob.MinNodes, most);
            var min = Math.Min(standing.MinNodes, nodes);
            steady = Cheaper(steady, Of("standingFixed", FormattableString.Invariant($"one permanent cluster, {nodes} x {type.Name}"),
                StandingSimulation.Run(demands, StandingRule.Fixed(nodes), line.SpanMs), []));
            managed = Cheaper(managed,
                Of("standingManaged", FormattableString.Invariant(
                    $"one cluster with managed scaling, {min}{(min < nodes ? " to " + nodes : "")} x {type.Name}"),
                StandingSimulation.Run(demands, StandingSimulation.Scaling(min, nodes), line.SpanMs),
                [string.Create(CultureInfo.InvariantCulture,
                    $"{EmrOnEc2Platform.StartUp.Whole} s to add a node; a node is removed after {StandingSimulation.Keep.Whole} s "
                        + $"without work")]));

            StudyWay Of(string kind, string name, StandingOutcome o, IReadOnlyList<string> notes)
            {
                var (hours, primaryHours) = ((decimal)o.NodeMs / 3_600_000, (decimal)Math.Max(line.SpanMs, o.EndMs) / 3_600_000);
                return Way(kind, name, BillingMath.Round6(hours * rate.Usd + primaryHours * primary.Usd), o.PeakNodes,
                    type.Name + " nodes", Ground.Assumed, hours * rate.CommittedUsd + primaryHours * primary.CommittedUsd,
                    [.. notes, "Each run keeps today's executors and time; runs that do not fit wait their turn",
                        $"A primary node, {TransientCluster.PrimaryOf(type.Arch)}, is included"]) with
                {
                    MeanWaitMs = (long)o.WaitMs.Average(),
                    MaxWaitMs = o.WaitMs.Max(),
                    UsedRatio = o.NodeMs > 0 ? Math.Round(o.UsedNodeMs / o.NodeMs, 6) : null,
                };
            }
        }
        return steady is null || managed is null ? null : [steady, managed];

        static StudyWay Cheaper(StudyWay? a, StudyWay b) => a is null || b.Usd < a.Usd ? b : a;
    }

    /// <summary>The type asked for, else the usual x86 families.</summary>
    IEnumerable<InstanceType> Types() => standing.InstanceType is { } asked
        ? book.Types.Where(t => t.Name == asked) : book.Types.Where(t => t.Family is "m5" or "r5" or "c5" && t.Vcpu is >= 4 and <= 64);

    static double NodesOf(StudyRun r, InstanceType type, long yarnMib)
    {
        var perNode = Math.Min(yarnMib / EmrOnEc2Platform.Instance.ExecutorMib(r.Shape), type.Vcpu / r.Shape.ExecutorCores);
        return perNode < 1 ? double.PositiveInfinity : (double)r.Shape.PeakExecutors / perNode;
    }

    StudyWay Way(
        string kind, string name, decimal? usd, int peak, string unit, Ground ground, decimal committed, IReadOnlyList<string> notes)
    {
        // paid all the same, as in the sizing of one job
        var unused = BillingMath.Round6(Math.Max(0, committedUsd - committed));
        return new()
        {
            Kind = kind,
            Name = name,
            Usd = usd + unused,
            YearUsd = line.Year(usd + unused),
            PeakCapacity = peak,
            CapacityUnit = unit,
            Ground = ground,
            Notes = [.. notes, .. unused == 0 ? [] : (DisplayText[])[$"~{Quantity.Usd(unused)} of it is today's EC2 time that a Savings "
                + "Plan or a reservation covers and this would leave unused: it is paid all the same"]],
        };
    }
}
