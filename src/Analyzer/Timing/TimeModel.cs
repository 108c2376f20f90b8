using System.Collections.Concurrent;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Timing;

/// <summary>Executors of a simulation.</summary>
/// <param name="Executors">Fixed count, or the most.</param>
/// <param name="Cores">Of each.</param>
/// <param name="Coming">How executors come and go as tasks ask for them (EMR Serverless); null where they stay.</param>
readonly record struct ExecutorCount(int Executors, int Cores, ComingExecutors? Coming = null)
{
    /// <summary>Executors come and go as tasks ask for them.</summary>
    public bool IsOnDemand => Coming is not null;
}

/// <summary>Executors that are asked for while the application runs.</summary>
/// <param name="First">As many at its start.</param>
/// <param name="GrantMs">From asking for one to its coming.</param>
readonly record struct ComingExecutors(int First, double GrantMs);

/// <summary>One simulated time.</summary>
/// <param name="EndMs">Application time; infinite where the tasks cannot run.</param>
/// <param name="WorkerMs">Executor lives together, each a minute at least.</param>
/// <param name="HeavyMs">Spans of <see cref="WorkProfile.Heavy"/>.</param>
sealed record TimePoint(double EndMs, double WorkerMs, double[] HeavyMs);

/// <summary>
/// Times of one run at any shape: simulated where the budget allows it, else between two simulated counts on a line through the logarithms.
/// </summary>
/// <remarks>What is asked first is simulated first, in the order asked, so the answer does not depend on threads.</remarks>
sealed class TimeModel
{
    /// <summary>Tasks simulated over all points: about ten seconds of two cores.</summary>
    public const long DefaultTaskBudget = 8_000_000;

    /// <summary>A worker is billed a minute at least.</summary>
    const double BilledAtLeastMs = 60_000;

    readonly ReplayPlan plan;
    readonly WorkProfile work;
    readonly ConcurrentDictionary<SpeedClass, Lazy<ReplayPlan>> plans = new();
    readonly Dictionary<(SpeedClass, ExecutorCount), TimePoint> points = [];
    readonly Dictionary<(SpeedClass, ExecutorCount), TimePoint?> estimates = [];
    readonly Dictionary<(SpeedClass, int, bool), SortedList<int, TimePoint>> curves = [];
    readonly CancellationToken cancellation;
    long spent;

    public TimeModel(ReplayPlan plan, WorkProfile work, CancellationToken cancellation) =>
        (this.plan, this.work, this.cancellation) = (plan, work, cancellation);

    public ReplayPlan Plan => plan;
    public WorkProfile Work => work;

    /// <summary>True while there is budget for one more simulation.</summary>
    public bool CanSimulate => spent + CostOfOne <= TaskBudget;

    /// <summary>Counts that can still be simulated.</summary>
    public long Left => (TaskBudget - spent) / CostOfOne;

    /// <summary>Of one simulation, in tasks: executors without tasks have their start and their end as well.</summary>
    long CostOfOne => Math.Max(1, Math.Max(plan.TaskCount, plan.Executors.Count));

    public long TaskBudget { get; init; } = DefaultTaskBudget;

    public bool Has(SpeedClass speed, ExecutorCount count) => points.ContainsKey((speed, count));

    /// <summary>Simulates what is not known yet, as far as the budget goes.</summary>
    public void Simulate(IEnumerable<(SpeedClass Speed, ExecutorCount Count)> wanted, Action<double>? progress = null)
    {
        var todo = wanted.Where(w => !points.ContainsKey(w)).Distinct().Take((int)Math.Min(int.MaxValue, Math.Max(0, Left))).ToArray();
        var results = new TimePoint[todo.Length];
        var done = 0;
        Parallel.For(0, todo.Length, new ParallelOptions { CancellationToken = cancellation }, i =>
        {
            results[i] = PointOf(Run(todo[i].Speed, todo[i].Count));
            progress?.Invoke((double)Interlocked.Increment(ref done) / todo.Length);
        });
        if (todo.Length > 0) estimates.Clear();
        for (var i = 0; i < todo.Length; i++)
        {
            points[todo[i]] = results[i];
            spent += CostOfOne;
            var key = (todo[i].Speed, todo[i].Count.Cores, todo[i].Count.IsOnDemand);
            if (!curves.TryGetValue(key, out var curve)) curves[key] = curve = [];
            curve[todo[i].Count.Executors] = results[i];
        }
    }

    /// <summary>
    /// Exact where simulated, else on the line between its neighbours; null below the counts of that curve that are known, where it takes
    /// longer. Above them the run as observed takes no longer, and other speeds are unknown.
    /// </summary>
    public TimePoint? At(SpeedClass speed, ExecutorCount count)
    {
        if (points.TryGetValue((speed, count), out var exact)) return exact;
        if (estimates.TryGetValue((speed, count), out var known)) return known;
        return estimates[(speed, count)] = Estimate(speed, count);
    }

    TimePoint? Estimate(SpeedClass speed, ExecutorCount count)
    {
        if (!curves.TryGetValue((speed, count.Cores, count.IsOnDemand), out var curve)) return null;
        var keys = curve.Keys;
        var above = 0;
        while (above < keys.Count && keys[above] < count.Executors) above++;
        if (above == 0) return null;
        if (above == keys.Count) return speed == SpeedClass.Observed ? curve.Values[^1] : null;
        var (low, high) = (curve.Values[above - 1], curve.Values[above]);
        var x = Math.Log((double)count.Executors / keys[above - 1]) / Math.Log((double)keys[above] / keys[above - 1]);
        return new TimePoint(Between(low.EndMs, high.EndMs, x), Between(low.WorkerMs, high.WorkerMs, x),
            [.. low.HeavyMs.Zip(high.HeavyMs, (a, b) => Between(a, b, x))]);
    }

    /// <summary>The whole simulated run; not counted against the budget, for the few that are shown.</summary>
    public SimulatedRun Run(SpeedClass speed, ExecutorCount count)
    {
        cancellation.ThrowIfCancellationRequested();
        var (seen, cores) = (PlanOf(speed), count.Executors * count.Cores);
        var followed = CoreFollowers.At(seen, PartitionCounts.At(seen, cores), count.Executors, cores).There;
        var there = ShapeEffects.At(followed, count.Executors, count.Cores);
        return count.Coming is { } coming
            ? Simulator.Run(there.WithAllocation(there.Allocation with { Dynamic = true, GrantLagMs = coming.GrantMs }),
            new DynamicShape(Math.Min(coming.First, count.Executors), count.Executors, count.Cores))
            : Simulator.Run(there, new FixedShape(count.Executors, count.Cores));
    }

    public ReplayPlan PlanOf(SpeedClass speed) =>
        plans.GetOrAdd(speed, s => new Lazy<ReplayPlan>(() => WithMoreData(s.Apply(plan, work)))).Value;

    /// <summary>Time of every task over what was observed, on any machine.</summary>
    double DataRatio { get; init; } = 1;

    /// <summary>
    /// The same job with so many times the data in as many tasks: each takes and moves as much more; the driver takes as long.
    /// </summary>
    public TimeModel WithData(double ratio, long taskBudget) =>
        new(plan, work.WithData(ratio), cancellation) { DataRatio = ratio, TaskBudget = taskBudget };

    ReplayPlan WithMoreData(ReplayPlan seen) =>
        DataRatio == 1 ? seen : seen.WithTasks((_, row, ms) => row < 0 ? ms : ms * DataRatio);

    TimePoint PointOf(SimulatedRun run) => new(
        run.Finished ? run.EndMs : double.PositiveInfinity,
        run.Executors.Sum(x => Math.Max(BilledAtLeastMs, x.EndMs - x.StartMs)),
        [.. work.Heavy.Select(h => run.Stages[h.Stage]).Select(s => double.IsNaN(s.EndMs) ? 0 : s.EndMs - s.StartMs)]);

    static double Between(double a, double b, double x) =>
        a > 0 && b > 0 ? Math.Exp(Math.Log(a) * (1 - x) + Math.Log(b) * x) : a * (1 - x) + b * x;
}
