using Rightsizer.Analyzer.Answers.Fleet.Rules;
using Rightsizer.Analyzer.Answers.Fleet.Summaries;

namespace Rightsizer.Analyzer.Answers.Fleet.Report;

/// <summary>
/// When a run that has not ended will end, and what it will cost, by the earlier good runs of its job that took longer than it has taken so
/// far. A band is two of their values: of n runs that are alike the next is between the k-th smallest and the k-th largest with probability
/// (n + 1 - 2k) / (n + 1).
/// </summary>
/// <param name="Runs">Earlier good runs of the job.</param>
/// <param name="Longer">Those of them that took longer than the run has so far.</param>
/// <param name="Wall">Application time in milliseconds, 8 runs in 10; null where it is refused.</param>
/// <param name="Usd">Cost, 8 runs in 10; null where it is refused, a run has no price, or one cost less than this run so far.</param>
public sealed record RunForecast(int Runs, int Longer, (long Low, long High)? Wall, (decimal Low, decimal High)? Usd)
{
    /// <summary>Of fewer runs not even the smallest and the largest hold 8 in 10.</summary>
    public const int MinRuns = 9;

    const double Coverage = 0.8;

    /// <summary>The latest runs that are looked at: what a job did a year ago says little.</summary>
    const int MostRuns = 50;

    /// <param name="run">The run so far.</param>
    /// <param name="known">Summaries of any runs: those of its job that ended well before it began are taken.</param>
    /// <param name="rules">What makes runs one job.</param>
    public static RunForecast Compute(RunSummary run, IReadOnlyList<RunSummary> known, FleetRules rules)
    {
        var (owner, _, job) = rules.Of(run);
        List<RunSummary> good = run.StartMs is not { } start ? [] : [.. known
            .Where(s => s is { Outcome: RunOutcome.Succeeded, Workload: Workload.Batch, WallMs: > 0, Log.InDoubt: not true }
                && s.StartMs < start && (run.App?.Id is not { } id || s.App?.Id != id))
            .Where(s => rules.Of(s) is var of && of.Job == job && of.Owner == owner).OrderBy(s => s.StartMs).TakeLast(MostRuns)];
        var longer = good.Where(s => s.WallMs > (run.WallMs ?? 0)).ToList();
        if (run.Workload == Workload.Streaming || longer.Count < MinRuns) return new(good.Count, longer.Count, null, null);
        var prices = longer.Select(s => s.Cost?.ActualUsd).OfType<decimal>().ToList();
        // runs that cost less in all than this one has so far are not like it
        var alike = prices.Count == longer.Count && run.Cost?.ActualUsd is { } soFar && prices.TrueForAll(p => p > soFar);
        return new(good.Count, longer.Count, Band(longer.Select(s => s.WallMs!.Value)), alike ? Band(prices) : null);
    }

    static (T Low, T High) Band<T>(IEnumerable<T> values)
    {
        var sorted = values.Order().ToList();
        // the narrowest band that still holds 8 in 10
        var k = Math.Max(1, (int)Math.Floor((sorted.Count + 1) * (1 - Coverage) / 2 + 1e-9));
        return (sorted[k - 1], sorted[^k]);
    }
}
