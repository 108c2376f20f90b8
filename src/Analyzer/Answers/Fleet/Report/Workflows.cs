using Rightsizer.Analyzer.Answers.Fleet.Summaries;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>Groups the runs of a period by the workflow that started them.</summary>
static class Workflows
{
    /// <summary>Largest first.</summary>
    public static IReadOnlyList<FleetWorkflow> Build(IReadOnlyList<CostedRun> runs, Ranking ranking) =>
        [.. runs.Where(r => r.Run?.Workflow is not null).GroupBy(r => (r.Run!.Workflow!.System, r.Run.Workflow.Name))
            .Select(g => (Workflow: Make(g.Key.System, g.Key.Name, [.. g]), CoreMs: g.Sum(r => r.PaidCoreMs)))
            .OrderByDescending(w => ranking.Key(w.Workflow.Usd, w.CoreMs)).ThenBy(w => w.Workflow.Name, StringComparer.Ordinal)
            .ThenBy(w => w.Workflow.System, StringComparer.Ordinal).Select(w => w.Workflow)];

    static FleetWorkflow Make(string system, string name, List<CostedRun> rows)
    {
        var runs = rows.Where(r => r.Run!.Workflow!.RunId is not null).GroupBy(r => r.Run!.Workflow!.RunId!, StringComparer.Ordinal)
            .Select(g => RunOf(g.Key, [.. g])).OrderByDescending(r => r.StartMs).ThenBy(r => r.RunId, StringComparer.Ordinal).ToList();
        var priced = runs.Where(r => r.Usd is not null).ToList();
        return new FleetWorkflow
        {
            System = system,
            Name = name,
            Applications = Distinct(rows).Count,
            WithoutRunId = Distinct(rows.Where(r => r.Run!.Workflow!.RunId is null)).Count,
            Usd = rows.Any(r => r.Usd is not null) ? rows.Sum(r => r.Usd ?? 0) : null,
            UsdARun = priced.Count > 0 ? BillingMath.Round6(priced.Sum(r => r.Usd!.Value) / priced.Count) : null,
            MedianWallMs = RunMedians.Of(runs.Select(r => r.WallMs)),
            Runs = runs,
        };
    }

    /// <summary>A stream has a row for each of its days.</summary>
    static List<CostedRun> Distinct(IEnumerable<CostedRun> rows) => [.. rows.DistinctBy(r => r.Run!.Key.Uri, StringComparer.Ordinal)];

    static FleetWorkflowRun RunOf(string id, List<CostedRun> rows)
    {
        var start = rows.Min(r => r.StartMs);
        var path = PathOf(rows, start);
        return new FleetWorkflowRun
        {
            RunId = id,
            StartMs = start,
            WallMs = rows.Max(SharedClusters.End) - start,
            Applications = Distinct(rows).Count,
            FailedApplications = rows.Count(r => r.Run!.Outcome == RunOutcome.Failed),
            Usd = rows.All(r => r.Usd is not null) ? rows.Sum(r => r.Usd!.Value) : null,
            PathMs = path.Sum(s => s.WallMs),
            Path = path,
        };
    }

    /// <summary>
    /// No log says what waited for what. An application can only have waited for one that ended before it started, and what it waited for
    /// last is what ended last.
    /// </summary>
    static List<FleetWorkflowStep> PathOf(List<CostedRun> rows, long startMs)
    {
        // by end, so that the predecessor of each is found by one walk backwards
        var byEnd = rows.OrderBy(SharedClusters.End).ThenBy(r => r.StartMs)
            .ThenBy(r => r.Run!.Key.Uri, StringComparer.Ordinal).ToList();
        var chain = new List<CostedRun>();
        for (var i = byEnd.Count - 1; i >= 0; i--)
        {
            if (chain.Count == 0 || SharedClusters.End(byEnd[i]) <= chain[^1].StartMs) chain.Add(byEnd[i]);
        }
        chain.Reverse();
        return [.. chain.Select((r, i) => new FleetWorkflowStep(r.Run!.Key.Uri, r.Run.App?.Name ?? r.Job, r.Run.Workflow!.Task, r.StartMs,
            SharedClusters.End(r) - r.StartMs, r.StartMs - (i == 0 ? startMs : SharedClusters.End(chain[i - 1]))))];
    }
}
