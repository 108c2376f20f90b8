using System.Globalization;
using Rightsizer.Analyzer.Answers.Study;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Numerics;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// The period's arrivals on one lasting cluster, against a cluster a run: events, with closed forms to explain them. docs/science.md 6.
/// </summary>
static class Arrivals
{
    const LedgerKind OnDemand = LedgerKind.EmrOnDemandX86, Serverless = LedgerKind.ServerlessX86;
    const decimal HourMs = 3_600_000, WeekHours = 168;
    const long DayMs = 86_400_000;

    static readonly long StartMs = 1000L * EmrOnEc2Platform.StartUp.Whole;

    /// <summary>Over longer times nobody means one cluster of one size.</summary>
    const int MaxDays = 92;

    /// <summary>A cluster that scales keeps its primary node and a core node: of 4 vCPUs each, an m5.xlarge.</summary>
    const int LeastVcpu = 8;

    readonly record struct Arrival(long AtMs, long RunMs, long Vcpu);

    /// <summary>Null with fewer than two runs that can be placed and priced, and over more than a quarter.</summary>
    /// <param name="items">Runs of the period.</param>
    /// <param name="since">First day of the period.</param>
    /// <param name="untilExcl">The day after its last.</param>
    /// <param name="asked">The period was asked for. Otherwise runs within a day are a period from the first to the last of them.</param>
    public static FleetArrivals? Simulate(IReadOnlyList<CostedRun> items, DateOnly since, DateOnly untilExcl, bool asked)
    {
        if (untilExcl.DayNumber - since.DayNumber > MaxDays) return null;
        var runs = items.Where(i =>
            i.Run is { WallMs: > 0, Cluster: { ExecutorCores: > 0, PeakExecutors: > 0 } } && SavingList.PriceOf(i, OnDemand) is > 0)
            .ToList();
        if (runs.Count < 2) return null;
        var arrivals = runs.Select(r =>
            new Arrival(r.StartMs, r.Run!.WallMs!.Value,
            (long)r.Run.Cluster!.PeakExecutors * r.Run.Cluster.ExecutorCores + r.Run.Cluster.DriverCores))
            .OrderBy(a => a.AtMs).ThenBy(a => a.RunMs).ThenBy(a => a.Vcpu).ToList();
        var transientUsd = runs.Sum(r => SavingList.PriceOf(r, OnDemand)!.Value);
        var vcpuHours = arrivals.Sum(a => (decimal)a.Vcpu * (a.RunMs + StartMs)) / HourMs;
        var price = transientUsd / vcpuHours;
        // as size counts it: days that begin at midnight say nothing of runs that lie close together
        var spanMs = arrivals.Max(a => a.AtMs + a.RunMs) - arrivals[0].AtMs;
        var heldMs = !asked && spanMs < DayMs ? spanMs : (untilExcl.DayNumber - since.DayNumber) * DayMs;
        var largest = arrivals.Max(a => a.Vcpu);
        var peak = Overlap.Most(arrivals.Select(a => ((double)a.AtMs, (double)(a.AtMs + a.RunMs), a.Vcpu)));
        // one unit of the simulated cluster is a vCPU
        var first = arrivals[0].AtMs;
        List<StandingDemand> demands = [.. arrivals.Select(a => new StandingDemand(a.AtMs - first, a.RunMs, a.Vcpu))];
        var size = StandingSimulation.Fewest(demands, 1, (int)Math.Min(int.MaxValue, Math.Max(largest, peak)));
        var steady = StandingSimulation.Run(demands, StandingRule.Fixed(size));
        // runs that wait end later than they did
        heldMs = Math.Max(heldMs, steady.EndMs);
        var hours = heldMs / HourMs;
        var scaled = StandingSimulation.Run(demands, StandingSimulation.Scaling(LeastVcpu, int.MaxValue), heldMs);
        var serverless = runs.All(r => SavingList.PriceOf(r, Serverless) is not null)
            ? runs.Sum(r => SavingList.PriceOf(r, Serverless)!.Value) : (decimal?)null;
        var work = arrivals.Sum(a => (decimal)a.Vcpu * a.RunMs) / HourMs;
        var meanHours = arrivals.Average(a => (decimal)(a.RunMs + StartMs)) / HourMs;
        return new FleetArrivals
        {
            UsdPerVcpuHour = BillingMath.Round6(price),
            Runs = runs.Count,
            HeldMs = heldMs,
            LargestVcpu = largest,
            PeakVcpu = peak,
            Deployments =
            [
                new("transient", BillingMath.Round6(transientUsd), null, StartMs, StartMs,
                    $"{EmrOnEc2Platform.StartUp.Whole} s to start each"),
                new("persistentFixed", BillingMath.Round6(price * size * hours), size, MeanWait(steady), steady.WaitMs.Max(),
                    string.Create(CultureInfo.InvariantCulture,
                    $"billed for {Quantity.Duration(heldMs)}{(heldMs < DayMs ? ", from the first run to the last" : "")}; the smallest "
                        + $"cluster on which no run waits longer than {StandingSimulation.LongestWait.Whole / 60} min")),
                new("persistentScaled", BillingMath.Round6(price * (decimal)scaled.NodeMs / HourMs), null, MeanWait(scaled),
                    scaled.WaitMs.Max(), string.Create(CultureInfo.InvariantCulture,
                    $"managed scaling: {EmrOnEc2Platform.StartUp.Whole} s to add a node, removed after "
                        + $"{StandingSimulation.Keep.Whole / 60} min "
                        + $"without work; a primary and a core node of 4 vCPUs stay")),
                new("serverless", serverless is { } s ? BillingMath.Round6(s) : null, null, 0, 0,
                    "the executors that ran, on x86 (size finds smaller workers where they do); workers are billed from start to removal; "
                        + "their start-up is not in the log"),
            ],
            BreakEvenRunsAWeek = Math.Round(WeekHours / meanHours, 1, MidpointRounding.AwayFromZero),
            BusyShare = Math.Round(work / (size * hours), 4, MidpointRounding.AwayFromZero),
            ServerlessBelowBusyShare = serverless is > 0 and var sls && work > 0
                ? Math.Round(Math.Min(1, price / (sls / work)), 4, MidpointRounding.AwayFromZero) : null,
        };
    }

    static long MeanWait(StandingOutcome outcome) => outcome.WaitMs.Sum() / outcome.WaitMs.Count;
}
