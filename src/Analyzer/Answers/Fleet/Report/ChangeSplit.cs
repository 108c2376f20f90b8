using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// One job's cost before and now, taken apart into causes. Whatever no cause accounts for is unexplained, so the parts always sum.
/// </summary>
static class ChangeSplit
{
    public const string Volume = "volume", Configuration = "configuration", Cluster = "cluster", Plan = "plan", Price = "price",
        NewJobs = "newJobs", GoneJobs = "goneJobs", Unexplained = "unexplained";

    /// <summary>Of what a change is that is no property's.</summary>
    public const string OfPlatform = "platform", OfShape = "shape", OfPlan = "plan";

    public static readonly IReadOnlyList<string> Order =
        [Volume, Configuration, Cluster, Plan, Price, .. CauseCosts.All, NewJobs, GoneJobs, Unexplained];

    /// <summary>Data that grew by less is the same data.</summary>
    internal const decimal MinVolumeRatio = 0.02m;

    /// <summary>A cause that moved less of the cost than this is not told from chance, and not named.</summary>
    const decimal MinShare = 0.02m;

    /// <summary>
    /// The parts, by cause; those that are nought are left out. In dollars, or in core-milliseconds where <paramref name="inCoreTime"/>.
    /// </summary>
    public static SplitChange Split(IReadOnlyList<CostedRun> before, IReadOnlyList<CostedRun> now, bool inCoreTime)
    {
        var (a, b) = (Side.Sum(before, inCoreTime), Side.Sum(now, inCoreTime));
        var parts = new Dictionary<string, decimal>(StringComparer.Ordinal);
        if (a.Runs.Count == 0 || b.Runs.Count == 0)
        {
            if (a.Runs.Count > 0) parts[GoneJobs] = -a.Total;
            if (b.Runs.Count > 0) parts[NewJobs] = b.Total;
            return new(parts, []);
        }
        var left = b.Total - a.Total;
        var rate = a.CoreMs > 0 ? (a.Total - a.Start) / a.CoreMs : 0;
        Take(Volume, (b.Runs.Count - a.Runs.Count) * a.Total / a.Runs.Count);
        var changed = ChangedBetween(a, b);
        var start = b.Start - a.Start * b.Runs.Count / a.Runs.Count;
        if (!inCoreTime && a.CoreMs > 0 && b.CoreMs > 0)
        {
            // what the same core time costs more: another price, or another kind of machine
            var dearer = b.Total - b.Start - b.CoreMs * rate + start;
            if (changed.Contains(Cluster)) (_, start) = (Take(Cluster, dearer), 0);
            else if (a.Prices != b.Prices) (_, start) = (Take(Price, dearer), 0);
        }
        var ratio = MoreData(a, b) ?? 0;
        var (coreMs, notKnown) = CauseCosts.Between(a.Runs, b.Runs, changed.Contains(Cluster), ratio);
        var least = MinShare * Math.Max(a.Total / a.Runs.Count * b.Runs.Count, b.Total);
        foreach (var cause in CauseCosts.All.Except(notKnown))
        {
            var amount = b.Runs.Count * coreMs.GetValueOrDefault(cause) * rate + (cause == CauseCosts.StartUp ? start : 0);
            if (Math.Abs(amount) >= least) Take(cause, amount);
        }
        var grown = b.Runs.Count * (a.UsedCoreMs / a.Runs.Count) * rate * ratio;
        Take(Volume, left > 0 ? Math.Clamp(grown, 0, left) : Math.Clamp(grown, left, 0));
        if (changed.Count > 0)
        {
            // causes that came together cannot be told apart: they share alike
            var each = BillingMath.Round6(left / changed.Count);
            foreach (var cause in changed.Skip(1)) Take(cause, each);
            Take(changed[0], left);
        }
        if (left != 0) parts[Unexplained] = left;
        return new(parts.Where(p => p.Value != 0).ToDictionary(StringComparer.Ordinal), notKnown);

        decimal Take(string cause, decimal amount)
        {
            amount = inCoreTime ? Math.Round(amount) : BillingMath.Round6(amount);
            parts[cause] = parts.GetValueOrDefault(cause) + amount;
            return left -= amount;
        }
    }

    /// <summary>What was seen to change, in words; at most six.</summary>
    /// <param name="before">Runs.</param>
    /// <param name="now">Later runs.</param>
    /// <param name="besides">A property whose change is known: neither it nor the shape of the executors that it sets is named.</param>
    public static IReadOnlyList<string> What(IReadOnlyList<CostedRun> before, IReadOnlyList<CostedRun> now, string? besides = null) =>
        [.. Changes(before, now, besides).Select(c => c.Words).Take(6)];

    /// <summary>What was seen to change from the latest run of one side to that of the other, and of what: a property, or one of
    /// <see cref="OfPlatform"/>, <see cref="OfShape"/> and <see cref="OfPlan"/>.</summary>
    /// <param name="before">Runs.</param>
    /// <param name="now">Later runs.</param>
    /// <param name="besides">As of <see cref="What"/>.</param>
    public static IReadOnlyList<(string Of, string Words)> Changes(
        IReadOnlyList<CostedRun> before, IReadOnlyList<CostedRun> now, string? besides = null)
    {
        if (before.Count == 0 || now.Count == 0) return [];
        var (old, latest) = (before.MaxBy(r => r.StartMs)!.Run!, now.MaxBy(r => r.StartMs)!.Run!);
        var words = new List<(string, string)>();
        if (old.Platform != latest.Platform) words.Add((OfPlatform, $"platform {old.Platform} -> {latest.Platform}"));
        var isOwnShape = besides is not null && CostSettings.OfCluster.Contains(besides)
            && old.Cluster?.NodeType == latest.Cluster?.NodeType;
        if (!isOwnShape && ShapeWords(old) != ShapeWords(latest)) words.Add((OfShape, $"{ShapeWords(old)} -> {ShapeWords(latest)}"));
        var (from, to) = (old.Settings ?? new Dictionary<string, string>(), latest.Settings ?? new Dictionary<string, string>());
        foreach (var key in from.Keys.Union(to.Keys).Order(StringComparer.Ordinal)
            .Where(k => k != besides && from.GetValueOrDefault(k) != to.GetValueOrDefault(k)))
            words.Add((key, $"{key} {from.GetValueOrDefault(key) ?? "(unset)"} -> {to.GetValueOrDefault(key) ?? "(unset)"}"));
        if (old.PlanFingerprint != latest.PlanFingerprint) words.Add((OfPlan, "another query plan"));
        return words;
    }

    static string ShapeWords(RunSummary run) => run.Cluster is not { } c ? "no executors"
        : string.Create(CultureInfo.InvariantCulture,
        $"{(c.DynamicAllocation ? "dynamic" : c.PeakExecutors)} x {Quantity.Plural(c.ExecutorCores, "core")}, {c.ExecutorMib} "
        + $"MiB{(c.NodeType is { } t ? " on " + t : "")}");

    static List<string> ChangedBetween(Side a, Side b)
    {
        var changed = new List<string>();
        if (a.Clusters != b.Clusters) changed.Add(Cluster);
        if (a.Settings != b.Settings) changed.Add(Configuration);
        if (a.Plans != b.Plans) changed.Add(Plan);
        return changed;
    }

    /// <summary>
    /// Growth of the data of a run: of its rows where all runs have them, else of its bytes. Null where it is the same or not known.
    /// </summary>
    static decimal? MoreData(Side a, Side b)
    {
        var (before, now) = a.Rows is > 0 and var rows && b.Rows is > 0 and var later ? (rows, later) : (a.Bytes, b.Bytes);
        if (before <= 0 || now <= 0) return null;
        var ratio = now / b.Runs.Count / (before / a.Runs.Count) - 1;
        return Math.Abs(ratio) >= MinVolumeRatio ? ratio : null;
    }

    /// <summary>Sums over one job's runs in one time, and the sets of what they ran with.</summary>
    sealed record Side(IReadOnlyList<CostedRun> Runs, decimal Total, decimal CoreMs, decimal UsedCoreMs, decimal Bytes, string Clusters,
        string Settings, string Plans, string Prices)
    {
        /// <summary>What starts of clusters cost, failed runs counted as the others; 0 in core time.</summary>
        public required decimal Start { get; init; }

        /// <summary>Null where a run does not say.</summary>
        public decimal? Rows { get; init; }

        public static Side Sum(IReadOnlyList<CostedRun> all, bool inCoreTime)
        {
            var runs = inCoreTime ? all : [.. all.Where(r => r.Usd is not null)];
            var core = runs.Sum(r => (decimal)r.PaidCoreMs);
            var good = runs.Where(r => r.Run!.Outcome != RunOutcome.Failed).ToList();
            return new Side(runs, inCoreTime ? core : runs.Sum(r => r.Usd!.Value), core,
                runs.Sum(r => (decimal)r.UsedCoreMs), runs.Sum(Data),
                Set(runs, r => r.Platform + " " + ShapeWords(r)),
                Set(runs, r => string.Join(';', (r.Settings ?? new Dictionary<string, string>())
                    .Where(s => !CostSettings.OfCluster.Contains(s.Key)).Select(s => s.Key + "=" + s.Value))),
                Set(runs, r => r.PlanFingerprint ?? ""),
                Set(runs, r => $"{r.Cost?.PriceBook} {r.Cost?.PriceDate} {r.Cost?.Region} {r.Key.Pricing}"))
            {
                Start = inCoreTime || good.Count == 0 ? 0
                    : good.Sum(r => r.Waste.Where(w => w.Kind == WasteAccount.ClusterStart).Sum(w => w.Usd ?? 0)) * runs.Count / good.Count,
                Rows = runs.Any(r => r.Run!.Work?.InputRecords is null) ? null : runs.Sum(r => (decimal)r.Run!.Work!.InputRecords!.Value),
            };
        }

        /// <summary>What was read from storage; where that was nothing, what was shuffled.</summary>
        static decimal Data(CostedRun run) => run.Run!.Work is { } w ? (w.InputBytes > 0 ? w.InputBytes : w.ShuffleReadBytes) : 0;

        static string Set(IEnumerable<CostedRun> runs, Func<RunSummary, string> of) =>
            string.Join('|', runs.Select(r => of(r.Run!)).Distinct().Order(StringComparer.Ordinal));
    }
}

/// <summary>A job's change, taken apart.</summary>
/// <param name="Parts">By cause; they sum to the change exactly.</param>
/// <param name="NotKnown">Of <see cref="CauseCosts.All"/> those of which the runs of one side do not tell.</param>
sealed record SplitChange(IReadOnlyDictionary<string, decimal> Parts, IReadOnlyList<string> NotKnown);
