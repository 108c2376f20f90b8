using Rightsizer.Analyzer;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Analyzer.Replay;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Text;

/// <summary>
/// Half, double and four times the executors, the number that a finding names, and the time that no number of them goes below.
/// </summary>
static class SweepLines
{
    const decimal MostApart = 0.1m;

    static readonly double[] Ratios = [0.5, 1, 2, 4];

    public static void Add(TextPage page, ExecutorSweep sweep, long? criticalPathMs, Ground todayGround)
    {
        if (sweep.Refused is { } why)
        {
            page.Paragraph($"Other numbers of executors were not simulated: {PlainText.OneLine(why)}.", 0, "", TextStyle.Dim);
            return;
        }
        var shown = Ratios.Select(r => Math.Max(1, (int)Math.Round(r * sweep.TodayExecutors))).ToHashSet();
        if (sweep.AskedExecutors is { } asked) shown.Add(asked);
        var points = sweep.Points.Where(p => shown.Contains(p.Executors)).ToList();
        var priced = IsPriced(sweep, points);
        string[] headings = [sweep.Dynamic ? "At most" : "With", "time", "8 in 10 runs take"];
        var table = new TextTable(priced ? [.. headings, "cost"] : headings) { RightAligned = new HashSet<int> { 1, 2, 3 } };
        foreach (var p in points)
        {
            var today = p.Executors == sweep.TodayExecutors;
            string[] cells =
            [
                Quantity.Plural(p.Executors, "executor") + (today ? ", this run" : p == points[0]
                    ? $" of {Quantity.Plural(sweep.CoresPerExecutor, "core")}" : ""),
                today && sweep.TodayMs is { } ms ? Quantity.Duration(ms) : "~" + Quantity.Duration(p.Answer.DurationMs),
                // the other rows are simulated: what the simulation makes of this run is what they compare with
                today ? Quantity.Duration(p.Answer.DurationMs) is var simulated && simulated != Quantity.Duration(sweep.TodayMs)
                    ? $"simulated ~{simulated}" : ""
                : WhatIfWords.Band(p.Answer.DurationP10Ms, p.Answer.DurationP90Ms),
            ];
            var usd = today ? sweep.TodayUsd : p.Answer.CostUsd;
            table.Add(TextStyle.Plain, priced ? [.. cells, Quantity.Usd(usd, today ? todayGround : Ground.Simulated)] : cells);
        }
        table.AddTo(page);
        foreach (var line in WhatIfWords.Sweep(sweep, shown.Contains)) page.Paragraph(PlainText.OneLine(line), 2);
        if (criticalPathMs is { } least)
        {
            // the ranges allow for a run whose tasks are faster: the bound is of the simulated times alone
            page.Paragraph($"Any number: the simulated time is at least {Quantity.Duration(least)}, the longest chain of driver time and "
                + "tasks. This run's time is measured, the others are simulated. The range also allows for tasks that take less time than "
                + "in this run.", 2, "", TextStyle.Dim);
        }
    }

    /// <summary>
    /// False where what the simulation makes of this run's cost is far from what it cost: the sizes would not compare with it.
    /// </summary>
    static bool IsPriced(ExecutorSweep sweep, List<SweepPoint> points) =>
        points.All(p => p.Answer.CostUsd is not null) && sweep.TodayUsd is > 0 and var today
        && points.Find(p => p.Executors == sweep.TodayExecutors)?.Answer.CostUsd is { } simulated
        && Math.Abs(simulated / today - 1) < MostApart;
}
