using Rightsizer.Analyzer.Facts;
using Rightsizer.Analyzer.Ledgers;
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
        string? KindOf(string line) => workload == Workload.Interactive && IdleOfSessions.Contains(line) ? InteractiveIdle
            : line == "gc" ? (gc ? "gc" : null) : Always.GetValueOrDefault(line);
        var byCore = waterfall.CoreTime.ToLookup(l => KindOf(l.Name), l => l.Ms);
        var byTime = waterfall.Time.ToLookup(l => KindOf(l.Name), l => l.Ms);
        List<string> kinds = [.. byCore.Select(k => k.Key).Concat(byTime.Select(k => k.Key)).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal)];
        List<decimal> core = Weights(byCore, waterfall.TotalCoreMs), time = Weights(byTime, waterfall.TotalMs);
        // the driver is paid while nobody works as well; all else goes by the executors' cores
        var driver = MarginalCost.Of(result.Cost.Actual, result.Run) is { } cost
            ? Apportion.Usd(BillingMath.Round6(cost.ApplicationUsdPerMs * waterfall.TotalMs), time) : null;
        var rest = total is { } t ? Apportion.Usd(t - (start ?? 0) - (driver?.Sum() ?? 0), core) : null;
        // the waterfall ends executors where the replay does: its parts are taken as shares of what was paid
        var paidFor = Apportion.Split(paid, core);
        parts.AddRange(kinds.Select((k, i) => new WastePart(k, paidFor[i], rest is null ? null : rest[i] + (driver?[i] ?? 0))));
        return [.. parts.OrderBy(p => p.Kind, StringComparer.Ordinal)];

        // of each kind, and what was work
        List<decimal> Weights(ILookup<string?, long> byKind, long whole)
        {
            List<decimal> waste = [.. kinds.Select(k => (decimal)byKind[k].Sum())];
            return [.. waste, Math.Max(0, whole - waste.Sum())];
        }
    }
}
