using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.State;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Answers.Fleet.Export;

/// <summary>The state as tables: runs, stages, findings, waste, costs, runs of workflows and advice, a part a day.</summary>
public static class FleetExport
{
    /// <summary>Raised whenever a column goes, or changes its name, type or meaning; not for a new one.</summary>
    public const int SchemaVersion = 1;

    /// <summary>All of them, in the order in which parts come.</summary>
    public static IReadOnlyList<ExportTable> Tables { get; } = [ExportTables.Runs.Table, ExportTables.Stages.Table,
        ExportTables.Findings.Table, ExportTables.Waste.Table, CostTable.Costs.Table, WorkflowTables.Runs.Table,
        WorkflowTables.Steps.Table, ExportTables.Advice.Table];

    /// <summary>Day by day; a table without rows on a day has no part. One day is in memory at a time.</summary>
    /// <param name="summaries">Of the runs to export, as a report would count them.</param>
    /// <param name="details">Of the same state.</param>
    /// <param name="advice">What earlier reports advised.</param>
    /// <param name="rules">Who owns what.</param>
    /// <param name="since">First UTC day; null is that of the first run.</param>
    /// <param name="untilExcl">Day after the last; null is that after the last run.</param>
    public static IEnumerable<ExportPart> Build(IReadOnlyList<RunSummary> summaries, RunDetails details,
        IReadOnlyList<AdviceRecord> advice, FleetRules rules, DateOnly? since = null, DateOnly? untilExcl = null)
    {
        var all = FleetRuns.Choose(summaries, rules);
        // a run of a workflow may end on a day that is not asked for
        var workflows = WorkflowTables.ByDay(all);
        foreach (var day in all.Where(r => IsAsked(r.Day)).GroupBy(r => r.Day).OrderBy(d => d.Key))
        {
            var iso = StateDay.Write(day.Key);
            var known = details.Read(iso);
            List<ExportedRun> runs = [.. day.Select(r => new ExportedRun(r, known.GetValueOrDefault(r.Run!.Key)))];
            foreach (var part in PartsOf(iso, runs).Concat(WorkflowTables.Parts(iso, workflows[iso]))) yield return part;
        }
        var until = all.Count > 0 ? all[^1].Day.AddDays(1) : DateOnly.MaxValue;
        var became = AdviceTracker.Track(advice, all, until)?.Items.ToDictionary(i => i.Id, StringComparer.Ordinal) ?? [];
        foreach (var day in advice.Where(a => StateDay.Parse(a.GivenOn) is { } d && IsAsked(d))
            .GroupBy(a => a.GivenOn, StringComparer.Ordinal).OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            yield return ExportTables.Advice.Part(day.Key, day.OrderBy(a => a.Id, StringComparer.Ordinal)
                .Select(a => new ExportedAdvice(a, became.GetValueOrDefault(a.Id))));
        }

        bool IsAsked(DateOnly day) => !(day < since) && !(day >= untilExcl);
    }

    static IEnumerable<ExportPart> PartsOf(string day, List<ExportedRun> runs)
    {
        var costs = runs.SelectMany(r => r.Costs()).ToList();
        if (costs.Sum(c => c.Usd) != runs.Sum(r => r.Costed.Usd ?? 0))
            throw new InvalidOperationException($"{day}: the cost lines do not sum to the cost of the runs");
        ExportPart[] parts =
        [
            ExportTables.Runs.Part(day, runs),
            ExportTables.Stages.Part(day, runs.SelectMany(r => (r.Detail?.Stages ?? []).Select(s => new ExportedStage(r, s)))),
            ExportTables.Findings.Part(day, runs.SelectMany(r => r.Run.Findings.Select((f, i) => new ExportedFinding(r, f, i + 1)))),
            ExportTables.Waste.Part(day, runs.SelectMany(r => r.Costed.Waste.Select(w => new ExportedWaste(r, w)))),
            CostTable.Costs.Part(day, costs),
        ];
        return parts.Where(p => p.Rows.Count > 0);
    }
}
