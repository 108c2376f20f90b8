using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Replay;

namespace Rightsizer.Analyzer.Answers.Fleet.Summaries;

/// <summary>
/// Which parts of what a run paid did no work, and why. The parts are disjoint: with the work they sum to the run's cost.
/// </summary>
static class WasteAccount
{
    /// <summary>What was paid before the application began, of ledger lines; not core time.</summary>
    public const string ClusterStart = "clusterStart";
    public const string FailedRun = "failedRun", InteractiveIdle = "interactiveIdle";

    /// <summary>Lines of the waterfall that are waste wherever they stand.</summary>
    static readonly Dictionary<string, string> Always = new(StringComparer.Ordinal)
    {
        ["beforeFirstJob"] = "beforeFirstJob",
        ["driver"] = "driver",
        ["betweenStages"] = "driver",
        ["waitingForTail"] = "skew",
        ["tooFewTasks"] = "overProvisioned",
        ["waitingForLaunch"] = "scheduling",
        ["afterLastJob"] = "idleTail",
        ["failedAttempts"] = "retries",
        ["repeatedStages"] = "retries",
        ["triggerWait"] = "triggerWait",
        ["spill"] = "spill",
    };

    /// <summary>Waste that tasks held cores for; in all other kinds cores were idle.</summary>
    public static readonly IReadOnlySet<string> HeldByTasks = new HashSet<string>(StringComparer.Ordinal)
        { FailedRun, "retries", "spill", "gc" };

    static readonly HashSet<string> IdleOfSessions = ["beforeFirstJob", "driver", "betweenStages", "afterLastJob"];

    public static IReadOnlyList<WastePart> Split(
        RunOutcome outcome, Workload workload, Waterfall? waterfall, RunOverview overview, AnalysisResult result)
    {
        var total = result.Cost.Actual?.TotalUsd;
        // what the log dropped may have been work
        if (outcome == RunOutcome.Failed && !overview.LacksWork) return [new WastePart(FailedRun, overview.PaidCoreMs ?? 0, total)];
        decimal? start = total is null ? null : result.Cost.Actual!.StartUpUsd;
        var parts = new List<WastePart>();
        if (start > 0) parts.Add(new WastePart(ClusterStart, 0, start));
        // of executors whose cores the log does not have nothing was paid that a share could be of
        if (waterfall is null || waterfall.TotalCoreMs <= 0 || overview.PaidCoreMs is not (> 0 and var paid)) return parts;

        // collections are a cost of any JVM: waste only where a detector says so
        var gc = result.Findings.Any(f => f.Kind == "gc");
        var byKind = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in waterfall.CoreTime)
        {
            var kind = workload == Workload.Interactive && IdleOfSessions.Contains(line.Name) ? InteractiveIdle
                : line.Name == "gc" ? (gc ? "gc" : null) : Always.GetValueOrDefault(line.Name);
            if (kind is not null) byKind[kind] = byKind.GetValueOrDefault(kind) + line.Ms;
        }
        var kinds = byKind.ToList();
        var useful = Math.Max(0, waterfall.TotalCoreMs - kinds.Sum(k => k.Value));
        List<decimal> weights = [.. kinds.Select(k => (decimal)k.Value), useful];
        var usd = total is { } t ? Apportion.Usd(t - (start ?? 0), weights) : null;
        // the waterfall ends executors where the replay does: its parts are taken as shares of what was paid
        var core = waterfall.TotalCoreMs == paid ? null : Apportion.Split(paid, weights);
        parts.AddRange(kinds.Select((k, i) => new WastePart(k.Key, core?[i] ?? k.Value, usd?[i])));
        return [.. parts.OrderBy(p => p.Kind, StringComparer.Ordinal)];
    }
}
