using Rightsizer.Analyzer.Ledgers;
using Rightsizer.Analyzer.Platforms.EmrOnEc2;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// The period's arrivals on one lasting cluster, against a cluster a run: events, with closed forms to explain them. docs/science.md 6.
/// </summary>
static class Arrivals
{
    const LedgerKind OnDemand = LedgerKind.EmrOnDemandX86, Serverless = LedgerKind.ServerlessX86;
    const decimal HourMs = 3_600_000, WeekHours = 168;

    /// <summary>Start of a node, and how long an idle one is kept by a cluster that scales: docs/pricing.md.</summary>
    public static readonly long StartMs = 1000L * EmrOnEc2Platform.StartUp.Whole;
    public const long ScaleInMs = 300_000;

    /// <summary>What a lasting cluster may make its unluckiest run wait.</summary>
    const long MaxWaitMs = 600_000;

    /// <summary>Over longer times nobody means one cluster of one size.</summary>
    const int MaxDays = 92;

    readonly record struct Arrival(long AtMs, long RunMs, long Vcpu);

    /// <summary>Null with fewer than two runs that can be placed and priced, and over more than a quarter.</summary>
    public static FleetArrivals? Simulate(IReadOnlyList<CostedRun> items, DateOnly since, DateOnly untilExcl)
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
        var hours = (untilExcl.DayNumber - since.DayNumber) * 24m;
        var largest = arrivals.Max(a => a.Vcpu);
        var peak = Peak(arrivals);
        var (size, meanWait, maxWait) = Smallest(arrivals, largest, peak);
        var serverless = runs.All(r => SavingList.PriceOf(r, Serverless) is not null)
            ? runs.Sum(r => SavingList.PriceOf(r, Serverless)!.Value) : (decimal?)null;
        var work = arrivals.Sum(a => (decimal)a.Vcpu * a.RunMs) / HourMs;
        var meanHours = arrivals.Average(a => (decimal)(a.RunMs + StartMs)) / HourMs;
        return new FleetArrivals
        {
            UsdPerVcpuHour = BillingMath.Round6(price),
            Runs = runs.Count,
            LargestVcpu = largest,
            PeakVcpu = peak,
            Deployments =
            [
                new("transient", BillingMath.Round6(transientUsd), null, StartMs, StartMs,
                    $"a cluster a run, {EmrOnEc2Platform.StartUp.Whole} s to start it"),
                new("persistentFixed", BillingMath.Round6(price * size * hours), size, meanWait, maxWait,
                    FormattableString.Invariant(
                    $"always on; the smallest on which no run waits over {MaxWaitMs / 60_000} min, first come first served")),
                new("persistentScaled", BillingMath.Round6(price * Scaled(arrivals)), null, StartMs, StartMs,
                    $"nodes follow the work: {EmrOnEc2Platform.StartUp.Whole} s to start, kept 5 min when idle; "
                        + "the primary node's part is in the price of a vCPU"),
                new("serverless", serverless is { } s ? BillingMath.Round6(s) : null, null, 0, 0,
                    "workers billed from added to removed; their start is not in the log"),
            ],
            BreakEvenRunsAWeek = Math.Round(WeekHours / meanHours, 1, MidpointRounding.AwayFromZero),
            BusyShare = Math.Round(work / (size * hours), 4, MidpointRounding.AwayFromZero),
            ServerlessBelowBusyShare = serverless is > 0 and var sls && work > 0
                ? Math.Round(Math.Min(1, price / (sls / work)), 4, MidpointRounding.AwayFromZero) : null,
        };
    }

    static long Peak(List<Arrival> arrivals)
    {
        long now = 0, peak = 0;
        // what ends at a moment is gone before what starts
        foreach (var (_, by) in arrivals.SelectMany(a => new[] { (At: a.AtMs, By: a.Vcpu), (At: a.AtMs + a.RunMs, By: -a.Vcpu) })
            .OrderBy(c => c.At).ThenBy(c => c.By))
        {
            now += by;
            peak = Math.Max(peak, now);
        }
        return peak;
    }

    /// <summary>The smallest fixed size that keeps the longest wait within bounds, by halving: waits shrink as a cluster grows.</summary>
    static (long Vcpu, long MeanWaitMs, long MaxWaitMs) Smallest(List<Arrival> arrivals, long largest, long peak)
    {
        var (low, high) = (largest, Math.Max(largest, peak));
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (Waits(arrivals, middle).Max <= MaxWaitMs) high = middle;
            else low = middle + 1;
        }
        var (mean, max) = Waits(arrivals, high);
        return (high, mean, max);
    }

    /// <summary>First come, first served, none overtakes.</summary>
    static (long Mean, long Max) Waits(List<Arrival> arrivals, long vcpu)
    {
        var running = new PriorityQueue<long, long>();
        long free = vcpu, now = 0, sum = 0, max = 0;
        foreach (var a in arrivals)
        {
            now = Math.Max(now, a.AtMs);
            while (running.TryPeek(out var given, out var end) && (end <= now || free < a.Vcpu))
            {
                running.Dequeue();
                free += given;
                now = Math.Max(now, end);
            }
            free -= a.Vcpu;
            running.Enqueue(a.Vcpu, now + a.RunMs);
            var wait = now - a.AtMs;
            sum += wait;
            max = Math.Max(max, wait);
        }
        return (sum / arrivals.Count, max);
    }

    /// <summary>vCPU-hours of a cluster whose nodes are started for what arrives and is not free, and kept a while after.</summary>
    static decimal Scaled(List<Arrival> arrivals)
    {
        decimal total = 0;
        // cores that idle, by the time at which they are let go; the latest are taken first, so that the others can go
        var idle = new List<(long FromMs, long Vcpu)>();
        var ends = new PriorityQueue<long, long>();
        foreach (var a in arrivals)
        {
            while (ends.TryPeek(out var given, out var end) && end <= a.AtMs)
            {
                ends.Dequeue();
                idle.Add((end, given));
            }
            Expire(a.AtMs);
            var needed = a.Vcpu;
            while (needed > 0 && idle.Count > 0)
            {
                var (from, vcpu) = idle[^1];
                var taken = Math.Min(needed, vcpu);
                total += (decimal)taken * (a.AtMs - from);
                needed -= taken;
                if (taken == vcpu) idle.RemoveAt(idle.Count - 1);
                else idle[^1] = (from, vcpu - taken);
            }
            total += (decimal)a.Vcpu * a.RunMs + (decimal)needed * StartMs;
            ends.Enqueue(a.Vcpu, a.AtMs + a.RunMs);
        }
        while (ends.TryDequeue(out var given, out _)) total += (decimal)given * ScaleInMs;
        Expire(long.MaxValue);
        return total / HourMs;

        void Expire(long now)
        {
            for (var i = idle.Count - 1; i >= 0; i--)
            {
                if (now - idle[i].FromMs < ScaleInMs) continue;
                total += (decimal)idle[i].Vcpu * ScaleInMs;
                idle.RemoveAt(i);
            }
        }
    }
}
