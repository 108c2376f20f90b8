using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Ledgers;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>A job that cost more in the period than its rule allows.</summary>
/// <param name="Job">The job.</param>
/// <param name="Owner">Its owner.</param>
/// <param name="BudgetUsd">A week's budget in proportion to the days of the period.</param>
/// <param name="Usd">
/// What its runs of the period cost; null where a run has no price, so that the budget cannot be shown to be kept.
/// </param>
/// <param name="Ground">How that cost is known: the weakest of the runs with a price.</param>
public sealed record FleetOverBudget(string Job, string Owner, decimal BudgetUsd, decimal? Usd, Ground Ground);

/// <summary>Each job against the budget that the rules give it.</summary>
static class JobBudgets
{
    const int DaysOfBudget = 7;

    /// <summary>The furthest over first; those whose cost is not known last.</summary>
    public static IReadOnlyList<FleetOverBudget> Check(IReadOnlyList<CostedRun> runs, FleetRules rules, int days)
    {
        var over = new List<FleetOverBudget>();
        foreach (var job in runs.Where(r => r.Run is not null).GroupBy(r => (r.Job, r.Owner)))
        {
            if (rules.WeeklyBudgetOf(job.MaxBy(r => r.StartMs)!.Run!) is not { } weekly) continue;
            var budget = BillingMath.Round6(weekly * days / DaysOfBudget);
            var known = job.Sum(r => r.Usd ?? 0);
            var ground = job.Where(r => r.Usd is not null).Select(r => r.Ground).DefaultIfEmpty(Ground.Missing).Min();
            if (known > budget) over.Add(new(job.Key.Job, job.Key.Owner, budget, known, ground));
            else if (job.Any(r => r.Usd is null)) over.Add(new(job.Key.Job, job.Key.Owner, budget, null, Ground.Missing));
        }
        return [.. over.OrderByDescending(o => (o.Usd ?? 0) - o.BudgetUsd).ThenBy(o => o.Job, StringComparer.Ordinal)
            .ThenBy(o => o.Owner, StringComparer.Ordinal)];
    }
}
