using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Detectors;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>How a job's finding stands against the time before.</summary>
public enum FindingTrend
{
    /// <summary>At least half as large again, and by 5 % of the core time at least.</summary>
    Worse,

    /// <summary>No run of the time before had it, and the latest run has it.</summary>
    New,

    /// <summary>
    /// At least half of the runs of the time before had it, and none has now; a finding that is only less severe costs less than half of
    /// what it did.
    /// </summary>
    Gone,
}

/// <summary>A finding that came, went or grew.</summary>
/// <param name="Job">The job.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="Kind">Kind of the finding.</param>
/// <param name="Trend">What it did.</param>
/// <param name="Severity">The most severe of the time in which it was there last.</param>
/// <param name="BeforeRatio">Core time that it costs over the core time paid, 0 to 1; 0 where it was not there.</param>
/// <param name="NowRatio">The same now.</param>
/// <param name="NowUsd">What it costs over the runs now; null without prices.</param>
public sealed record FleetFindingChange(
    string Job, string Owner, string Kind, FindingTrend Trend, Severity Severity, double BeforeRatio, double NowRatio, decimal? NowUsd);

/// <summary>The findings of each job, from severity warning on, against the time before.</summary>
static class FindingChanges
{
    const double Larger = 1.5, LargerBy = 0.05;

    /// <summary>Worse and new ones first, by what they cost. Jobs of one time only have no findings that came or went.</summary>
    public static IReadOnlyList<FleetFindingChange> Build(IReadOnlyList<CostedRun> before, IReadOnlyList<CostedRun> now)
    {
        var earlier = Ended(before).ToLookup(r => (r.Job, r.Owner));
        var changes = new List<FleetFindingChange>();
        foreach (var job in Ended(now).GroupBy(r => (r.Job, r.Owner)))
        {
            List<CostedRun> old = [.. earlier[job.Key]], current = [.. job.OrderBy(r => r.StartMs)];
            if (old.Count == 0) continue;
            foreach (var kind in old.Concat(current).SelectMany(Kinds).Distinct(StringComparer.Ordinal))
            {
                if (TrendOf(kind, old, current) is not { } trend) continue;
                var seen = (trend == FindingTrend.Gone ? old : current).SelectMany(r => r.Run!.Findings.Where(f => Is(f, kind)));
                decimal? usd = current.Any(r => r.Usd is not null)
                    ? Ledgers.BillingMath.Round6(current.Sum(r => Found(kind, r).Sum(r.UsdOf))) : null;
                changes.Add(new(
                    job.Key.Job, job.Key.Owner, kind, trend, seen.Max(f => f.Severity), Ratio(kind, old), Ratio(kind, current), usd));
            }
        }
        return [.. changes.OrderBy(c => c.Trend == FindingTrend.Gone).ThenByDescending(c => c.NowUsd ?? 0)
            .ThenByDescending(c => c.NowRatio).ThenBy(c => c.Job, StringComparer.Ordinal).ThenBy(c => c.Owner, StringComparer.Ordinal)
            .ThenBy(c => c.Kind, StringComparer.Ordinal)];
    }

    static IEnumerable<CostedRun> Ended(IReadOnlyList<CostedRun> runs) =>
        runs.Where(r => r.Run is { Outcome: RunOutcome.Succeeded });

    static FindingTrend? TrendOf(string kind, List<CostedRun> old, List<CostedRun> current)
    {
        var (then, now) = (old.Count(r => Kinds(r).Contains(kind)), current.Count(r => Kinds(r).Contains(kind)));
        if (then == 0) return Kinds(current[^1]).Contains(kind) ? FindingTrend.New : null;
        if (now == 0) return 2 * then >= old.Count && !IsThereStill(kind, old, current) ? FindingTrend.Gone : null;
        var (was, isNow) = (Ratio(kind, old), Ratio(kind, current));
        return isNow >= Larger * was && isNow - was >= LargerBy ? FindingTrend.Worse : null;
    }

    /// <summary>Below severity warning, at a cost that is not known or not less than half of what it was.</summary>
    static bool IsThereStill(string kind, List<CostedRun> old, List<CostedRun> current)
    {
        var left = current.SelectMany(r => r.Run!.Findings).Where(f => f.Kind == kind).ToList();
        if (left.Any(f => f.SavesCoreMs is null)) return true;
        var paid = current.Sum(r => (decimal)r.PaidCoreMs);
        return paid > 0 && 2 * (double)(left.Sum(f => (decimal)f.SavesCoreMs!.Value) / paid) > Ratio(kind, old);
    }

    static IEnumerable<string> Kinds(CostedRun run) => run.Run!.Findings.Where(AdviceGiver.Counts).Select(f => f.Kind);

    static bool Is(RunFinding finding, string kind) => finding.Kind == kind && AdviceGiver.Counts(finding);

    static IEnumerable<RunFinding> Found(string kind, CostedRun run) => run.Run!.Findings.Where(f => Is(f, kind));

    static decimal CoreMs(string kind, CostedRun run) => Found(kind, run).Sum(f => f.SavesCoreMs ?? 0);

    static double Ratio(string kind, List<CostedRun> runs) =>
        runs.Sum(r => (decimal)r.PaidCoreMs) is > 0 and var paid ? (double)(runs.Sum(r => CoreMs(kind, r)) / paid) : 0;
}
