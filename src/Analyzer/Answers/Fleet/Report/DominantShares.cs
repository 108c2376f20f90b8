using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// A sweep over the time of one cluster. Each run holds cores and memory, slice by slice of its own time; its share is the larger of both
/// shares of the capacity.
/// </summary>
sealed class DominantShares
{
    readonly Action<int, long, long, double>? held;

    /// <param name="runs">Of the cluster.</param>
    /// <param name="held">Told, piece by piece of time, what a run held: its index, from when, for how long, its share.</param>
    /// <param name="capacityCores">What the cluster had, if known; the most that was held counts where it is more.</param>
    /// <param name="capacityMib">Its memory.</param>
    public DominantShares(
        IReadOnlyList<CostedRun> runs, Action<int, long, long, double>? held = null, double capacityCores = 0, double capacityMib = 0)
    {
        this.held = held;
        ShareMs = new double[runs.Count];
        CapacityCores = capacityCores;
        var changes = Changes(runs);
        var (memory, peakMemory) = (0.0, capacityMib);
        var cores = 0.0;
        foreach (var c in changes)
        {
            cores += c.Cores;
            memory += c.Mib;
            CapacityCores = Math.Max(CapacityCores, cores);
            peakMemory = Math.Max(peakMemory, memory);
        }
        // slices are means: the most that one application held at once was there as well
        foreach (var shape in runs.Select(r => r.Run!.Cluster).OfType<RunCluster>())
        {
            CapacityCores = Math.Max(CapacityCores, (double)shape.PeakExecutors * shape.ExecutorCores);
            peakMemory = Math.Max(peakMemory, (double)shape.PeakExecutors * shape.ExecutorMib);
        }
        Sweep(runs, changes, peakMemory);
    }

    /// <summary>Of each run: its share of the cluster over time. With the idle time they sum to <see cref="BilledMs"/>.</summary>
    public double[] ShareMs { get; }

    /// <summary>By UTC day.</summary>
    public SortedDictionary<DateOnly, double> IdleByDay { get; } = [];
    public long BilledMs { get; private set; }
    public long GapMs { get; private set; }
    public double CapacityCores { get; private set; }

    readonly record struct Change(long AtMs, int Run, double Cores, double Mib, int Alive);

    static List<Change> Changes(IReadOnlyList<CostedRun> runs)
    {
        var changes = new List<Change>();
        for (var i = 0; i < runs.Count; i++)
        {
            var run = runs[i].Run!;
            if (runs[i].Yarn is { Containers.Count: > 0 } listed)
            {
                // what YARN itself kept: no executor and no time need be inferred
                foreach (var container in listed.Containers)
                {
                    double cores = YarnAccount.CoresOf(container, run.Cluster?.ExecutorCores ?? 1);
                    changes.Add(new(container.StartedMs, i, cores, container.Mib, 1));
                    changes.Add(new(container.FinishedMs, i, -cores, -container.Mib, -1));
                }
                continue;
            }
            var wall = Math.Max(0, run.WallMs ?? 0);
            var slices = run.Cores?.PaidBySlice ?? [0];
            var mibPerCore = run.Cluster is { ExecutorCores: > 0 } c ? (double)c.ExecutorMib / c.ExecutorCores : 0;
            // what the log cannot know: the application master, and containers before they registered and after their last task
            if (runs[i].Yarn is { } booked && YarnAccount.ExecutorMibSeconds(runs[i]) is > 0 and var seen)
                mibPerCore *= (double)booked.MemoryMibSeconds / seen;
            var coreFactor = YarnAccount.ExecutorCoreMs(runs[i]) is { } coreMs ? (double)coreMs / runs[i].PaidCoreMs : 1;
            mibPerCore /= coreFactor;
            double held = 0;
            for (var s = 0; s < slices.Count; s++)
            {
                var (from, to) = (wall * s / slices.Count, wall * (s + 1) / slices.Count);
                var cores = to > from ? slices[s] * coreFactor / (to - from) : 0;
                if (cores != held || s == 0)
                    changes.Add(new(runs[i].StartMs + from, i, cores - held, (cores - held) * mibPerCore, s == 0 ? 1 : 0));
                held = cores;
            }
            changes.Add(new(runs[i].StartMs + wall, i, -held, -held * mibPerCore, -1));
        }
        // at one moment what is given back is given before it is taken
        changes.Sort((a, b) => (a.AtMs, a.Cores, a.Run, a.Alive).CompareTo((b.AtMs, b.Cores, b.Run, b.Alive)));
        return changes;
    }

    void Sweep(IReadOnlyList<CostedRun> runs, List<Change> changes, double capacityMib)
    {
        var (cores, mib) = (new double[runs.Count], new double[runs.Count]);
        var active = new SortedSet<int>();
        var alive = 0;
        var now = changes[0].AtMs;
        foreach (var c in changes)
        {
            var ms = c.AtMs - now;
            if (ms > 0 && (alive > 0 || ms <= SharedClusters.KeptGapMs))
            {
                BilledMs += ms;
                if (alive == 0) GapMs += ms;
                Spend(now, ms, active, cores, mib, capacityMib);
            }
            now = c.AtMs;
            alive += c.Alive;
            cores[c.Run] += c.Cores;
            mib[c.Run] += c.Mib;
            if (cores[c.Run] > 1e-9) active.Add(c.Run);
            else active.Remove(c.Run);
        }
    }

    void Spend(long from, long ms, SortedSet<int> active, double[] cores, double[] mib, double capacityMib)
    {
        double sum = 0;
        foreach (var r in active) sum += Share(r);
        foreach (var r in active)
        {
            var share = Share(r) / Math.Max(1, sum);
            ShareMs[r] += ms * share;
            held?.Invoke(r, from, ms, share);
        }
        var idle = ms * Math.Max(0, 1 - sum);
        var day = CostedRun.DayOf(from);
        IdleByDay[day] = IdleByDay.GetValueOrDefault(day) + idle;

        double Share(int r) => Math.Max(CapacityCores > 0 ? cores[r] / CapacityCores : 0, capacityMib > 0 ? mib[r] / capacityMib : 0);
    }
}
