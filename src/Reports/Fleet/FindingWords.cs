using System.Globalization;
using Rightsizer.Analyzer.Answers.Fleet.Report;
using Rightsizer.Analyzer.Formatting;
using Rightsizer.Reports.Formatting;

namespace Rightsizer.Reports.Fleet;

/// <summary>Findings that came and went, and days that cost far more than usual, in words that every format shares.</summary>
public static class FindingWords
{
    /// <summary>"New in nightly: skew, 12 % of its core time".</summary>
    public static string Change(FleetFindingChange c)
    {
        var word = c.Trend switch { FindingTrend.New => "New", FindingTrend.Worse => "Worse", _ => "Gone" };
        var size = c.Trend switch
        {
            FindingTrend.New => $"{Quantity.Percent(c.NowRatio)} of its core time",
            FindingTrend.Worse => $"{Quantity.Percent(c.BeforeRatio)} of its core time before, {Quantity.Percent(c.NowRatio)} now",
            _ => $"{Quantity.Percent(c.BeforeRatio)} of its core time before",
        };
        return $"{word} in {PlainText.Short(c.Job, 40)}: {c.Kind} ({FleetWords.Word(c.Severity)}), {size}";
    }

    /// <summary>"Over budget: nightly (ann) cost $12.00 of $10.00".</summary>
    public static string OverBudget(FleetOverBudget o) => $"Over budget: {PlainText.Short(o.Job, 40)} ({PlainText.Short(o.Owner, 20)}) "
        + (o.Usd is { } usd ? $"cost {Quantity.Usd(usd, o.Ground)} of {Quantity.Usd(o.BudgetUsd)}"
            : $"has a run without a price, so that it cannot be shown to be within {Quantity.Usd(o.BudgetUsd)}");

    /// <summary>"Unusual day 2026-11-14 of nightly: $12.00, usually $3.00 a day".</summary>
    internal static string Unusual(FleetUnusualDay d, FleetMeasure measure) =>
        $"Unusual day {d.Day} of {PlainText.Short(d.Job, 40)}: {measure.Amount(d.Usd, d.CoreMs)} in {FleetWords.Runs(d.Runs)}, usually "
        + $"{measure.Amount(d.UsualUsd, d.UsualCoreMs)} a day ("
        + string.Create(CultureInfo.InvariantCulture, $"{d.Deviations:0.#} standard deviations)");
}
