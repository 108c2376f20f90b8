using Rightsizer.Analyzer.Platforms;
using Rightsizer.Analyzer.Timing;

namespace Rightsizer.Analyzer.Answers.Sizing.Search;

/// <summary>
/// Finds the best option of each kind and the front of all: estimates rank, then the first in rank are simulated until they are simulated
/// already.
/// </summary>
sealed class OptionSearch
{
    const int MaxRounds = 8, PolishedAtATime = 8, FrontShown = 7;

    readonly SizingJob job;
    readonly IReadOnlyList<Option> options;
    readonly Estimator estimator;
    readonly Action<string, double?> progress;

    public OptionSearch(SizingJob job, IReadOnlyList<Option> options, Estimator estimator, Action<string, double?> progress) =>
        (this.job, this.options, this.estimator, this.progress) = (job, options, estimator, progress);

    /// <summary>Simulates a grid of counts, of every class where the log is short.</summary>
    public void SimulateGrid()
    {
        var counts = options.Select(o => o.Count).Distinct().OrderBy(c => c.IsOnDemand).ThenBy(c => c.Cores).ThenBy(c => c.Executors)
            .ToList();
        var all = options.Select(o => (o.Speed, o.Count)).Distinct().OrderBy(x => x.Speed).ThenBy(x => x.Count.IsOnDemand)
            .ThenBy(x => x.Count.Cores).ThenBy(x => x.Count.Executors).ToList();
        void Tell(double share) => progress("simulating options", share);
        if (all.Count <= job.Model.Left / 2)
        {
            job.Model.Simulate(all, Tell);
            return;
        }
        // the plan as observed at every so many counts; other classes are scaled from it
        var curves = counts.GroupBy(c => (c.IsOnDemand, c.Cores)).Select(g => g.ToList()).ToList();
        var perCurve = Math.Max(3, (int)(job.Model.Left / 2 / Math.Max(1, curves.Count)));
        job.Model.Simulate(curves.SelectMany(c => Spread(c, perCurve)).Select(c => (SpeedClass.Observed, c)), Tell);
    }

    static IEnumerable<ExecutorCount> Spread(List<ExecutorCount> counts, int most)
    {
        if (counts.Count <= most) return counts;
        return Enumerable.Range(0, most).Select(i => counts[(int)Math.Round((double)i * (counts.Count - 1) / (most - 1))]).Distinct();
    }

    /// <summary>Best of each kind: least cost within the deadline, else least P90 time. Kinds without an option are missing.</summary>
    public IReadOnlyDictionary<OfferKind, Estimate> BestOfKinds() => TopOfKinds().ToDictionary(k => k.Key, k => k.Value[0]);

    /// <summary>
    /// The first in rank of each kind, which are priced in full before one is taken: an estimate does not round up as a bill does.
    /// </summary>
    public IReadOnlyDictionary<OfferKind, IReadOnlyList<Estimate>> TopOfKinds()
    {
        for (var round = 0; ; round++)
        {
            var ranked = Rank();
            var open = ranked.Values.SelectMany(best => best).Where(e => !e.Exact).Select(e => (e.Option.Speed, e.Option.Count)).ToList();
            if (open.Count == 0 || round == MaxRounds || !job.Model.CanSimulate)
                return ranked.ToDictionary(k => k.Key, k => (IReadOnlyList<Estimate>)k.Value);
            job.Model.Simulate(open, share => progress("refining", share));
        }
    }

    /// <summary>None is both cheaper and sooner; cheapest first, at most seven, the ends among them.</summary>
    public IReadOnlyList<Estimate> Front()
    {
        for (var round = 0; ; round++)
        {
            var front = Thin(Undominated(Estimates()));
            var open = front.Where(e => !e.Exact).Select(e => (e.Option.Speed, e.Option.Count)).ToList();
            if (open.Count == 0 || round == MaxRounds || !job.Model.CanSimulate) return front;
            job.Model.Simulate(open, share => progress("comparing time and cost", share));
        }
    }

    public IEnumerable<Estimate> Estimates()
    {
        foreach (var option in options)
        {
            if (estimator.Of(option) is { } estimate) yield return estimate;
        }
    }

    public static int Compare(Estimate a, Estimate b, double deadlineMs)
    {
        bool inA = a.P90Ms <= deadlineMs, inB = b.P90Ms <= deadlineMs;
        if (inA != inB) return inA ? -1 : 1;
        var by = inA ? a.Usd.CompareTo(b.Usd) : a.P90Ms.CompareTo(b.P90Ms);
        if (by != 0) return by;
        by = (a.P90Ms, a.Option.Nodes).CompareTo((b.P90Ms, b.Option.Nodes));
        return by != 0 ? by : string.CompareOrdinal(a.Option.Type?.Name ?? a.Option.WorkerType, b.Option.Type?.Name ?? b.Option.WorkerType);
    }

    Dictionary<OfferKind, List<Estimate>> Rank()
    {
        var ranked = new Dictionary<OfferKind, List<Estimate>>();
        foreach (var e in Estimates())
        {
            if (!ranked.TryGetValue(e.Option.Kind, out var best)) ranked[e.Option.Kind] = best = [];
            var at = best.FindIndex(b => Compare(e, b, job.DeadlineMs) < 0);
            if (at >= 0) best.Insert(at, e);
            else best.Add(e);
            if (best.Count > PolishedAtATime) best.RemoveAt(PolishedAtATime);
        }
        return ranked;
    }

    static List<Estimate> Undominated(IEnumerable<Estimate> estimates)
    {
        var front = new List<Estimate>();
        var soonest = double.PositiveInfinity;
        foreach (var e in estimates.OrderBy(e => e.Usd).ThenBy(e => e.P90Ms)
            .ThenBy(e => e.Option.Type?.Name ?? e.Option.WorkerType, StringComparer.Ordinal))
        {
            if (e.P90Ms >= soonest) continue;
            soonest = e.P90Ms;
            front.Add(e);
        }
        return front;
    }

    /// <summary>Ends and points between, evenly along the logarithm of the time.</summary>
    static List<Estimate> Thin(List<Estimate> front)
    {
        if (front.Count <= FrontShown) return front;
        var (first, last) = (Math.Log(front[0].P90Ms), Math.Log(front[^1].P90Ms));
        var kept = new List<Estimate>();
        for (var i = 0; i < FrontShown; i++)
        {
            var want = first + (last - first) * i / (FrontShown - 1);
            var nearest = front.MinBy(e => Math.Abs(Math.Log(e.P90Ms) - want))!;
            if (kept.Count == 0 || !ReferenceEquals(kept[^1], nearest)) kept.Add(nearest);
        }
        return kept;
    }
}
