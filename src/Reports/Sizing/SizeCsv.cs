using Rightsizer.Analyzer.Answers.Sizing;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Sizing;

/// <summary>A sizing as a table: a row an offer, units in the headings.</summary>
public static class SizeCsv
{
    static readonly string[] Headings =
    [
        "job", "rank", "is_today", "is_pick", "name", "platform", "architecture", "nodes", "workers", "worker_type",
        "executors", "executor_cores", "executor_heap_mib", "executor_overhead_mib",
        "time_p10_ms", "time_p50_ms", "time_p90_ms", "run_p10_usd", "run_p50_usd", "run_p90_usd", "year_usd", "within_deadline_ratio",
        "spot_interruptions_per_hour", "spot_interrupted_ratio", "spot_expected_usd", "spot_loses_above_interruptions_per_hour",
            "graviton_break_even_slowdown_pct", "tier", "ground", "why",
    ];

    public static void Write(SizingResult r, TextWriter output)
    {
        output.Write(CsvText.Row(Headings));
        foreach (var c in r.Offers)
        {
            output.Write(CsvText.Row(
                r.JobName, c.Rank, c.IsToday, SizingWords.IsPick(c, r), c.Name, c.Platform, c.Architecture,
                    c.Nodes.Count == 0 ? null : c.Nodes.Sum(n => n.Count), c.Workers == 0 ? null : c.Workers, c.WorkerType,
                c.Executor?.Count, c.Executor?.Cores, c.Executor?.HeapMib, c.Executor?.OverheadMib,
                c.TimeMs?.P10, c.TimeMs?.P50, c.TimeMs?.P90, c.Usd?.P10, c.Usd?.P50, c.Usd?.P90, c.YearUsd, c.DeadlineProbability,
                c.Spot?.InterruptionsPerHour, c.Spot?.InterruptedProbability, c.Spot?.ExpectedUsd, c.Spot?.LosesAboveInterruptionsPerHour,
                    c.BreakEvenSlowdownPct, c.Tier, Quantity.Word(c.Ground), c.Why));
        }
    }
}
