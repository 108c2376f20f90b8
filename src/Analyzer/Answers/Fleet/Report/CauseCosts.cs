using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// Core time of a mean run by the causes that <c>diagnose</c> knows, from what a summary keeps: its waste and its findings.
/// </summary>
sealed class CauseCosts
{
    public const string StartUp = "startUp", Driver = "driver", Idle = "idle", Skew = "skew", Spill = "spill", Gc = "gc", Files = "files",
        Partitions = "partitions", Failures = "failures";

    public static readonly IReadOnlyList<string> All = [StartUp, Driver, Idle, Skew, Spill, Gc, Files, Partitions, Failures];

    /// <summary>Of the runs that did not fail, at least this part must say where their time went.</summary>
    const decimal MinKnown = 0.9m;

    /// <summary>Idle cores: with twice the cores the same wait costs twice as much.</summary>
    static readonly Dictionary<string, string> IdleKinds = new(StringComparer.Ordinal)
    {
        ["beforeFirstJob"] = StartUp,
        ["driver"] = Driver,
        ["idleTail"] = Idle,
        [WasteAccount.InteractiveIdle] = Idle,
        ["triggerWait"] = Idle,
        ["skew"] = Skew,
        ["overProvisioned"] = Partitions,
    };

    /// <summary>Core time that tasks held.</summary>
    static readonly Dictionary<string, string> WorkKinds = new(StringComparer.Ordinal)
    {
        ["spill"] = Spill,
        ["gc"] = Gc,
        ["retries"] = Failures,
    };

    /// <summary>Findings whose tasks did work, so that no waste shows them.</summary>
    static readonly Dictionary<string, string> FindingKinds = new(StringComparer.Ordinal)
    {
        ["tinyFiles"] = Files,
        ["smallFilesRead"] = Files,
        ["tooManyPartitions"] = Partitions,
    };

    /// <summary>Core-milliseconds of a mean run that did not fail.</summary>
    readonly Dictionary<string, decimal> idle = new(StringComparer.Ordinal), work = new(StringComparer.Ordinal);

    readonly HashSet<string> unknown = new(StringComparer.Ordinal);

    /// <summary>Cores that a run had on average.</summary>
    decimal cores;

    /// <summary>What the failed runs took more than as many others, over all runs.</summary>
    decimal failed;

    /// <summary>Null where too few runs say where their time went.</summary>
    static CauseCosts? Of(IReadOnlyList<CostedRun> runs)
    {
        var good = runs.Where(r => r.Run!.Outcome != RunOutcome.Failed).ToList();
        var known = good.Where(IsKnown).ToList();
        if (known.Count == 0 || known.Count < MinKnown * good.Count) return null;
        var costs = new CauseCosts();
        foreach (var run in known)
        {
            foreach (var part in run.Waste)
            {
                var each = (decimal)part.CoreMs / known.Count;
                if (IdleKinds.GetValueOrDefault(part.Kind) is { } idle) Add(costs.idle, idle, each);
                else if (WorkKinds.GetValueOrDefault(part.Kind) is { } work) Add(costs.work, work, each);
            }
            costs.AddFinding(run, known.Count);
        }
        var wall = known.Sum(r => (decimal)Math.Max(0, r.Run!.WallMs ?? 0));
        costs.cores = wall > 0 ? known.Sum(r => (decimal)r.PaidCoreMs) / wall : 0;
        var mean = good.Sum(r => (decimal)r.PaidCoreMs) / good.Count;
        costs.failed = runs.Where(r => r.Run!.Outcome == RunOutcome.Failed).Sum(r => r.PaidCoreMs - mean) / runs.Count;
        return costs;
    }

    /// <summary>
    /// Core-milliseconds that each cause takes of a mean run more than before; those that are not known are left out and named.
    /// </summary>
    /// <param name="before">Runs.</param>
    /// <param name="now">Later runs.</param>
    /// <param name="isOtherCluster">
    /// Idle time then counts at the cores of before: what more cores idled besides is the cluster's, as is that stages do not fill them.
    /// </param>
    /// <param name="moreData">Growth of a run's data: what tasks did grows with it, which is volume.</param>
    public static (IReadOnlyDictionary<string, decimal> CoreMs, IReadOnlyList<string> NotKnown) Between(
        IReadOnlyList<CostedRun> before, IReadOnlyList<CostedRun> now, bool isOtherCluster, decimal moreData)
    {
        if (Of(before) is not { } a || Of(now) is not { } b) return (new Dictionary<string, decimal>(), All);
        var more = new Dictionary<string, decimal>(StringComparer.Ordinal) { [Failures] = b.failed - a.failed };
        var atOldCores = isOtherCluster && a.cores > 0 && b.cores > 0 ? a.cores / b.cores : 1;
        foreach (var cause in a.idle.Keys.Union(b.idle.Keys).Where(c => c != Partitions || !isOtherCluster))
            Add(more, cause, b.idle.GetValueOrDefault(cause) * atOldCores - a.idle.GetValueOrDefault(cause));
        foreach (var cause in a.work.Keys.Union(b.work.Keys))
            Add(more, cause, b.work.GetValueOrDefault(cause) - a.work.GetValueOrDefault(cause) * (1 + moreData));
        List<string> notKnown = [.. All.Where(c => a.unknown.Contains(c) || b.unknown.Contains(c))];
        foreach (var cause in notKnown) more.Remove(cause);
        return (more, notKnown);
    }

    /// <summary>A run whose log lacks jobs does not say where its time went, nor does one without executors.</summary>
    static bool IsKnown(CostedRun run) => run.Run!.Log?.LacksWork != true
        && run.Waste.Any(w => w.CoreMs > 0 && (IdleKinds.ContainsKey(w.Kind) || WorkKinds.ContainsKey(w.Kind)));

    /// <summary>Their savings overlap: of a run only the largest counts, and no more than its work.</summary>
    void AddFinding(CostedRun run, int runs)
    {
        var found = run.Run!.Findings.Where(f => FindingKinds.ContainsKey(f.Kind)).ToList();
        foreach (var f in found.Where(f => f.SavesCoreMs is null)) unknown.Add(FindingKinds[f.Kind]);
        if (found.MaxBy(f => f.SavesCoreMs ?? 0) is { SavesCoreMs: > 0 and var saves, Kind: var kind })
            Add(work, FindingKinds[kind], Math.Clamp(saves, 0, Math.Max(0, run.PaidCoreMs - run.WasteCoreMs)) / (decimal)runs);
    }

    static void Add(Dictionary<string, decimal> sums, string cause, decimal coreMs) =>
        sums[cause] = sums.GetValueOrDefault(cause) + coreMs;
}
